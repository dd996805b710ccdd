"""What studies say: open to everybody, every sentence with its source, every gap said."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

import invertrack
from invertrack.insights.evidence import Check, evidence, sources

DATA = sorted(Path(invertrack.__file__).parent.rglob("data/*.json"))
ID = re.compile(r'\bid="([^"]+)"')
HERE = re.compile(r'href="#([^"]+)"')


def page(client):
    return client.get(reverse("insights:evidence")).content.decode()


def codes(said):
    """Yield every source code that a data file names, however deep; one written out has none."""
    if isinstance(said, dict):
        for name, value in said.items():
            is_named = name == "sources" and all(isinstance(one, str) for one in value)
            yield from value if is_named else codes(value)
    elif isinstance(said, list):
        for value in said:
            yield from codes(value)


def test_anybody_may_read_it_and_no_database_is_asked(client):
    # A statement would fail here: this test has no database.
    assert client.get("/evidence/").status_code == 200


def test_every_link_within_the_page_leads_to_one_place(client):
    html = page(client)
    places = ID.findall(html)

    assert len(places) == len(set(places))
    assert set(HERE.findall(html)) - set(places) == set()


def test_each_sentence_in_short_leads_to_the_rows_it_rests_on(client):
    html = page(client)

    assert [len(statement.rows) for statement in evidence().statements] == [1, 2, 2, 2, 1]
    for statement in evidence().statements:
        for row in statement.rows:
            assert f'<a href="#{row.id}">{row.source.name}</a>' in html
            assert html.count(f'id="{row.id}"') == 1


def test_every_code_that_a_data_file_names_is_among_the_sources():
    named = {
        path.name: set(codes(json.loads(path.read_text())))
        for path in DATA
        if path.name != "sources.json"
    }

    unknown = {name: found - set(sources()) for name, found in named.items()}

    assert named["stop_now.json"] > {"AHA", "GIA"}
    assert {name: found for name, found in unknown.items() if found} == {}


def test_every_source_has_its_place_on_the_page(client):
    html = page(client)

    assert [code for code in sources() if f'id="source-{code}"' not in html] == []


def test_every_study_says_what_it_cannot_show_and_who_paid():
    assert [study.id for study in evidence().studies if not (study.limits and study.paid)] == []


def test_what_was_read_at_second_hand_says_so(client):
    html = page(client)
    [teeter] = re.findall(r'id="source-TEE".*?</li>', html, re.DOTALL)
    [friberg] = re.findall(r'id="source-FRI".*?</li>', html, re.DOTALL)

    assert "Read at second hand only" in teeter
    assert "second hand" not in friberg


def test_a_study_known_only_from_its_seller_is_not_cited():
    assert "DIM" not in sources()


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (None, "Not yet checked by a clinician."),
        (Check("Dr Ada Berg", dt.date(2027, 1, 5)), "Checked by Dr Ada Berg on 5 January 2027."),
    ],
)
def test_it_says_when_it_was_checked_and_by_which_clinician(check, says):
    known = replace(evidence(), checked_by_clinician=check)
    said = render_to_string("insights/_checked.html", {"evidence": known}).strip()

    assert said == f"Last checked on 22 November 2026. {says}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/account/signup/", "/account/login/", "/no-such-page/"])
def test_the_foot_of_every_page_leads_to_it(client, address):
    html = client.get(address).content.decode()
    foot = html[html.index('<footer class="foot">') :]

    assert '<a href="/evidence/">What studies say</a>' in foot


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/account/signup/"])
def test_the_start_page_and_the_sign_up_lead_to_it_before_their_foot(client, address):
    html = client.get(address).content.decode()

    assert 'href="/evidence/' in html[: html.index('<footer class="foot">')]


def test_pages_without_a_database_lead_to_it_too():
    assert '<a href="/evidence/">' in render_to_string("bare.html")
