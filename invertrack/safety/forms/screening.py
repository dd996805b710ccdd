"""The safety questions: contraindications and cautions, before the first session and every 90 days."""

from __future__ import annotations

from typing import Any

from ..lists import screening
from .answers import AnswersForm


class ScreeningForm(AnswersForm):
    """Every question of the screening, each to be answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, asked=screening(), **kwargs)
