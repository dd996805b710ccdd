from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What has no domain: keys, the audit log, headers, form fields and template tags."""

    name = "invertrack.core"
