"""One round of sending: everything that is due by now, each prompt at most once.

Before anything is sent, a row that can exist only once says who sends it, and is committed. A round
that dies between the two leaves a prompt that nobody sends, never one that comes twice; what a
server surely refused is tried again by a later round.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.db import IntegrityError, transaction

from invertrack.users.models import Patient

from .. import links, queries
from ..channels import Message, mail, messages, push
from ..enums import Channel, PromptKind, Silence, Status, WatchState
from ..models import Delivery, PromptSettings, PushSubscription
from ..rules import Facts, Hold, Send, Silent, Verdict, makes_sense_until, verdict
from ..schedule import planned
from .browsers import note
from .settings import make_settings, reckon
from .telling import look

LOOKS_BACK: Final = dt.timedelta(
    hours=24
)  # after a long rest of the server, what is older is let go
KEPT_FOR: Final = dt.timedelta(days=90)
MOST_ATTEMPTS: Final = 3
AGAIN_AFTER: Final = dt.timedelta(minutes=2)
# Said of a daily time they would fill the list of what was sent without telling anything.
UNSAID: Final = frozenset({Silence.NOTHING_DUE, Silence.RESTING})

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Round:
    """What a round did, counted; ``broken`` are people whose prompts raised an error.

    ``told`` are contacts who were told that a session has not ended, or that it has after all.
    """

    told: int = 0
    sent: int = 0
    held: int = 0
    silent: int = 0
    failed: int = 0
    broken: int = 0

    def __bool__(self) -> bool:
        """Whether there is something to tell where nobody asked."""
        return bool(self.told or self.sent or self.failed or self.broken)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a round knows of mail server and push services; one that is away is not asked again."""

    outbox: mail.Outbox
    away: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Person:
    """Whose prompts are sent, and by which ways; no address is no e-mail."""

    patient: Patient
    browsers: list[PushSubscription]
    address: str
    kept: PromptSettings
    facts: Facts
    at: dt.datetime
    ways: Ways
    kinds: list[str] = field(default_factory=list)

    def judge(self, prompt: Delivery) -> Verdict:
        """Return what becomes of a prompt now."""
        return verdict(
            PromptKind(prompt.kind),
            prompt.due_at,
            self.facts,
            self.at,
            is_on=queries.is_on(self.kept, self.kinds, prompt),
            is_answered=queries.is_answered(self.patient, prompt, self.at),
        )


def send_due(
    *,
    at: dt.datetime,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
    is_over: Callable[[], bool] = lambda: False,
) -> Round:
    """Send what is due, and count; safe to run at any time, and twice at once.

    An error of one person's prompts is logged and holds up nobody else's. Once ``is_over`` says so,
    the rest is left to the next round, which judges it by a fresh clock.
    """
    if not dry_run:
        make_settings(patients=queries.without_settings(), at=at)
    done = Round()
    with mail.Outbox() as outbox:
        _look_at_watches(done, outbox, at=at, dry_run=dry_run)  # nothing is as urgent
        found, ways = queries.work_at(at), Ways(outbox)
        for number, work in enumerate(found, start=1):
            try:
                _serve(work, done, at=at, ways=ways, dry_run=dry_run)
            except Exception:
                logger.exception("Prompts of %s failed.", work.patient_id)
                done.broken += 1
            progress(number, len(found))
            if is_over():
                break
    return done


def _look_at_watches(done: Round, outbox: mail.Outbox, *, at: dt.datetime, dry_run: bool) -> None:
    for watch in queries.due_watches(at):
        try:
            came = look(watch, outbox, at=at, dry_run=dry_run)
        except Exception:
            logger.exception("The watch %s failed.", watch.id)
            done.broken += 1
        else:
            done.told += came in {WatchState.TOLD, WatchState.BACK}
            done.failed += came is WatchState.FAILED


def _serve(work: queries.Work, done: Round, *, at: dt.datetime, ways: Ways, dry_run: bool) -> None:
    patient = Patient.objects.filter(pk=work.patient_id).first()
    if patient is None:
        return
    kept = queries.settings_of(patient)
    prompts = [*work.deliveries, *_new_prompts(work, patient, kept, at)]
    if prompts:
        person = _person(patient, kept, at, ways)
        if any(PromptKind(prompt.kind).is_follow_up for prompt in prompts):
            person.kinds = queries.follow_up_kinds(patient)
        for prompt in prompts:
            _settle(prompt, person, done, dry_run=dry_run)
    if work.is_time and not dry_run:
        _move_on(kept, patient, at)
        Delivery.objects.for_patient(patient).filter(due_at__lt=at - KEPT_FOR).delete()


def _person(patient: Patient, kept: PromptSettings, at: dt.datetime, ways: Ways) -> Person:
    browsers = queries.subscriptions_of(patient) if push.public_key() else []
    address = queries.address_of(patient) if kept.is_by_email else ""
    facts = queries.facts_of(patient, kept, at, has_way=bool(browsers or address))
    return Person(patient, browsers, address, kept, facts, at, ways)


def _new_prompts(
    work: queries.Work, patient: Patient, kept: PromptSettings, at: dt.datetime
) -> list[Delivery]:
    """Return prompts that nothing was written down of yet."""
    due = [
        (PromptKind(asked.kind), asked.due_at, patient.today(asked.due_at), asked.id)
        for asked in work.follow_ups
    ]
    # Who has moved to another zone or rating time begins anew there, with what comes after now.
    is_same = (kept.tz, kept.rating_at) == (patient.tz, patient.usual_rating_time)
    if work.is_time and is_same and kept.next_at is not None:
        just_before = kept.next_at - dt.timedelta.resolution
        times = queries.times_of(kept, patient)
        found = planned(times, max(just_before, at - LOOKS_BACK), at)
        due += [(one.kind, one.due_at, one.local_date, None) for one in found]
    return [
        Delivery(
            patient=patient,
            kind=kind,
            due_at=due_at,
            send_at=due_at,
            local_date=day,
            follow_up_id=asked_id,
        )
        for kind, due_at, day, asked_id in due
    ]


def _settle(prompt: Delivery, person: Person, done: Round, *, dry_run: bool) -> None:
    """Bring one prompt as far as it gets now, and count it."""
    match person.judge(prompt):
        case Send():
            if dry_run:
                done.sent += 1
            elif _book(prompt, status=Status.CLAIMED, claimed_at=person.at):
                _deliver(prompt, person, done)
        case Hold(until):
            is_new = prompt._state.adding
            if dry_run or _book(prompt, status=Status.PLANNED, send_at=until):
                done.held += is_new
        case Silent(why):
            is_said = why not in UNSAID or not prompt._state.adding or prompt.follow_up_id
            if is_said and (dry_run or _book(prompt, status=Status.SILENT, why=why)):
                done.silent += 1


def _book(prompt: Delivery, **values: object) -> bool:
    """Write down what becomes of a prompt; answers whether nobody else did before."""
    seen_at = prompt.send_at
    for name, value in values.items():
        setattr(prompt, name, value)
    if not prompt._state.adding:
        rows = Delivery.objects.for_patient(prompt.patient_id).filter(id=prompt.id)
        # Planned for another time means that it was sent, or tried, and put off since it was read.
        rows = rows.filter(status=Status.PLANNED, send_at=seen_at)
        return bool(rows.update(**values))
    try:
        with transaction.atomic():
            prompt.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _deliver(prompt: Delivery, person: Person, done: Round) -> None:
    """Send a prompt that is claimed, and write down what became of it."""
    channels = _send(_message(prompt, person), person)
    attempts = prompt.attempts + 1
    values: dict[str, object] = {"attempts": attempts}
    if channels:
        values |= {"status": Status.SENT, "sent_at": person.at, "channels": channels}
        done.sent += 1
    elif attempts < MOST_ATTEMPTS:
        values |= {"status": Status.PLANNED, "send_at": person.at + AGAIN_AFTER}
        done.held += 1
    else:
        values |= {"status": Status.FAILED}
        done.failed += 1
    rows = Delivery.objects.for_patient(prompt.patient_id).filter(id=prompt.id)
    rows.filter(status=Status.CLAIMED).update(**values)


def _send(message: Message, person: Person) -> list[Channel]:
    """Send to every browser, else by e-mail; return the ways by which it may have come."""
    outcomes = [
        note(browser, push.send(browser, message, person.ways.away), at=person.at)
        for browser in person.browsers
    ]
    if any(outcome.may_have_come for outcome in outcomes):
        return [Channel.PUSH]
    if not person.address:
        return []
    mailed = person.ways.outbox.send(person.address, person.patient.id, message)
    return [Channel.EMAIL] if mailed.may_have_come else []


def _message(prompt: Delivery, person: Person) -> Message:
    kind = PromptKind(prompt.kind)
    ends_at = makes_sense_until(kind, prompt.due_at, person.facts.zone)
    url = links.answer_url(prompt) if kind.is_score else links.absolute("today:today")
    return Message(messages.text_of(kind), url, tag=str(prompt.id), lasts=ends_at - person.at)


def _move_on(kept: PromptSettings, patient: Patient, at: dt.datetime) -> None:
    """Set when the times are looked at next, unless somebody changed them meanwhile."""
    seen = {"next_at": kept.next_at, "tz": kept.tz, "rating_at": kept.rating_at}
    reckon(kept, patient, at)
    rows = PromptSettings.objects.for_patient(patient).filter(id=kept.id, **seen)
    rows.update(next_at=kept.next_at, tz=kept.tz, rating_at=kept.rating_at)
