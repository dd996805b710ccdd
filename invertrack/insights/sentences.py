"""What results say, in fixed sentences filled with their numbers: never a verdict beyond them.

Change is after minus before, so that less pain is negative; relief is before minus after. Each
number stands with its 95 % interval, and with its n where the sentence has no place for it.
"""

from __future__ import annotations

from invertrack.analysis.gates import Gate, Reason
from invertrack.analysis.results import (
    Baseline,
    BinMean,
    CellMean,
    Directions,
    Dose,
    Estimate,
    Interval,
    SingleCase,
    StandsOut,
    Term,
    Trend,
)
from invertrack.core.templatetags.display import change, duration

from .voice import Voice

TOO_FEW = "{k} more needed. Small samples mislead."
SHARE = (
    "On {lower:,} of {n:,} sessions {your} pain was lower after than before"
    " ({same:,} the same, {higher:,} higher)."
)
MEAN = "The average change was {m} points ({interval})."
MEDIAN_CHANGE = (
    "The median of all averages of two changes, which a few unusual sessions do not move, was {m}"
    " points ({interval}), n = {n:,}."
)
PERCENT = "That is {share:.0%} (95% interval {lo:.0%} to {hi:.0%})."
INTERVAL = "95% interval {lo} to {hi}"
NO_INTERVAL = "95% interval not computable"
DAILY_PAIN = "daily pain"
EARLY = "This is early: fewer than 20 sessions."
TREND = "Over {days:,} days {your} {what} went {way} by about {w} points a week ({lo} to {hi})."
NO_TREND = "Over {days:,} days {your} {what}: no clear change ({lo} to {hi} points a week)."
DAYS_TOO_ALIKE = (
    "One day of {what} resembles the next so much that these days cannot tell a trend. More weeks"
    " are needed."
)
STEADY = "Over {days:,} days {your} {what} was always the same score."
NATURAL_COURSE = "Back pain often improves over weeks with or without treatment."
USUAL = "{Your} usual pain at that time of day was {mu} of 10 ({interval}), n = {n:,} ratings."
SETTLING = (
    "Compared with {your} usual pain at that time of day ({mu}), about {rtm} of the drop is what we"
    " would expect without any effect."
)
SETTLING_EITHER_WAY = (
    "Compared with {your} usual pain at that time of day ({mu}), a change of about {rtm} points is"
    " what we would expect without any effect."
)
LEFT = "What is left is {delta} ({interval}); it may still be rest or expectation."
ONLY_WHEN_WORSE = (
    "{Your} sessions happen almost only when pain is above {your} usual level, so we cannot"
    " separate an effect from pain settling by itself."
)
ONLY_WHEN_BETTER = (
    "{Your} sessions happen almost only when pain is below {your} usual level, so we cannot"
    " separate an effect from pain rising by itself."
)
ALWAYS_AT_ONE_PAIN = (
    "Every session began at the same pain, so what settles by itself cannot be told from what is"
    " left."
)
LINK_OF_TWO = (
    "No clear link with {setting}, angle and time both counted as looked at; by itself it reads"
    " {x} points {more} relief per {step} ({lo} to {hi})."
)
NO_LINK = (
    "No clear link with {setting}; the data fit anything from {lo} points less to {hi} points more"
    " relief per {step}."
)
LINK = (
    "{sessions} were followed by {more} relief, about {x} points {more} per {step} ({lo} to {hi});"
    " this may be due to when {you} chose them."
)
HELD = "Read with pain before, the other setting and the passing weeks held."
CHOSEN = "{You} chose the angle and the time."
CHOSEN_WHEN_HIGH = "{You} chose the angle, often when pain was high."
ANGLE_WITH_TIME = "Angle rose steadily with time, so the two cannot be told apart."
ANGLE_AGAINST_TIME = "Angle fell steadily with time, so the two cannot be told apart."
TOO_ALIKE = "The angles or times used are too alike for a link to show."
NO_SCATTER = "The scores follow the settings exactly, so chance cannot be judged."
BEGAN_ALIKE = "Every session began at the same pain, so none can be compared with another pain."
UNTOLD_BASELINE = {  # reasons that no number of sessions takes away
    Reason.ONLY_WHEN_WORSE: ONLY_WHEN_WORSE,
    Reason.ONLY_WHEN_BETTER: ONLY_WHEN_BETTER,
    Reason.NO_SPREAD: ALWAYS_AT_ONE_PAIN,
}
UNTOLD_LINK = {
    Reason.ANGLE_WITH_TIME: ANGLE_WITH_TIME,
    Reason.ANGLE_AGAINST_TIME: ANGLE_AGAINST_TIME,
    Reason.SETTINGS_TOO_ALIKE: TOO_ALIKE,
    Reason.NO_SPREAD: BEGAN_ALIKE,
    Reason.NO_SCATTER: NO_SCATTER,
}
NONE_STANDS_OUT = "No setting stands out."
STANDS_OUT = (
    "Sessions {at} were followed by lower pain than other sessions; this may be due to when {you}"
    " chose them."
)
NOT_NAMED = "No setting is named."
NO_SPREAD = (
    "Within each group all scores were the same, so that chance cannot be judged and groups cannot"
    " be compared."
)
ONE_GROUP = "Only one group has enough sessions, so that there is nothing to draw it towards."
OVERLAP = (
    "Of all pairs of a day before the first session of these days and one from then on, {share} had"
    " less pain on the later day ({interval}), n = {before:,} and {after:,} days. Tau-U {tau_u},"
    " which has no interval. This describes and does not explain."
)
SINCE = "Exploratory in these days, which began before it became {your} question on {day}."
CHOSEN_BY_PAIN_FROM = 0.3  # correlation of the angle with pain before, a house decision


def interval_words(interval: Interval | None, digits: int = 1) -> str:
    """Return an interval as it stands in brackets."""
    if interval is None:
        return NO_INTERVAL
    return INTERVAL.format(lo=signed(interval.low, digits), hi=signed(interval.high, digits))


def plain_interval(interval: Interval | None) -> str:
    """Return an interval of numbers that have no direction."""
    if interval is None:
        return NO_INTERVAL
    return INTERVAL.format(lo=f"{interval.low:.1f}", hi=f"{interval.high:.1f}")


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign; what rounds to nothing has none.

    >>> signed(-0.04), signed(-0.04, 2), signed(0.5)
    ('0.0', '-0.04', '+0.5')
    """
    if digits == 1:
        return change(float(value))
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"


def digits_of(interval: Interval | None) -> int:
    """Return the decimals that a slope needs: no interval may shrink to one number, no end to 0.

    >>> digits_of(Interval(-0.8, 0.3)), digits_of(Interval(-0.04, -0.01)), digits_of(None)
    (1, 2, 1)
    """
    if interval is None:
        return 1
    ends = (interval.low, interval.high)
    for digits in (1, 2, 3):
        low, high = (round(end, digits) for end in ends)
        if low != high and all(round(end, digits) for end in ends if end):
            return digits
    return 3


def missing(gate: Gate, needs: str) -> str:
    """Return what a closed gate waits for, and how much more of it."""
    return f"{needs}: {gate.have:,} so far. {TOO_FEW.format(k=f'{gate.to_go:,}')}"


def share(directions: Directions, voice: Voice) -> str:
    """Say how many sessions were followed by less pain."""
    return SHARE.format(
        lower=directions.lower,
        n=directions.n,
        same=directions.same,
        higher=directions.higher,
        your=voice.your,
    )


def percent(estimate: Estimate) -> str:
    """Say a share and its interval; any number of sessions gives one."""
    ends = estimate.interval or Interval(0.0, 1.0)
    return PERCENT.format(share=estimate.value, lo=ends.low, hi=ends.high)


def mean(estimate: Estimate) -> str:
    """Say the average change."""
    return MEAN.format(m=signed(estimate.value), interval=interval_words(estimate.interval))


def median_change(estimate: Estimate) -> str:
    """Say the change that unusual sessions do not move."""
    interval = interval_words(estimate.interval)
    return MEDIAN_CHANGE.format(m=signed(estimate.value), interval=interval, n=estimate.n)


def too_few_sessions(gate: Gate, what: str) -> str:
    """Say how many sessions more an output needs."""
    return missing(gate, f"{what} needs {gate.needed} sessions with both ratings, one a day")


def trend(found: Trend, voice: Voice, what: str = DAILY_PAIN) -> str:
    """Say how a daily score went over the weeks, or that no direction is clear."""
    week = found.shown.times(7)
    days = found.last_day - found.first_day + 1
    if week.interval is None:
        return STEADY.format(days=days, your=voice.your, what=what)
    digits = digits_of(week.interval)
    return (TREND if found.is_clear else NO_TREND).format(
        days=days,
        your=voice.your,
        what=what,
        way="down" if week.value < 0 else "up",
        w=f"{abs(week.value):.{digits}f}",
        lo=signed(week.interval.low, digits),
        hi=signed(week.interval.high, digits),
    )


def no_trend_yet(gate: Gate, what: str = DAILY_PAIN) -> str:
    """Say how many days a trend still needs."""
    if gate.reason == Reason.DAYS_TOO_ALIKE:
        return DAYS_TOO_ALIKE.format(what=what)
    if gate.reason == Reason.SPAN_TOO_SHORT:
        needs = f"A trend of {what} needs {gate.needed} days from the first rated one on"
    else:
        needs = f"A trend of {what} needs ratings on 70% of its days, {gate.needed} days here"
    return missing(gate, needs)


def usual(found: Estimate, voice: Voice) -> str:
    """Say usual pain at the time of day of sessions."""
    return USUAL.format(
        Your=_capital(voice.your),
        mu=f"{found.value:.1f}",
        interval=plain_interval(found.interval),
        n=found.n,
    )


def settling(found: Baseline, voice: Voice) -> str:
    """Say what of the change is expected without any effect."""
    rtm, mu = found.settling.value, f"{found.usual.value:.1f}"
    if found.mean_change <= rtm < 0:
        return SETTLING.format(your=voice.your, mu=mu, rtm=f"{-rtm:.1f} points")
    return SETTLING_EITHER_WAY.format(your=voice.your, mu=mu, rtm=signed(rtm))


def left(found: Baseline, voice: Voice) -> str:
    """Say what of the change is left beside pain settling by itself."""
    estimate = found.left
    delta = LEFT.format(delta=signed(estimate.value), interval=interval_words(estimate.interval))
    return f"{settling(found, voice)} {delta}"


def no_baseline(gate: Gate, voice: Voice) -> str:
    """Say why usual pain cannot be held against the change."""
    if gate.reason in UNTOLD_BASELINE:
        return UNTOLD_BASELINE[gate.reason].format(Your=_capital(voice.your), your=voice.your)
    needed = {
        Reason.TOO_FEW_SESSIONS: "sessions with both ratings",
        Reason.TOO_FEW_USUAL_RATINGS: "same-time ratings of pain right now",
        Reason.TOO_FEW_DAYS_WITHOUT_SESSION: "same-time ratings on days without a session",
    }[gate.reason]
    needs = f"A comparison with usual pain needs {gate.needed} {needed}, none entered late"
    return missing(gate, needs)


def link(
    term: Term, voice: Voice, *, is_clear: bool, setting: str, sessions: str, step: str
) -> str:
    """Say how relief goes with a setting, or that no link is clear, with what the data fit."""
    interval = term.shown.interval
    if interval is None:
        return f"A link with {setting} is not computable."
    digits, more = digits_of(interval), "more" if term.shown.value > 0 else "less"
    if not interval.excludes_zero:
        lo, hi = f"{abs(interval.low):.{digits}f}", f"{abs(interval.high):.{digits}f}"
        return NO_LINK.format(setting=setting, lo=lo, hi=hi, step=step)
    return (LINK if is_clear else LINK_OF_TWO).format(
        setting=setting,
        sessions=sessions,
        more=more,
        x=f"{abs(term.shown.value):.{digits}f}",
        step=step,
        lo=signed(interval.low, digits),
        hi=signed(interval.high, digits),
        you=voice.you,
    )


def link_stands_on(found: Dose) -> str:
    """Say what a link was read from, and from where to where."""
    angles, minutes = found.angles_deg, found.minutes_used
    return (
        f"n = {found.n:,} sessions at {angles.low:.0f}° to {angles.high:.0f}° and"
        f" {duration(minutes.low * 60)} to {duration(minutes.high * 60)}, 95% interval. {HELD}"
    )


def no_link_yet(gate: Gate) -> str:
    """Say why no link with a setting is looked for."""
    if gate.reason in UNTOLD_LINK:
        return UNTOLD_LINK[gate.reason]
    if gate.reason == Reason.TOO_FEW_SETTINGS:
        return missing(gate, f"A link with angle or time needs {gate.needed} angles of 8 sessions")
    return too_few_sessions(gate, "A link with angle or time")


def chosen(angle_with_before: float | None, voice: Voice) -> str:
    """Say who chose the settings, and when that went with pain."""
    you, said = _capital(voice.you), [CHOSEN]
    if angle_with_before is not None and angle_with_before >= CHOSEN_BY_PAIN_FROM:
        said.append(CHOSEN_WHEN_HIGH)
    return " ".join(said).format(You=you)


def group(at: str, found: BinMean | CellMean) -> str:
    """Say the mean relief of a group, or that it has too few sessions."""
    if found.mean is None:
        return f"{_capital(at)}, n = {found.n:,}: too few. {TOO_FEW.format(k=found.gate.to_go)}"
    interval = interval_words(found.interval)
    return f"{_capital(at)}: relief {signed(found.mean)} points ({interval}), n = {found.n:,}."


def pooled_group(at: str, found: Estimate) -> str:
    """Say the mean relief of a group drawn towards that of all groups."""
    return (
        f"{_capital(at)}, drawn towards all groups by as much as chance explains: relief"
        f" {signed(found.value)} points ({interval_words(found.interval)}), n = {found.n:,}."
    )


def all_groups(what: str, found: Estimate) -> str:
    """Say what the groups of a setting have in common."""
    return (
        f"Over all {what}: relief {signed(found.value)} points"
        f" ({interval_words(found.interval)}), n = {found.n:,}."
    )


def stands_out(at: str, found: StandsOut, voice: Voice) -> str:
    """Say that sessions of a group were followed by less pain than others."""
    lead = found.lead
    return (
        f"{STANDS_OUT.format(at=at, you=voice.you)} Relief was {signed(lead.value)} points from"
        f" that of all groups ({interval_words(lead.interval)}), n = {lead.n:,}."
    )


def median(when: str, n: int, gate: Gate, found: Estimate | None) -> str:
    """Say the median of pain at one time around sessions."""
    if found is None:
        return missing(gate, f"A median of pain {when} needs {gate.needed} answers")
    return f"Median pain {when}: {found.value:.1f} of 10 ({plain_interval(found.interval)}), n = {n:,}."


def overlap(found: SingleCase) -> str:
    """Say how far daily pain before the first session and from then on overlap."""
    interval = found.nap.interval
    return OVERLAP.format(
        share=f"{found.nap.value:.0%}",
        interval=f"{interval.low:.0%} to {interval.high:.0%}" if interval else NO_INTERVAL,
        before=found.days_before,
        after=found.days_after,
        tau_u=signed(found.tau_u, 2),
    )


def no_overlap_yet(gate: Gate) -> str:
    """Say how many days the overlap still needs."""
    needs = (
        f"The overlap of days before the first session with those from then on needs {gate.needed}"
        " rated days on either side, on the shorter one"
    )
    return missing(gate, needs)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
