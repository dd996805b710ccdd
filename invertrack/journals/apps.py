from django.apps import AppConfig


class JournalsConfig(AppConfig):
    """The daily pain journal."""

    name = "invertrack.journals"
