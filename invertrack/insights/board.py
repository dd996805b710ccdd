"""A page of insights whole: the same for the person and for the clinician they let in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from invertrack.analysis.record import Pair
from invertrack.analysis.results import Adjustment, Groups
from invertrack.care.access import Access

from . import captions
from .answered import Answered, answered
from .captions import Change, TreatmentLine
from .curves import Setting, gate_of
from .enums import Question
from .findings import ANSWERS, Finding, findings_of, headline
from .lasting import Lasting, lasting
from .periods import Period
from .queries import (
    Days,
    pain_around,
    pain_trend,
    read_days,
    read_passes,
    read_vitals,
    record_of,
    score_pairs,
    setting_cells,
    setting_scores,
)
from .sentences import CHOSEN
from .shown import Progress, Shown, progress_of, shown
from .stored import Chosen, Found, found_in
from .tables import (
    Bin,
    ScoreTable,
    SettingRow,
    Stretches,
    VitalsTable,
    bin_rows,
    score_table,
    setting_rows,
    stretches,
    vitals_table,
)
from .voice import Voice

__all__ = ["CHART_NAMES", "CURVE_NAMES", "Board", "chart_urls", "make_board"]

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
CURVE_NAMES = ("relief-curve-angle", "relief-curve-minutes")


@dataclass(frozen=True, slots=True)
class Today:
    """What can be said today in one sentence, of the question that was chosen, and what it is on."""

    headline: str
    chosen: Chosen
    answer: Shown


@dataclass(frozen=True, slots=True)
class Relief:
    """Relief by one setting: sentence, link, what its groups have in common, and they as rows.

    ``leads`` are the groups that stand out; ``curve`` is the chart of the smooth curve, and
    ``no_curve`` how much it waits for.
    """

    sentence: str
    link: Shown
    together: Shown
    leads: list[Shown]
    bins: list[Bin]
    curve: Setting
    no_curve: Progress | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Pain before against pain after: the sentence of the change, what is left, and a table."""

    sentence: str
    left: Shown
    table: ScoreTable


@dataclass(frozen=True, slots=True)
class Settings:
    """Where sessions lie between angle and time: a sentence, and the settings as rows."""

    sentence: str
    rows: list[SettingRow]


@dataclass(frozen=True, slots=True)
class VitalsShown:
    """Blood pressure and heart rate around sessions: a sentence, and the readings as rows."""

    sentence: str
    table: VitalsTable


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a page of insights shows beside its charts.

    ``today`` is None where what it asks for is not shared; ``vitals`` and ``questionnaires`` are
    None where none were entered. ``read_at`` is at which pain before relief is read.
    """

    days: Days
    period: Period
    found: Found
    today: Today | None
    trend_sentence: str
    trend: Shown
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
    read_at: Adjustment | None
    who_chose: str
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
    """Read a period in six statements and put together what its stored results say of it."""
    found = found_in(access, period)
    days = read_days(access, period)
    findings = {one.id: one for one in findings_of(found, voice=voice)}
    trend = pain_trend(days)
    used = setting_scores(access, days.period)
    change = captions.change_over_sessions(days, findings)
    cells = setting_cells(used, found.analysis.cells)
    pairs = score_table(score_pairs(used, days.pairs))
    rated_days = sum(day.is_rated for day in trend)
    return Board(
        days=days,
        period=days.period,
        found=found,
        today=_today(access, found, findings),
        trend_sentence=captions.trend_sentence(days, trend),
        trend=shown(findings["pain-trend"]),
        treatments=captions.treatment_lines(days, voice),
        stretches=stretches(trend, days.period),
        rated_days=rated_days,
        sessions=sum(day.sessions for day in trend),
        session_days=len(days.sessions),
        change=change,
        before_after=BeforeAfter(
            captions.before_after_sentence(days, change), shown(findings["left"]), pairs
        ),
        lasting=lasting(days, pain_around(days, found.analysis.medians), voice),
        **_by_setting(days, found, findings),
        read_at=found.analysis.adjustment,
        who_chose=CHOSEN.format(You=voice.you[:1].upper() + voice.you[1:]),
        settings=Settings(captions.settings_sentence(days, cells), setting_rows(cells)),
        adherence_sentence=captions.adherence_sentence(days, rated_days),
        vitals=_vitals(days),
        questionnaires=answered(days.period, read_passes(access, period)),
        caution=findings["share-lower"].caution,
    )


def _today(access: Access, found: Found, findings: Mapping[str, Finding]) -> Today | None:
    question = found.chosen.question
    is_shared = access.journal if question == Question.TREND else access.sessions
    if not is_shared or (question == Question.LEFT and not access.journal):
        return None
    answer = shown(findings[ANSWERS[question]])
    return Today(headline(findings.values(), question), found.chosen, answer)


def _by_setting(days: Days, found: Found, findings: Mapping[str, Finding]) -> dict[str, Relief]:
    analysis, pairs = found.analysis, record_of(days).pairs
    return {
        "by_angle": Relief(
            sentence=captions.angle_sentence(days, analysis),
            bins=bin_rows(analysis.by_angle.bins, "{}°"),
            **_said(Setting.ANGLE, analysis.by_angle, findings, pairs),
        ),
        "by_duration": Relief(
            sentence=captions.duration_sentence(days, analysis),
            bins=bin_rows(analysis.by_minutes.bins, "{} min"),
            **_said(Setting.MINUTES, analysis.by_minutes, findings, pairs),
        ),
    }


def _said(
    setting: Setting, groups: Groups, findings: Mapping[str, Finding], pairs: Sequence[Pair]
) -> dict[str, Any]:
    return {
        "link": shown(findings[f"{setting}-slope"]),
        "together": shown(findings[f"{setting}-groups"]),
        "leads": [
            shown(one)
            for one in findings.values()
            if one.id.startswith(setting) and one.id.endswith("-lead")
        ],
        "curve": setting,
        "no_curve": progress_of(gate_of(pairs, setting)),
    }


def _vitals(days: Days) -> VitalsShown | None:
    found = read_vitals(days.access, days.period) if days.sessions else []
    if not found:
        return None
    return VitalsShown(captions.vitals_sentence(days, found), vitals_table(found, days.period))


def chart_urls(view_name: str, period: Period, *args: object, **query: object) -> dict[str, str]:
    """Return the address of each chart of the period, by its name as a template can say it."""
    return {
        name.replace("-", "_"): (
            f"{reverse(view_name, args=[*args, name])}?{urlencode(query)}{'&' * bool(query)}{period.query}"
        )
        for name in (*CHART_NAMES, *CURVE_NAMES)
    }
