"""Somebody who is logged in, asking the WSGI application itself: no socket, no server."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest
from django.middleware.csrf import get_token

from invertrack.users.models import User

from .ratios import Candidate

HOST = "localhost"
TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)

type Environ = dict[str, Any]


class Refused(RuntimeError):
    """A page did not answer as it does for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Visitor:
    """A browser's part: cookies, and requests as a server would hand them on."""

    application: WSGIHandler
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def logged_in(cls, application: WSGIHandler, user: User) -> Visitor:
        """Return somebody with a session of this account, as log-in would have made it."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return cls(application, {settings.SESSION_COOKIE_NAME: session.session_key})

    def page(self, path: str) -> Candidate:
        """Return getting a page as something that can be timed."""
        return Candidate(
            run=self.send, before=lambda: self.request(path), after=lambda got: expect(got, 200)
        )

    def get(self, path: str) -> Answer:
        """Return a page; raises Refused unless it is one."""
        return expect(self.send(self.request(path)), 200)

    def request(self, path: str, form: Mapping[str, str] | None = None) -> Environ:
        """Return what a server hands to the application."""
        path, _, query = path.partition("?")
        body = urlencode(form).encode() if form is not None else b""
        environ = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_ACCEPT": "text/html,application/json",
            "HTTP_ACCEPT_ENCODING": "gzip, br",
            "HTTP_USER_AGENT": "bench",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if form is not None:
            environ |= {
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": str(len(body)),
            }
        return environ

    def send(self, environ: Environ) -> Answer:
        """Have the application answer, to its last byte."""
        said: list[Any] = []
        response = self.application(environ, lambda *head: said.extend(head))
        body = b"".join(response)
        response.close()
        return Answer(int(said[0].split()[0]), dict(said[1]), body)

    def form(self, path: str) -> dict[str, str]:
        """Return what a page's first form would post untouched, with a token that is accepted."""
        answer = self.get(path)
        fields = FormFields(path)
        fields.feed(answer.body.decode())
        if not fields.found:
            raise Refused(f"{path} has no form.")
        asking = HttpRequest()
        self.cookies[settings.CSRF_COOKIE_NAME] = asking.META["CSRF_COOKIE"] = "a" * 32
        return fields.found | {"csrfmiddlewaretoken": get_token(asking)}


class FormFields(HTMLParser):
    """Reads what the first POST form of a page holds: hidden, typed and chosen values."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_inside = not self.found and given.get("method", "").lower() == "post"
        if not self.is_inside or tag != "input" or not given.get("name"):
            return
        if given.get("type") not in {"radio", "checkbox", "submit"} or "checked" in given:
            self.found[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False


def expect(answer: Answer, status: int) -> Answer:
    """Return the answer; raises Refused if it has another status."""
    if answer.status != status:
        raise Refused(f"{answer.status} where {status} was expected: {answer.body[:300]!r}")
    return answer


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that reach the database, without those that only mark transactions."""
    seen: list[str] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if not TRANSACTION.match(sql):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
