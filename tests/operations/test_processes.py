"""The processes one by one: what starts them, what they ask first, how they end."""

import datetime as dt
import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from invertrack.operations import health, processes
from invertrack.operations.management.commands import chores
from invertrack.sessions.models import Session
from tests import make


def test_the_server_keeps_one_thread_a_worker():
    command = processes.web_server("127.0.0.1", 8000, workers=3)

    assert {"--interface=wsgi", "--workers=3", "--blocking-threads=1"} <= set(command)


def test_a_process_that_does_not_end_when_asked_is_ended(monkeypatch):
    monkeypatch.setattr(processes, "SECONDS_TO_STOP", 0.2)
    ignoring = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"
    ignoring += "; time.sleep(60)"
    deaf = subprocess.Popen([sys.executable, "-c", ignoring], stdout=subprocess.PIPE)
    deaf.stdout.readline()  # it ignores the signal by now
    willing = processes.start([sys.executable, "-c", "import time; time.sleep(60)"])

    processes.stop([deaf, willing])

    assert deaf.wait(5) == -signal.SIGKILL
    assert willing.returncode == -signal.SIGTERM
    deaf.stdout.close()


# web --------------------------------------------------------------------------------------------


def test_web_becomes_the_server(monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    became = []
    monkeypatch.setattr(os, "execv", lambda program, command: became.append((program, command)))

    call_command("web", "--host=0.0.0.0", "--port=8107", "--workers=3")

    assert became == [(sys.executable, processes.web_server("0.0.0.0", 8107, 3))]


def test_web_without_static_files_says_which_command_makes_them(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    with pytest.raises(CommandError, match=r"manage\.py collectstatic"):
        call_command("web")


# prepare_database -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_prepare_database_can_be_run_again(capsys):
    call_command("prepare_database")

    assert "No migrations to apply." in capsys.readouterr().out
    with connection.cursor() as cursor:
        assert {"shared_cache", "typed_cache"} <= set(connection.introspection.table_names(cursor))


@pytest.mark.django_db
def test_a_migration_may_last_but_not_wait_for_a_lock():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has neither limit")

    call_command("prepare_database", verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'),"
            " current_setting('idle_in_transaction_session_timeout'),"
            " current_setting('lock_timeout')"
        )
        assert cursor.fetchone() == ("0", "0", "2s")


# chores -----------------------------------------------------------------------------------------


@pytest.fixture
def two_rounds(monkeypatch):
    """The chores are stopped in their second pause; gives the pauses that they asked for."""
    asked = []

    @contextmanager
    def stop_signals():
        yield lambda seconds: asked.append(seconds) or len(asked) == 2

    monkeypatch.setattr(chores, "stop_signals", stop_signals)
    monkeypatch.setattr(chores.connections, "close_all", lambda: None)  # the test has only one
    return asked


def test_chores_go_on_after_one_that_failed(two_rounds, monkeypatch, caplog):
    done = []

    def do(name, **options):
        done.append(name)
        if name == "broken":
            raise CommandError("it broke")

    monkeypatch.setattr(chores, "call_command", do)
    monkeypatch.setattr(chores, "CHORES", ("broken", "purge_deleted"))

    call_command("chores", "--every=5")

    assert done == ["broken", "purge_deleted", "broken", "purge_deleted"]
    assert two_rounds == [5, 5]
    failures = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert failures == [("ERROR", "broken failed and is tried again in the next round.")] * 2


@pytest.mark.django_db
def test_chores_purge_and_say_so_only_when_there_was_something(two_rounds, capsys):
    patient = make.patient()
    stored = Session.objects.for_patient(patient).filter(id=make.session(of=patient).id)
    stored.update(deleted_at=timezone.now() - dt.timedelta(minutes=11))

    call_command("chores")

    assert not stored.exists()
    assert capsys.readouterr().out == "Purged 1 rows.\n"


def test_a_signal_ends_the_wait_and_not_the_work():
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]

    with processes.stop_signals() as is_stopped_within:
        assert is_stopped_within(0.01) is False
        os.kill(os.getpid(), signal.SIGTERM)  # and this goes on
        assert is_stopped_within(5) is True

    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


# health -----------------------------------------------------------------------------------------


@pytest.fixture
def server():
    """A server that answers with the status in its path, and keeps the Host it was asked for."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked = self.headers["Host"]
            self.send_response(int(self.path.strip("/")))
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        server.url = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (301, 1), (400, 1), (503, 1)])
def test_health_is_a_200_and_nothing_else(server, status, code, capsys):
    assert health.main(f"{server.url}/{status}") == code
    assert capsys.readouterr().out == f"{status} \n"


def test_health_is_bad_where_nobody_listens(capsys):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    assert health.main(f"http://127.0.0.1:{port}/healthz") == 1
    assert "refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("allowed", "name"),
    [
        ("invertrack.example,www.invertrack.example", "invertrack.example"),
        (".invertrack.example", "invertrack.example"),
        ("*", "localhost"),
        (None, "localhost"),
    ],
)
def test_health_is_asked_under_a_name_that_is_answered(server, monkeypatch, allowed, name):
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    if allowed:
        monkeypatch.setenv("ALLOWED_HOSTS", allowed)

    health.main(f"{server.url}/200")

    assert server.asked == name
