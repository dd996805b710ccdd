from django.urls import path

from .views import follow_ups, live, sessions

app_name = "sessions"

urlpatterns = [
    path("", sessions.index, name="list"),
    path("new/", sessions.create, name="create"),
    path("live/", live.live, name="live"),
    path("settings/", follow_ups.settings, name="settings"),
    path("start/", sessions.start, name="start"),
    path("start/<uuid:check_id>/", sessions.checked, name="checked"),
    path("<uuid:session_id>/", sessions.detail, name="detail"),
    path("<uuid:session_id>/after/", sessions.add_pain_after, name="add_pain_after"),
    path("<uuid:session_id>/edit/", sessions.edit, name="edit"),
    path("<uuid:session_id>/delete/", sessions.delete, name="delete"),
    path("<uuid:session_id>/restore/", sessions.restore, name="restore"),
    path("<uuid:session_id>/follow-ups/<slug:kind>/", follow_ups.follow_up, name="follow_up"),
    path(
        "<uuid:session_id>/follow-ups/<slug:kind>/edit/",
        follow_ups.correct_follow_up,
        name="correct_follow_up",
    ),
    path(
        "<uuid:session_id>/follow-ups/<slug:kind>/take-back/",
        follow_ups.take_back_follow_up,
        name="take_back_follow_up",
    ),
]
