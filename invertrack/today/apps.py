from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The start page and the next action."""

    name = "invertrack.today"
