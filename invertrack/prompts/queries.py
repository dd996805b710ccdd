"""What prompts read: a person's settings and past, and, for the command, whose turn it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q

from invertrack.care.access import own_access
from invertrack.care.models import Write
from invertrack.journals.models import Entry, PainRating
from invertrack.questionnaires.queries import due_dates
from invertrack.safety.queries import safety
from invertrack.sessions.follow_ups import ANSWERABLE, closes_at, opens_at
from invertrack.sessions.models import FollowUp, Session
from invertrack.sessions.queries import began_later
from invertrack.sessions.queries import settings_of as session_settings_of
from invertrack.users.models import Patient

from . import links
from .enums import PromptKind, Silence, Status
from .models import Contact, Delivery, PromptSettings, PushSubscription, Watch
from .quiet import is_quiet
from .rules import NEAR, RESTS_AFTER, Facts, makes_sense_until
from .schedule import Times

LATEST = 20
LINK_LASTS = dt.timedelta(hours=24)
RIGHT_AFTER = dt.timedelta(minutes=1)  # the page after the press; a second tap sees it too
SNOOZES = (15, 30, 60)  # minutes
MOST_NEW = 2_000  # people of a round who get settings: after an upgrade it is everybody's turn
LATEST_WATCHES = 10
A_DAY = dt.timedelta(days=1)
MOST_TOLD = 8  # sessions a contact is told of in a day; each may be followed by "back up"
ONCE_IN = dt.timedelta(days=7)  # a questionnaire that stays due is spoken of


# One person -------------------------------------------------------------------------------------


def settings_of(patient: Patient) -> PromptSettings:
    """Return what a person chose; the defaults, not stored, of one who never did."""
    kept = PromptSettings.objects.for_patient(patient).first()
    return kept or PromptSettings(patient=patient)


def subscriptions_of(patient: Patient) -> list[PushSubscription]:
    """Return the browsers that take notifications, the first one first; of a closed account none."""
    rows = PushSubscription.objects.for_patient(patient).filter(patient__user__is_active=True)
    return list(rows.order_by("created_at", "id"))


def address_of(patient: Patient) -> str:
    """Return the e-mail address that was proven to be the person's; "" while there is none."""
    proven = EmailAddress.objects.filter(user=patient.user_id, verified=True, user__is_active=True)
    return proven.order_by("-primary").values_list("email", flat=True).first() or ""


def latest_deliveries(patient: Patient, limit: int = LATEST) -> list[Delivery]:
    """Return what became of the latest prompts, the newest first; that nothing was due is no news.

    ``told_at`` is when a question was answered, by its link or, after a session, on the pages.
    """
    rows = Delivery.objects.for_patient(patient).exclude(why=Silence.NOTHING_DUE)
    latest = list(rows.order_by("-due_at", "-id")[:limit])
    asked = FollowUp.objects.for_patient(patient).live()
    asked = asked.filter(id__in=[row.follow_up_id for row in latest if row.follow_up_id])
    told = dict(asked.values_list("id", "answered_at"))
    for row in latest:
        row.told_at = row.answered_at or told.get(row.follow_up_id)
    return latest


def times_of(kept: PromptSettings, patient: Patient) -> Times:
    """Return when a person is asked, in the zone and at the rating time that they have now."""
    extra = [dt.time.fromisoformat(text) for text in kept.extra_times]
    return Times(
        zone=patient.zone,
        rating_at=patient.usual_rating_time if kept.asks_rating else None,
        extra_times=tuple(extra),
        journal_at=kept.journal_at,
        questionnaires_at=kept.questionnaires_at,
        session_at=kept.session_at,
        session_days=frozenset(kept.session_days),
    )


def is_resting(patient: Patient, at: dt.datetime) -> bool:
    """Whether the person wrote nothing for so long that they are left alone until they come back."""
    since = at - RESTS_AFTER
    if patient.created_at > since:
        return False
    own = Q(by=patient.user_id) | Q(by=None)  # None: by a link, without a log-in
    return not Write.objects.for_patient(patient).filter(own, at__gt=since).exists()


def facts_of(patient: Patient, kept: PromptSettings, at: dt.datetime, *, has_way: bool) -> Facts:
    """Return what holds for all prompts of a person at an instant: two statements."""
    return Facts(
        zone=patient.zone,
        state=safety(own_access(patient), at).standing.state,
        quiet_from=kept.quiet_from,
        quiet_until=kept.quiet_until,
        paused_until=kept.paused_until,
        is_resting=is_resting(patient, at),
        has_way=has_way,
    )


def is_answered(patient: Patient, prompt: Delivery, at: dt.datetime) -> bool:
    """Whether there is nothing to ask any more: one statement, or two."""
    if prompt.answered_at is not None:
        return True
    match PromptKind(prompt.kind):
        case PromptKind.RATING:
            near = (prompt.due_at - NEAR, prompt.due_at + NEAR)
            rows = PainRating.objects.for_patient(patient).live().filter(at__range=near)
        case PromptKind.JOURNAL:
            rows = Entry.objects.for_patient(patient).live().filter(local_date=prompt.local_date)
        case PromptKind.SESSION:
            rows = Session.objects.for_patient(patient).live().filter(local_date=prompt.local_date)
        case PromptKind.QUESTIONNAIRES:
            return not _is_news(patient, prompt, at)
        case _:
            rows = FollowUp.objects.for_patient(patient).live().filter(id=prompt.follow_up_id)
            return not rows.filter(~began_later(patient), answered_at=None).exists()
    return rows.exists()


def _is_news(patient: Patient, prompt: Delivery, at: dt.datetime) -> bool:
    """Whether a questionnaire is due that was not spoken of since it is, or for a week."""
    today = patient.today(at)
    days = [due.on for due in due_dates(own_access(patient)) if due.has_come(today)]
    if not days:
        return False
    since = max(*days, prompt.local_date - ONCE_IN + dt.timedelta(days=1))
    told = Delivery.objects.for_patient(patient).filter(kind=prompt.kind, status=Status.SENT)
    return not told.filter(local_date__gte=since).exists()


def is_on(kept: PromptSettings, kinds: Collection[str], prompt: Delivery) -> bool:
    """Whether a person still wants to be asked this; ``kinds`` are those about sessions."""
    match PromptKind(prompt.kind):
        case PromptKind.RATING:
            return kept.asks_rating or bool(kept.extra_times)
        case PromptKind.JOURNAL:
            return kept.journal_at is not None
        case PromptKind.SESSION:
            return kept.session_at is not None
        case PromptKind.QUESTIONNAIRES:
            return kept.questionnaires_at is not None
    return prompt.kind in kinds


def follow_up_kinds(patient: Patient) -> list[str]:
    """Return which questions about sessions are switched on."""
    return session_settings_of(patient).kinds


# By a link --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """What a link opens: one question, whether it was answered, and when it may be asked again.

    ``kept`` is the answer, known right after the press alone; ``snoozes`` are the minutes after which
    an answer still counts.
    """

    delivery: Delivery
    is_answered: bool
    kept: int | None
    snoozes: list[int]


def question(token: str, at: dt.datetime) -> Question | None:
    """Return the question of a link; None for one that is dead, forged or closed, all alike."""
    ids = links.read_answer(token)
    if ids is None:
        return None
    rows = Delivery.objects.for_patient(ids[0]).filter(id=ids[1], patient__user__is_active=True)
    delivery = rows.select_related("patient").first()
    if delivery is None or not _is_alive(delivery, at):
        return None
    if delivery.follow_up_id is None:
        return _question(delivery, at, is_answered=delivery.answered_at is not None)
    asked = FollowUp.objects.for_patient(ids[0]).live().filter(id=delivery.follow_up_id).first()
    # One that moved when its session was corrected may not be asked yet.
    if asked is None or not opens_at(asked.kind, asked.due_at) <= at <= closes_at(asked.due_at):
        return None
    is_answered = delivery.answered_at is not None or asked.answered_at is not None
    return _question(delivery, at, is_answered=is_answered, asked=asked)


def _is_alive(delivery: Delivery, at: dt.datetime) -> bool:
    """Whether its link opens anything: one that died while it was sent may have gone out too."""
    since = delivery.sent_at or delivery.claimed_at
    return PromptKind(delivery.kind).is_score and since is not None and at <= since + LINK_LASTS


def _question(
    delivery: Delivery, at: dt.datetime, *, is_answered: bool, asked: FollowUp | None = None
) -> Question:
    is_fresh = delivery.answered_at is not None and at - delivery.answered_at <= RIGHT_AFTER
    kept = _answer_of(delivery, asked) if is_fresh else None
    snoozes = [] if is_answered else _snoozes(delivery, at)
    return Question(delivery=delivery, is_answered=is_answered, kept=kept, snoozes=snoozes)


def _snoozes(delivery: Delivery, at: dt.datetime) -> list[int]:
    """Return after how many minutes it would come again: outside quiet hours, while it counts."""
    patient = delivery.patient
    settings = settings_of(patient)
    ends_at = makes_sense_until(PromptKind(delivery.kind), delivery.due_at, patient.zone)
    return [
        minutes
        for minutes in SNOOZES
        if (comes_at := at + dt.timedelta(minutes=minutes)) <= ends_at
        and not is_quiet(
            comes_at.astimezone(patient.zone).time(), settings.quiet_from, settings.quiet_until
        )
    ]


def _answer_of(delivery: Delivery, asked: FollowUp | None) -> int | None:
    if asked is not None:
        return asked.pain
    writes = Write.objects.for_patient(delivery.patient_id).filter(write_id=delivery.id)
    rated = writes.values_list("outcome", flat=True).first()
    ratings = PainRating.objects.for_patient(delivery.patient_id).live().filter(id=rated)
    return ratings.values_list("score", flat=True).first()


# Not back up yet --------------------------------------------------------------------------------


def contact_of(patient: Patient) -> Contact | None:
    """Return whom a person named, whether or not they agreed."""
    return Contact.objects.for_patient(patient).filter(removed_at=None).first()


def contact_by(token: str) -> Contact | None:
    """Return the contact of a link; None for one who was removed, and for a forged link."""
    ids = links.read_contact(token)
    if ids is None:
        return None
    rows = Contact.objects.for_patient(ids[0]).filter(id=ids[1], removed_at=None)
    return rows.filter(patient__user__is_active=True).select_related("patient").first()


def who_is_told(patient: Patient, at: dt.datetime) -> Contact | None:
    """Return who would be told of a session now: who agreed, and was not told too often today."""
    contact = contact_of(patient)
    if contact is None or not contact.has_agreed:
        return None
    told = Watch.objects.for_patient(patient).filter(claimed_at__gt=at - A_DAY)
    return contact if told.count() < MOST_TOLD else None


def latest_watches(patient: Patient, limit: int = LATEST_WATCHES) -> list[Watch]:
    """Return the latest sessions that were watched, the newest first."""
    return list(Watch.objects.for_patient(patient).order_by("-started_at", "-id")[:limit])


def is_up(watch: Watch) -> bool:
    """Whether a session was saved that says so: the watched one, or one that ended since."""
    since = Q(ended_at__gt=watch.started_at, created_at__gt=watch.started_at)  # by both clocks
    rows = Session.objects.for_patient(watch.patient_id)  # a deleted one was saved, too
    return rows.filter(Q(id=watch.session_id) | since).exists()


def due_watches(at: dt.datetime) -> list[Watch]:
    """Return the watches of everybody that a round has to look at, the earliest first."""
    rows = Watch.objects.filter(look_at__lte=at).select_related("patient__user")
    return list(rows.order_by("look_at", "id"))


# Whose turn it is -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Work:
    """What is due of one person: whether their times are, and which of their questions and rows."""

    patient_id: uuid.UUID
    is_time: bool
    follow_ups: list[FollowUp]
    deliveries: list[Delivery]


def without_settings() -> list[Patient]:
    """Return people who have no row of settings yet; the next rounds have the rest."""
    has_row = PromptSettings.objects.filter(patient=OuterRef("pk"))
    return list(Patient.objects.filter(~Exists(has_row)).order_by("id")[:MOST_NEW])


def work_at(at: dt.datetime) -> list[Work]:
    """Return who has something due, however many people there are: three statements."""
    timed = set(_due_settings(at))
    follow_ups, deliveries = _due_follow_ups(at), _due_deliveries(at)
    ids = timed | {row.patient_id for row in (*follow_ups, *deliveries)}
    asked, waiting = _by_patient(follow_ups), _by_patient(deliveries)
    return [
        Work(one, one in timed, asked.get(one, []), waiting.get(one, [])) for one in sorted(ids)
    ]


def _due_settings(at: dt.datetime) -> list[uuid.UUID]:
    """Those whose time has come, and those who moved to another zone or rating time."""
    moved = ~Q(tz=F("patient__tz")) | ~Q(rating_at=F("patient__usual_rating_time"))
    rows = PromptSettings.objects.filter(Q(next_at__lte=at) | moved)
    return list(rows.values_list("patient_id", flat=True))


def _due_follow_ups(at: dt.datetime) -> list[FollowUp]:
    """Open questions about sessions that no prompt was written down for.

    Two that are due in one moment are asked as one; one that was asked, and moved when its session
    was corrected, is not asked again, nor is one of a session that another one followed.
    """
    of_person = Delivery.objects.filter(patient=OuterRef("patient"), due_at__gt=at - 2 * ANSWERABLE)
    same = Q(kind=OuterRef("kind"), due_at=OuterRef("due_at"))
    asked = Q(follow_up_id=OuterRef("pk")) & ~Q(status=Status.SILENT)
    rows = FollowUp.objects.filter(
        ~Exists(of_person.filter(same | asked)),
        ~began_later(OuterRef("patient")),
        answered_at=None,
        deleted_at=None,
        due_at__lte=at,
        due_at__gt=at - ANSWERABLE,
    )
    return list(rows.order_by("due_at", "id"))


def _due_deliveries(at: dt.datetime) -> list[Delivery]:
    rows = Delivery.objects.filter(status=Status.PLANNED, send_at__lte=at)
    return list(rows.order_by("send_at", "id"))


def _by_patient[Row: (FollowUp, Delivery)](rows: list[Row]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.patient_id, []).append(row)
    return found
