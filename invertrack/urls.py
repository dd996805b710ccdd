"""Prefix to app, one line each."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    # everybody
    path("", include("invertrack.today.urls")),
    path("", include("invertrack.offline.urls")),
    path("account/", include("invertrack.users.urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("invertrack.care.urls")),
    # patients
    path("safety/", include("invertrack.safety.urls")),
    path("sessions/", include("invertrack.sessions.urls")),
    path("journal/", include("invertrack.journals.urls")),
    path("questionnaires/", include("invertrack.questionnaires.urls")),
    path("prompts/", include("invertrack.prompts.urls")),
    path("", include("invertrack.insights.urls")),
    # clinicians
    path("clinic/", include("invertrack.clinic.urls")),
    # machines
    path("", include("invertrack.operations.urls")),
]
if settings.LOCAL:
    urlpatterns.append(path("mailbox/", include("invertrack.core.urls")))

handler400 = "invertrack.core.views.bad_request"
handler500 = "invertrack.core.views.server_error"
