from django.apps import AppConfig


class OfflineConfig(AppConfig):
    """What a phone keeps of the site, so that some pages open without a network."""

    name = "invertrack.offline"
