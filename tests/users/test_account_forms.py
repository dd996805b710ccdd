"""allauth's forms speak as ours do."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("account_login", ["E-mail", "Password"]),
        ("account_signup", ["E-mail"]),
        ("account_reset_password", ["E-mail"]),
        ("account_email", ["E-mail"]),
        ("account_change_password", ["Current password", "New password", "New password (again)"]),
    ],
)
def test_labels_are_written_in_our_words(client, name, said):
    if name in {"account_email", "account_change_password"}:
        client.force_login(
            make.user(), backend="allauth.account.auth_backends.AuthenticationBackend"
        )

    page = client.get(reverse(name))

    assert [field.label for field in page.context["form"].fields.values()][: len(said)] == said
    assert ">Email<" not in page.content.decode().replace("\n", "").replace(" ", "")
