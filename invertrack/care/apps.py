from django.apps import AppConfig


class CareConfig(AppConfig):
    """Who may see what, and the one way to write a health record."""

    name = "invertrack.care"
