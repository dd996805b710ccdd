"""Builders: one line makes a believable row; say only what the test is about."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.care.models import Grant, Invitation, new_token, token_hash
from invertrack.journals import actions as journal_actions
from invertrack.journals.body import body_map
from invertrack.journals.models import Entry, PainRating, Treatment
from invertrack.prompts import actions as prompt_actions
from invertrack.prompts import queries as prompt_queries
from invertrack.prompts.enums import Status
from invertrack.prompts.models import Contact, Delivery, PromptSettings, PushSubscription
from invertrack.questionnaires import actions as questionnaire_actions
from invertrack.questionnaires import models as questionnaire_models
from invertrack.questionnaires.enums import Name
from invertrack.sessions import actions as session_actions
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.models import FollowUp, Session
from invertrack.users import actions as user_actions
from invertrack.users.models import ClinicianProfile, Patient, User

# Part of this module for whoever uses it; apart, because together they are too long to read.
from tests.safety.make import (  # noqa: F401
    accept,
    cap,
    check,
    chosen_step,
    clearance,
    confirmation,
    opened,
    plan,
    read_alarms,
    red_flags,
    screening,
)

PASSWORD = "a-long-enough-secret"
# What a browser encrypts by: a point of the curve whose secret everybody knows, and a salt.
BROWSER_KEYS = {
    "p256dh": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
    "auth": "A" * 22,
}
_numbers = itertools.count(1)


def user(*, email: str | None = None, verified: bool = True) -> User:
    """An account with a proven address."""
    email = email or f"person{next(_numbers)}@example.org"
    made = User.objects.create_user(email=email, password=PASSWORD)
    EmailAddress.objects.create(user=made, email=email, primary=True, verified=verified)
    return made


def patient(*, of: User | None = None, tz: str = "Europe/Berlin", **fields: Any) -> Patient:
    """A patient; ``patient.user`` is the account."""
    return user_actions.start_tracking(
        user=of or user(),
        at=timezone.now(),
        tz=tz,
        country=fields.pop("country", "DE"),
        birth_year=fields.pop("birth_year", 1971),
        **fields,
    )


def clinician(*, of: User | None = None, name: str = "Dr. Reader") -> ClinicianProfile:
    """A clinician; ``clinician.user`` is the account."""
    return user_actions.start_reviewing(user=of or user(), at=timezone.now(), name=name)


def grant(
    *,
    of: Patient,
    to: User,
    scopes: tuple[Scope, ...] = tuple(Scope),
    data_from: dt.date | None = None,
    **fields: Any,
) -> Grant:
    """A live grant of everything, unless said otherwise."""
    fields.setdefault("granted_at", timezone.now())
    return Grant.objects.create(
        patient=of,
        clinician=to,
        scopes=[str(scope) for scope in scopes],
        data_from=data_from,
        text_version="2026-11",
        **fields,
    )


def invitation(
    *, of: Patient, email: str, scopes: tuple[Scope, ...] = tuple(Scope), **fields: Any
) -> tuple[Invitation, str]:
    """A waiting invitation and the secret of its link."""
    token = new_token(of.pk)
    fields.setdefault("created_at", timezone.now())
    fields.setdefault("expires_at", fields["created_at"] + dt.timedelta(days=7))
    made = Invitation.objects.create(
        patient=of,
        email=email,
        token_hash=token_hash(token),
        scopes=[str(scope) for scope in scopes],
        text_version="2026-11",
        **fields,
    )
    return made, token


def session_values(**fields: Any) -> session_actions.SessionValues:
    """What a form would have cleaned: 30 degrees for two minutes, pain 6 to 4, just now.

    ``holds`` are (degrees, seconds); ``vitals`` go by moment, ``courses`` by symptom.
    """
    holds = tuple(session_actions.HoldValues(*hold) for hold in fields.pop("holds", ()))
    defaults: dict[str, Any] = {
        "ended_at": timezone.now(),
        "tz": "Europe/Berlin",
        "angle_deg": 30,
        "duration_s": 120,
        "pain_before": 6,
        "pain_after": 4,
    }
    return session_actions.SessionValues(**{**defaults, **fields}, holds=holds)


def session(*, of: Patient, at: dt.datetime | None = None, **fields: Any) -> Session:
    """A session logged through its action, so that roll-ups and facts are there."""
    values = session_values(**{"tz": of.tz, **fields})
    made = session_actions.log_session(
        patient=of,
        by=of.user,
        at=at or values.ended_at,
        submission=Submission.new(),
        clean=lambda: values,
    )
    return Session.objects.for_patient(of).get(id=made)


def entry(
    *,
    of: Patient,
    day: dt.date,
    at: dt.datetime | None = None,
    note: str = "",
    managed: str | None = None,
    **fields: Any,
) -> Entry:
    """A journal entry of one local day, through its action; written now, unless said otherwise."""
    fields = fields or {"pain_avg_24h": 5}
    made = journal_actions.keep_entry(
        patient=of,
        local_date=day,
        by=of.user,
        at=at or timezone.now(),
        submission=Submission.new(),
        clean=lambda: journal_actions.EntryValues(
            fields=fields, tz=of.tz, note=note, managed=managed
        ),
    )
    return Entry.objects.for_patient(of).get(id=made)


def body(*, of: Entry, at: dt.datetime | None = None, **scores: int | None) -> Entry:
    """The body map of an entry, through its action; ``lower_back_left=4`` rates a site."""
    sites = {site.key.replace("-", "_"): site for site in body_map().sites.values()}
    journal_actions.keep_body(
        patient=of.patient,
        local_date=of.local_date,
        by=of.patient.user,
        at=at or timezone.now(),
        submission=Submission.new(version=of.version),
        clean=lambda: journal_actions.BodyValues(
            scores={sites[name]: score for name, score in scores.items()}, tz=of.tz
        ),
    )
    return Entry.objects.for_patient(of.patient).get(id=of.id)


def rating(*, of: Patient, score: int = 5, at: dt.datetime | None = None) -> PainRating:
    """A rating of pain right now, through its action."""
    at = at or timezone.now()
    made = journal_actions.rate_pain(
        patient=of,
        by=of.user,
        at=at,
        submission=Submission.new(),
        clean=lambda: (score, at, of.tz),
    )
    return PainRating.objects.for_patient(of).get(id=made)


def treatment(
    *, of: Patient, at: dt.datetime | None = None, name: str = "Heat", **fields: Any
) -> Treatment:
    """A treatment of just now, through its action: heat for 20 minutes, unless said otherwise."""
    at = at or timezone.now()
    given = {"dose_text": "20 minutes", "taken_at": at, "tz": of.tz, **fields}
    made = journal_actions.log_treatment(
        patient=of,
        by=of.user,
        at=at,
        submission=Submission.new(),
        clean=lambda: journal_actions.TreatmentValues(name=name, **given),
    )
    return Treatment.objects.for_patient(of).get(id=made)


def completion(
    *,
    of: Patient,
    name: Name = Name.PEG,
    answers: dict[str, Any] | None = None,
    named: tuple[tuple[str, int | None], ...] = (),
    at: dt.datetime | None = None,
) -> questionnaire_models.Completion:
    """A pass through a questionnaire, through its action: a PEG of 6, 7 and 5, unless said otherwise.

    Of the RMDQ-24 ``answers`` are what was ticked; of the PSFS ``named`` are new activities.
    """
    at = at or timezone.now()
    given = {
        Name.PEG: {"pain": 6, "enjoyment": 7, "activity": 5},
        Name.RMDQ24: {str(number): 0 for number in range(1, 25)},
        Name.PGIC: {"status": "much_improved"},
        Name.PSFS: {},
    }[name]
    said = questionnaire_actions.Said(answers=given | (answers or {}), at=at, tz=of.tz, named=named)
    made = questionnaire_actions.complete(
        patient=of, name=name, by=of.user, at=at, submission=Submission.new(), clean=lambda: said
    )
    return questionnaire_models.Completion.objects.for_patient(of).get(id=made)


def prompts(*, of: Patient, at: dt.datetime | None = None, **values: Any) -> PromptSettings:
    """Settings of prompts as they are at first, but for those given."""
    return prompt_actions.keep_settings(patient=of, values=values, at=at or timezone.now())


def browser(
    *, of: Patient, device: str = "Firefox on Android", at: dt.datetime | None = None
) -> PushSubscription:
    """A browser that takes notifications, through the action, at an address that nobody asks."""
    prompt_actions.subscribe(
        patient=of,
        endpoint=f"https://updates.push.services.mozilla.com/wpush/v2/{next(_numbers)}",
        **BROWSER_KEYS,
        device=device,
        at=at or timezone.now(),
    )
    return PushSubscription.objects.for_patient(of).latest("created_at", "id")


def contact(
    *, of: Patient, at: dt.datetime | None = None, agrees: bool = True, **fields: Any
) -> Contact:
    """A contact, Robin, who was asked and agreed; say otherwise by the fields."""
    at = at or timezone.now()
    values = {"name": "Robin", "margin_min": 5, "email": f"robin{next(_numbers)}@example.org"}
    prompt_actions.choose_contact(patient=of, **(values | fields), at=at)
    made = prompt_queries.contact_of(of)
    if agrees:
        prompt_actions.agree(contact=made, at=at)
        made.refresh_from_db(from_queryset=Contact.objects.for_patient(of))
    return made


def delivery(
    *, of: Patient, at: dt.datetime | None = None, kind: str = "rating", **fields: Any
) -> Delivery:
    """A prompt that was sent by e-mail when it was due, just now; a rating, unless said otherwise."""
    at = at or timezone.now()
    usual = {"send_at": at, "local_date": of.today(at), "claimed_at": at, "sent_at": at}
    usual |= {"status": Status.SENT, "channels": ["email"]}
    return Delivery.objects.create(patient=of, kind=kind, due_at=at, **(usual | fields))


def answer(
    *,
    of: Session,
    kind: FollowUpKind = FollowUpKind.HOURS_2,
    pain: int = 3,
    at: dt.datetime | None = None,
) -> FollowUp:
    """The answer to one of a session's questions, through its action; at its time, unless said otherwise."""
    rows = FollowUp.objects.for_patient(of.patient).live().filter(session_id=of.id, kind=kind)
    asked = rows.get()
    session_actions.answer_follow_up(
        patient=of.patient,
        follow_up_id=asked.id,
        by=of.patient.user,
        at=at or asked.due_at,
        submission=Submission.new(),
        clean=lambda: pain,
    )
    return rows.get()


def seen(row: Any) -> Submission:
    """What a form sends that shows a record as it is stored now."""
    stored = type(row).objects.for_patient(row.patient_id).filter(id=row.id)
    return Submission.new(version=stored.values_list("version", flat=True).first())


def form(page: Any, **fields: Any) -> dict[str, Any]:
    """What a browser would post back of a page's health form: its hidden fields and yours."""
    hidden = page.context["form"]
    return {
        "write_id": str(hidden["write_id"].value() or uuid.uuid4()),
        "account": hidden["account"].value(),
        "version": hidden["version"].value() or "",
        **fields,
    }
