"""Notifications against a push service on this machine, which checks the signature and decrypts."""

import datetime as dt
import socket
import stat

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from invertrack.prompts import actions, queries
from invertrack.prompts.channels import BadEndpoint, Message, Outcome, public_key, push
from invertrack.prompts.enums import Channel
from invertrack.prompts.models import Delivery, PushSubscription
from tests import make
from tests.prompts.days import local, send, someone
from tests.prompts.push_service import Browser, b64, push_service, unb64

EVENING = local("2026-11-21 20:00")
HOUR = dt.timedelta(hours=1)
MESSAGE = Message("A question is waiting.", "http://testserver/x/", tag="1", lasts=HOUR)
KEYS = Browser().keys


@pytest.fixture
def service(settings):
    settings.PUSH_KEY = push.new_key()
    settings.PUSH_HOSTS = ["127.0.0.1"]
    with push_service() as service:
        yield service


@pytest.fixture
def browser():
    return Browser()


def subscription(service, browser):
    return PushSubscription(endpoint=f"{service.url}/send/1?a=b", **browser.keys)


# The message ------------------------------------------------------------------------------------


def test_a_notification_is_signed_encrypted_and_says_only_that_a_question_waits(service, browser):
    assert push.send(subscription(service, browser), MESSAGE, set()) is Outcome.TAKEN

    ((path, headers, body),) = service.got
    assert path == "/send/1?a=b"
    assert service.signed_by(public_key())
    assert (headers["Ttl"], headers["Urgency"]) == ("3600", "high")
    assert headers["Content-Encoding"] == "aes128gcm"
    assert b"question" not in body
    assert browser.read(body) == {
        "title": "InverTrack",
        "body": "A question is waiting.",
        "url": "http://testserver/x/",
        "tag": "1",
    }


@pytest.mark.django_db
def test_a_prompt_reaches_a_browser_with_the_link_of_its_question(service, browser):
    patient = someone(EVENING - HOUR)
    actions.subscribe(
        patient=patient,
        endpoint=f"{service.url}/send/1",
        **browser.keys,
        device="Firefox on Linux",
        at=EVENING - HOUR,
    )

    assert send(EVENING) == []  # no mail

    told = browser.read(service.got[0][2])
    (delivery,) = Delivery.objects.for_patient(patient)
    assert told["tag"] == str(delivery.id)
    assert "/prompts/answer/" in told["url"]
    assert (told["title"], told["body"]) == ("InverTrack", "A question is waiting.")
    assert set(told) == {"title", "body", "url", "tag"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.TAKEN),
        (202, Outcome.TAKEN),
        (204, Outcome.TAKEN),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (400, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (429, Outcome.REFUSED),
        (503, Outcome.REFUSED),
        (307, Outcome.REFUSED),
        ("hang up", Outcome.UNKNOWN),
    ],
)
def test_what_a_push_service_says_is_told_apart(service, browser, status, outcome):
    service.status = status

    assert push.send(subscription(service, browser), MESSAGE, set()) is outcome
    assert len(service.got) == 1  # neither followed nor tried again


def test_a_contact_that_is_no_address_sends_nothing_and_is_logged(
    service, browser, settings, caplog
):
    settings.PUSH_CONTACT = "nobody"

    assert push.send(subscription(service, browser), MESSAGE, set()) is Outcome.REFUSED
    assert "PUSH_CONTACT" in caplog.text


def test_where_nobody_listens_nothing_was_sent(service, browser):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    nobody = PushSubscription(endpoint=f"http://127.0.0.1:{port}/", **browser.keys)

    assert push.send(nobody, MESSAGE, set()) is Outcome.REFUSED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "error", "asked", "mails"),
    [
        ("connect", ConnectionRefusedError, 1, 3),
        ("getresponse", TimeoutError, 1, 2),  # the first may have come
        ("getresponse", ConnectionResetError, 3, 0),
    ],
)
def test_a_push_service_that_is_away_is_asked_once_a_round(
    service, browser, monkeypatch, where, error, asked, mails
):
    found = []

    def fail(connection):
        found.append(connection)
        raise error

    monkeypatch.setattr(f"http.client.HTTPConnection.{where}", fail)
    people = [someone(EVENING - HOUR) for _ in range(3)]
    for patient in people:
        endpoint = f"{service.url}/send/{patient.id}"
        keys = {**browser.keys, "device": "Firefox"}
        actions.subscribe(patient=patient, endpoint=endpoint, at=EVENING - HOUR, **keys)

    assert len(send(EVENING)) == mails
    assert len(found) == asked


def test_a_subscription_to_a_place_that_is_no_longer_asked_is_gone(service, browser, settings):
    kept = subscription(service, browser)
    settings.PUSH_HOSTS = ["push.example"]

    assert push.send(kept, MESSAGE, set()) is Outcome.GONE
    assert service.got == []


# Which addresses are asked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://push.example/1",
        "https://push.example:443/1",
        "https://db5.notify.example/w/?token=a%2b",
    ],
)
def test_push_services_that_are_known_are_asked(settings, endpoint):
    settings.PUSH_HOSTS = ["push.example", ".notify.example"]

    push.check(endpoint, **KEYS)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "push.example/1",
        "http://push.example/1",
        "https://push.example:8443/1",
        "https://push.example.evil.example/1",
        "https://evilpush.example/1",
        "https://evilnotify.example/1",
        "https://notify.example/1",  # only names below it
        "https://user@push.example/1",
        "https://push.example@evil.example/1",
        "https://push.example\\@evil.example/1",
        "https://127.0.0.1/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "file:///etc/passwd",
        "gopher://push.example/",
        "https://push.example:99999/",
        "https://push.example/1\r\nHost: evil.example",
        "https://push.example/ 1",
        "https://push.éxample/1",
        "https://push.example/#frag",
        "https://.notify.example/1",
        "https://a..notify.example/1",
        f"https://{'a' * 64}.notify.example/1",
        "https://evil.example\\.notify.example/1",
        "https://evil.example%2f.notify.example/1",
        "https://push.example/" + "a" * 2000,
    ],
)
def test_no_other_address_is_asked(settings, endpoint):
    settings.PUSH_HOSTS = ["push.example", ".notify.example"]

    with pytest.raises(BadEndpoint):
        push.check(endpoint, **KEYS)


def test_ones_own_push_service_is_asked_in_local_mode_alone(settings):
    settings.PUSH_HOSTS = ["127.0.0.1", "push.example"]
    push.check("http://127.0.0.1:9000/1", **KEYS)

    settings.LOCAL = False
    for endpoint in ("http://127.0.0.1:9000/1", "https://127.0.0.1:9000/1"):
        with pytest.raises(BadEndpoint):
            push.check(endpoint, **KEYS)


@pytest.mark.parametrize(
    "changed",
    [
        {"p256dh": ""},
        {"p256dh": "not base64 !"},
        {"p256dh": b64(b"\x04" + b"\x01" * 64)},  # no point of the curve
        {"p256dh": b64(b"\x02" + b"\x01" * 32)},
        {"auth": ""},
        {"auth": b64(b"short")},
        {"auth": "é"},
        {"auth": f"{KEYS['auth']}!!!!"},  # decoding passes over these
        {"p256dh": f"{'!' * 400}{KEYS['p256dh']}"},
        {"p256dh": f"{KEYS['p256dh']}\0"},
    ],
)
def test_keys_that_are_no_browsers_are_refused(settings, changed):
    settings.PUSH_HOSTS = ["push.example"]

    with pytest.raises(BadEndpoint, match="keys"):
        push.check("https://push.example/1", **(KEYS | changed))


# Browsers ---------------------------------------------------------------------------------------


@pytest.fixture
def patient(db):
    return someone(EVENING)


def subscribe(patient, number=1, at=EVENING, **changed):
    keys = {"device": "Firefox", **KEYS, **changed}
    return actions.subscribe(
        patient=patient, endpoint=f"https://push.example/{number}", at=at, **keys
    )


@pytest.fixture
def known_host(settings):
    settings.PUSH_HOSTS = ["push.example"]


def test_a_browser_that_says_so_again_is_one_browser(patient, known_host):
    subscribe(patient)
    subscribe(patient, device="Firefox on Linux", **Browser().keys)

    (kept,) = queries.subscriptions_of(patient)
    assert (kept.device, kept.created_at) == ("Firefox on Linux", EVENING)
    assert kept.p256dh != KEYS["p256dh"]


def test_a_person_has_ten_browsers_and_the_first_gives_way(patient, known_host):
    other = make.patient()
    subscribe(other)
    for number in range(12):
        subscribe(patient, number, at=EVENING + number * HOUR)

    kept = [row.endpoint.rsplit("/", 1)[1] for row in queries.subscriptions_of(patient)]
    assert kept == [str(number) for number in range(2, 12)]
    assert len(queries.subscriptions_of(other)) == 1


def test_unsubscribing_is_about_ones_own_browser_alone(patient, known_host):
    other = make.patient()
    subscribe(patient)
    subscribe(other)

    assert actions.unsubscribe(patient=patient, endpoint="https://push.example/1") is True
    assert actions.unsubscribe(patient=patient, endpoint="https://push.example/1") is False
    assert len(queries.subscriptions_of(other)) == 1


def test_a_browser_with_a_bad_address_is_not_kept(patient, known_host):
    with pytest.raises(BadEndpoint):
        actions.subscribe(
            patient=patient, endpoint="https://evil.example/", device="", at=EVENING, **KEYS
        )
    assert queries.subscriptions_of(patient) == []


# The test that a person asks for ----------------------------------------------------------------


def test_a_test_goes_by_every_way_and_says_what_became_of_each(patient, service, browser):
    actions.subscribe(
        patient=patient, endpoint=f"{service.url}/1", device="Firefox", at=EVENING, **browser.keys
    )

    sent = actions.send_test(patient=patient, at=EVENING)

    assert [(one.channel, one.device, one.taken) for one in sent] == [
        (Channel.PUSH, "Firefox", True),
        (Channel.EMAIL, patient.user.email, True),
    ]
    assert browser.read(service.got[0][2])["body"] == "This is the test that you asked for."
    assert mail.outbox[0].subject == "InverTrack: this is the test that you asked for"
    assert queries.subscriptions_of(patient)[0].worked_at == EVENING


def test_a_test_says_what_did_not_arrive_and_forgets_a_browser_that_is_gone(
    patient, service, browser
):
    service.status = 410
    actions.subscribe(
        patient=patient, endpoint=f"{service.url}/1", device="", at=EVENING, **browser.keys
    )
    actions.keep_settings(patient=patient, values={"is_by_email": False}, at=EVENING)

    (told,) = actions.send_test(patient=patient, at=EVENING)

    assert (told.device, told.taken) == ("A browser", False)
    assert told.words == "This browser takes nothing any more, and was removed."
    assert actions.send_test(patient=patient, at=EVENING) == []


# Keys -------------------------------------------------------------------------------------------


def test_a_new_key_is_printed_as_env_takes_it(settings, capsys):
    call_command("make_push_keys")

    name, _, key = capsys.readouterr().out.strip().partition("=")
    assert name == "PUSH_KEY"
    assert len(unb64(key)) == 32
    settings.PUSH_KEY = key
    assert unb64(public_key())[0] == 4
    assert len(unb64(public_key())) == 65


def test_two_keys_are_two(settings):
    assert push.new_key() != push.new_key()


def test_a_local_copy_keeps_a_key_of_its_own_once(settings, tmp_path, capsys):
    settings.PUSH_KEY, settings.PUSH_KEY_FILE = "", tmp_path / "var" / "push.key"
    assert public_key() == ""

    call_command("make_push_keys", "--write")
    first = public_key()
    call_command("make_push_keys", "--write")

    assert first
    assert public_key() == first
    assert stat.S_IMODE(settings.PUSH_KEY_FILE.stat().st_mode) == 0o600
    assert capsys.readouterr().out.splitlines() == [
        f"A new key is in {settings.PUSH_KEY_FILE}.",
        "There is a key already; it stays.",
    ]


def test_production_has_its_key_in_the_environment_alone(settings, tmp_path):
    settings.PUSH_KEY, settings.PUSH_KEY_FILE = "", tmp_path / "push.key"
    call_command("make_push_keys", "--write", verbosity=0)

    settings.LOCAL = False
    assert public_key() == ""
    with pytest.raises(CommandError, match=r"\.env"):
        call_command("make_push_keys", "--write")


def test_push_services_are_told_whom_to_write_to(settings, service, browser):
    settings.PUSH_CONTACT = "mailto:ops@invertrack.example"
    assert push.send(subscription(service, browser), MESSAGE, set()) is Outcome.TAKEN
    assert service.signed_by(public_key())

    settings.PUSH_CONTACT, settings.DEFAULT_FROM_EMAIL = "", "InverTrack <no-reply@a.example>"
    assert push.send(subscription(service, browser), MESSAGE, set()) is Outcome.TAKEN
    assert service.signed_by(public_key())
