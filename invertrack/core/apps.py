from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What has no domain: keys, the audit log, headers, form fields and template tags."""

    name = "invertrack.core"

    def ready(self) -> None:
        """Register the check that every model says whose rows it holds."""
        from . import checks  # noqa: F401
