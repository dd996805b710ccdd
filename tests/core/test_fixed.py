"""Parts of a page that are rendered once, and the links of long lists."""

import datetime as dt
import uuid

import pytest
from django.template import Context, RequestContext, Template
from django.urls import reverse
from django.utils import translation

from invertrack.core.templatetags import fixed
from invertrack.core.templatetags.fixed import NotPlain

pytestmark = pytest.mark.django_db


def test_fixed_part_is_rendered_once_for_each_set_of_its_values():
    page = Template("{% load fixed %}{% fixed score=pain %}[{{ score }}]{% endfixed %}")

    assert [page.render(Context({"pain": pain})) for pain in (4, None, 4)] == [
        "[4]",
        "[None]",
        "[4]",
    ]
    assert len(page.nodelist[1].kept) == 2


def test_fixed_part_sees_nothing_of_the_page_but_the_values_it_names(rf):
    request = rf.get("/secret/")
    page = Template(
        "{% load fixed %}{% fixed here=here %}{{ here }}{{ name }}{{ request.path }}{% endfixed %}"
    )

    rendered = page.render(RequestContext(request, {"here": "today", "name": "Ada"}))

    assert rendered == "today"


@pytest.mark.parametrize("value", [object(), [1], dt.datetime(2026, 5, 12, tzinfo=dt.UTC)])
def test_fixed_part_takes_only_words_numbers_and_dates(value):
    page = Template("{% load fixed %}{% fixed who=who %}{{ who }}{% endfixed %}")

    with pytest.raises((NotPlain, TypeError)):
        page.render(Context({"who": value}))


def test_fixed_part_is_kept_for_each_language():
    page = Template("{% load fixed %}{% fixed day=day %}{{ day|date:'F' }}{% endfixed %}")

    def said():
        return page.render(Context({"day": dt.date(2026, 5, 12)}))

    assert said() == "May"
    with translation.override("de"):
        assert said() == "Mai"
    assert said() == "May"


def test_fixed_part_escapes_and_includes_as_ever():
    page = Template(
        "{% load fixed %}{% fixed score=score word=word %}"
        "{% include 'components/score_chip.html' %}{{ word }}{% endfixed %}"
    )

    rendered = page.render(Context({"score": 6, "word": "<b>"}))

    assert 'data-score="6"' in rendered
    assert rendered.endswith("&lt;b&gt;")


def test_what_is_kept_has_an_end(monkeypatch):
    monkeypatch.setattr(fixed, "MOST_KEPT", 3)
    page = Template("{% load fixed %}{% fixed n=n %}{{ n }}{% endfixed %}")

    assert [page.render(Context({"n": n})) for n in range(9)] == [str(n) for n in range(9)]
    assert len(page.nodelist[1].kept) <= 3


def test_link_is_the_address_that_url_gives():
    key = uuid.uuid4()
    page = Template("{% load links %}{% link 'sessions:detail' key %}")

    assert page.render(Context({"key": key})) == reverse("sessions:detail", args=[key])
