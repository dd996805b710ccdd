from django.urls import path

from .views import answer, contact, feed, push, settings, stop, watch

app_name = "prompts"

urlpatterns = [
    path("", settings.settings, name="settings"),
    path("email/", settings.email, name="email"),
    path("pause/", settings.pause, name="pause"),
    path("test/", settings.test, name="test"),
    path("calendar/reset/", settings.reset_feed, name="reset_feed"),
    path("calendar/close/", settings.close_feed, name="close_feed"),
    path("calendar/<str:feed_token>.ics", feed.feed, name="feed"),
    path("browsers/subscribe/", push.subscribe, name="subscribe"),
    path("browsers/unsubscribe/", push.unsubscribe, name="unsubscribe"),
    path("browsers/<uuid:subscription_id>/remove/", push.remove_browser, name="remove_browser"),
    path("contact/", contact.contact, name="contact"),
    path("contact/ask/", contact.ask_contact, name="ask_contact"),
    path("contact/remove/", contact.remove_contact, name="remove_contact"),
    path("contact/<str:contact_token>/", contact.confirm_contact, name="confirm_contact"),
    path("watch/", watch.watch, name="watch"),
    path("watch/<uuid:session_id>/", watch.watched, name="watched"),
    path("answer/<str:answer_token>/", answer.answer, name="answer"),
    path("stop/<str:stop_token>/", stop.stop, name="stop"),
]
