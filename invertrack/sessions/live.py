"""What a phone has to know to lead through a live session, with or without a network."""

from __future__ import annotations

import datetime as dt
from typing import Any

from invertrack.care.access import Access
from invertrack.safety.models import Cap
from invertrack.safety.queries import Progress, Safety, cap_at, plan_progress, safety

from . import queries
from .enums import AngleSource
from .words import agreed

FIRST_SESSIONS = 5  # for these somebody is nearby


def live_facts(access: Access, now: dt.datetime, known: Safety | None = None) -> dict[str, Any]:
    """Return what holds now, fit for JSON: degrees, seconds, instants as ISO text.

    A phone keeps it sealed, and starts without a network only while it is fresh and said "open".
    """
    known = known or safety(access, now)
    last = queries.last_used(access)
    angle, seconds = last["holds"][0] if last else (None, None)
    return {
        "at": now.isoformat(),
        "is_open": known.standing.is_open,
        "closed": None if known.standing.is_open else _closed(known),
        "cap": _cap(cap_at(access, now)),
        "step": _step(plan_progress(access, access.patient.today(now))),
        "usual": {
            "angle_deg": angle,
            "duration_s": seconds,
            "angle_source": last.get("angle_source", AngleSource.GUESS),
        },
        "asks_someone": queries.earlier(access).sessions < FIRST_SESSIONS,
        "zone": access.patient.tz,
    }


def _closed(known: Safety) -> dict[str, str]:
    words = known.words
    return {"title": words.title, "text": words.text, "step": words.step}


def _cap(cap: Cap | None) -> dict[str, Any] | None:
    if cap is None:
        return None
    return {
        "angle_deg": cap.angle_deg,
        "duration_s": cap.duration_s,
        "story": agreed(cap).story,
    }


def _step(progress: Progress | None) -> dict[str, int] | None:
    if progress is None:
        return None
    step = progress.step
    return {"number": step.number, "angle_deg": step.angle_deg, "duration_s": step.duration_s}
