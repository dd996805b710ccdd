"""Nothing grows past what one reads in a sitting: functions, modules, templates, scripts, styles."""

import ast

import pytest

from .sources import PACKAGE, STATIC, TESTS, functions, name, python, templates

MOST_LINES = {".py": 400, ".html": 120, ".txt": 120, ".js": 120, ".css": 400}
MOST_IN_FUNCTION = 35
# What is longer, and why that is easier to read than its parts would be.
LONGER: dict[str, str] = {
    "test_patient_and_clinician_do_the_main_job": "one journey, told from its beginning to its end",
}


def body_lines(function: ast.FunctionDef) -> int:
    """Return the lines of what a function does: without its signature and its docstring."""
    has_docstring = ast.get_docstring(function, clean=False) is not None
    statements = function.body[1:] if has_docstring else function.body
    return statements[-1].end_lineno - statements[0].lineno + 1 if statements else 0


def too_long(source: str) -> list[str]:
    """Return the functions of a module that do too much."""
    return [
        f"{function.name} has {body_lines(function)} lines"
        for function in functions(source)
        if body_lines(function) > MOST_IN_FUNCTION and function.name not in LONGER
    ]


@pytest.mark.parametrize(("lines", "found"), [(35, []), (36, ["grow has 36 lines"])])
def test_a_function_is_measured_by_what_it_does(lines, found):
    body = "\n".join("    one = 1" for _ in range(lines))

    assert too_long(f'def grow(\n    *,\n    a,\n):\n    """Say it."""\n{body}\n') == found


def test_functions_fit_on_a_screen():
    found = {name(path): too_long(path.read_text()) for path in python(PACKAGE, TESTS)}

    assert {path: functions for path, functions in found.items() if functions} == {}


def test_files_can_be_read_in_a_sitting():
    files = [*python(PACKAGE, TESTS), *templates(), *sorted(STATIC.rglob("*.js"))]
    files += sorted(STATIC.rglob("*.css"))
    lines = {name(path): (len(path.read_text().splitlines()), path.suffix) for path in files}

    assert {path: size for path, (size, kind) in lines.items() if size > MOST_LINES[kind]} == {}


def test_exceptions_are_still_needed():
    long_ones = {
        function.name
        for path in python(PACKAGE, TESTS)
        for function in functions(path.read_text())
        if body_lines(function) > MOST_IN_FUNCTION
    }

    assert set(LONGER) <= long_ones
