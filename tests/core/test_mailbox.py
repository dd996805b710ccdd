"""The mailbox of a local try-out: what would have been sent, with its links ready to press."""

import os

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from invertrack.core import mailbox

LINK = "http://testserver/invitations/abc-123/"


@pytest.fixture
def folder(tmp_path, settings):
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    return settings.MAILBOX_DIR


def send(folder, *subjects, body="Hello.", minute=0):
    """Send messages in one go, which lands them in one file."""
    own = folder / "own"  # the backend may name two files of one second alike
    EmailBackend(file_path=own).send_messages(
        [
            EmailMessage(subject, body, "no-reply@invertrack.example", [f"{subject}@example.org"])
            for subject in subjects
        ]
    )
    [file] = own.iterdir()
    os.utime(file, (1_700_000_000 + 60 * minute,) * 2)
    file.rename(folder / f"20261122-{minute}.log")


def test_mailbox_that_never_got_a_mail_is_empty(folder):
    assert mailbox.newest_mails() == []


def test_mails_come_newest_first_within_a_file_and_across_files(folder):
    send(folder, "one", "two", minute=0)
    send(folder, "three", minute=1)

    assert [mail.subject for mail in mailbox.newest_mails()] == ["three", "two", "one"]


def test_mail_is_found_by_its_name(folder):
    send(folder, "one", "two")
    _, first = mailbox.newest_mails()

    assert mailbox.find_mail(first.name) == first
    assert (first.subject, first.to) == ("one", "one@example.org")
    assert mailbox.find_mail("20200101-000000-0") is None


def test_text_is_cut_into_words_and_links(folder):
    send(folder, "one", body=f"Accept it here:\n\n{LINK}\n\nIt ends in 7 days. <https://x.example>")

    [mail] = mailbox.newest_mails()

    assert [part for is_link, part in mail.parts if is_link] == [LINK, "https://x.example"]
    assert "".join(part for _, part in mail.parts).startswith(f"Accept it here:\n\n{LINK}\n")


def test_words_of_every_alphabet_are_read(folder):
    send(folder, "one", body="Für Jiří – 頭")

    [mail] = mailbox.newest_mails()

    assert "Für Jiří – 頭" in mail.parts[0][1]


def test_no_more_than_the_latest_files_are_read(folder, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_SHOWN", 2)
    for minute, subject in enumerate(("one", "two", "three")):
        send(folder, subject, minute=minute)

    assert [mail.subject for mail in mailbox.newest_mails()] == ["three", "two"]


def test_pages_list_the_mails_and_show_one(client, folder):
    send(folder, "confirm", body=f"Press {LINK} please. <script>alert(1)</script>")
    [mail] = mailbox.newest_mails()

    listed = client.get("/mailbox/").content.decode()
    shown = client.get(f"/mailbox/{mail.name}/").content.decode()

    assert f'href="/mailbox/{mail.name}/"' in listed
    assert "confirm@example.org" in listed
    assert f'<a href="{LINK}">{LINK}</a>' in shown
    assert "<script>alert" not in shown


def test_page_of_an_empty_mailbox_says_when_it_fills(client, folder):
    assert "No mail yet." in client.get("/mailbox/").content.decode()


@pytest.mark.parametrize("name", ["nothing", "20200101-000000-0"])
def test_page_of_a_mail_that_is_not_there_is_not_found(client, folder, name):
    assert client.get(f"/mailbox/{name}/").status_code == 404
