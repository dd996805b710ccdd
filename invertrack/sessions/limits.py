"""What is pointed out at an angle or a time while it is typed; the page after saving says it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from invertrack.safety.models import Cap
from invertrack.safety.plan import guide

from .screen import LONG_S, LONG_TEXT, STEEP_DEG, above_step
from .words import agreed


@dataclass(frozen=True, slots=True)
class Limit:
    """Words that stand at a field as soon as the number in it is above this."""

    code: str
    field: str
    above: int
    text: str


def limits(*, cap: Cap | None = None, step_deg: int | None = None) -> Iterator[Limit]:
    """Yield what holds for everybody and what was agreed; the cap comes first."""
    words = agreed(cap)
    if words is not None:
        for field, allowed in (("angle_deg", words.angle), ("duration_s", words.time)):
            if allowed is not None:
                text = f"This is over your cap of {allowed}. {words.story}"
                yield Limit("cap", field, getattr(cap, field), text)
    if step_deg is not None:
        text = guide().texts["above_step"]
        yield Limit("above_step", "angle_deg", above_step(step_deg), text)
    yield Limit("steep", "angle_deg", STEEP_DEG, guide().texts["beyond"])
    yield Limit("long", "duration_s", LONG_S, LONG_TEXT)
