"""Every field says what it asks, and in which unit where neither its drawing nor its label does."""

import inspect
import re
from importlib import import_module

import pytest
from django import forms
from django.db import transaction
from django.urls import get_resolver, reverse

from invertrack.core.fields import AngleField, DurationField, LocalDateTimeField, ScoreField
from invertrack.core.widgets import AngleInput, DurationInput, ScoreInput
from tests.access.test_matrix import ALLAUTH, ALLAUTH_KWARGS, patterns, url_of
from tests.access.world import build
from tests.sessions.lived import LIVE, lived

from .sources import PACKAGE, python

pytestmark = pytest.mark.django_db

# A number may be of anything, a moment on anybody's clock.
MEASURES = (
    forms.IntegerField,
    forms.FloatField,
    forms.DecimalField,
    forms.DurationField,
    forms.DateTimeField,
    forms.TimeField,
    AngleField,
    DurationField,
    LocalDateTimeField,
    ScoreField,
)
# These draw their unit: words under 0 and 10, the degree sign on an arc, "min" and "s".
DRAWS_ITS_UNIT = (ScoreInput, AngleInput, DurationInput)
UNIT = re.compile(
    r"\b(?:hours?|minutes?|days?|weeks?|years?|mmHg|kg|cm|mg|beats|degrees)\b|[°%]", re.IGNORECASE
)


def unlabelled(form: forms.BaseForm) -> list[str]:
    """Return the fields that are seen and were given no words: Django would make up some."""
    return [
        key
        for key, field in form.fields.items()
        if not field.widget.is_hidden and not (field.label and str(field.label).strip())
    ]


def without_unit(form: forms.BaseForm) -> list[str]:
    """Return the measures that leave the reader guessing in what they are asked."""
    return [
        key
        for key, field in form.fields.items()
        if isinstance(field, MEASURES)
        and not field.widget.is_hidden
        and not isinstance(field.widget, DRAWS_ITS_UNIT)
        and not UNIT.search(str(field.label))
        and not field.help_text
    ]


def form_classes() -> set[type[forms.BaseForm]]:
    """Return the forms that our modules define and that have fields of their own to show."""
    modules = [
        import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for path in python(PACKAGE)
        if "forms" in path.parts or path.stem == "forms"
    ]
    return {
        found
        for module in modules
        for found in vars(module).values()
        if inspect.isclass(found)
        and issubclass(found, forms.BaseForm)
        and found.__module__.startswith("invertrack.")
    }


def forms_on(response) -> list[forms.BaseForm]:
    """Return the forms that a page was made with."""
    contexts = response.context or []
    values = [value for context in contexts for layer in context for value in layer.values()]
    return [value for value in values if isinstance(value, forms.BaseForm)]


class Guessing(forms.Form):
    """What a form must not be."""

    pulse = forms.IntegerField(label="Pulse", required=False)
    nameless = forms.CharField()
    blank = forms.CharField(label=" ")


class Telling(forms.Form):
    """The same, asked properly."""

    pulse = forms.IntegerField(label="Pulse", help_text="Beats in a minute.")
    sleep = forms.FloatField(label="Hours of sleep")
    angle = AngleField(label="Angle")
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_field_without_words_is_found():
    assert unlabelled(Guessing()) == ["nameless", "blank"]
    assert unlabelled(Telling()) == []


def test_a_measure_without_its_unit_is_found():
    assert without_unit(Guessing()) == ["pulse"]
    assert without_unit(Telling()) == []


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker):
    """Every form of ours on every page, as its owner, a stranger and a clinician get to see it."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = list(_every_form(build()))
        transaction.set_rollback(True)
    return found


def _every_form(world):
    for name, _ in patterns(get_resolver().url_patterns):
        kwargs = ALLAUTH_KWARGS.get(name)
        url = reverse(name, kwargs=kwargs) if name in ALLAUTH else url_of(name, world)
        for visitor in ("anonymous", "owner", "stranger", "all"):
            for form in forms_on(world.client(visitor).get(url)):
                if type(form).__module__.startswith("invertrack."):
                    yield form
    # What a phone sent and has to be mended: no page shows it before that.
    yield from forms_on(world.client("owner").post(LIVE, lived(world.owner.user, started_at="")))


def test_every_form_was_looked_at(shown):
    seen = {parent for form in shown for parent in type(form).__mro__}

    assert {form.__name__ for form in form_classes() - seen} == set()


def test_every_field_says_what_it_asks(shown):
    found = {type(form).__name__: unlabelled(form) for form in shown}

    assert {form: fields for form, fields in found.items() if fields} == {}


def test_every_measure_says_its_unit(shown):
    found = {type(form).__name__: without_unit(form) for form in shown}

    assert {form: fields for form, fields in found.items() if fields} == {}
