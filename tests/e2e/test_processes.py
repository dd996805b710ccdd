"""The processes of docker-compose.yml, started by hand against a PostgreSQL, in production mode.

The Dockerfile's files are laid together in a folder, so that one which is missing there is missed.
"""

import http.client
import json
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import environ
import psycopg
import pytest

from invertrack.operations.postgres import throwaway_postgres
from tests.deployment import PATH, ROOT, build, compose, environment, health_check, stages

HOST = "invertrack.example"
ENV_FILE = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": HOST,
    "DATABASE_PASSWORD": "0123456789abcdef",
    "MAIL_HOST": "mail.invertrack.example",
    "MAIL_FROM": "InverTrack <no-reply@invertrack.example>",
}
SECONDS_TO_START = 120  # on a machine that is busy with something else
SECONDS_TO_STOP = 5  # Docker kills after ten
# One session deleted eleven minutes ago, one nine, and a person who can log in.
RECORDS = """
import datetime as dt
from django.utils import timezone
from invertrack.sessions.models import Hold, Session
from tests import make
patient = make.patient(of=make.user(email="person@invertrack.example"))
for minutes in (11, 9):
    session, at = make.session(of=patient), timezone.now() - dt.timedelta(minutes=minutes)
    Session.objects.filter(id=session.id).update(deleted_at=at)
    Hold.objects.filter(session=session.id).update(deleted_at=at)
"""


@dataclass
class Installation:
    """What `docker compose up` would have made: the image's folder, and a database."""

    folder: Path
    database_url: str
    files: set[Path]

    def env(self, service):
        """Return what the service's container has in its environment, and nothing else of ours."""
        given = environment(service, ENV_FILE) | {"DATABASE_URL": self.database_url}
        return stages()["final"].env | given | {"PATH": PATH}

    def command(self, service, port=0):
        ours = {"--port": f"--port={port}", "--host": "--host=127.0.0.1"}
        words = compose()["services"][service]["command"]
        return [ours.get(word.partition("=")[0], word) for word in words]

    def start(self, service, port=0):
        return subprocess.Popen(
            self.command(service, port),
            cwd=self.folder,
            env=self.env(service),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command, **more):
        """Run a command as the web container would; returns its output."""
        env = self.env("web") | more
        done = subprocess.run(
            command, cwd=self.folder, env=env, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def deleted(self):
        """Return how many minutes ago each session was deleted that the database still has."""
        at = environ.Env.db_url_config(self.database_url)
        with psycopg.connect(host=at["HOST"], dbname=at["NAME"]) as connection:
            rows = connection.execute(
                "SELECT extract(epoch FROM now() - deleted_at) / 60 FROM inversion_session"
            )
            return sorted(int(row[0]) for row in rows)

    def is_healthy(self, port):
        check = [word.replace(":8000", f":{port}") for word in health_check()]
        done = subprocess.run(
            check, cwd=self.folder, env=self.env("web"), check=False, stdout=subprocess.DEVNULL
        )
        return done.returncode == 0


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A database that the migration service has just made, and the image's files."""
    home = tmp_path_factory.mktemp("image")
    with throwaway_postgres() as url:
        folder = build("checkout", home)
        made = Installation(folder, url, set(folder.rglob("*")))
        made.run(made.command("migrate"))
        made.run(["python", "manage.py", "shell", "-v0", "-c", RECORDS], PYTHONPATH=str(ROOT))
        yield made


@pytest.fixture(scope="module")
def server(installation):
    """The web service, healthy as the image's own check has it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = installation.start("web", port)
    wait(lambda: installation.is_healthy(port) or process.poll() is not None)
    assert process.poll() is None, process.stdout.read()
    process.port = port
    yield process
    if process.poll() is None:
        stop(process)


@pytest.fixture
def port(server):
    """Where the web service listens."""
    return server.port


def wait(until):
    deadline = time.monotonic() + SECONDS_TO_START
    while not until():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


def stop(process):
    """End a process as Docker does; return its status, what it said and the seconds it took."""
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        said, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    return process.returncode, said, time.monotonic() - started


def ask(port, path, *, method="GET", body=None, https=True, **headers):
    """Ask as a proxy would that terminates TLS; return the answer with its text and headers."""
    headers = {"Host": HOST, "X-Forwarded-For": "203.0.113.7"} | headers
    if https:
        headers["X-Forwarded-Proto"] = "https"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.text = answer.read().decode(errors="replace")  # a picture is no text
    connection.close()
    return answer


# The web server ---------------------------------------------------------------------------------


def test_it_is_alive_and_ready_when_the_machine_itself_asks(port):
    assert json.loads(ask(port, "/healthz", https=False).text) == {"status": "alive"}
    assert json.loads(ask(port, "/readyz", https=False).text) == {"status": "ready"}


def test_http_is_sent_on_to_https(port):
    answer = ask(port, "/account/login/?next=/today/", https=False)

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/account/login/?next=/today/"


def test_the_start_page_comes_with_the_headers_of_production(port):
    answer = ask(port, "/")

    assert answer.status == 200
    assert "sign up" in answer.text.lower()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "try-invertrack" not in ask(port, "/account/login/").text  # a demo's password
    assert ask(port, "/mailbox/").status == 404


def test_every_file_of_the_start_page_is_there_hashed_and_kept_for_ever(port):
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', ask(port, "/").text)

    assert {path.rpartition(".")[2] for path in files} >= {"css", "js", "svg"}
    for path in files:
        answer = ask(port, path)
        assert answer.status == 200
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_person_logs_in_and_the_cookies_stay_with_this_host_and_https(port):
    page = ask(port, "/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)
    form = f"csrfmiddlewaretoken={token}&login=person%40invertrack.example"
    csrf = page.headers["Set-Cookie"].split(";")[0]

    def log_in(password):
        return ask(
            port,
            "/account/login/",
            method="POST",
            body=f"{form}&password={password}",
            **{
                "Cookie": csrf,
                "Referer": f"https://{HOST}/account/login/",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )

    assert csrf.startswith("__Host-csrf=")
    assert log_in("not-the-password").status == 200  # the form again
    answer = log_in("a-long-enough-secret")
    assert answer.status == 302
    cookies = {cookie.split("=")[0]: cookie for cookie in answer.headers.get_all("Set-Cookie")}
    session = cookies["__Host-session"]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(session.split("; "))
    assert all(name.startswith("__Host-") for name in cookies if name != "messages")
    assert ask(port, "/today/", Cookie=session.split(";")[0]).status == 200
    assert ask(port, "/today/").status == 302


# Chores, and all of them ------------------------------------------------------------------------


def test_chores_purge_what_was_deleted_over_ten_minutes_ago(installation):
    assert installation.deleted() == [9, 11]

    process = installation.start("chores")
    wait(lambda: len(installation.deleted()) == 1 or process.poll() is not None)

    status, said, seconds = stop(process)
    assert installation.deleted() == [9]
    assert (status, said) == (0, "Purged 2 rows.\n")
    assert seconds < SECONDS_TO_STOP


def test_nothing_was_written_beside_the_database(installation, port):
    ask(port, "/")

    assert set(installation.folder.rglob("*")) - installation.files == set()


def test_a_stop_is_quick_and_clean(server):
    assert ask(server.port, "/readyz").status == 200  # so that a worker holds a connection

    status, said, seconds = stop(server)  # the last test of this file, because it is gone now

    assert (status, "Traceback" in said) == (0, False)
    assert seconds < SECONDS_TO_STOP
