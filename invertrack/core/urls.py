from django.urls import path

from . import views

app_name = "core"

urlpatterns = [
    path("", views.mails, name="mailbox"),
    path("<slug:name>/", views.mail, name="mail"),
]
