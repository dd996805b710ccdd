"""All findings of ten years against one call of a common library, and views that find them stored."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from unittest import mock

from scipy.stats import theilslopes

from invertrack.analysis import analyse as analysing
from invertrack.analysis.record import Record
from invertrack.analysis.simulated import record_of_life
from invertrack.insights.enums import Question
from invertrack.insights.findings import findings_of
from invertrack.insights.stored import Chosen, Found
from invertrack.insights.voice import OWN
from invertrack.users.models import Patient

from .people import one_a_day
from .ratios import Candidate, Figure, ratio
from .visitor import Visitor
from .world import TEN_YEARS, Figures, World

PAGE: Final = "/insights/"
JSON: Final = "/insights/findings.json"
MB: Final = 1e6
MOST_ROUNDS: Final = 20  # each takes seconds


def measure(world: World) -> Figures:
    """Return the figures of this part."""
    world = replace(world, rounds=min(world.rounds, MOST_ROUNDS))
    return computing(world) | viewing(world)


def computing(world: World, *, days: int = TEN_YEARS.days) -> Figures:
    """Compare all findings of a record of ten years with one slope of its daily scores."""
    record = record_of_life(one_a_day(days, every_entry=True))
    rated, scores = zip(*record.pain, strict=True)
    works = {"findings": lambda: all_findings(record), "slope": lambda: theilslopes(scores, rated)}
    times = world.take_turns(
        "insights: findings",
        {name: Candidate(run=lambda _, work=work: work()) for name, work in works.items()},
    )
    peaks = {name: peak_mb(work) for name, work in works.items()}
    return {
        "I1": ratio(times["findings"], times["slope"]),
        "I1.memory": Figure.exact(peaks["findings"]),
        "I1.memory.ratio": Figure.exact(peaks["findings"] / peaks["slope"]),
    }


def viewing(world: World) -> Figures:
    """Compare a second view with the first after a change, which makes what the second finds."""
    patient = world.people.middle
    visitor = world.as_patient(patient)
    paths = {"page": f"{PAGE}?{world.ten_years}", "json": f"{JSON}?{world.ten_years}"}
    candidates = {}
    for name, path in paths.items():
        candidates[f"first {name}"] = _view(visitor, path, before=lambda: change(patient))
        candidates[f"second {name}"] = _view(
            visitor, path, before=lambda path=path: visitor.get(path)
        )
    times = world.take_turns("insights: views", candidates)
    with analyses() as made:
        for path in paths.values():
            visitor.get(path)
            made.clear()
            visitor.get(path)
    return {
        "I2.page": ratio(times["second page"], times["first page"]),
        "I2.json": ratio(times["second json"], times["first json"]),
        "I2.made": Figure.exact(len(made)),
    }


def all_findings(record: Record) -> Any:
    """Return all that a record has to say, in sentences; the curve is not part of it."""
    found = Found(analysing.analyse(record), Chosen(Question.TREND, None))
    return findings_of(found, voice=OWN)


def peak_mb(work: Callable[[], Any]) -> float:
    """Return the most memory that a piece of work held at once, in millions of bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MB
    finally:
        tracemalloc.stop()


@contextmanager
def analyses() -> Iterator[list[Record]]:
    """Collect the records that are analysed anew."""
    made: list[Record] = []
    analyse = analysing.analyse

    def note(record: Record) -> Any:
        made.append(record)
        return analyse(record)

    with mock.patch.object(analysing, "analyse", note):
        yield made


def change(patient: Patient) -> None:
    """Have all that is stored of a patient be of records that are no longer the newest."""
    rows = Patient.objects.filter(pk=patient.pk)
    rows.update(data_version=rows.values_list("data_version", flat=True).get() + 1)


def _view(visitor: Visitor, path: str, *, before: Callable[[], Any]) -> Candidate:
    page = visitor.page(path)

    def ready() -> Any:
        before()
        return page.before()

    return Candidate(run=page.run, before=ready, after=page.after)
