"""Builders: one line makes a believable row; say only what the test is about."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from invertrack.care.access import own_access
from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.care.models import Grant, Invitation, new_token, token_hash
from invertrack.journals import actions as journal_actions
from invertrack.journals.models import Entry, PainRating, Treatment
from invertrack.questionnaires import actions as questionnaire_actions
from invertrack.questionnaires import models as questionnaire_models
from invertrack.questionnaires.enums import Name
from invertrack.safety import actions as safety_actions
from invertrack.safety import lists
from invertrack.safety import models as safety_models
from invertrack.safety import queries as safety_queries
from invertrack.safety.enums import Reply
from invertrack.sessions import actions as session_actions
from invertrack.sessions.models import Session
from invertrack.users import actions as user_actions
from invertrack.users.models import ClinicianProfile, Patient, User

PASSWORD = "a-long-enough-secret"
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
    *, of: Patient, day: dt.date, at: dt.datetime | None = None, note: str = "", **fields: Any
) -> Entry:
    """A journal entry of one local day, through its action; written now, unless said otherwise."""
    fields = fields or {"pain_avg_24h": 5}
    made = journal_actions.keep_entry(
        patient=of,
        local_date=day,
        by=of.user,
        at=at or timezone.now(),
        submission=Submission.new(),
        clean=lambda: journal_actions.EntryValues(fields=fields, tz=of.tz, note=note),
    )
    return Entry.objects.for_patient(of).get(id=made)


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


def screening(
    *, of: Patient, at: dt.datetime | None = None, **answers: str
) -> safety_models.Screen:
    """A pass through the screening, through its action: harmless answers but for those given."""
    replies = {item.id: item.harmless for item in lists.screening().items}
    return _screen(safety_actions.keep_screening, of, at, replies | answers)


def red_flags(
    *, of: Patient, at: dt.datetime | None = None, **answers: str
) -> safety_models.Screen:
    """A pass through the red flags, through its action: no to everything but for those given."""
    replies = {item.id: item.harmless for item in lists.red_flags().items}
    return _screen(safety_actions.keep_red_flags, of, at, replies | answers)


def check(*, of: Patient, at: dt.datetime | None = None, **answers: str) -> safety_models.Screen:
    """A check before a session, through its action: nothing today, all done at the table."""
    replies = {item.id: item.harmless for item in lists.before_session().items}
    return _screen(safety_actions.keep_check, of, at, replies | answers)


def opened(*, of: Patient, at: dt.datetime | None = None) -> Patient:
    """The patient with both lists answered harmlessly: plan and timer are available."""
    red_flags(of=of, at=at)
    screening(of=of, at=at)
    return of


def clearance(
    *, of: Patient, by: ClinicianProfile, item: str, at: dt.datetime | None = None, days: int = 90
) -> safety_models.Clearance:
    """A clinician's clearance of one item for some days, through its action."""
    at = at or timezone.now()
    today = of.today(at)
    made = safety_actions.clear_item(
        patient=of,
        by=by.user,
        at=at,
        submission=Submission.new(),
        clean=lambda: safety_actions.ClearanceValues(
            item_id=item, dated=today, until=today + dt.timedelta(days=days)
        ),
    )
    return safety_models.Clearance.objects.for_patient(of).get(id=made)


def confirmation(
    *, of: Patient, items: list[str], at: dt.datetime | None = None, days_ago: int = 0
) -> None:
    """The person's own word that they discussed these items, or were checked."""
    at = at or timezone.now()
    safety_actions.confirm_items(
        patient=of,
        by=of.user,
        at=at,
        submission=Submission.new(),
        clean=lambda: safety_actions.OwnConfirmation(
            items, of.today(at) - dt.timedelta(days=days_ago)
        ),
    )


def read_alarms(*, of: Patient, at: dt.datetime | None = None) -> None:
    """The person confirms reading what to do in an emergency."""
    at = at or timezone.now()
    safety_actions.read_alarms(
        patient=of, by=of.user, at=at, submission=Submission.new(), clean=lambda: at
    )


def cap(
    *,
    of: Patient,
    by: ClinicianProfile | None = None,
    at: dt.datetime | None = None,
    accepted: bool = True,
    angle_deg: int | None = 45,
    duration_s: int | None = 180,
) -> safety_models.Cap:
    """A cap by a clinician who has a grant, accepted unless said otherwise; without one, an own cap."""
    at = at or timezone.now()
    current = safety_queries.cap_at(own_access(of), at)
    values = safety_actions.CapValues(
        angle_deg, duration_s, replaces=current.id if current else None
    )
    action = safety_actions.propose_cap if by else safety_actions.set_own_cap
    user_ = by.user if by else of.user
    made = action(patient=of, by=user_, at=at, submission=Submission.new(), clean=lambda: values)
    if by and accepted:
        accept(of=of, proposal=made, at=at)
    return safety_models.Cap.objects.for_patient(of).get(id=made)


def plan(
    *,
    of: Patient,
    by: ClinicianProfile,
    steps: list[dict[str, int]] | None = None,
    at: dt.datetime | None = None,
    accepted: bool = True,
) -> safety_models.Plan:
    """A plan by a clinician who has a grant: two steps, accepted, unless said otherwise."""
    at = at or timezone.now()
    gentle = {"angle_deg": 10, "duration_s": 60, "per_day": 1, "sessions": 2}
    values = safety_actions.PlanValues(steps or [gentle, gentle | {"angle_deg": 20}])
    made = safety_actions.propose_plan(
        patient=of, by=by.user, at=at, submission=Submission.new(), clean=lambda: values
    )
    if accepted:
        accept(of=of, proposal=made, at=at)
    return safety_models.Plan.objects.for_patient(of).get(id=made)


def accept(*, of: Patient, proposal: uuid.UUID, at: dt.datetime | None = None) -> None:
    """The person accepts a proposal in place of what is in force."""
    at, access = at or timezone.now(), own_access(of)
    found = safety_queries.find_proposal(access, proposal)
    is_cap = isinstance(found, safety_models.Cap)
    current = (safety_queries.cap_at if is_cap else safety_queries.plan_at)(access, at)
    safety_actions.accept_proposal(
        patient=of,
        proposal_id=proposal,
        by=of.user,
        at=at,
        submission=Submission.new(),
        clean=lambda: current.id if current else None,
    )


def chosen_step(*, of: Patient, number: int = 1, at: dt.datetime | None = None) -> None:
    """The person chooses a step of the plan; their safety questions are answered."""
    safety_actions.choose_step(
        patient=of,
        by=of.user,
        at=at or timezone.now(),
        submission=Submission.new(),
        clean=lambda: number,
    )


def _screen(
    keep: Any, of: Patient, at: dt.datetime | None, replies: dict[str, Any]
) -> safety_models.Screen:
    made = keep(
        patient=of,
        by=of.user,
        at=at or timezone.now(),
        submission=Submission.new(),
        clean=lambda: {item_id: Reply(reply) for item_id, reply in replies.items()},
    )
    return safety_models.Screen.objects.for_patient(of).get(id=made)


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
