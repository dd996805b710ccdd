"""What one patient's questionnaires came to, as their clinician reads it."""

from __future__ import annotations

from dataclasses import dataclass

from invertrack.care.access import Access
from invertrack.insights.periods import Period
from invertrack.questionnaires.instruments import Instrument
from invertrack.questionnaires.models import Completion
from invertrack.questionnaires.queries import passes_between


@dataclass(frozen=True, slots=True)
class QuestionnaireSum:
    """One questionnaire in a period: how often it was answered, its first and its last score."""

    asked: Instrument
    times: int
    first: Completion
    last: Completion


def questionnaire_sums(access: Access, period: Period) -> list[QuestionnaireSum]:
    """Return the questionnaires that were answered in a period, cut by the grant: one statement."""
    return [
        QuestionnaireSum(asked=rows[0].asked, times=len(rows), first=rows[0], last=rows[-1])
        for rows in passes_between(access, period.first, period.last)
    ]
