"""What the demo people want to be asked, and a month of the prompts that reached the lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from invertrack.analysis.life import Life
from invertrack.journals.actions import is_near
from invertrack.journals.models import Entry, PainRating
from invertrack.prompts.actions import reckon
from invertrack.prompts.enums import Channel, PromptKind, Silence, Status
from invertrack.prompts.models import Delivery, PromptSettings
from invertrack.prompts.queries import times_of
from invertrack.prompts.rules import NEAR, makes_sense_until
from invertrack.prompts.schedule import instant, planned
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.instruments import instrument
from invertrack.questionnaires.models import Completion
from invertrack.sessions.models import FollowUp

from .book import Book

SHOWN_FOR: Final = dt.timedelta(days=30)
NOON: Final = dt.time(12, 30)
JOURNAL_AT: Final = dt.time(20, 45)
RATES_AT_NOON, NOISE = 0.55, 0.9
SNOOZED, REFUSED = 0.08, 0.02
SNOOZE: Final = dt.timedelta(minutes=15)
MINUTE: Final = dt.timedelta(minutes=1)


def tell_prompts(book: Book, life: Life) -> None:
    """Add everybody's settings, and what was sent to the lead; who has no log-in is sent nothing."""
    lead = {"extra_times": [f"{NOON:%H:%M}"], "journal_at": JOURNAL_AT}
    kept = book.add(
        PromptSettings,
        book.patient.created_at,
        is_by_email=bool(book.person.login),  # whose mailbox a visitor looks into
        **(lead if book.person.is_lead else {}),
    )
    reckon(kept, book.patient, book.calendar.now)
    if book.person.is_lead:
        _rate_at_noon(book, life)
        for prompt in sorted(_prompts(book, kept), key=lambda prompt: prompt.due_at):
            _send(book, kept, prompt)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that came up: ``answered_at`` is when it was answered, before it was due or after.

    ``local_date`` is the day it belongs to.
    """

    kind: PromptKind
    due_at: dt.datetime
    local_date: dt.date
    answered_at: dt.datetime | None
    asked: FollowUp | None = None


def _rate_at_noon(book: Book, life: Life) -> None:
    calendar = book.calendar
    for day in life.days[-SHOWN_FOR.days :]:
        rates, minutes = book.happens(RATES_AT_NOON), book.between(1, 40)
        score = round(day.latent_pain + NOISE * book.rng.standard_normal())
        zone = calendar.zone(day.index)
        at = calendar.instant(day.index, NOON.hour * 60 + NOON.minute + minutes)
        if not rates or zone is not calendar.home or not calendar.has_come(at):
            continue
        book.add(
            PainRating,
            at,
            "noon",
            created_at=at,
            at=at,
            tz=zone.key,
            local_date=calendar.date(day.index),
            score=min(10, max(0, score)),
            is_prompted=True,
            is_at_usual_time=is_near(at.astimezone(zone), book.patient.usual_rating_time),
        )


def _prompts(book: Book, kept: PromptSettings) -> Iterator[Prompt]:
    """Yield what was due in the last month, as the schedule and the sessions have it."""
    until = book.calendar.end
    since = until - SHOWN_FOR
    ratings = sorted(row.at for row in book.rows[PainRating] if row.at > since - NEAR)
    entries = {row.local_date: row.created_at for row in book.rows[Entry]}
    for one in planned(times_of(kept, book.patient), since, until):
        answered_at = None
        if one.kind is PromptKind.RATING:
            answered_at = next((at for at in ratings if abs(at - one.due_at) <= NEAR), None)
        elif one.kind is PromptKind.JOURNAL:
            answered_at = entries.get(one.local_date)
        elif not _is_questionnaire_due(book, one.due_at, one.local_date):
            continue
        yield Prompt(one.kind, one.due_at, one.local_date, answered_at)
    seen = set()
    for row in book.rows[FollowUp]:
        if since < row.due_at <= until and (row.kind, row.due_at) not in seen:
            seen.add((row.kind, row.due_at))  # sessions of one day share a morning
            day = row.due_at.astimezone(book.calendar.home).date()
            yield Prompt(PromptKind(row.kind), row.due_at, day, row.answered_at, row)


def _is_questionnaire_due(book: Book, at: dt.datetime, day: dt.date) -> bool:
    """Whether the weekly one was; the others come on the same evenings."""
    every = dt.timedelta(days=instrument(Name.PEG).every_days)
    rows = [row for row in book.rows[Completion] if row.instrument == Name.PEG and row.at < at]
    return bool(rows) and day - rows[-1].local_date >= every


def _send(book: Book, kept: PromptSettings, prompt: Prompt) -> None:
    """Add what became of a prompt: sent at its time or later, answered before, or not worth it."""
    is_snoozed, is_refused = book.happens(SNOOZED), book.happens(REFUSED)
    answered_at, due_at = prompt.answered_at, prompt.due_at
    ends_at = makes_sense_until(prompt.kind, due_at, book.calendar.home)
    if not (prompt.kind.is_score and due_at + SNOOZE <= ends_at):
        is_snoozed = False
    send_at = _out_of_quiet_hours(book, kept, due_at + SNOOZE * is_snoozed)
    sent_at = send_at.replace(second=0) + MINUTE * bool(send_at.second)
    if answered_at is not None and answered_at <= sent_at:
        fate = {"status": Status.SILENT, "why": Silence.ANSWERED}
    elif send_at > ends_at:
        fate, send_at = {"status": Status.SILENT, "why": Silence.QUIET}, due_at
    elif sent_at > book.calendar.end:
        fate = {"status": Status.PLANNED}
    elif is_refused:
        fate = {"status": Status.FAILED, "claimed_at": sent_at, "attempts": 3}
    else:
        fate = {
            "status": Status.SENT,
            "claimed_at": sent_at,
            "attempts": 1,
            "sent_at": sent_at,
            "channels": [Channel.EMAIL.value],
            "answered_at": answered_at if prompt.kind.is_score else None,
        }
    book.add(
        Delivery,
        due_at,
        prompt.kind,
        kind=prompt.kind,
        due_at=due_at,
        send_at=send_at,
        local_date=prompt.local_date,
        follow_up_id=prompt.asked.id if prompt.asked else None,
        **fate,
    )


def _out_of_quiet_hours(book: Book, kept: PromptSettings, at: dt.datetime) -> dt.datetime:
    """Return when a prompt may go out; quiet hours lie over midnight here."""
    local = (at + MINUTE).astimezone(book.calendar.home)  # the next round of sending
    if kept.quiet_until <= local.time() < kept.quiet_from:
        return at
    day = local.date() + dt.timedelta(days=local.time() >= kept.quiet_from)
    return instant(day, kept.quiet_until, book.calendar.home)
