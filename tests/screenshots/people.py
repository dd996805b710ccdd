"""Who looks at the pages: nobody yet, people with nothing, five sessions, two years, and clinicians."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from invertrack.demo.accounts import CLINICIAN, PATIENT
from invertrack.journals import actions as journal_actions
from invertrack.journals.models import Entry, PainRating
from invertrack.operations.bench.people import load_one
from invertrack.questionnaires import actions as questionnaire_actions
from invertrack.questionnaires.enums import Name
from invertrack.safety.enums import Reply
from invertrack.sessions import actions as session_actions
from invertrack.sessions.enums import FollowUpKind
from invertrack.sessions.models import Session
from invertrack.users.models import Patient, User
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STRANGER_NAME = "Dr. Miriam Lindqvist"


@dataclass
class Person:
    """One visitor: the state that a picture is named for, their log-in, and whose ids links hold.

    ``only`` is how the names of the pages begin that somebody is here for; "" is all.
    """

    state: str
    cookie: str | None = None
    ids: dict[str, Any] = field(default_factory=dict)
    deleted: dict[str, Any] = field(default_factory=dict)
    only: str = ""


def everybody() -> list[Person]:
    """Make those that the demo has not, and return all."""
    five = _five_sessions()
    clinician = make.clinician(name=STRANGER_NAME).user
    grant = make.grant(of=five, to=clinician)
    _, token = make.invitation(of=five, email="dr.new@example.org")
    waiting, _ = make.invitation(of=five, email="praxis@example.org")
    years = Patient.objects.get(user__email=PATIENT.email)
    links = {"token": token, "invitation_id": waiting.pk, "grant_id": grant.pk, "name": "none-1"}
    links["instrument"] = Name.PSFS
    return [
        Person("nobody", ids=dict(links)),
        Person("empty", _cookie(make.patient().user), {"day": _today(), **links}),
        Person("five", _cookie(five.user), _ids(five) | links, _deleted(five)),
        Person("years", _cookie(years.user), _ids(years) | links),
        Person("alone", _cookie(make.clinician().user), links),
        Person("clinic-five", _cookie(clinician), {"patient_id": five.pk, **links}),
        Person(
            "clinic-years",
            _cookie(User.objects.get(email=CLINICIAN.email)),
            {"patient_id": years.pk, **links},
        ),
        *_closed(),
        *_told(),
    ]


def _told() -> list[Person]:
    """People with a session on each day of a month, of a season, and of ten years."""
    lengths, now = {"sessions-25": 25, "sessions-100": 100, "ten-years": 3652}, timezone.now()
    return [
        Person(state, _cookie(load_one(state, n, now=now).user), only="insights:dashboard")
        for state, n in lengths.items()
    ]


def _closed() -> list[Person]:
    """People whose sessions are closed: by an emergency, by an answer, by time, by a bad sign."""
    glaucoma = {"glaucoma_or_high_eye_pressure": Reply.UNSURE}
    emergency, blocked, due, suspended = (make.patient() for _ in range(4))
    make.red_flags(of=emergency, saddle_numbness=Reply.YES)
    make.screening(of=blocked, reflux=Reply.YES, **glaucoma)
    make.screening(of=due, reflux=Reply.YES, at=timezone.now() - dt.timedelta(days=91))
    make.confirmation(of=due, items=["reflux"], at=timezone.now() - dt.timedelta(days=91))
    make.red_flags(of=suspended, fever_or_unwell=Reply.YES)
    make.screening(of=suspended, migraine=Reply.YES)
    people = {"emergency": emergency, "blocked": blocked, "due": due, "suspended": suspended}
    return [
        Person(state, _cookie(patient.user), only="safety:") for state, patient in people.items()
    ]


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies["sessionid"].value


def _today() -> dt.date:
    return timezone.now().date()


def _five_sessions() -> Patient:
    """Somebody in their first week: five sessions, some days rated, one with a side effect."""
    patient, now = make.patient(name="Kim Sand"), timezone.now()
    for days_ago, angle, before, after in (
        (6, 20, 7, 6),
        (4, 25, 6, 6),
        (3, 25, 6, 4),
        (1, 30, 7, 5),
    ):
        ended_at = now - dt.timedelta(days=days_ago, hours=1)
        session = make.session(
            of=patient, ended_at=ended_at, angle_deg=angle, pain_before=before, pain_after=after
        )
    make.answer(of=session, kind=FollowUpKind.MINUTES_30)
    make.session(of=patient, pain_after=None, side_effects={"dizzy": 1}, note="Came up slowly.")
    for days_ago, score in ((5, 7), (4, 6), (2, 6), (0, 5)):
        day = (now - dt.timedelta(days=days_ago)).date()
        make.entry(
            of=patient, day=day, pain_avg_24h=score, pain_worst_24h=score + 1, note="Slept badly."
        )
    make.rating(of=patient, score=6)
    make.treatment(of=patient)
    make.completion(of=patient)
    return patient


def _ids(patient: Patient) -> dict[str, Any]:
    """Return the newest rows of a patient, by the names that addresses use."""
    entry = _newest(Entry, patient)
    return {
        "patient": patient,
        "session_id": _newest(Session, patient).pk,
        "entry_id": entry.pk,
        "rating_id": _newest(PainRating, patient).pk,
        "day": entry.local_date,
    }


def _newest(model: Any, patient: Patient) -> Any:
    return model.objects.for_patient(patient).live().order_by("-local_date", "-id").first()


def _deleted(patient: Patient) -> dict[str, Any]:
    """Delete one of each, and return what can now be undone."""
    now = timezone.now()
    session = make.session(of=patient, ended_at=now - dt.timedelta(days=7))
    entry = make.entry(of=patient, day=_today() - dt.timedelta(days=7))
    rating = make.rating(of=patient, at=now - dt.timedelta(days=7))
    treatment = make.treatment(of=patient)
    completion = make.completion(of=patient)
    by = {"patient": patient, "by": patient.user, "at": now}
    session_actions.delete_session(session_id=session.pk, submission=make.seen(session), **by)
    journal_actions.delete_entry(local_date=entry.local_date, submission=make.seen(entry), **by)
    journal_actions.delete_rating(rating_id=rating.pk, submission=make.seen(rating), **by)
    journal_actions.delete_treatment(
        treatment_id=treatment.pk, submission=make.seen(treatment), **by
    )
    questionnaire_actions.delete_completion(
        completion_id=completion.pk, submission=make.seen(completion), **by
    )
    return {
        "session_id": session.pk,
        "entry_id": entry.pk,
        "rating_id": rating.pk,
        "treatment_id": treatment.pk,
        "completion_id": completion.pk,
    }
