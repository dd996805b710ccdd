"""Stands between browser and server, and breaks the connection where it is told to.

A browser's own "offline" switch cuts a request before it leaves. What matters is the rest: a server
that booked what was sent, and whose answer never came.
"""

from __future__ import annotations

import enum
import random
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

END_OF_HEAD = b"\r\n\r\n"


class Fault(enum.Enum):
    """Where the connection of one request breaks."""

    NONE = "none"
    REFUSED = "reset at once"
    BEFORE = "read, and not handed on"
    AFTER = "handed on and answered, and the answer not handed back"
    HALF = "handed on and answered, and half of the answer handed back"
    KILLED = "handed on and answered, and the server killed before the answer is handed back"
    BUSY = "a gateway that says 503 by itself"


BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
RESET = struct.pack("ii", 1, 0)  # closing drops what is left, as a lost connection does
type Plan = Callable[[str, str], Fault]


class FaultProxy:
    """One connection a request; ``plan`` says of each (method, path) what becomes of it."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.plan: Plan = lambda method, path: Fault.NONE
        self.kill: Callable[[], None] = lambda: None
        self.seen: list[tuple[str, str, Fault]] = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def cut(self, fault: Fault = Fault.REFUSED) -> None:
        """Break every request from now on."""
        self.plan = lambda method, path: fault

    def mend(self) -> None:
        """Let everything through."""
        self.plan = lambda method, path: Fault.NONE

    def break_posts(self, fault: Fault, *, times: int = sys.maxsize) -> None:
        """Break the next so many posts, and nothing else."""
        left = [times]

        def plan(method: str, path: str) -> Fault:
            if method != "POST" or not left[0]:
                return Fault.NONE
            left[0] -= 1
            return fault

        self.plan = plan

    def randomly(self, seed: int, share: float) -> None:
        """Break this share of the requests that send or ask who is there, in every way there is."""
        chance = random.Random(seed)
        ways = [fault for fault in Fault if fault not in (Fault.NONE, Fault.KILLED)]

        def plan(method: str, path: str) -> Fault:
            concerned = method == "POST" or path == "/offline/who/"
            return chance.choice(ways) if concerned and chance.random() < share else Fault.NONE

        self.plan = plan

    def posted(self, path: str) -> list[Fault]:
        """What became of each post to a path."""
        return [fault for method, asked, fault in self.seen if (method, asked) == ("POST", path)]

    # Connections ----------------------------------------------------------------------------------

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client: socket.socket) -> None:
        try:
            with client:
                self._pass_on(client)
        except OSError:
            pass  # the browser went away, or the server did: that is what this is about

    def _pass_on(self, client: socket.socket) -> None:
        client.settimeout(20)
        request = _request(client)
        if not request:
            return
        method, path, _ = request.split(b"\r\n", 1)[0].decode().split(" ", 2)
        fault = self.plan(method, path.split("?")[0])
        self.seen.append((method, path.split("?")[0], fault))
        if fault == Fault.BUSY:
            client.sendall(BUSY)
        if fault == Fault.REFUSED:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        if fault in (Fault.BUSY, Fault.REFUSED, Fault.BEFORE):
            return
        with socket.create_connection(("127.0.0.1", self.behind), timeout=20) as server:
            server.sendall(request)
            answer = b"".join(iter(lambda: server.recv(65536), b""))
        if fault == Fault.KILLED:
            self.kill()
        elif fault == Fault.HALF:
            client.sendall(answer[: len(answer) // 2])
        elif fault == Fault.NONE:
            client.sendall(answer)


def _request(client: socket.socket) -> bytes:
    """Read one request, and ask for the connection to end after it."""
    data = b""
    while END_OF_HEAD not in data:
        part = client.recv(65536)
        if not part:
            return b""
        data += part
    head, body = data.split(END_OF_HEAD, 1)
    first, *lines = head.split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    length = next(
        (int(line.split(b":")[1]) for line in kept if line.lower().startswith(b"content-length:")),
        0,
    )
    while len(body) < length:
        body += client.recv(65536)
    return b"\r\n".join([first, *kept, b"Connection: close"]) + END_OF_HEAD + body


@contextmanager
def fault_proxy(port: int) -> Iterator[FaultProxy]:
    """Run a proxy before the server on this port until the end of the block."""
    proxy = FaultProxy(port)
    threading.Thread(target=proxy.serve, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.listener.close()
