import pytest

from invertrack.prompts.checks import check_push_key, check_site_url
from tests.prompts.push_service import b64


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("", []),
        (b64(b"\x01" * 32), []),
        ("no key", ["prompts.E001"]),
        ("A" * 43, ["prompts.E001"]),
        ("abc", ["prompts.E001"]),
    ],
)
def test_a_deploy_fails_on_a_key_that_signs_nothing(settings, key, found):
    settings.PUSH_KEY = key

    assert [error.id for error in check_push_key()] == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://invertrack.example", []),
        ("http://127.0.0.1:8000", []),
        ("https://invertrack.example/track", []),
        ("", []),  # ALLOWED_HOSTS is missing, which Django says itself
        ("invertrack.example", ["prompts.E002"]),
        ("https://.invertrack.example", ["prompts.E002"]),  # from ALLOWED_HOSTS
        ("https://*", ["prompts.E002"]),
        ("javascript:alert(1)//", ["prompts.E002"]),
    ],
)
def test_a_deploy_fails_on_links_that_would_lead_nowhere(settings, address, found):
    settings.SITE_URL = address

    assert [error.id for error in check_site_url()] == found
