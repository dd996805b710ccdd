from django.urls import path

from .views import answer, feed, push, settings, stop

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
    path("answer/<str:answer_token>/", answer.answer, name="answer"),
    path("stop/<str:stop_token>/", stop.stop, name="stop"),
]
