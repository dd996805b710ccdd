from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """Inversion sessions. The label differs because Django's own app is called sessions."""

    name = "invertrack.sessions"
    label = "inversion"
