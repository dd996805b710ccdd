"""Caps, plans and the step of a plan: proposed or set, accepted, ended, chosen; each with its time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from invertrack.care.access import NoAccess, granted_access, own_access
from invertrack.care.actions import (
    RefusedWrite,
    Submission,
    WriteRecord,
    exactly_once,
    log,
    writing,
)
from invertrack.care.enums import Scope
from invertrack.core.enums import Verb
from invertrack.core.ids import uuid7
from invertrack.users.models import Patient, User

from .. import queries
from ..enums import ProposalState
from ..models import Cap, Plan, PlanChoice
from ..plan import Limits, guide, problems, steps_of
from ..queries import Course
from .clearances import require_grant


class BeyondLimits(RefusedWrite):
    """Limits that nobody may set here."""


class ProposalOver(RefusedWrite):
    """A proposal that can no longer be answered, or limits that are not in force any more."""


class AgreedChanged(RefusedWrite):
    """What is in force is not what the page showed."""

    def __init__(self) -> None:
        super().__init__("The limits in force changed meanwhile. Check them, and send this again.")


class PlanClosed(RefusedWrite):
    """Sessions are off, and the plan with them."""


class StepRefused(RefusedWrite):
    """A step that cannot be chosen now."""


@dataclass(frozen=True, slots=True)
class CapValues:
    """The most of one session: an angle, a time, or both.

    ``replaces`` is the cap in force as the person saw it; of a clinician's proposal nothing is asked.
    """

    angle_deg: int | None
    duration_s: int | None
    note: str = ""
    replaces: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class PlanValues:
    """A plan in steps, each {"angle_deg", "duration_s", "per_day", "sessions"}."""

    steps: list[dict[str, int]]
    note: str = ""


@exactly_once
def propose_cap(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], CapValues],
) -> uuid.UUID:
    """Propose a cap as a linked clinician; it holds once the person accepts it.

    Raises:
        NoAccess: this clinician has no live grant. NotYoursToClear: sessions are not shared.
        BeyondLimits: steeper or longer than a clinician may set.
    """
    cap_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=cap_id) as record:
        require_grant(patient, by, at)
        said = clean()
        _hold_cap(said, guide().clinician)
        cap = Cap(id=cap_id, angle_deg=said.angle_deg, duration_s=said.duration_s, note=said.note)
        _propose(record, cap, by=by)
    return cap_id


@exactly_once
def propose_plan(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], PlanValues],
) -> uuid.UUID:
    """Propose a plan as a linked clinician; it replaces the usual one once the person accepts it.

    Raises:
        NoAccess: this clinician has no live grant. NotYoursToClear: sessions are not shared.
        BeyondLimits: a step is steeper or longer than a clinician may set, or rises in both.
    """
    plan_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=plan_id) as record:
        require_grant(patient, by, at)
        said = clean()
        wrong = problems(steps_of(said.steps), guide().clinician)
        if wrong:
            raise BeyondLimits(wrong[0].message)
        _propose(record, Plan(id=plan_id, steps=said.steps, note=said.note), by=by)
    return plan_id


@exactly_once
def set_own_cap(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], CapValues],
) -> uuid.UUID:
    """Set the person's own cap in place of the one in force, which they saw.

    Raises:
        BeyondLimits: steeper or longer than the usual plan. AgreedChanged: another is in force.
    """
    cap_id = uuid7()
    with writing(patient, by=by, at=at, submission=submission, outcome=cap_id) as record:
        said = clean()
        _hold_cap(said, guide().usual)
        _end_current(record, Cap, seen=said.replaces)
        cap = Cap(id=cap_id, angle_deg=said.angle_deg, duration_s=said.duration_s, note=said.note)
        cap.by, cap.by_name, cap.is_own, cap.accepted_at = by, str(patient)[:200], True, at
        cap.local_date, cap.proposed_at = patient.today(at), at
        record.create(cap)
    return cap_id


@exactly_once
def accept_proposal(
    *,
    patient: Patient,
    proposal_id: uuid.UUID,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], uuid.UUID | None],
) -> uuid.UUID:
    """Accept proposed limits; those in force, whose id ``clean`` returns as they were seen, end.

    Raises:
        NoAccess: no such proposal. AgreedChanged: others are in force than were seen.
        ProposalOver: it was answered or replaced, or the clinician's access ended.
    """
    with writing(patient, by=by, at=at, submission=submission, outcome=proposal_id) as record:
        proposal = _find(patient, proposal_id, ProposalState.WAITING)
        _require_proposer(proposal, at)
        _end_current(record, type(proposal), seen=clean())
        record.change(proposal, day=proposal.local_date, accepted_at=at)
    return proposal_id


@exactly_once
def decline_proposal(
    *, patient: Patient, proposal_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """Say no to proposed limits; the clinician sees it.

    Raises:
        NoAccess: no such proposal. ProposalOver: it was answered or replaced.
    """
    with writing(patient, by=by, at=at, submission=submission, outcome=proposal_id) as record:
        proposal = _find(patient, proposal_id, ProposalState.WAITING)
        record.change(proposal, day=proposal.local_date, declined_at=at)
    return proposal_id


@exactly_once
def end_agreement(
    *, patient: Patient, proposal_id: uuid.UUID, by: User, at: dt.datetime, submission: Submission
) -> uuid.UUID:
    """End a cap or a plan that is in force; nothing takes its place but the usual plan.

    Raises:
        NoAccess: no such cap or plan. ProposalOver: it is not in force.
    """
    with writing(patient, by=by, at=at, submission=submission, outcome=proposal_id) as record:
        agreed = _find(patient, proposal_id, ProposalState.IN_FORCE)
        record.change(agreed, day=agreed.local_date, ended_at=at)
    return proposal_id


@exactly_once
def choose_step(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    submission: Submission,
    clean: Callable[[], int],
) -> uuid.UUID:
    """Choose a step of the plan: the next once it is open, a lower one any time, 0 for none.

    Raises:
        PlanClosed: the state is not open. StepRefused: this step cannot be chosen now.
    """
    choice_id, today = uuid7(), patient.today(at)
    with writing(patient, by=by, at=at, submission=submission, outcome=choice_id) as record:
        number, access = clean(), own_access(patient)
        if number:  # putting the plan away is possible in every state
            _require_open(access, at)
        followed = queries.course(access, today)
        _check_step(followed, number)
        record.create(
            PlanChoice(
                id=choice_id,
                plan=followed.plan,
                plan_version="" if followed.plan else guide().version,
                step=number,
                local_date=today,
                at=at,
            )
        )
    return choice_id


def _propose(record: WriteRecord, proposal: Cap | Plan, *, by: User) -> None:
    """Keep a clinician's proposal; one of theirs of the same kind that still waits gives way to it."""
    kind, patient, at = type(proposal), record.patient, record.at
    mine = kind.objects.for_patient(patient).live().filter(by=by, is_own=False)
    mine.filter(accepted_at=None, declined_at=None, ended_at=None).update(ended_at=at)
    proposal.by, proposal.by_name = by, str(by.clinician)[:200]
    proposal.local_date, proposal.proposed_at = patient.today(at), at
    record.create(proposal)
    log(Verb.PROPOSED, patient=patient, by=by, at=at, page=kind.__name__.lower())


def _hold_cap(said: CapValues, limits: Limits) -> None:
    angle, seconds = said.angle_deg, said.duration_s
    if angle is None and seconds is None:
        raise BeyondLimits("Give an angle, a time, or both.")
    if (angle or 0) > limits.angle_deg or (seconds or 0) > limits.duration_s:
        minutes = limits.duration_s // 60
        raise BeyondLimits(f"A cap goes to {limits.angle_deg}° and {minutes} minutes here.")


def _end_current(
    record: WriteRecord, kind: type[Cap] | type[Plan], *, seen: uuid.UUID | None
) -> None:
    # Not as of ``record.at``: another write may have begun later and come first.
    agreed = kind.objects.for_patient(record.patient).live().exclude(accepted_at=None)
    current: Any = agreed.filter(ended_at=None).order_by("-accepted_at", "-id").first()
    if (current.id if current else None) != seen:
        raise AgreedChanged
    if current:
        record.change(current, day=current.local_date, ended_at=record.at)


def _find(patient: Patient, proposal_id: uuid.UUID, state: ProposalState) -> Cap | Plan:
    found = queries.find_proposal(own_access(patient), proposal_id)
    if found is None:
        raise NoAccess("No such proposal.")
    if found.state != state:
        raise ProposalOver(f"Nothing was changed. Where it stands: {found.state.label.lower()}.")
    return found


def _require_proposer(proposal: Cap | Plan, at: dt.datetime) -> None:
    """Refuse what comes from a clinician who no longer sees sessions: they would not see the answer."""
    try:
        access = granted_access(to=proposal.by, patient_id=proposal.patient_id, at=at)
        is_open = access.opens(Scope.SESSIONS)
    except NoAccess:
        is_open = False
    if not is_open:
        raise ProposalOver(
            f"{proposal.by_name} no longer has access to your sessions, "
            "so this proposal can only be declined."
        )


def _check_step(followed: Course, number: int) -> None:
    now = followed.progress.step.number if followed.progress else 0
    if not 0 <= number <= len(followed.steps):
        raise StepRefused(f"The plan has {len(followed.steps)} steps.")
    if number == now:
        raise StepRefused(f"This is your step already: {now}." if now else "No step is chosen.")
    may_rise = number == 1 if now == 0 else number == now + 1 and followed.progress.may_advance
    if number > now and not may_rise:
        raise StepRefused(
            f"Step {number} is not open yet. Your step is {now}."
            if now
            else "The plan begins with its first step."
        )


def _require_open(access: Any, at: dt.datetime) -> None:
    now = queries.safety(access, at)
    if not now.standing.is_open:
        raise PlanClosed(f"{now.words.title}. {now.words.text}")
