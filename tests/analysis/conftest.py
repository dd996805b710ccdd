"""Worked vectors: numbers made with reference software that the house methods must reproduce."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

VECTORS = json.loads(Path(__file__).with_name("stat_vectors.json").read_text())["vectors"]


@dataclass(frozen=True)
class Vector:
    """One worked vector; ``approx`` applies its own tolerance, rel_tol x max(1, |expected|)."""

    inputs: dict[str, Any]
    expected: dict[str, Any]
    rel_tol: float

    def approx(self, value: Any) -> Any:
        return pytest.approx(value, rel=self.rel_tol, abs=self.rel_tol)


@pytest.fixture(scope="session")
def vector() -> Callable[[str], Vector]:
    by_id = {
        entry["id"]: Vector(entry["inputs"], entry["expected"], entry["rel_tol"])
        for entry in VECTORS
    }
    return by_id.__getitem__
