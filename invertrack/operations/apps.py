from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Health checks, and commands for those who run the service."""

    name = "invertrack.operations"
