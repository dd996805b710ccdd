"""The clinician's forms for a cap and a plan: what they ask, refuse and hand on."""

import pytest

from invertrack.care.forms import Invalid
from invertrack.safety.actions import CapValues, PlanValues
from invertrack.safety.forms.plans import CapForm, PlanForm
from invertrack.safety.plan import guide
from tests import make

pytestmark = pytest.mark.django_db

PARTS = ("angle", "min", "s", "day", "sessions")
NAMES = ("angle_deg", "duration_s", "per_day", "sessions")
WHOLE = "Enter whole numbers, such as 20 degrees, 2 min, 2 a day, 4 sessions."


@pytest.fixture
def user():
    return make.clinician().user


def posted(*rows, **fields):
    lines = {
        f"step_{number}_{part}": str(value)
        for number, row in enumerate(rows, start=1)
        for part, value in zip(PARTS, row, strict=True)
    }
    return {"write_id": "0198f0a0-0000-7000-8000-000000000000", "note": "", **lines, **fields}


def plan_form(user, *rows, **fields):
    return PlanForm(posted(*rows, **fields), user=user)


def test_cap_of_a_clinician_goes_to_60_degrees_and_10_minutes_with_a_note(user):
    fields = {"angle_deg": "60", "duration_s_0": "10", "duration_s_1": "0", "note": "Until June."}

    form = CapForm(posted(**fields), user=user)

    assert form.cap_values() == CapValues(60, 600, "Until June.")


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"angle_deg": "61"}, "angle_deg", "A cap is 1 to 60 degrees here."),
        ({"duration_s_0": "11"}, "duration_s", "A cap is 10 min or less here."),
        ({}, "angle_deg", "Enter an angle here, a time below, or both."),
    ],
)
def test_cap_beyond_the_limits_is_refused_at_its_field(user, fields, field, said):
    form = CapForm(posted(**fields), user=user)

    with pytest.raises(Invalid):
        form.cap_values()
    assert form.errors[field] == [said]


def test_plan_opens_with_the_usual_steps_or_those_in_force(user):
    usual = PlanForm(user=user)
    own = PlanForm(user=user, steps=guide().steps[:2])

    assert [usual[name].value()[:2] for name in usual.rows[:2]] == [[15, 1], [15, 2]]
    assert usual["step_11"].value() == [""] * 5
    assert own["step_2"].value() == [15, 2, 0, 1, 4]
    assert own["step_3"].value() == [""] * 5


def test_plan_is_read_row_by_row_and_empty_rows_are_left_out(user):
    empty = ("",) * 5
    form = plan_form(user, (10, 1, "", 1, 3), empty, (20, 1, 30, 2, ""), note="Gently.")

    first, second = (dict(zip(NAMES, row, strict=True)) for row in [(10, 60, 1, 3), (20, 90, 2, 0)])
    with pytest.raises(Invalid):
        form.plan_values()
    assert form.errors["step_3"][0].startswith("Angle and time both rise here.")

    form = plan_form(user, (10, 1, "", 1, 3), empty, (20, 1, 0, 2, ""), note="Gently.")
    assert form.plan_values() == PlanValues([first, second | {"duration_s": 60}], "Gently.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((61, 1, 0, 1, 4), "Enter 1 to 60 degrees."),
        ((10, 11, 0, 1, 4), "Enter 30 seconds to 10 minutes."),
        ((30, 1, 0, 4, 4), "Enter 1 to 3 sessions a day."),
        (("a", 1, 0, 1, 4), WHOLE),
        (("²", 1, 0, 1, 4), WHOLE),
        (("9" * 5000, 1, 0, 1, 4), WHOLE),
        (
            (30, "", "", 1, 4),
            "Fill in the degrees, the time and the sessions a day, or empty the line.",
        ),
    ],
)
def test_step_that_cannot_be_is_refused_in_its_row_and_kept(user, row, said):
    form = plan_form(user, (10, 1, 0, 1, 4), row)

    with pytest.raises(Invalid):
        form.plan_values()
    assert form.errors == {"step_2": [said]}
    assert form["step_2"].value() == [str(part) for part in row]


def test_step_before_the_last_says_how_many_sessions_come_first(user):
    form = plan_form(user, (10, 1, 0, 1, 0), (20, 1, 0, 1, 0))

    assert not form.is_valid()
    assert list(form.errors) == ["step_1"]


def test_plan_without_a_step_is_refused(user):
    form = plan_form(user)

    assert not form.is_valid()
    assert form.non_field_errors() == ["A plan has 1 to 12 steps."]
