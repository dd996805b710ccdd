"""What studies say about inversion, in the plain words of data/evidence.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of evidence and where it comes from."""

    id: str
    text: str
    source: str


@cache
def statements() -> tuple[Statement, ...]:
    """Return the statements in the order they are shown."""
    path = Path(__file__).parent / "data" / "evidence.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Statement(**statement) for statement in raw["statements"])
