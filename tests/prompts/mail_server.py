"""A mail server on this machine, which can refuse, break off in the middle, or hang up early."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Hangup(Exception):
    """The line is cut."""


class Server(socketserver.ThreadingTCPServer):
    """What the server got; ``after`` maps a command to what it answers, "" for hanging up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.port = self.server_address[1]
        self.after: dict[str, str] = {}
        self.hangs_up_after_mail = False
        self.mails: list[str] = []
        self.connections = 0


class Talk(socketserver.StreamRequestHandler):
    """One connection, from the greeting to its end."""

    server: Server

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 ready")
        try:
            while line := self.rfile.readline().decode():
                self.answer(line.partition(" ")[0].strip().upper())
        except Hangup:
            return

    def answer(self, command: str) -> None:
        after = self.server.after
        if command != "DATA" or "DATA" in after:
            self.say(after.get(command, "221 bye" if command == "QUIT" else "250 ok"))
            return
        self.say("354 go on")
        text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
        self.say(after.get("TEXT", "250 taken"))
        self.server.mails.append(text)
        if self.server.hangs_up_after_mail:
            raise Hangup

    def say(self, text: str) -> None:
        if not text:
            raise Hangup
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Server]:
    """Run a mail server until the end of the block."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
