"""The demo accounts stay on local copies."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_local", [True, False])
def test_database_with_a_demo_account_is_refused_in_production_only(settings, is_local):
    settings.LOCAL = is_local
    make.user(email="somebody@demo.example")

    if is_local:
        call_command("check", databases=["default"])
    else:
        with pytest.raises(SystemCheckError, match=r"demo\.E001"):
            call_command("check", databases=["default"])


def test_database_without_demo_accounts_passes_in_production(settings):
    settings.LOCAL = False
    make.user(email="somebody@example.org")

    call_command("check", databases=["default"])
