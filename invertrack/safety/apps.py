from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Lists of contraindications and symptoms, screening, clearance and caps."""

    name = "invertrack.safety"
