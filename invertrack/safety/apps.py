from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Lists of contraindications and symptoms, screening, clearance, alarms, caps and the plan."""

    name = "invertrack.safety"

    def ready(self) -> None:
        from . import checks  # noqa: F401
