"""A server on a folder of its own, for whoever needs a real browser in front of InverTrack."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import copytree

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
CACHE = ROOT / "var" / "cache" / "servers"  # emptied before each whole run
SECONDS_TO_START = 120  # on a machine that is busy with something else


def environment(home: Path) -> dict[str, str]:
    """Return where a server keeps everything that it writes: this folder."""
    return {"DATABASE_URL": f"sqlite:///{home / 'invertrack.sqlite3'}", "VAR_DIR": str(home)}


@contextmanager
def serving(home: Path, *demo: str, **more: str) -> Iterator[str]:
    """Serve InverTrack as `make run` does, with these demo people; gives its address."""
    env = environment(home) | more
    _with_people(home, demo)
    port = free_port()
    with running([*MANAGE, "serve", "--workers=2"], port, env | {"PORT": str(port)}) as address:
        yield address


@contextmanager
def serving_by_clock(home: Path, clock: Path, *demo: str) -> Iterator[str]:
    """Serve InverTrack by the clock that a file shows (tests/e2e/moved_clock.py)."""
    env = environment(home) | {"CLOCK": str(clock)}
    _with_people(home, demo)
    _manage(env, "collectstatic", "--no-input", "-v0")
    port = free_port()
    env["PORT"] = str(port)
    command = [sys.executable, "-m", "granian", "tests.e2e.moved_clock:application"]
    command += ["--interface=wsgi", f"--port={port}", "--blocking-threads=1", "--log-level=warning"]
    with running(command, port, env) as address:
        yield address


def manage_by_clock(home: Path, clock: Path, address: str, *command: str) -> None:
    """Run a command of that server's by the same clock."""
    env = environment(home) | {"CLOCK": str(clock), "SITE_URL": address}
    moved = [sys.executable, "-m", "tests.e2e.moved_clock", *command]
    subprocess.run(moved, cwd=ROOT, env=os.environ | env, check=True)


def _with_people(home: Path, demo: tuple[str, ...]) -> None:
    """Put a database with these demo people there; one run makes it once, whichever process asks."""
    run = CACHE / os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    made = run / "-".join(["people", *demo])
    made.mkdir(parents=True, exist_ok=True)
    with (run / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (made / "whole").exists():
            _manage(environment(made), "prepare_database", "-v0")
            _manage(environment(made), "demo", *demo)
            (made / "whole").touch()
    copytree(made, home, dirs_exist_ok=True)


def _manage(env: dict[str, str], *command: str) -> None:
    subprocess.run([*MANAGE, *command], cwd=ROOT, env=os.environ | env, check=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], port: int, env: dict[str, str]) -> Iterator[str]:
    """Run a server until the end of the block; gives its address once it answers."""
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | env)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_serving(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_until_serving(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            assert server.poll() is None, "the server ended before it served"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer /healthz with 200 within two minutes")
