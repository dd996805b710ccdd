"""What a phone would have measured of the lead's latest sessions: their angle by time, and its summary.

Drawn by numbers of their own, so that telling it changes nothing else of the story.
"""

from __future__ import annotations

import datetime as dt
from statistics import fmean, pstdev

import numpy as np

from invertrack.analysis.life import Session as Told
from invertrack.sessions.enums import AngleSource, Entered
from invertrack.sessions.models import Session, Trace

from .book import Book

FOR_DAYS = 60  # for so long the lead has led sessions by the phone
TILT_S, STEP_S, UP_S = 7, 2, 8  # into the first hold, from one to the next, back to level
UPRIGHT_DEG = -78
WOBBLE_DEG = 0.6
READINGS_PER_S = 10


def tell_live(book: Book, told: Told, session: Session, held: list[tuple[int, int]]) -> None:
    """Make a session one that the phone led through, if it is the lead's and of the last weeks."""
    if not book.person.is_lead or not book.calendar.is_lately(told.day, days=FOR_DAYS):
        return
    rng = np.random.default_rng([book.seed, told.day, told.minute])
    degrees, began = _angle(held, rng)
    at_angle = [
        degree
        for start, (_, seconds) in zip(began, held, strict=True)
        for degree in degrees[start : start + seconds]
    ]
    session.started_at = session.ended_at - dt.timedelta(seconds=len(degrees) - 1)
    session.angle_source, session.entered = AngleSource.MEASURED, Entered.LIVE
    session.rest_at_zero_s = 60
    session.samples = {
        "n": len(degrees) * READINGS_PER_S,
        "mean_deg": round(fmean(at_angle), 1),
        "max_deg": max(at_angle),
        "sd_deg": round(pstdev(at_angle), 1),
        "over_cap_s": 0,
        "gap_s": 0,
    }
    book.add(
        Trace,
        session.created_at,
        session.id,
        session_id=session.id,
        created_at=session.created_at,
        every_s=1,
        degrees=degrees,
        marks=[[second, "hold"] for second in began],
    )


def _angle(held: list[tuple[int, int]], rng: np.random.Generator) -> tuple[list[int], list[int]]:
    """Return whole degrees second by second from upright to level, and where each hold begins."""
    path: list[float] = list(np.linspace(UPRIGHT_DEG, held[0][0], TILT_S, endpoint=False))
    began = []
    for number, (angle_deg, seconds) in enumerate(held):
        if number:
            path += np.linspace(held[number - 1][0], angle_deg, STEP_S, endpoint=False).tolist()
        began.append(len(path))
        # Never above the hold's own angle: the steepest of a session is what its holds say.
        path += (angle_deg - abs(rng.normal(0, WOBBLE_DEG, seconds))).tolist()
    path += np.linspace(held[-1][0], 0, UP_S).tolist()
    return [round(degree) for degree in path], began
