"""What every test stands on. Environment first: Django reads its settings when pytest configures."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Named here and not in pyproject.toml, where pytest-django would load the settings before this file.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "invertrack.settings")
# A developer's .env must not reach the tests; `make test` sets DATABASE_URL for PostgreSQL.
os.environ.setdefault("INVERTRACK_MODE", "local")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / "var" / "cache" / "hypothesis"))

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402

# How long an example takes is the machine's business, not the law's. The parent is Hypothesis' own
# choice: random examples at a desk, the same ones every time under continuous integration.
hypothesis.settings.register_profile("suite", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_configure(config):
    """Load Django before the tests are collected: pytest-django does so only for settings it named."""
    config.addinivalue_line("markers", "with_database: a database has a part in it")
    django.setup()

    from invertrack.core.ownership import patient_models
    from tests.sql.capture import Capture

    tables = {model._meta.db_table: column for model, column in patient_models()}
    config.pluginmanager.register(Capture(tables), "captured-sql")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what a database has a part in: nothing else need be run on each of them."""
    for item in items:
        asked = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("with_database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """With PARTITIONED set, the whole suite runs on tables that are laid apart by patient."""
    if os.environ.get("PARTITIONED"):
        from django.core.management import call_command

        with django_db_blocker.unblock():
            call_command("partition_patients", verbosity=0)
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        # The seconds that a page has may not do to drop a database of hundreds of tables.
        connection.settings_dict["OPTIONS"] = {}


@pytest.fixture(scope="session", autouse=True)
def plain_static_and_fast_passwords(tmp_path_factory):
    """Pages render without collected static files; a log-in costs no 100 MiB of argon2."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield
