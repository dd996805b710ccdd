"""What questionnaires came to in a period, as findings beside those of the analysis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from invertrack.analysis.gates import Gate, questionnaire_gate
from invertrack.analysis.results import Method
from invertrack.questionnaires.instruments import Instrument

from .answered import Said, answered
from .findings import POINTS, Finding
from .periods import Period
from .queries import Passes

TOO_SOON = "A change of {name} needs two times that lie 7 days apart: {apart} days so far."


def questionnaire_findings(period: Period, found: Sequence[Passes]) -> list[Finding]:
    """Return the change of each questionnaire from its first to its last time in the period.

    One that has no change to speak of, or was asked in two versions, has none. A single difference
    has no interval; what is usually noticed is in its sentence.
    """
    said = answered(period, found)
    if said is None:
        return []
    rows = zip(found, said.each, strict=True)
    return [finding for passes, one in rows for finding in _findings(passes, one)]


def _findings(passes: Passes, said: Said) -> Iterator[Finding]:
    asked, rows = passes.asked, passes.rows
    gate = questionnaire_gate((rows[-1].local_date - rows[0].local_date).days)
    if asked.important is None:
        return
    if not gate.open:
        claim = TOO_SOON.format(name=asked.name, apart=gate.have)
        yield _finding(asked, gate, n=len(rows), claim=claim)
    elif passes.change is not None and passes.change.change is not None:
        points = passes.change.change.points
        yield _finding(
            asked, gate, n=2, claim=said.sentence, beside=said.basis, estimate=float(points)
        )


def _finding(asked: Instrument, gate: Gate, **fields) -> Finding:
    return Finding(
        f"questionnaire-{asked.id}", unit=POINTS, method=Method.DIFFERENCE, gate=gate, **fields
    )
