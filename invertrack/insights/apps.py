from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Charts and sentences over what was recorded."""

    name = "invertrack.insights"
