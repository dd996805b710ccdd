"""What was counted as JSON, as lines in the terminal, and as docs/calibration.md."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from .claims import COMMON, Claim
from .goals import Place, allowed, places, promises
from .rows import AGES
from .run import Tallies
from .tally import Share, Width, width_of

TITLES: Final = {
    Claim.TREND: "Daily pain goes up, or down",
    Claim.LEFT: "Something is left of the change beside what settles by itself",
    Claim.ANGLE: "Relief differs by angle",
    Claim.MINUTES: "Relief differs by minutes",
    Claim.GROUP: "A group of angles or minutes stands out",
}

PAGE: Final = """# What is claimed where nothing is so

Written by `{command}`, {day}. Made anew by the same command; nothing here is typed by hand.

- {people:,} simulated people a row, seed {seed}; Python {python}, numpy {numpy}, scipy {scipy}.
- Each person is analysed as the pages do it (`analysis/analyse.py`), at {ages} days: the same person, older. Their truth
  is known, because they are invented: `operations/bench/calibration/rows.py` says how each kind lives.
- All figures are per cent, with their Monte Carlo standard error behind ±. **Open**: people whose gate is open; the others are
  shown no number. **Claims**: people of open gates who are told that it is so, and the same of all people. Where something is so,
  only claims of the right direction count.
- **Published**: the method of the literature that the shown one was made from, of the same people. The columns named after common
  methods are those methods without gates, of all people whom they say anything about.
- **Coverage**: shown intervals that hold the truth, and those of the published method beside them.
- The goal where nothing is so: at most 5 % claims of open gates. The goal of an interval: it holds the truth in 93 to 97 %. Both are held with
  1.96 Monte Carlo standard errors to spare, and where there are 50 people or more. At a true share of exactly 5 % one place
  in forty misses the goal by chance.
- Reported without a goal: slow drift, because what wanders for months looks like a trend in any window shorter than that; and a journal
  that is left out by pain while sessions are rated on, because usual pain is then known of other days than sessions are.

{short}
{promises}
{tables}"""


def as_json(found: Tallies) -> dict[str, Any]:
    """Return every share by claim, row and days; 0 days are "at the session of the row"."""
    return {
        claim: [
            {
                "row": place.row.key,
                "kind": place.row.kind,
                "days": place.age,
                "null": place.tally.is_null,
                "people": place.tally.people,
                **{name: _json(share) for name, share in _shares(place).items()},
                "claims_hold": place.claims_hold,
                "width": place.width,
            }
            for place in places(found, claim)
        ]
        for claim in Claim
    } | {
        "promises": [
            {"row": each.row.key, "what": each.what, **_json(each.found), "least": each.least}
            for each in promises(found)
        ]
    }


def lines(found: Tallies) -> list[str]:
    """Return the figures as lines for a terminal."""
    told = []
    for claim in Claim:
        told += ["", TITLES[claim]]
        for place in places(found, claim):
            shares = "  ".join(f"{name} {_text(share)}" for name, share in _shares(place).items())
            told.append(f"  {place.row.key:<20} {_age(place):<8} {shares}  {_verdict(place)}")
    return [*told, "", *_promises(found), "", *_short(found)]


def write(path: Path, found: Tallies, *, people: int, seed: int) -> None:
    """Write docs/calibration.md."""
    path.write_text(
        PAGE.format(
            command=f"manage.py bench calibration --patients {people} --seed {seed} --write {path}",
            day=dt.datetime.now(dt.UTC).strftime("%-d %B %Y"),
            people=people,
            seed=seed,
            ages=" and ".join([", ".join(map(str, AGES[:-1])), str(AGES[-1])]),
            python=platform.python_version(),
            numpy=version("numpy"),
            scipy=version("scipy"),
            short="\n".join(_short(found)),
            promises="\n".join(_promises(found)),
            tables="\n".join(line for claim in Claim for line in _section(found, claim)),
        )
    )


def _section(found: Tallies, claim: Claim) -> list[str]:
    """Return the tables of one claim: where nothing is so, and where something is."""
    known = list(places(found, claim))
    told = [f"## {TITLES[claim]}", ""]
    for title, null in (("Nothing is so:", True), ("It is so:", False)):
        chosen = [place for place in known if place.tally.is_null is null]
        if chosen:
            told += [title, "", *_table(chosen), ""]
    return told


def _table(chosen: list[Place]) -> list[str]:
    names = list(_shares(chosen[0]))
    rows = [f"| people | days | {' | '.join(names)} | reached |", "|---" * (len(names) + 3) + "|"]
    for place in chosen:
        cells = [place.row.what, _age(place), *map(_text, _shares(place).values()), _verdict(place)]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _shares(place: Place) -> dict[str, Share]:
    """Return the columns of a place by their name."""
    tally = place.tally
    shares = {"open": tally.opens, "claims": tally.of_open, "of all": tally.of_all}
    if place.claim is not Claim.GROUP:
        shares["published"] = tally.published
    shares |= dict(zip(COMMON[place.claim], tally.naive, strict=True))
    if place.claim is not Claim.GROUP:
        shares |= {
            "coverage": tally.coverage,
            "published coverage": tally.published_coverage,
        }
    return shares


def _short(found: Tallies) -> list[str]:
    """Say in words what was reached."""
    every = [place for claim in Claim for place in places(found, claim)]
    held = [place for place in every if place.claims_hold is not None]
    missed = [place for place in held if not place.claims_hold]
    told = ["## In short", "", f"False claims: the goal is reached in {_of(held, missed)}"]
    told += _list(f"{_where(place)}: {_text(place.tally.of_open)} % claims" for place in missed)
    told += ["", *_coverage([place for place in every if place.width is not None])]
    return [*told, "", _beside(held), ""]


def _coverage(held: list[Place]) -> list[str]:
    narrow = [place for place in held if place.width is Width.NARROW]
    wide = [place for place in held if place.width is Width.WIDE]
    told = [f"Coverage: intervals are wide enough in {_of(held, narrow)}"]
    told += _list(
        f"{_where(place)}: {_text(place.tally.coverage)} % hold the truth" for place in narrow
    )
    told += ["", f"They are no wider than the goal asks in {_of(held, wide)}"]
    return told + _list(map(_where, wide))


def _of(held: list[Place], missed: list[Place]) -> str:
    reached = f"{len(held) - len(missed)} of {len(held)} places"
    return f"{reached}, all but these:" if missed else f"{reached}."


def _list(told: Iterable[str]) -> list[str]:
    lines = [f"- {each}." for each in told]
    return ["", *lines] if lines else []


def _beside(held: list[Place]) -> str:
    """Say how the other methods do in the same places."""
    with_numbers = [place.tally for place in held if place.claim is not Claim.GROUP]
    published = [allowed(tally, tally.published) for tally in with_numbers]
    widths = [width_of(tally.published_coverage) for tally in with_numbers]
    common = [allowed(place.tally, max(place.tally.naive, key=_value)) for place in held]
    return (
        f"In the same places the published methods miss the goal of false claims in {_no(published)}"
        f" of {len(published)}; their intervals are too narrow in {widths.count(Width.NARROW)} and"
        f" too wide in {widths.count(Width.WIDE)}. The common methods miss the goal of false claims"
        f" in {_no(common)} of {len(common)}."
    )


def _no(answers: Iterable[bool | None]) -> int:
    return sum(answer is False for answer in answers)


def _promises(found: Tallies) -> list[str]:
    told = [
        "## The three demo people",
        "",
        "| person | what they are told | share | at least | reached |",
    ]
    told += ["|---|---|---|---|---|"]
    for each in promises(found):
        reached = "yes" if each.is_kept else "no"
        share, least = _text(each.found), f"{100 * each.least:.0f}"
        told.append(f"| {each.row.what} | {each.what} | {share} | {least} | {reached} |")
    return [*told, ""]


def _where(place: Place) -> str:
    return f"{TITLES[place.claim]}; {place.row.what}, {_age(place)} days"


def _age(place: Place) -> str:
    return str(place.age) if place.age else f"{place.row.at_session} sessions"


def _verdict(place: Place) -> str:
    if place.claims_hold is None and place.width is None:
        return ""
    missed = ["claims"] if place.claims_hold is False else []
    if place.width not in (None, Width.RIGHT):
        missed.append(f"intervals {place.width}")
    return f"no: {' and '.join(missed)}" if missed else "yes"


def _text(share: Share) -> str:
    return f"{100 * share.value:.1f} ± {100 * share.error:.1f}" if share.of else "-"


def _value(share: Share) -> float:
    return share.value if share.of else 0.0


def _json(share: Share) -> dict[str, Any]:
    value = round(share.value, 4) if share.of else None
    return {"share": value, "error": round(share.error, 4), "count": share.count, "of": share.of}
