"""The processes of a running InverTrack, the web server and the chores: how each starts and stops."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandParser

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
SECONDS_TO_STOP = 10


def add_address_arguments(parser: CommandParser) -> None:
    """Let a command be told where to listen and with how many workers."""
    environ = os.environ
    cores = os.cpu_count() or 1
    parser.add_argument(
        "--host", default=environ.get("HOST", "127.0.0.1"), help="default: $HOST or 127.0.0.1"
    )
    parser.add_argument(
        "--port", type=int, default=environ.get("PORT", 8000), help="default: $PORT or 8000"
    )
    parser.add_argument(
        "--workers", type=int, default=max(2, min(cores, 8)), help="default: one a core, 2 to 8"
    )


def web_server(host: str, port: int, workers: int) -> list[str]:
    """Return the command of the web server: one thread a worker measured fastest for Django."""
    command = [sys.executable, "-m", "granian", "invertrack.wsgi:application", "--interface=wsgi"]
    command += [f"--host={host}", f"--port={port}", f"--workers={workers}", "--blocking-threads=1"]
    command += [
        "--no-ws",
        "--respawn-failed-workers",
        "--workers-kill-timeout=4",  # a stop is over within five seconds
        "--log-level=warning",
    ]
    return command


def chores() -> list[str]:
    """Return the command of the housekeeping."""
    return [*MANAGE, "chores"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that a Ctrl-C reaches it through `stop` only."""
    return subprocess.Popen(command, cwd=settings.BASE_DIR, process_group=0)


def stop(processes: Collection[subprocess.Popen[bytes]]) -> None:
    """Ask all of them to end, and end those that do not."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def stop_signals() -> Iterator[Callable[[float], bool]]:
    """Yield a wait of so many seconds that says at once, by True, that Ctrl-C or SIGTERM came.

    A signal only wakes the wait, so that the work between two waits is never torn apart. As the
    first process of a container nothing but a handler of its own would make us end at all.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    woken_before = signal.set_wakeup_fd(writer.fileno())
    try:
        yield lambda seconds: bool(select.select([reader], [], [], seconds)[0])
    finally:
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()
