"""Living people and counting what is said of them, on one core or several."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from invertrack.analysis.analyse import analyse

from .claims import Claim, said_of
from .rows import AGES, OLDEST, ROWS, Row
from .tally import Tally
from .worlds import Person

AT_ONCE: Final = 20  # people a task

type Place = tuple[str, int, Claim]  # of a row, at an age in days (0: at its session), a claim
type Tallies = dict[Place, Tally]


@dataclass(frozen=True, slots=True)
class Task:
    """Some people of one row."""

    row: str
    first: int
    last: int
    seed: int


def tallies(
    rows: Iterable[Row],
    *,
    people: int,
    seed: int,
    jobs: int = 1,
    tick: Callable[[], None] = lambda: None,
) -> Tallies:
    """Count what is said of so many people of each row; ``tick`` is called once a task."""
    found: defaultdict[Place, Tally] = defaultdict(Tally)
    for part in _parts(tasks(rows, people=people, seed=seed), jobs):
        for place, tally in part.items():
            found[place] += tally
        tick()
    return dict(found)


def tasks(rows: Iterable[Row], *, people: int, seed: int) -> list[Task]:
    """Return the work in parts."""
    return [
        Task(row.key, first, min(first + AT_ONCE, people), seed)
        for row in rows
        for first in range(0, people, AT_ONCE)
    ]


def count(task: Task) -> Tallies:
    """Live the people of a task and count what is said of them."""
    row = next(row for row in ROWS if row.key == task.row)
    found: defaultdict[Place, Tally] = defaultdict(Tally)
    for number in range(task.first, task.last):
        for age, person in seen(row, number, seed=task.seed):
            for claim, said in said_of(person, analyse(person.record)).items():
                found[row.key, age, claim] += Tally.of(said)
    return dict(found)


def seen(row: Row, number: int, *, seed: int) -> Iterator[tuple[int, Person]]:
    """Return one person of a row at each age; the same seed gives the same person anywhere."""
    person = row.world(OLDEST, np.random.default_rng([seed, zlib.crc32(row.key.encode()), number]))
    if row.at_session is not None:
        yield 0, person.at_session(row.at_session)
    else:
        for age in AGES:
            yield age, person.at_age(age)


def _parts(work: list[Task], jobs: int) -> Iterator[Tallies]:
    if jobs == 1:
        yield from map(count, work)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(count, work)
