"""Builders of what safety rests on: one line makes a believable row. Tests call them as make.screening()."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from invertrack.care.access import own_access
from invertrack.care.actions import Submission
from invertrack.safety import actions as safety_actions
from invertrack.safety import lists
from invertrack.safety import models as safety_models
from invertrack.safety import queries as safety_queries
from invertrack.safety.enums import Reply
from invertrack.users.models import ClinicianProfile, Patient


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
