"""S1: one session with the phone strapped on, no touch from Go to level; and what is missing degrades."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from .phone import UPRIGHT_DEG, Phone
from .steps import log_in

pytestmark = pytest.mark.usefixtures("room_for_sessions")

LEAD = "patient@demo.example"
CHECKED = "None of these, and all of this is done"
SESSION = re.compile(r"/sessions/[0-9a-f-]{36}/$")
BACK = dt.timedelta(minutes=17)  # by so much the phone's clock is moved on


@pytest.fixture
def phone(visitor):
    """The lead's phone, on the live page's check."""
    page = visitor()
    log_in(page, LEAD)
    made = Phone(page, began=dt.datetime.now(dt.UTC) - BACK)
    made.tilt(UPRIGHT_DEG)
    return made


def start(phone):
    phone.page.goto("/today/")
    phone.taps = 0
    phone.tap(phone.page.get_by_role("link", name="Start a session"))
    phone.tap(phone.page.get_by_role("button", name=CHECKED))
    phone.wait(2)


def set_up(phone, *, minutes="2"):
    phone.page.locator("[data-setup] > summary").click()
    phone.page.get_by_label("Minutes", exact=True).fill(minutes)
    phone.page.get_by_label("Seconds", exact=True).fill("0")


def number(phone):
    return phone.page.locator("[data-stage=number]")


def state(phone):
    return phone.page.locator("[data-stage=say]")


def calibrated(phone):
    """Calibrate once; the phone remembers it."""
    start(phone)
    phone.tap_score("Pain right now", 6)
    set_up(phone)
    phone.calibrate()
    expect(phone.page.get_by_text("Calibrated on")).to_be_visible()
    phone.tilt(UPRIGHT_DEG)
    phone.wait(1)


def test_session_is_measured_spoken_and_saved_without_a_touch_between_go_and_level(
    phone, assert_accessible
):
    calibrated(phone)
    phone.page.clock.fast_forward(11 * 60_000)  # what was answered before is asked anew
    start(phone)
    phone.tap_score("Pain right now", 6)
    assert_accessible(phone.page)
    planned_s = planned(phone)
    phone.tap(phone.page.get_by_role("button", name="Go", exact=True))
    assert phone.taps == 4

    phone.taps = 0
    with phone.by_the_second():
        lie(phone, planned_s + 1)
    assert_accessible(phone.page)
    phone.wait(61)
    assert (phone.taps, phone.page.evaluate("locks.held")) == (0, 1)
    phone.tap_score("Pain now, after the session", 4)
    assert_accessible(phone.page)
    spoken = " ".join(phone.said())
    phone.tap(phone.page.get_by_role("button", name="No side effects"))
    assert phone.taps == 2
    phone.page.wait_for_url(SESSION)

    for words in ("One minute left", "Thirty seconds left", "Come up slowly", "Rest level"):
        assert spoken.count(words) == 1
    angle_deg, held_s = measured(phone)
    assert abs(angle_deg - 25) <= 2
    assert abs(held_s - (planned_s + 1)) <= 1
    assert_accessible(phone.page)


def lie(phone, held_s):
    """Tilt back to 25 degrees, hold until the time is over, and come up; nothing is touched."""
    phone.move(UPRIGHT_DEG, 25, 5)
    phone.hold(25, held_s)
    expect(state(phone)).to_contain_text("Come up slowly")
    phone.move(25, 0, 1)
    phone.wait(3)
    expect(state(phone)).to_have_text("Rest level")


def planned(phone):
    """Return the seconds that the page proposes."""
    said = phone.page.locator("[data-ready=time]").inner_text()
    return seconds(re.search(r"\d+ (?:min|s)(?: \d+ s)?", said)[0])


def seconds(words):
    return sum(
        int(number) * {"min": 60, "s": 1}[unit]
        for number, unit in re.findall(r"(\d+) (min|s)", words)
    )


def measured(phone):
    """Return mean angle and time at angle as the session's page says them; one hold is drawn."""
    said = phone.page.get_by_role("main").inner_text()
    assert phone.page.locator("polyline.trace-line").count() == 1
    assert phone.page.locator(".trace-hold").count() == 1
    time = re.search(r"Time at angle\s+([^\n]+)", said)[1]
    return int(re.search(r"on average (\d+)° at angle", said)[1]), seconds(time)


def test_lock_in_the_midst_leaves_the_clock_right_and_reload_goes_on(phone):
    calibrated(phone)
    phone.tap(phone.page.get_by_role("button", name="Go", exact=True))
    phone.move(UPRIGHT_DEG, 25, 5)
    phone.hold(25, 20)
    expect(number(phone)).to_have_text(re.compile(r"1:(39|40|41)"))

    phone.page.clock.fast_forward(40_000)  # locked: no timer runs, no reading comes
    phone.hold(25, 2)
    expect(number(phone)).to_have_text(re.compile(r"0:5[789]|1:00"))

    phone.page.reload()
    phone.tilt(25)
    phone.wait(2)
    expect(number(phone)).to_have_text(re.compile(r"0:5\d"))


def test_touch_anywhere_comes_up_and_two_holds_are_found(phone):
    calibrated(phone)
    phone.tap(phone.page.get_by_role("button", name="Go", exact=True))
    with phone.by_the_second():
        phone.move(UPRIGHT_DEG, 20, 5)
        phone.hold(20, 20)
        phone.move(20, 40, 1)
        phone.hold(40, 20)
    phone.page.mouse.click(195, 20)  # the head of the page, where no button is
    expect(state(phone)).to_contain_text("Come up slowly")
    phone.move(40, 0, 4)
    phone.wait(2)
    phone.page.get_by_role("button", name="I am up already").click()
    phone.tap_score("Pain now, after the session", 4)
    phone.page.get_by_role("button", name="No side effects").click()
    phone.page.wait_for_url(SESSION)

    expect(phone.page.locator("dl", has_text="Hold 1")).to_have_text(
        re.compile(r"Hold 1\s*(19|20|21)°, (19|20|21) s\s*Hold 2\s*(39|40|41)°, (19|20|21) s")
    )
    expect(phone.page.get_by_role("main")).to_contain_text("stopped earl", ignore_case=True)


def test_stop_list_is_one_press_away_and_says_what_to_do_before_it_asks(phone, assert_accessible):
    calibrated(phone)
    phone.tap(phone.page.get_by_role("button", name="Go", exact=True))
    phone.move(UPRIGHT_DEG, 25, 5)
    phone.hold(25, 10)

    phone.page.get_by_role("button", name="A symptom: stop").locator("visible=true").first.click()

    expect(phone.page.get_by_role("main")).to_contain_text("Come up")
    assert_accessible(phone.page)


NOTHING = """
delete window.DeviceMotionEvent; delete window.DeviceOrientationEvent;
delete window.speechSynthesis; delete window.SpeechSynthesisUtterance;
Object.defineProperty(navigator, "wakeLock", { value: undefined });
"""
REFUSED = """
for (const Event of [DeviceMotionEvent, DeviceOrientationEvent]) {
  Event.requestPermission = async () => "denied";
}
"""


@pytest.mark.parametrize(
    ("lacking", "sentences"),
    [
        (
            NOTHING,
            ["no motion sensor", "cannot speak", "cannot keep the screen on"],
        ),
        (REFUSED, ["motion was not allowed"]),
    ],
    ids=["nothing", "no permission"],
)
def test_what_is_missing_is_said_in_a_sentence_and_the_typed_angle_counts(
    phone, lacking, sentences, assert_accessible
):
    phone.page.add_init_script(lacking)
    start(phone)
    phone.tap_score("Pain right now", 6)
    for sentence in sentences:
        expect(phone.page.locator(".live-signs")).to_contain_text(sentence)
    set_up(phone, minutes="1")
    phone.page.get_by_label("Degrees", exact=True).fill("180")
    expect(phone.page.locator("[data-angle-wrong] svg").first).to_be_visible()
    phone.page.get_by_label("Degrees", exact=True).fill("20")
    phone.page.locator("input[name=source][value=guess]").check()
    assert_accessible(phone.page)

    phone.tap(phone.page.get_by_role("button", name="Go", exact=True))
    phone.wait(10 + 61)
    expect(state(phone)).to_contain_text("Come up slowly")
    phone.page.get_by_role("button", name="I am level").click()
    phone.wait(61)
    phone.tap_score("Pain now, after the session", 4)
    phone.page.get_by_role("button", name="No side effects").click()
    phone.page.wait_for_url(SESSION)

    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("a guess")
    expect(main).to_contain_text("20°")
    expect(main).to_contain_text("1 min")
