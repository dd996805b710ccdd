"""The addresses of the site, and two more to measure them against."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("bench/auth/", views.auth_page),
    path("bench/trend/", views.raw_trend),
    path("", include("invertrack.urls")),
]

handler400 = "invertrack.core.views.bad_request"
handler500 = "invertrack.core.views.server_error"
