"""The texts people agree to, and their versions, read from data/consent.json."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Agreement:
    """One text as shown, with the version that a consent record names."""

    version: str
    text: str


@cache
def agreement(name: str) -> Agreement:
    """Return the current text called ``name``: safety, keep, share, clinician, purpose or foot."""
    path = Path(__file__).parent / "data" / "consent.json"
    return Agreement(**json.loads(path.read_text(encoding="utf-8"))[name])
