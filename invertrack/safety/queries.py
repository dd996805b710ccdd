"""What pages read about safety: the state now, and what it rests on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value

from invertrack.care.access import Access
from invertrack.care.enums import Scope
from invertrack.care.prepared import Prepared
from invertrack.users.models import Patient

from .enums import AskedFor, ListName, Reply
from .lists import StateText, screening, state_texts
from .models import Alarm, Answer, Cap, Clearance, Plan, PlanChoice, SafetyFact, SafetyState, Screen
from .plan import Chosen, PlanSession, Progress, Reason, Step, guide, progress, steps_of
from .state import Known, Standing, causes, load, state_at

RED_FLAGS_EVERY = dt.timedelta(days=7)
LATEST = 20
# A stop symptom that is told after a choice still speaks to it if its session is no older.
LATE = dt.timedelta(days=7)
TOLD_TO_PLAN = (
    *("local_date", "started_at", "told_at"),
    *("angle_deg", "duration_s", "is_measured", "stop_items"),
)


@dataclass(frozen=True, slots=True)
class Safety:
    """The state at an instant, and whether the red flags are due (None: they are not)."""

    standing: Standing
    red_flags: AskedFor | None
    red_flags_at: dt.datetime | None

    @property
    def words(self) -> StateText:
        """What a page says of the state."""
        return state_texts()[self.standing.state]


@dataclass(frozen=True, slots=True)
class Answered:
    """One pass through a list with its answers, and the id of each answer."""

    screen: Screen
    replies: dict[str, Reply]
    ids: dict[str, uuid.UUID]


# Read by every page of a patient that says what they may do.
STORED = Prepared(
    lambda access: SafetyState.objects.for_patient(access.patient).values_list(
        "causes", "pause", "list_version", "red_flags_at", "asks_red_flags_since"
    )
)


def safety(access: Access, at: dt.datetime) -> Safety | None:
    """Return the state at an instant in one statement; None where sessions are not shared."""
    if not access.opens(Scope.SESSIONS):
        return None
    stored = STORED(access)
    if not stored:
        return Safety(state_at(causes(Known()), at, list_version=None), AskedFor.FIRST, None)
    found, pause, version, flags_at, rose_at = stored[0]
    is_old = version and version != screening().version
    return Safety(
        standing=state_at(load([*found, *pause]), at, list_version=version if is_old else None),
        red_flags=_due(flags_at, rose_at, at),
        red_flags_at=flags_at,
    )


def latest(access: Access, list_name: ListName) -> Answered | None:
    """Return the latest pass through a list that this access opens, with its answers."""
    screens = Screen.objects.visible_to(access).filter(list_name=list_name)
    screen = screens.order_by("-at", "-id").first()
    if screen is None:
        return None
    rows = Answer.objects.for_patient(access.patient).live().filter(screen_id=screen.id)
    found = list(rows.values_list("item_id", "reply", "id"))
    return Answered(
        screen,
        replies={item_id: Reply(reply) for item_id, reply, _ in found},
        ids={item_id: row_id for item_id, _, row_id in found},
    )


def known_flags(access: Access) -> dict[str, Reply]:
    """Return the last answer to each sign: an emergency may have left the rest of a pass open."""
    screens = Screen.objects.visible_to(access).filter(list_name=ListName.RED_FLAGS)
    whole = screens.filter(is_complete=True).order_by("-at").values_list("at", flat=True).first()
    answers = Answer.objects.visible_to(access).filter(screen__list_name=ListName.RED_FLAGS)
    if whole is not None:
        answers = answers.filter(screen__at__gte=whole)
    rows = answers.order_by("screen__at", "screen_id").values_list("item_id", "reply")
    return {item_id: Reply(reply) for item_id, reply in rows}


def answers_of(patient: Patient, screen: Screen) -> dict[str, Reply]:
    """Return what was answered in one pass, by item."""
    rows = Answer.objects.for_patient(patient).live().filter(screen_id=screen.id)
    return {item_id: Reply(reply) for item_id, reply in rows.values_list("item_id", "reply")}


def alarms(access: Access, *, are_open: bool = False) -> list[Alarm]:
    """Return the alarms, the latest first; only those that were not left, if asked for."""
    found = Alarm.objects.visible_to(access).order_by("-at", "-id")
    return list(found.filter(left_at=None) if are_open else found)


def clearances(access: Access) -> list[Clearance]:
    """Return clearances and own confirmations, the latest first, ended and withdrawn ones too."""
    return list(Clearance.objects.visible_to(access).order_by("-at", "-id"))


def cap_at(access: Access, at: dt.datetime) -> Cap | None:
    """Return the cap that was in force at an instant, ended since or not."""
    return _in_force(Cap, access, at)


def _due(
    asked_at: dt.datetime | None, rose_at: dt.datetime | None, at: dt.datetime
) -> AskedFor | None:
    if rose_at is not None and (asked_at is None or rose_at > asked_at):
        return AskedFor.PAIN_ROSE
    if asked_at is None:
        return AskedFor.FIRST
    return AskedFor.WEEKLY if at - asked_at >= RED_FLAGS_EVERY else None


# What was agreed --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for the person's answer: what it limits, who made it and when."""

    id: uuid.UUID
    is_plan: bool
    by_name: str
    proposed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Course:
    """The plan that a person can follow, a clinician's or the usual one, and where they stand in it.

    ``progress`` is None before a step was chosen, and after the plan was put away.
    """

    plan: Plan | None
    steps: tuple[Step, ...]
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """What happened to the step: chosen by the person (no reason), or gone back for a reason.

    ``after`` is 0 where the plan was put away.
    """

    local_date: dt.date
    after: int
    before: int | None = None
    reason: Reason | None = None

    @property
    def words(self) -> str:
        """Why the step went back, in the words of the plan."""
        return guide().reasons[self.reason] if self.reason else ""


def plan_at(access: Access, at: dt.datetime) -> Plan | None:
    """Return the clinician's plan that was in force at an instant, None for the usual one."""
    return _in_force(Plan, access, at)


def agreements(access: Access, kind: type[Cap] | type[Plan]) -> list[Cap] | list[Plan]:
    """Return the latest caps or plans with their answers and ends, and the one in force at any age."""
    rows = kind.objects.visible_to(access).order_by("-proposed_at", "-id")
    latest = list(rows[:LATEST])
    if len(latest) == LATEST:
        older = rows.filter(proposed_at__lt=latest[-1].proposed_at)
        latest += older.filter(accepted_at__isnull=False, ended_at=None)
    return latest


def _waiting(access: Access) -> QuerySet:
    caps, plans = (
        kind.objects.visible_to(access)
        .filter(accepted_at=None, declined_at=None, ended_at=None)
        .annotate(is_plan=Value(kind is Plan))
        .values_list("id", "is_plan", "by_name", "proposed_at")
        for kind in (Cap, Plan)
    )
    return caps.union(plans, all=True).order_by("proposed_at")


WAITING = Prepared(_waiting)


def proposals(access: Access) -> list[Waiting]:
    """Return what waits for an answer, the oldest first, in one statement."""
    return [Waiting(id_, bool(is_plan), name, at) for id_, is_plan, name, at in WAITING(access)]


def find_proposal(access: Access, proposal_id: uuid.UUID) -> Cap | Plan | None:
    """Return a cap or a plan, whether it waits, is in force or is over."""
    for kind in (Cap, Plan):
        found = kind.objects.visible_to(access).filter(id=proposal_id).first()
        if found is not None:
            return found
    return None


def course(access: Access, today: dt.date) -> Course:
    """Return the plan and where the person stands in it today."""
    agreed = Plan.objects.visible_to(access).filter(accepted_at__isnull=False, ended_at=None)
    plan = agreed.order_by("-accepted_at", "-id").first()
    steps = steps_of(plan.steps) if plan else guide().steps
    choices = _choices(access)[:1]
    if not choices or not _is_of(choices[0], plan):
        return Course(plan, steps, None)
    return Course(plan, steps, _follow(choices[0], steps, _facts(access, choices[0]), today))


def plan_progress(access: Access, today: dt.date) -> Progress | None:
    """Return where the person stands in the plan today, None if they follow none."""
    return course(access, today).progress


def plan_events(access: Access, today: dt.date) -> list[PlanEvent]:
    """Return the latest choices and every step back between them, the latest first."""
    choices = list(_choices(access)[:LATEST])
    facts = _facts(access, choices[-1]) if choices else []
    events: list[PlanEvent] = []
    later: PlanChoice | None = None
    for choice in choices:
        steps = steps_of(choice.plan.steps) if choice.plan else guide().steps
        meant = [fact for fact in facts if later is None or not _tells(fact, later)]
        found = _follow(choice, steps, meant, later.local_date if later else today)
        moves = found.moves if found else ()
        events += [PlanEvent(m.local_date, m.after, m.before, m.reason) for m in reversed(moves)]
        events.append(PlanEvent(choice.local_date, choice.step))
        later = choice
    return events


def _in_force[Row: (Cap, Plan)](kind: type[Row], access: Access, at: dt.datetime) -> Row | None:
    agreed = kind.objects.visible_to(access).filter(accepted_at__lte=at)
    agreed = agreed.filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return agreed.order_by("-accepted_at", "-id").first()


def _choices(access: Access) -> QuerySet[PlanChoice]:
    return PlanChoice.objects.visible_to(access).select_related("plan").order_by("-at", "-id")


def _facts(access: Access, choice: PlanChoice) -> list[Any]:
    facts = SafetyFact.objects.visible_to(access).filter(withdrawn_at=None)
    return list(
        facts.filter(started_at__gt=choice.at - LATE).values_list(*TOLD_TO_PLAN, named=True)
    )


def _is_of(choice: PlanChoice, plan: Plan | None) -> bool:
    if plan is not None:
        return choice.plan_id == plan.id
    return choice.plan_id is None and choice.plan_version == guide().version


def _tells(fact: Any, choice: PlanChoice) -> bool:
    """Whether a session speaks to a choice: begun after it, or its stop symptom told after it."""
    if fact.started_at > choice.at:
        return True
    is_late = fact.told_at > choice.at and fact.started_at > choice.at - LATE
    return is_late and bool(fact.stop_items)


def _follow(
    choice: PlanChoice, steps: tuple[Step, ...], facts: Iterable[Any], until: dt.date
) -> Progress | None:
    sessions = [
        PlanSession(
            local_date=max(fact.local_date, choice.local_date),
            angle_deg=fact.angle_deg,
            duration_s=fact.duration_s,
            has_stop_symptom=bool(fact.stop_items),
            is_measured=fact.is_measured,
        )
        for fact in facts
        if _tells(fact, choice)
    ]
    chosen = Chosen(choice.step, choice.local_date)
    return progress(steps, chosen, sessions, until, days_per_step=guide().days_per_step)
