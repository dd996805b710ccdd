"""What a person reads when it is our fault."""

import pytest
from django.db import OperationalError

from invertrack.today import views


@pytest.mark.parametrize(
    ("error", "status", "waits"),
    [(OperationalError("no database"), 503, "5"), (ZeroDivisionError(), 500, None)],
)
def test_failure_has_a_page_without_the_database(client, monkeypatch, error, status, waits):
    def fail(*args):
        raise error

    monkeypatch.setattr(views, "evidence", fail)
    client.raise_request_exception = False

    answer = client.get("/")  # without the database fixture: touching it would fail the test

    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == waits
    assert "<h1>" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
