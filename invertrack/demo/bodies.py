"""Where it hurt, and what was managed, in the demo people's entries."""

from __future__ import annotations

from typing import Final

from invertrack.analysis.life import Life
from invertrack.journals.enums import Side
from invertrack.journals.models import BodyPain, Entry, EntryText

from . import notes
from .book import Book

MAPS_ITS_BODY, KEEPS_MAP = 0.25, 0.3  # share of people, and of the lead's days
MANAGES, IN_WORDS = 0.5, 0.5
# From the back down one leg, as far as the pain goes that day.
DOWN_A_LEG: Final = ("buttock", "thigh_back", "calf", "foot")
PER_PLACE = 2  # points of leg pain that take it one place further


def tell_bodies(book: Book, life: Life) -> None:
    """Add body maps and what was managed to the entries of the lead and of some others."""
    if not (book.person.is_lead or book.happens(MAPS_ITS_BODY)):
        return
    side = book.pick((Side.LEFT, Side.RIGHT))
    noted = {text.entry_id: text for text in book.rows[EntryText]}
    for entry in book.rows[Entry]:
        has_map, manages = book.happens(KEEPS_MAP), book.happens(MANAGES)
        in_words, off = book.happens(IN_WORDS), book.between(-1, 1)
        words = book.pick(notes.MANAGED[entry.day_kind == "flare"])
        if has_map:
            _map(book, entry, side, off)
        if manages and entry.pain_avg_24h is not None:
            entry.managed_today = min(10, max(0, 10 - entry.pain_avg_24h + off))
            if in_words:
                _say(book, entry, noted.get(entry.id), words)


def _map(book: Book, entry: Entry, side: Side, off: int) -> None:
    pain, leg = entry.pain_avg_24h, entry.leg_pain
    if pain:
        _hurts(book, entry, "lower_back", Side.MIDDLE, pain)
        if pain + off > 0:
            _hurts(book, entry, "lower_back", side, min(10, pain + off))
    for place, region in enumerate(DOWN_A_LEG):
        score = (leg or 0) - place
        if score <= 0 or (leg or 0) < place * PER_PLACE:
            break
        _hurts(book, entry, region, side, score)


def _hurts(book: Book, entry: Entry, region: str, side: Side, score: int) -> None:
    at = entry.created_at
    where = {"region": region, "side": side}
    book.add(
        BodyPain, at, entry.id, region, side, entry_id=entry.id, created_at=at, score=score, **where
    )


def _say(book: Book, entry: Entry, text: EntryText | None, words: str) -> None:
    if text is not None:
        text.managed = words
        return
    at = entry.created_at
    book.add(EntryText, at, entry.id, entry_id=entry.id, created_at=at, note="", managed=words)
