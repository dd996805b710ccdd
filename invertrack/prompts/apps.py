from django.apps import AppConfig


class PromptsConfig(AppConfig):
    """What is asked when, and by which way the question comes."""

    name = "invertrack.prompts"
