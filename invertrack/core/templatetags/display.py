"""How numbers are written on every page: unit beside the value, a gap as a dash."""

from __future__ import annotations

from django import template

register = template.Library()

GAP = "–"


@register.filter
def duration(seconds: int | None) -> str:
    """Write seconds as a person says them.

    >>> duration(150), duration(60), duration(45), duration(4000)
    ('2 min 30 s', '1 min', '45 s', '1 h 6 min')
    """
    if seconds is None:
        return GAP
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_of_hour = divmod(minutes, 60)
    if hours:  # sums only: seconds no longer say anything there
        return f"{hours} h {minutes_of_hour} min" if minutes_of_hour else f"{hours} h"
    if minutes and rest:
        return f"{minutes} min {rest} s"
    return f"{minutes} min" if minutes else f"{rest} s"


@register.filter
def degrees(angle: float | None) -> str:
    """Write an angle in whole degrees.

    >>> degrees(35), degrees(None)
    ('35°', '–')
    """
    return GAP if angle is None else f"{round(angle)}°"


@register.filter
def score(value: float | None) -> str:
    """Write a pain score with its scale: a rating whole, a mean with one decimal.

    >>> score(6), score(4.25), score(None)
    ('6 / 10', '4.2 / 10', '–')
    """
    if value is None:
        return GAP
    return f"{value} / 10" if isinstance(value, int) else f"{value:.1f} / 10"


@register.filter
def change(points: float | None) -> str:
    """Write a difference with its sign; what rounds to nothing has none.

    >>> change(-1.5), change(0.5), change(-0.04), change(2)
    ('-1.5', '+0.5', '0.0', '+2')
    """
    if points is None:
        return GAP
    if isinstance(points, int):
        return f"{points:+d}" if points else "0"
    rounded = round(points, 1) or 0.0
    return f"{rounded:+.1f}" if rounded else "0.0"


@register.filter
def whole(number: int) -> str:
    """Write a whole number with its thousands apart.

    >>> whole(12), whole(1200)
    ('12', '1,200')
    """
    return f"{number:,}"


@register.filter
def count(number: int, nouns: str) -> str:
    """Write a number with its noun, given as "singular,plural".

    >>> count(1, "session,sessions"), count(1200, "session,sessions")
    ('1 session', '1,200 sessions')
    """
    singular, plural = nouns.split(",")
    return f"{number:,} {singular if number == 1 else plural}"
