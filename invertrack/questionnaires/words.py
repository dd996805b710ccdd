"""The sentences about a change: the published one filled in, and what both of its tests say."""

from __future__ import annotations

from .instruments import Important, Instrument
from .scoring import Change

PERCENT_OF_NOTHING = "The earlier score was 0, so there is no percentage."


def sentence(asked: Instrument, found: Change) -> str:
    """Return the questionnaire's sentence about a change, filled and never paraphrased."""
    important = _important(asked)
    points = asked.number(abs(found.points))
    size = f"{points} {'point' if points == '1' else 'points'}"
    if found.percent is not None:
        size = f"{size}, {abs(found.percent):.0f}%"
    return important.sentence.format(
        name=asked.name,
        before=asked.number(found.before),
        after=asked.number(found.after),
        size=size,
        points=points_of(important),
        percent=important.percent,
    )


def tests(asked: Instrument, found: Change) -> list[str]:
    """Return what each test says of a change, that they disagree, and why one says nothing."""
    important = _important(asked)
    said = [f"{points_of(important)} points or more: {_met(found.by_points)}."]
    if important.percent is not None:
        said.append(
            f"{important.percent}% or more: {_met(found.by_percent)}."
            if found.percent is not None
            else PERCENT_OF_NOTHING
        )
    if found.disagree:
        said.append("The two tests disagree about this change.")
    return said


def way(asked: Instrument, found: Change) -> str:
    """Return which way a change went, by the direction of the questionnaire."""
    if found.points == 0:
        return "The same score."
    is_less_trouble = (found.points < 0) == (asked.direction == "lower")
    return f"The later score means {'less' if is_less_trouble else 'more'} trouble."


def points_of(important: Important) -> str:
    """Return the points that matter, as one number or from the lowest to the highest estimate.

    >>> points_of(Important((5, 5), 30, "", "")), points_of(Important((1.0, 1.75), 30, "", ""))
    ('5', '1 to 1.75')
    """
    lowest, highest = important.points
    return f"{lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"


def _important(asked: Instrument) -> Important:
    if asked.important is None:
        raise ValueError(f"{asked.name} has no change to speak of.")
    return asked.important


def _met(is_met: bool | None) -> str:
    if is_met is None:
        return "it lies between the estimates"
    return "reached" if is_met else "not reached"
