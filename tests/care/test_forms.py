"""What an action refuses is said by the form it was sent with, or goes on its way."""

import uuid
from types import SimpleNamespace

import pytest

from invertrack.care.actions import RecordGone, StaleRecord
from invertrack.care.forms import ConfirmForm, Invalid, Sending

SOMEBODY = SimpleNamespace(pk=uuid.uuid4())


class TooMuch(Exception):
    """A refusal that one page knows of."""


def sent(version="1"):
    data = {"write_id": str(uuid.uuid4()), "version": version}
    form = ConfirmForm(data, user=SOMEBODY)
    assert form.is_valid()
    return form


def refused(form, error, *refusals):
    sending = Sending(form, *refusals)
    with sending:
        raise error
    return sending


def test_what_goes_well_leaves_no_trace():
    form = sent()
    with Sending(form) as sending:
        pass

    assert (sending.current, sending.is_stale, sending.status) == (None, False, 200)
    assert not form.errors


def test_field_that_does_not_hold_is_left_to_the_form():
    sending = refused(sent(), Invalid())

    assert (sending.is_stale, sending.status) == (False, 200)


def test_refusal_that_the_page_knows_stands_above_the_form():
    form = sent()

    refused(form, TooMuch("This is too much."), TooMuch)

    assert form.non_field_errors() == ["This is too much."]


def test_record_that_changed_is_kept_and_the_form_becomes_an_edit_of_it():
    form, stored = sent(version="1"), SimpleNamespace(version=4)

    sending = refused(form, StaleRecord(stored))

    assert (sending.current, sending.is_stale, sending.status) == (stored, True, 409)
    assert form["version"].value() == 4


@pytest.mark.parametrize("error", [TooMuch("Unknown here."), RecordGone("Gone."), KeyError("x")])
def test_everything_else_goes_on_its_way(error):
    with pytest.raises(type(error)):
        refused(sent(), error)
