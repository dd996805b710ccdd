"""Every statement the application runs in a test is bound to a patient, or the test fails.

Which statements are the application's: those whose nearest frame of this repository lies in
invertrack/ and not in tests/. Each is judged once, at the end of the first test that ran it
(ADR 0012). With CAPTURED_SQL set to a folder, each process leaves there what it saw, for
tests/sql/stale.py to judge the list of exemptions by the whole run.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db.backends.signals import connection_created

from tests.sql.binding import Unbound, named_tables, unbound
from tests.sql.exempt import EXEMPT, Exempt

ROOT = Path(__file__).resolve().parents[2]
APPLICATION, TESTS = f"{ROOT / 'invertrack'}{os.sep}", f"{ROOT / 'tests'}{os.sep}"
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
SAME_ROWS = re.compile(r"(\([^()]*(?:\([^()]*\)[^()]*)*\))(?:, \1)+")
LONG_LIST = re.compile(r"%s(?:, %s){2,}\)")


@dataclass(frozen=True, slots=True)
class Statement:
    """What was run, on which engine, by which function of the application, for which test."""

    vendor: str
    sql: str
    where: str
    line: str
    test: str


@dataclass
class Seen:
    """What a process leaves behind: distinct statements on patients' rows, and exemptions used."""

    statements: dict[str, int] = field(default_factory=dict)
    exemptions: set[str] = field(default_factory=set)


class Capture:
    """The pytest plugin."""

    def __init__(self, tables: dict[str, str], exempt: list[Exempt] = EXEMPT) -> None:
        self.tables, self.exempt = tables, exempt
        self.touches = named_tables(tables).search
        self.test: str | None = None
        self.known: set[tuple[int, str, str]] = set()
        self.new: list[Statement] = []
        self.judged: dict[tuple[str, str], list[Unbound]] = {}
        self.seen = Seen()
        self.lock = threading.Lock()  # a live server answers in threads of its own
        connection_created.connect(self.attend)

    def attend(self, *, connection: Any, **_: Any) -> None:
        """Listen to a connection, whichever thread has opened it."""
        if self.observe not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.observe)

    def observe(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Note a statement of the application that is new, and run it."""
        if self.test is not None and (frame := application_frame(sys._getframe(1))) is not None:
            code = frame.f_code
            key = (hash(sql), code.co_filename, code.co_qualname)
            if key not in self.known:
                self.known.add(key)
                if self.touches(sql):
                    self.note(sql, context["connection"].vendor, frame)
        return execute(sql, params, many, context)

    def note(self, sql: str, vendor: str, frame: FrameType) -> None:
        """Keep a statement for the end of the test, without what makes it long."""
        where = f"{frame.f_globals['__name__']}:{frame.f_code.co_qualname}"
        line = f"{Path(frame.f_code.co_filename).relative_to(ROOT)}:{frame.f_lineno}"
        short = LONG_LIST.sub("%s, %s)", SAME_ROWS.sub(r"\1", sql))
        with self.lock:
            self.new.append(Statement(vendor, short, where, line, self.test or ""))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item.nodeid
        try:
            return (yield)
        finally:
            self.test = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        result = yield
        if told := [told for told in map(self.judge, self.take()) if told]:
            pytest.fail("\n\n".join(told), pytrace=False)
        return result

    def pytest_sessionfinish(self) -> None:
        folder = os.environ.get("CAPTURED_SQL")
        if folder and self.seen.statements:
            Path(folder).mkdir(parents=True, exist_ok=True)
            seen = asdict(self.seen) | {"exemptions": sorted(self.seen.exemptions)}
            (Path(folder) / f"{os.getpid()}.json").write_text(json.dumps(seen))

    def take(self) -> list[Statement]:
        """Return what came since the last time."""
        with self.lock:
            new, self.new = self.new, []
        return new

    def judge(self, statement: Statement) -> str:
        """Return the sentence about an unbound statement, nothing if it may stand."""
        key = (statement.vendor, statement.sql)
        if key not in self.judged:
            dialect = DIALECTS[statement.vendor]
            self.judged[key] = unbound(statement.sql, dialect=dialect, tables=self.tables)
            self.seen.statements[statement.vendor] = (
                self.seen.statements.get(statement.vendor, 0) + 1
            )
        refused = [one for one in self.judged[key] if not self.is_exempt(one, statement)]
        if not refused:
            return ""
        return "\n".join(
            [
                "This statement is not bound to a patient:",
                *(f"  {one}" for one in refused),
                f"  {statement.sql[:2000]}",
                f"It was issued at {statement.line}, {statement.where}",
                f"and run first by {statement.test} on {statement.vendor}.",
                "Name the patient (for_patient, visible_to), or the reason in tests/sql/exempt.py.",
            ]
        )

    def is_exempt(self, one: Unbound, statement: Statement) -> bool:
        """Whether the list names this statement, which then is in use."""
        where, sql = statement.where, statement.sql
        covering = (each for each in self.exempt if each.covers(one, where=where, sql=sql))
        found = next(covering, None)
        if found is not None:
            self.seen.exemptions.add(found.key)
        return found is not None


def application_frame(frame: FrameType | None) -> FrameType | None:
    """Return the nearest frame of this repository if it is the application's, not a test's."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(APPLICATION):
            return frame
        if name.startswith(TESTS) and name != __file__:
            return None
        frame = frame.f_back
    return None
