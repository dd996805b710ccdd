from django.urls import path

from . import views

app_name = "offline"

urlpatterns = [
    # At the root: a service worker is in charge of the folder that it lies in.
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.json", views.manifest, name="manifest"),
    path("offline/who/", views.who, name="who"),
    path("offline/facts/", views.facts, name="facts"),
    path("offline/<slug:slug>/", views.shell, name="shell"),
]
