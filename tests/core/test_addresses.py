"""Where a link on our pages may lead back to."""

import pytest

from invertrack.core.addresses import safe_path


@pytest.mark.parametrize(
    "path", ["/", "/journal/?month=2026-05", "/insights/?x=%2F%2Fevil.example"]
)
def test_path_of_this_site_is_kept(path):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "journal/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https://evil.example/",
        "https:/evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "\t//evil.example",
        "\x00/journal/",
        " /journal/",
    ],
)
def test_anything_else_is_nowhere(text):
    assert safe_path(text) == ""
