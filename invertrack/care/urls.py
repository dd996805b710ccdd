from django.urls import path

from . import views

app_name = "care"

urlpatterns = [
    path("sharing/", views.sharing, name="sharing"),
    path("sharing/invite/", views.invite, name="invite"),
    path("sharing/invitations/<uuid:invitation_id>/resend/", views.resend, name="resend"),
    path("sharing/invitations/<uuid:invitation_id>/cancel/", views.cancel, name="cancel"),
    path("sharing/grants/<uuid:grant_id>/revoke/", views.revoke, name="revoke"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
