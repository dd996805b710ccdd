from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Accounts, patients, clinicians and what they agreed to."""

    name = "invertrack.users"
