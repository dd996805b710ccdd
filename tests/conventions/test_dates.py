"""Dates are written in the few ways of `core/formats`, one set for each language."""

import datetime as dt
import re

import pytest
from django.utils.formats import date_format

from invertrack.core.formats.en import formats

from .sources import PACKAGE, name, python, templates

FILTER = re.compile(r"\|(?:date|time)\b(?!:)|\|(?:date|time):[\"']([^\"']*)[\"']")
IN_PYTHON = re.compile(r"date_format\([^,()]+(?:\([^()]*\))?[^,()]*,\s*[\"']([^\"']*)[\"']")
PARTS = {"D", "j", "M", "F", "Y", "e"}  # one part alone is the same in every set
FOR_MACHINES = {"Ym", "Y-m", "Y-m-d", "c", "H:i"}  # ids, addresses and values of inputs
NAMES = {key for key in vars(formats) if key.endswith("_FORMAT")}


def ways(source: str) -> list[str]:
    """Return the ways of writing a date that a template or a module brings along."""
    asked = [way for found in (FILTER, IN_PYTHON) for way in found.findall(source)]
    return [way for way in asked if way not in NAMES | PARTS | FOR_MACHINES]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{{ day|date:"j. F" }}', ["j. F"]),
        ("{{ day|date:'d/m/Y' }}", ["d/m/Y"]),
        ('{{ day|date:"DATE_FORMAT" }} {{ day|date:"M" }} m{{ day|date:"Ym" }}', []),
        ('date_format(self.last, "d.m.Y")', ["d.m.Y"]),
        ('date_format(self.last, "DATE_FORMAT")', []),
    ],
)
def test_a_way_of_its_own_is_found(source, found):
    assert ways(source) == found


def test_dates_are_written_in_the_ways_of_the_language():
    found = {name(path): ways(path.read_text()) for path in [*templates(), *python(PACKAGE)]}

    assert {path: own for path, own in found.items() if own} == {}


def test_modules_leave_the_writing_to_the_language():
    modules = [path for path in python(PACKAGE) if "operations" not in path.parts]  # terminals
    found = {
        name(path): re.findall(r":%-?[dBbAa]|strftime\(", path.read_text()) for path in modules
    }

    assert {path: own for path, own in found.items() if own} == {}


def test_english_dates_name_the_month():
    day = dt.datetime(2026, 5, 6, 19, 4, tzinfo=dt.UTC)

    assert date_format(day, "SHORT_WEEKDAY_TIME_FORMAT") == "Wed 6 May, 19:04"
    assert date_format(day, "DATETIME_FORMAT") == "6 May 2026, 19:04"
    assert date_format(day) == "6 May 2026"
