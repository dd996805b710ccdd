from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """The clinician's panel and review pages."""

    name = "invertrack.clinic"
