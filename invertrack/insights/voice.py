"""Whom sentences speak to, and what is always said to them next to a mean."""

from __future__ import annotations

from dataclasses import dataclass

CAUTION = (
    "This does not tell you that inversion caused it. Pain often settles by itself, {you} may start"
    " sessions when pain is worse than usual, lying down can ease pain, and expecting relief can"
    " change a score."
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom a sentence speaks to: the person themselves, or their clinician about them."""

    you: str
    your: str

    @property
    def caution(self) -> str:
        """What is always said next to a mean."""
        return CAUTION.format(you=self.you)


OWN = Voice(you="you", your="your")
CLINICIAN = Voice(you="the patient", your="the patient's")
