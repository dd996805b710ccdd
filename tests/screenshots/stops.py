"""Which pages are visited: every address of the site for everybody who may open it, and more states."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse
from playwright.sync_api import Page

from .people import Person

# What looks the same to everybody is taken of few.
TAKEN_OF_FEW = {"account_": {"nobody", "five"}, "core:mailbox": {"nobody"}}
# Answered with something else than a page: JSON, or a way onward that keeps nothing to look at.
NO_PAGES = {
    "clinic:chart",
    "insights:chart",
    "insights:findings",
    "operations:healthz",
    "operations:readyz",
    "care:resend",  # these three are pressed, never opened
    "care:cancel",
    "care:revoke",
    "safety:choose_step",  # likewise
    "sessions:take_back_follow_up",  # likewise
    "sessions:follow_up",  # while it is asked: states.py
    "sessions:correct_follow_up",  # once it is answered: states.py
    "prompts:email",  # likewise, down to the calendar
    "prompts:pause",
    "prompts:test",
    "prompts:subscribe",
    "prompts:unsubscribe",
    "prompts:remove_browser",
    "prompts:reset_feed",
    "prompts:close_feed",
    "prompts:ask_contact",
    "prompts:remove_contact",
    "prompts:feed",  # a file for calendar programs
    "prompts:watch",  # JSON, for the live page
    "prompts:watched",
    "account_confirm_login_code",  # log-in by code is not offered
    "account_set_password",  # every account here has one
    "account_reset_password_from_key",  # needs a link out of a mail
    "core:mail",  # after a mail was sent: states.py
}


@dataclass(frozen=True)
class Stop:
    """One picture's subject: whose browser, which address, and what is done there first."""

    page: str
    person: str
    path: str
    state: str = ""
    act: Callable[[Page], None] | None = None
    status: int = 200
    sizes: tuple[tuple[int, int], ...] = ()  # other windows than a phone's and a desk's

    @property
    def name(self) -> str:
        """Page and state, as the picture's file is called."""
        return f"{self.page}-{self.state or self.person}"


def addresses(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield (URL name, pattern) of every address."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def all_addresses() -> dict[str, URLPattern]:
    """Return the addresses that lead to pages."""
    found = dict(addresses(get_resolver().url_patterns))
    return {name: pattern for name, pattern in found.items() if name not in NO_PAGES}


def stops(person: Person) -> Iterator[Stop]:
    """Yield what this person is sent to; whether they may see it is the server's business."""
    for name, pattern in all_addresses().items():
        if not name.startswith(person.only):
            continue
        if any(name.startswith(of) and person.state not in few for of, few in TAKEN_OF_FEW.items()):
            continue
        ids = person.deleted if "restore" in name else person.ids
        kwargs = {key: ids.get(key) or _row(key, person) for key in pattern.pattern.converters}
        if name == "account_confirm_email":
            kwargs = {"key": "nobody"}
        if None not in kwargs.values():
            yield Stop(slug(name), person.state, reverse(name, kwargs=kwargs))


def slug(name: str) -> str:
    """Return a URL name as part of a file name."""
    return re.sub(r"\W+", "-", name)


def _row(key: str, person: Person) -> Any:
    """Return the id of some row of the person by the name that an address gives it, or None."""
    noun = key.removesuffix("_id").replace("_", "")
    models = {model.__name__.lower(): model for model in apps.get_models()}
    patient = person.ids.get("patient")
    if patient is None or noun not in models or not hasattr(models[noun].objects, "for_patient"):
        return None
    row = models[noun].objects.for_patient(patient).first()
    return row and row.pk
