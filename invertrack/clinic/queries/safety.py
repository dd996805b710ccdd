"""One patient's safety as their clinician reads it: the state now, and what it rests on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from invertrack.care.access import Access
from invertrack.care.enums import Scope
from invertrack.insights.periods import Period
from invertrack.safety import queries
from invertrack.safety.enums import ListName, ProposalState, Reply, State, Why
from invertrack.safety.lists import Item, ItemList, red_flags, screening
from invertrack.safety.models import CHECKED, Cap, Clearance, Plan
from invertrack.safety.queries import Answered, PlanEvent, Safety
from invertrack.safety.screen import findings
from invertrack.safety.state import PAUSE_LASTS, Cause, Standing
from invertrack.sessions.models import Session
from invertrack.users.models import User

from .alarms import LEVELS, AlarmLine, alarm_line, words_of

ALARMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """What holds sessions up now: its kind, the words that nothing below says, and its end."""

    label: str
    words: list[str]
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ClearanceLine:
    """A clearance or an own confirmation; ``until`` is its last day, by the patient's clock.

    ``is_mine`` offers the reader to take it back.
    """

    clearance: Clearance
    words: str
    until: dt.date
    is_in_force: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """An answer of the screening that counts, and the clearance that opens it now, if any.

    ``holds`` says that sessions are off because of it.
    """

    id: uuid.UUID
    item: Item
    reply: Reply
    holds: bool
    cleared: ClearanceLine | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One pass through a list: when, which version, of how many questions, and what counts of it.

    What keeps sessions off comes first.
    """

    at: dt.datetime
    version: str
    questions: int
    findings: list[FindingLine]


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps and plans of clinicians and caps of the person's own, the latest first."""

    caps: list[Cap]
    plans: list[Plan]

    @property
    def all(self) -> list[Cap | Plan]:
        """Every one with its answer, the latest first."""
        return sorted([*self.caps, *self.plans], key=lambda one: one.proposed_at, reverse=True)

    @property
    def waiting(self) -> list[Cap | Plan]:
        """What waits for the patient's answer."""
        return [one for one in self.all if one.state == ProposalState.WAITING]

    @property
    def cap(self) -> Cap | None:
        """The cap in force."""
        return next((cap for cap in self.caps if cap.state == ProposalState.IN_FORCE), None)

    @property
    def plan(self) -> Plan | None:
        """The plan in force, None for the usual one."""
        return next((plan for plan in self.plans if plan.state == ProposalState.IN_FORCE), None)


@dataclass(frozen=True, slots=True)
class Clearable:
    """What a clinician may clear: an answer, or CHECKED after an alarm; ``since`` is its local day."""

    item_id: str
    words: str = ""
    source: str = ""
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SafetyBoard:
    """Everything that the section Safety of a review shows, as it is at an instant."""

    at: dt.datetime
    state: State
    reasons: list[Reason]
    alarms: list[AlarmLine]
    screening: Asked | None
    red_flags: Asked | None
    clearances: list[ClearanceLine]
    limits: Limits
    steps: list[PlanEvent]
    over_cap: int

    @property
    def unsure(self) -> str:
        """How an answer of not sure is taken."""
        return screening().texts["unsure"]

    @property
    def open_alarms(self) -> list[AlarmLine]:
        """Alarms that keep sessions off: the first to be read first."""
        return sorted((line for line in self.alarms if line.is_open), key=lambda line: line.rank)

    @property
    def past_alarms(self) -> list[AlarmLine]:
        """The latest alarms that were left."""
        return [line for line in self.alarms if not line.is_open][:ALARMS_SHOWN]


def safety_board(
    access: Access, period: Period, *, to: User, at: dt.datetime
) -> SafetyBoard | None:
    """Return what an access shows of safety, None where sessions are not shared.

    Whatever was written down before the first shared day is left out; the state now is not.
    """
    if not access.opens(Scope.SESSIONS):
        return None
    zone, found = access.patient.zone, queries.safety(access, at)
    clearances = [
        _clearance_line(row, zone=zone, to=to, at=at) for row in queries.clearances(access)
    ]
    over = Session.objects.visible_to(access).between(period.first, period.last)
    return SafetyBoard(
        at=at,
        state=found.standing.state,
        reasons=_reasons(access, found.standing),
        alarms=[alarm_line(alarm) for alarm in queries.alarms(access)],
        screening=_asked(access, ListName.SCREENING, screening(), found, clearances),
        red_flags=_asked(access, ListName.RED_FLAGS, red_flags(), found, clearances),
        clearances=clearances,
        limits=limits_of(access),
        steps=queries.plan_events(access, access.patient.today(at)),
        over_cap=over.filter(is_over_cap=True).count(),
    )


def limits_of(access: Access) -> Limits:
    """Return what was proposed, agreed, declined and ended, in two statements."""
    return Limits(queries.agreements(access, Cap), queries.agreements(access, Plan))


def clearable(access: Access, answer_id: uuid.UUID) -> Clearable | None:
    """Return an answer that a clinician may clear, None where there is nothing to clear.

    That is one of level stop in the latest screening that is shared, cleared before or not.
    """
    answered = queries.latest(access, ListName.SCREENING)
    for finding in findings(answered.replies, screening()) if answered else []:
        if answered.ids[finding.item_id] == answer_id and finding.is_blocker:
            item = screening()[finding.item_id]
            return Clearable(item.id, item.text, item.source)
    return None


def checkable(access: Access) -> Clearable | None:
    """Return that a check can be noted, while an alarm is open; None without one."""
    alarms = queries.alarms(access, are_open=True)
    return Clearable(CHECKED, since=alarms[0].local_date) if alarms else None


def own_clearance(
    access: Access, clearance_id: uuid.UUID, *, to: User, at: dt.datetime
) -> ClearanceLine | None:
    """Return a clearance that this clinician gave and that still holds."""
    row = Clearance.objects.visible_to(access).filter(id=clearance_id).first()
    line = row and _clearance_line(row, zone=access.patient.zone, to=to, at=at)
    return line if line and line.is_mine else None


def _reasons(access: Access, standing: Standing) -> list[Reason]:
    """Name each kind of cause once; a stop symptom with its words, which stand nowhere else."""
    by_kind: dict[Why, list[Cause]] = defaultdict(list)
    for cause in standing.in_force:
        by_kind[cause.why].append(cause)
    return [
        Reason(
            label=why.label,
            words=[words_of(cause.item_id) for cause in causes if _is_shared(access, cause)],
            until=causes[0].ends,
        )
        for why, causes in by_kind.items()
    ]


def _is_shared(access: Access, cause: Cause) -> bool:
    """Whether a cause is a pause whose session lies in the shared days."""
    if cause.why != Why.STOP_SYMPTOM:
        return False
    day = access.patient.today(cause.ends - PAUSE_LASTS)
    return access.data_from is None or day >= access.data_from


def _asked(
    access: Access,
    name: ListName,
    asked: ItemList,
    found: Safety,
    clearances: Iterable[ClearanceLine],
) -> Asked | None:
    answered: Answered | None = queries.latest(access, name)
    if answered is None:
        return None
    held = {cause.item_id for cause in found.standing.in_force}
    lines = []
    for finding in findings(answered.replies, asked):
        about = [line for line in clearances if line.clearance.item_id == finding.item_id]
        opens = (line for line in about if not (finding.is_blocker and line.clearance.is_own))
        lines.append(
            FindingLine(
                id=answered.ids[finding.item_id],
                item=asked[finding.item_id],
                reply=answered.replies[finding.item_id],
                holds=finding.item_id in held,
                cleared=next((line for line in opens if line.is_in_force), None),
            )
        )
    lines.sort(key=lambda line: (not line.holds, LEVELS[line.item.level]))
    return Asked(
        at=answered.screen.at,
        version=answered.screen.list_version,
        questions=len(answered.replies),
        findings=lines,
    )


def _clearance_line(row: Clearance, *, zone: dt.tzinfo, to: User, at: dt.datetime) -> ClearanceLine:
    is_in_force = row.withdrawn_at is None and row.valid_until > at
    return ClearanceLine(
        clearance=row,
        words=words_of(row.item_id),
        until=row.last_day(zone),
        is_in_force=is_in_force,
        is_mine=is_in_force and not row.is_own and row.by_id == to.pk,
    )
