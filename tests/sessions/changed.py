"""Correcting a session through its action, and reading it and its day again."""

import datetime as dt
import uuid

from invertrack.care.actions import Submission
from invertrack.sessions import actions
from invertrack.sessions.models import Session, SessionDay

EVENING = dt.datetime(2026, 5, 12, 17, 4, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def values_of(session, **changed):
    known = {
        name: getattr(session, name)
        for name in ("ended_at", "tz", "angle_deg", "duration_s", "pain_before", "pain_after")
    }
    return actions.SessionValues(**{**known, **changed})


def correct(session, *, at=EVENING + 5 * MINUTE, version=None, **changed):
    session = reload(session)
    actions.correct_session(
        patient=session.patient,
        session_id=session.id,
        by=session.patient.user,
        at=at,
        submission=Submission(uuid.uuid4(), "", version or session.version),
        clean=lambda stored: values_of(session, **changed),
    )
    return reload(session)


def reload(session):
    return Session.objects.for_patient(session.patient).select_related("patient").get(id=session.id)


def day_of(session):
    return SessionDay.objects.for_patient(session.patient).get(local_date=session.local_date)
