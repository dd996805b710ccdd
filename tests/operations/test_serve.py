"""What `manage.py serve` decides before it serves; the serving itself is what the journeys use."""

import socket

import pytest
from django.core.management import CommandError, call_command

from invertrack.operations.management.commands import serve


def test_a_busy_port_is_refused_with_the_command_for_another():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"PORT={port + 1} make run"):
            serve.refuse_busy_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused_in_words():
    with pytest.raises(CommandError, match=r"Cannot listen on 192\.0\.2\.1"):
        serve.refuse_busy_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("example.org", "http://example.org:8000/"),
    ],
)
def test_the_address_printed_is_one_that_opens_here(host, address):
    assert serve.address(host, 8000) == address


def test_the_static_listing_changes_when_a_file_does(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "page.css").write_text("a {}")
    before = serve.static_listing()

    (tmp_path / "page.css").write_text("b { }")

    assert serve.static_listing() != before


def test_ctrl_c_while_preparing_stops_before_anything_is_started(monkeypatch, capsys):
    def interrupted(command):
        raise KeyboardInterrupt

    started = []
    monkeypatch.setattr(serve.Command, "prepare", interrupted)
    monkeypatch.setattr(serve, "start", started.append)
    monkeypatch.setattr(serve.signal, "signal", lambda number, handler: None)

    call_command("serve", "--port=0")

    assert capsys.readouterr().out == "Stopping.\n"
    assert started == []
