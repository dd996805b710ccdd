"""A push service on this machine: takes notifications, checks who signed them, and can read them."""

from __future__ import annotations

import base64
import http.server
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """What a browser keeps for itself of its subscription."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def keys(self) -> dict[str, str]:
        """What it tells us."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": b64(point), "auth": b64(self.secret)}

    def read(self, body: bytes) -> dict[str, str]:
        """Decrypt a notification (RFC 8291)."""
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(plain)


@dataclass
class Service:
    """What the service got; ``status`` is what it answers, "hang up" for no answer at all."""

    url: str = ""
    status: int | str = 201
    got: list[tuple[str, Message, bytes]] = field(default_factory=list)

    def signed_by(self, public_key: str) -> bool:
        """Whether the last request was signed for this service, by this key, and is not too old."""
        _, headers, _ = self.got[-1]
        scheme, _, parts = headers["Authorization"].partition(" ")
        fields = dict(part.strip().split("=", 1) for part in parts.split(","))
        claims = json.loads(unb64(fields["t"].split(".")[1]))
        return (
            scheme == "vapid"
            and fields["k"] == public_key
            and Vapid02.verify(headers["Authorization"])
            and claims["aud"] == self.url
            and claims["sub"].startswith("mailto:")
            and time.time() < claims["exp"] <= time.time() + 24 * 3600
        )


@contextmanager
def push_service() -> Iterator[Service]:
    """Run a push service until the end of the block."""
    service = Service()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append((self.path, self.headers, body))
            if service.status == "hang up":
                self.close_connection = True
                return
            self.send_response(service.status)
            self.send_header("Location", f"{service.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
