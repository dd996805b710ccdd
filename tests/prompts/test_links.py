import uuid

import pytest

from invertrack.prompts import actions, links
from invertrack.prompts.models import Delivery
from tests import make

PATIENT, DELIVERY = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def delivery():
    return Delivery(id=DELIVERY, patient_id=PATIENT)


def token_of(url):
    return url.rstrip("/").rsplit("/", 1)[1]


def test_an_answer_link_says_whose_and_which_and_fits_a_line(delivery, settings):
    settings.SITE_URL = "https://invertrack.example"
    url = links.answer_url(delivery)

    assert url.startswith("https://invertrack.example/prompts/answer/")
    assert len(url) < 200
    assert links.read_answer(token_of(url)) == (PATIENT, DELIVERY)


def test_every_character_of_a_token_counts(delivery):
    token = token_of(links.answer_url(delivery))

    for place, char in enumerate(token):
        changed = f"{token[:place]}{'B' if char == 'A' else 'A'}{token[place + 1 :]}"
        # The last of the 43 characters holds bits that stand for nothing, and is signed all the same.
        assert links.read_answer(changed) is None, place


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "é", "none-1", "A" * 500, "A" * 43 + "."])
def test_what_was_never_a_token_is_none(token):
    assert links.read_answer(token) is None
    assert links.read_stop(token) is None


def test_a_token_serves_its_own_purpose_alone(delivery):
    assert links.read_stop(token_of(links.answer_url(delivery))) is None
    assert links.read_answer(token_of(links.stop_url(PATIENT))) is None
    assert links.read_stop(token_of(links.stop_url(PATIENT))) == PATIENT


def test_links_outlive_a_change_of_the_secret_that_keeps_the_old_one(delivery, settings):
    token = token_of(links.answer_url(delivery))

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert links.read_answer(token) == (PATIENT, DELIVERY)
    settings.SECRET_KEY_FALLBACKS = []
    assert links.read_answer(token) is None


@pytest.mark.django_db
def test_a_calendar_has_an_address_that_can_be_changed_and_closed(fixed_now):
    patient, other = make.patient(), make.patient()
    kept = actions.reset_feed(patient=patient, at=fixed_now)
    token = token_of(links.feed_url(kept)).removesuffix(".ics")
    assert links.read_feed(token).patient == patient

    swapped = token_of(links.feed_url(actions.reset_feed(patient=other, at=fixed_now)))
    mixed = token[: links.PATIENT_CHARS] + swapped[links.PATIENT_CHARS :].removesuffix(".ics")
    assert links.read_feed(mixed) is None

    newer = actions.reset_feed(patient=patient, at=fixed_now)
    assert newer.feed_key != kept.feed_key
    assert links.read_feed(token) is None

    closed = actions.close_feed(patient=patient, at=fixed_now)
    assert links.feed_url(closed) == ""
    assert links.read_feed(token[: links.PATIENT_CHARS]) is None


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "é", "short", "A" * 54, "!" * 54])
def test_any_other_address_is_no_calendar(token):
    assert links.read_feed(token) is None
