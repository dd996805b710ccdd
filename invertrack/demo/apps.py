from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Believable people with known truth, for trying the product."""

    name = "invertrack.demo"

    def ready(self) -> None:
        """Register the check that keeps the demo accounts out of production."""
        from . import checks  # noqa: F401
