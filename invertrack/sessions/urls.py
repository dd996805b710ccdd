from django.urls import path

from . import views

app_name = "sessions"

urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("start/", views.start, name="start"),
    path("start/<uuid:check_id>/", views.checked, name="checked"),
    path("<uuid:session_id>/", views.detail, name="detail"),
    path("<uuid:session_id>/after/", views.add_pain_after, name="add_pain_after"),
    path("<uuid:session_id>/edit/", views.edit, name="edit"),
    path("<uuid:session_id>/delete/", views.delete, name="delete"),
    path("<uuid:session_id>/restore/", views.restore, name="restore"),
]
