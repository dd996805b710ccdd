"""Results that are made once per change of a person's records, and read from then on."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import invertrack
from invertrack.analysis.results import Analysis
from invertrack.care.access import Access
from invertrack.safety.queries import cap_at, plan_progress
from invertrack.users.models import Patient

from .enums import Question
from .models import PrimaryQuestion, StoredResult
from .periods import Period
from .queries import read_days, record_of

KEPT = 40  # results a person: presets, a few own periods, those of their clinicians
KEPT_FOR = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The primary question, and since when: None is "from the beginning"."""

    question: Question
    since: dt.date | None

    def is_asked_before(self, first: dt.date) -> bool:
        """Whether it was fixed before the records from ``first`` on were made."""
        return self.since is None or self.since <= first


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the current step of the plan goes, or the cap if that is nearer."""

    angle_deg: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is stored for a page of insights: the analysis of its period, and the question.

    ``first`` is the first recorded day, None without records; ``reach`` is None without a plan.
    ``dates`` are the ends of the period as its records make it (``Period.holding``).
    """

    analysis: Analysis
    chosen: Chosen
    first: dt.date | None = None
    reach: Reach | None = None
    dates: tuple[dt.date, dt.date] | None = None

    def period_of(self, asked: Period) -> Period:
        """The period that was asked for, with the ends that its records give it."""
        return replace(asked, first=self.dates[0], last=self.dates[1]) if self.dates else asked


def found_in(access: Access, period: Period) -> Found:
    """Return what the records of a period say to this reader, made at the first asking."""

    def make(access: Access) -> Found:
        from invertrack.analysis.analyse import analyse  # numpy and scipy, when they are needed

        days = read_days(access, period)
        first = min((*days.journal, *days.sessions), default=None)
        return Found(
            analyse(record_of(days)),
            chosen_by(access.patient),
            first,
            reach_of(access),
            (days.period.first, days.period.last),
        )

    return stored("insights", access, period, make=make, kind=Found)


def reach_of(access: Access) -> Reach | None:
    """Return how far a session may go by the plan that the person follows, None without one."""
    now = timezone.now()
    followed = plan_progress(access, access.patient.today(now))
    if followed is None:
        return None
    step, cap = followed.step, cap_at(access, now)
    angles = [limit for limit in (step.angle_deg, cap and cap.angle_deg) if limit is not None]
    times = [limit for limit in (step.duration_s, cap and cap.duration_s) if limit is not None]
    return Reach(min(angles), min(times))


def chosen_by(patient: Patient) -> Chosen:
    """Return the question that holds: the last one chosen, or the trend from the beginning."""
    rows = PrimaryQuestion.objects.for_patient(patient).order_by("-chosen_at", "-id")
    row = rows.values_list("question", "chosen_on").first()
    return Chosen(Question(row[0]), row[1]) if row else Chosen(Question.TREND, None)


def stored[Result](
    about: str,
    access: Access,
    period: Period,
    *,
    make: Callable[[Access], Result],
    kind: type[Result],
) -> Result:
    """Return a result: one statement where it is there, else made under the patient's lock.

    Args:
        about: What is asked.
        make: Makes it of an access whose patient was read under the lock, so that what is stored
            belongs to the version that it is stored under.
        kind: The dataclass of the result, which what is read must fit.
    """
    body = _read(about, access, period)
    try:
        if body is not None:
            return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError:  # damaged in the table: what it was made of is still there
        rows = StoredResult.objects.for_patient(access.patient)
        rows.filter(key=_key(about, access, period)).delete()
    # A new process takes a second for numpy and scipy: not while others wait for the lock.
    import_module("invertrack.analysis.analyse")
    return msgspec.json.decode(_make(about, access, period, make), type=kind)


def _read(about: str, access: Access, period: Period) -> str | None:
    rows = StoredResult.objects.for_patient(access.patient)
    return rows.filter(key=_key(about, access, period)).values_list("body", flat=True).first()


@transaction.atomic
def _make[Result](
    about: str, access: Access, period: Period, make: Callable[[Access], Result]
) -> str:
    patient = Patient.objects.select_for_update().get(pk=access.patient.pk)
    access = replace(access, patient=patient)
    body = _read(about, access, period)  # another request was first
    if body is not None:
        return body
    body = msgspec.json.encode(make(access)).decode()
    now = timezone.now()
    rows = StoredResult.objects.for_patient(patient)
    rows.filter(~Q(data_version=patient.data_version) | Q(made_at__lt=now - KEPT_FOR)).delete()
    rows.filter(
        pk__in=list(rows.order_by("-made_at").values_list("pk", flat=True)[KEPT - 1 :])
    ).delete()
    StoredResult.objects.create(
        patient=patient,
        key=_key(about, access, period),
        data_version=patient.data_version,
        made_at=now,
        body=body,
    )
    return body


def _key(about: str, access: Access, period: Period) -> str:
    """Name everything that a result follows from; of the day depends how far the plan has come."""
    scopes = ",".join(sorted(access.scopes))
    today = access.patient.today(timezone.now())
    dates = (today, access.data_from, period.first, period.last, period.ends_now)
    return "|".join(map(str, (about, access.patient.data_version, scopes, *dates, made_by())))


@cache
def made_by() -> str:
    """Return what stands for the code of this process: ours, and the libraries that compute."""
    ours = Path(invertrack.__file__).parent
    digest = hashlib.sha256("".join(map(version, ("numpy", "scipy"))).encode())
    for package in ("analysis", "clinic", "insights", "safety"):  # all that results follow from
        for path in sorted((ours / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
