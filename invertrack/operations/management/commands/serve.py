"""Bring this installation up to date and serve it, with its housekeeping, until Ctrl-C."""

import errno
import http.client
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connections

from invertrack.demo.accounts import LOGINS, PASSWORD
from invertrack.operations.processes import (
    add_address_arguments,
    chores,
    start,
    stop,
    web_server,
)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECONDS_TO_START = 30


class Command(BaseCommand):
    help = "Migrate, load the demo people (local mode), collect static files, serve until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        add_address_arguments(parser)

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            refuse_busy_port(host, port)
            self.prepare()
            running["server"] = start(web_server(host, port, workers))
            running["chores"] = start(chores())
            wait_until_serving(host, port, running["server"])
            self.greet(host, port)
            self.watch(running)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            stop(running.values())

    def watch(self, running: dict[str, subprocess.Popen[bytes]]) -> None:
        """Stay until the server ends. Pages go on without the chores, so those are started again."""
        while running["server"].poll() is None:
            time.sleep(0.2)
            if running["chores"].poll() is not None:
                self.stderr.write(
                    "Housekeeping ended; what it said is above. It starts again soon."
                )
                time.sleep(10)
                running["chores"] = start(chores())
        raise CommandError("The server ended; what it said is above.")

    def prepare(self) -> None:
        self.step("Migrating the database")
        call_command("prepare_database", verbosity=0)
        if settings.LOCAL:
            self.step("Loading the demo people if the database is empty")
            call_command("demo", "--if-empty")
            call_command("make_push_keys", "--write", verbosity=0)
        self.collect_static()
        connections.close_all()

    def collect_static(self) -> None:
        """Hash and compress the static files, which takes seconds, if one has changed since."""
        listed = static_listing()
        remembered = Path(f"{settings.STATIC_ROOT}.listing")
        if remembered.exists() and remembered.read_text() == listed:
            return
        self.step("Collecting static files")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        remembered.write_text(listed)

    def greet(self, host: str, port: int) -> None:
        self.stdout.write(f"\nInverTrack is at {address(host, port)} (Ctrl-C stops it)\n")
        if settings.LOCAL:
            self.stdout.write(f"\nDemo log-ins, each with the password {PASSWORD}:")
            for login in LOGINS:
                self.stdout.write(f"  {login.email:<24} {login.label}")
            self.stdout.write(f"Mail lands in {address(host, port)}mailbox/\n")
        if host not in LOOPBACK:
            self.stdout.write("Other machines get in once ALLOWED_HOSTS in .env names this one.")

    def step(self, sentence: str) -> None:
        self.stdout.write(f"  {sentence}")
        self.stdout.flush()


def static_listing() -> str:
    """Return a line for each static file: its path, when it changed and how long it is."""
    files = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    stats = [(path, Path(path).stat()) for path in sorted(files)]
    return "".join(f"{path} {stat.st_mtime_ns} {stat.st_size}\n" for path, stat in stats)


def reachable(host: str) -> str:
    """Return the name to reach a bound address by: every interface includes loopback."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def address(host: str, port: int) -> str:
    name = reachable(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def refuse_busy_port(host: str, port: int) -> None:
    """Stop before any work is done if the server could not listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} is in use. Stop what listens there, or take another: PORT={port + 1} make run"
            ) from error
        raise CommandError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Change HOST or PORT."
        ) from error


def wait_until_serving(host: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once a page is answered, whatever the answer; raise if that does not come about."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise CommandError("The server did not start; what it said is above.")
