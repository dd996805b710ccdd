"""A page of insights whole: the same for the person and for the clinician they let in."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from invertrack.care.access import Access

from . import findings
from .answered import Answered, answered
from .findings import Change, TreatmentLine, Voice
from .lasting import Lasting, lasting
from .periods import Period
from .queries import (
    Days,
    bins_by_angle,
    bins_by_duration,
    pain_around,
    pain_trend,
    read_days,
    read_passes,
    read_vitals,
    score_pairs,
    setting_cells,
)
from .tables import (
    Bin,
    ScoreTable,
    Setting,
    Stretches,
    VitalsTable,
    bin_rows,
    score_table,
    setting_rows,
    stretches,
    vitals_table,
)

__all__ = ["CHART_NAMES", "Board", "chart_urls", "make_board"]

CHART_NAMES = (
    "pain-trend",
    "before-after",
    "relief-decay",
    "relief-by-angle",
    "relief-by-duration",
    "angle-duration",
    "adherence",
    "vitals",
    "questionnaires",
    "compare",
)


@dataclass(frozen=True, slots=True)
class Relief:
    """Relief by one setting: what the chart stands on in a sentence, and its groups as rows."""

    sentence: str
    bins: list[Bin]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Pain before against pain after: the sentence of the change, and the sessions as a table."""

    sentence: str
    table: ScoreTable


@dataclass(frozen=True, slots=True)
class Settings:
    """Where sessions lie between angle and time: a sentence, and the settings as rows."""

    sentence: str
    rows: list[Setting]


@dataclass(frozen=True, slots=True)
class VitalsShown:
    """Blood pressure and heart rate around sessions: a sentence, and the readings as rows."""

    sentence: str
    table: VitalsTable


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a page of insights shows beside its charts.

    ``vitals`` and ``questionnaires`` are None where none were entered.
    """

    days: Days
    period: Period
    trend_sentence: str
    treatments: list[TreatmentLine]
    stretches: Stretches
    rated_days: int
    sessions: int
    session_days: int
    change: Change
    before_after: BeforeAfter
    lasting: Lasting
    by_angle: Relief
    by_duration: Relief
    settings: Settings
    adherence_sentence: str
    vitals: VitalsShown | None
    questionnaires: Answered | None
    caution: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded in the period."""
        return self.days.is_empty and self.questionnaires is None

    @property
    def access(self) -> Access:
        """What the reader may see."""
        return self.days.access


def make_board(access: Access, period: Period, voice: Voice) -> Board:
    """Read and sum up a period in six statements; numpy is loaded only where there are pairs."""
    days = read_days(access, period)
    trend = pain_trend(days)
    change = findings.change_over_sessions(days, voice)
    angles, durations = bins_by_angle(days), bins_by_duration(days)
    cells = setting_cells(days)
    means = [*angles, *durations, *(row.found for row in cells if row.found)]
    shows_mean = change.mean is not None or any(found.gate.open for found in means)
    rated_days = sum(day.is_rated for day in trend)
    return Board(
        days=days,
        period=days.period,
        trend_sentence=findings.trend_sentence(days, trend),
        treatments=findings.treatment_lines(days, voice),
        stretches=stretches(trend, days.period),
        rated_days=rated_days,
        sessions=sum(day.sessions for day in trend),
        session_days=len(days.sessions),
        change=change,
        before_after=BeforeAfter(
            findings.before_after_sentence(days, change), score_table(score_pairs(days))
        ),
        lasting=lasting(days, pain_around(days), voice),
        by_angle=Relief(findings.angle_sentence(days, angles), bin_rows(angles, "{}°")),
        by_duration=Relief(
            findings.duration_sentence(days, durations), bin_rows(durations, "{} min")
        ),
        settings=Settings(findings.settings_sentence(days, cells), setting_rows(cells)),
        adherence_sentence=findings.adherence_sentence(days, rated_days),
        vitals=_vitals(days),
        questionnaires=answered(days.period, read_passes(access, period)),
        caution=voice.caution if shows_mean else "",
    )


def _vitals(days: Days) -> VitalsShown | None:
    found = read_vitals(days.access, days.period) if days.sessions else []
    if not found:
        return None
    return VitalsShown(findings.vitals_sentence(days, found), vitals_table(found, days.period))


def chart_urls(view_name: str, period: Period, *args: object, **query: object) -> dict[str, str]:
    """Return the address of each chart of the period, by its name as a template can say it."""
    return {
        name.replace("-", "_"): (
            f"{reverse(view_name, args=[*args, name])}?{urlencode(query)}{'&' * bool(query)}{period.query}"
        )
        for name in CHART_NAMES
    }
