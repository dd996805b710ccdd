from django.apps import AppConfig


class PromptsConfig(AppConfig):
    """What is asked when, and by which way the question comes."""

    name = "invertrack.prompts"

    def ready(self) -> None:
        """Register the check of the key for notifications."""
        from . import checks  # noqa: F401
