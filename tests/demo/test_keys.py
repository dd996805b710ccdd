import datetime as dt

from invertrack.demo.keys import key, lasting_key

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


def test_a_key_is_a_uuid7_that_tells_its_instant():
    made = key(NOON, "a")

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == NOON.timestamp() * 1000


def test_a_key_is_the_same_for_the_same_name_and_another_for_another():
    later = NOON + dt.timedelta(minutes=1)

    assert key(NOON, "a", 1) == key(NOON, "a", 1)
    assert len({key(NOON, "a", 1), key(NOON, "a", 2), key(later, "a", 1), lasting_key("a", 1)}) == 4


def test_keys_sort_by_time_and_do_not_show_what_they_have_in_common():
    first, second = key(NOON, "a"), key(NOON + dt.timedelta(minutes=1), "a")

    assert first < second
    assert first.int & 0xFFFFFFFF != second.int & 0xFFFFFFFF
