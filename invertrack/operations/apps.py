from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Health checks, and commands for those who run the service."""

    name = "invertrack.operations"

    def ready(self) -> None:
        """Register the check that no table of patients' rows was left out of its parts."""
        from . import partition  # noqa: F401
