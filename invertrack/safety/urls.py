from django.urls import path

from .views import confirm, emergency, home, plans, red_flags, screening

app_name = "safety"

urlpatterns = [
    path("", home.home, name="home"),
    path("screen/", screening.screen, name="screen"),
    path("screen/again/", screening.screen_again, name="screen_again"),
    path("red-flags/", red_flags.red_flags, name="red_flags"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("confirm/", confirm.confirm, name="confirm"),
    path("plan/", plans.plan, name="plan"),
    path("plan/step/", plans.choose_step, name="choose_step"),
    path("caps/", plans.caps, name="caps"),
    path("proposals/<uuid:proposal_id>/", plans.proposal, name="proposal"),
]
