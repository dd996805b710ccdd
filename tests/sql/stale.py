"""After a whole run: is each exemption still needed, and did the capture see anything at all?

    python -m tests.sql.stale FOLDER

reads what the processes of every suite left in FOLDER (see tests/sql/capture.py).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.sql.exempt import EXEMPT, Exempt

# On each engine the suite runs some 250 different ones; far fewer means that it no longer listens.
FEWEST_STATEMENTS = 100
ENGINES = ("sqlite", "postgresql")


def complaints(folder: Path, exemptions: Iterable[Exempt] = EXEMPT) -> list[str]:
    """Return what is wrong with the list of exemptions, or with the capture."""
    statements: Counter[str] = Counter()
    used: set[str] = set()
    for path in sorted(folder.glob("*.json")):
        seen = json.loads(path.read_text())
        statements.update(seen["statements"])
        used.update(seen["exemptions"])
    found = [
        f"Only {statements[engine]} statements on patients' rows were captured on {engine}."
        for engine in ENGINES
        if statements[engine] < FEWEST_STATEMENTS
    ]
    keys = [each.key for each in exemptions]
    found += [
        f"{key}: named twice in tests/sql/exempt.py." for key, n in Counter(keys).items() if n > 1
    ]
    found += [
        f"{each.key}: no statement needs this exemption any more; take it out of tests/sql/exempt.py."
        for each in exemptions
        if each.key not in used
    ]
    return found


if __name__ == "__main__":
    wrong = complaints(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.exit(bool(wrong))
