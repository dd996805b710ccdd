"""A model's docstring says what one row is: Django's own, the list of its fields, says nothing."""

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps


def undocumented(found: list[type[models.Model]]) -> list[str]:
    """Return the models without a docstring of their own."""
    return [
        model.__name__
        for model in found
        if not (model.__doc__ or "").strip() or model.__doc__.startswith(f"{model.__name__}(")
    ]


@isolate_apps("invertrack.core")
def test_a_model_that_django_documented_is_found():
    class Silent(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "core"

    class Spoken(models.Model):  # noqa: DJ008
        """One thing that somebody did."""

        class Meta:
            app_label = "core"

    assert undocumented([Silent, Spoken]) == ["Silent"]


def test_every_model_says_what_a_row_is():
    ours = [model for model in apps.get_models() if model.__module__.startswith("invertrack.")]

    assert undocumented(ours) == []
    assert len(ours) > 20
