"""What a browser would send of the health form on a page: all it shows, and what a person taps."""

import datetime as dt
import re
from html.parser import HTMLParser

from django.urls import reverse

from invertrack.sessions import actions
from invertrack.sessions.models import Session
from tests import make

NEW = "/sessions/new/"
EVENING = dt.datetime(2026, 5, 12, 17, 4, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
TWO_TAPS = {"pain_before": "6", "pain_after": "4"}
FIRST = TWO_TAPS | {"angle_deg": "30", "duration_s_0": "2", "duration_s_1": "0"}
MARKER = "my-own-words-7b1"

KNOWN = ("ended_at", "tz", "angle_deg", "duration_s", "pain_before", "pain_after")
NOT_SENT = {"submit", "button"}
CHOSEN = {"radio", "checkbox"}


class Fields(HTMLParser):
    """The fields of a page's forms, as they stand before anything is touched."""

    def __init__(self, page):
        super().__init__()
        self.values = {}
        self.select = self.textarea = None
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in self.values):
            self.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.textarea, self.values[name] = name, ""
        elif tag == "input" and name and self.is_sent(kind, given):
            self.values[name] = given.get("value", "")

    def is_sent(self, kind, given):
        return kind not in NOT_SENT and (kind not in CHOSEN or "checked" in given)

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea] += data.lstrip("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = None


def filled(page, **taps):
    """Return the page's fields with the person's own beside them."""
    return Fields(page).values | taps


def press(client, page, *, to=None, **taps):
    """Fill in the form of a page and send it, to the page's own address unless another is named."""
    return client.post(to or page.wsgi_request.get_full_path(), filled(page, **taps))


def log(client, **taps):
    """Fill in the quick log as somebody does who never logged before, and send it."""
    return press(client, client.get(NEW), **FIRST | taps)


def text(page):
    """What stands on a page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def url(session, name="detail"):
    return reverse(f"sessions:{name}", args=[session.id])


def only(patient):
    """A patient's one session, as it is stored now."""
    return Session.objects.for_patient(patient).get()


def correct(session, *, at=EVENING, **changed):
    """Correct a session through its action; of its parts stays only what is said again."""
    known = {name: getattr(session, name) for name in KNOWN} | changed
    actions.correct_session(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=make.seen(session),
        clean=lambda stored: make.session_values(**known),
    )
