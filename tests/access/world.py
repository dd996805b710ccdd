"""Everybody who could come along, and one patient whose records hold marks that must not leak."""

import datetime as dt
from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from invertrack.care.enums import Scope
from invertrack.prompts import links
from invertrack.questionnaires.enums import Name
from invertrack.safety.enums import Reply
from invertrack.safety.models import Answer
from invertrack.users.models import Patient, User
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARKS = {
    Scope.TEXT: ["MARK-SESSION-NOTE", "MARK-JOURNAL-NOTE", "MARK-MANAGED"],
    None: [
        "MARK-OWNER-NAME",
        "mark-owner@example.org",
        "mark-invited@example.org",
        "MARK-CONTACT",
        "mark-contact@example.org",
        "MARK-TREATMENT",
        "MARK-ACTIVITY",
    ],
}
ALL_MARKS = [mark for marks in MARKS.values() for mark in marks]


@dataclass
class World:
    """The owner with one of each record, and the visitors by name."""

    owner: Patient
    visitors: dict[str, User | None]
    ids: dict[str, object]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, visitor: str) -> Client:
        """The browser of a visitor, logged in if they have an account."""
        if visitor not in self.clients:
            client = Client()
            if self.visitors[visitor] is not None:
                client.force_login(self.visitors[visitor], backend=BACKEND)
            self.clients[visitor] = client
        return self.clients[visitor]


def build() -> World:
    """Make the owner, a stranger who is patient and clinician, and clinicians of every standing."""
    now = timezone.now()
    owner = make.patient(of=make.user(email="mark-owner@example.org"), name="MARK-OWNER-NAME")
    stranger = make.user()
    other = make.patient(of=stranger)
    make.clinician(of=stranger)
    make.screening(of=other, reflux=Reply.YES)
    make.red_flags(of=other, saddle_numbness=Reply.YES)
    clinicians = {
        name: make.clinician().user
        for name in (
            "all",
            "sessions only",
            "journal only",
            "text only",
            "without",
            "expired",
            "revoked",
        )
    }
    for scope in Scope:
        make.grant(of=owner, to=clinicians[f"{scope} only"], scopes=(scope,))
    open_grant = make.grant(of=owner, to=clinicians["all"])
    make.grant(of=owner, to=clinicians["expired"], valid_until=now - dt.timedelta(seconds=1))
    make.grant(of=owner, to=clinicians["revoked"], revoked_at=now)
    blocker = "glaucoma_or_high_eye_pressure"
    screen = make.screening(of=owner, **{blocker: Reply.YES})
    answer = Answer.objects.for_patient(owner).get(screen_id=screen.id, item_id=blocker)
    clearance = make.clearance(of=owner, by=clinicians["all"].clinician, item=blocker)
    return World(
        owner=owner,
        visitors={"anonymous": None, "owner": owner.user, "stranger": stranger, **clinicians},
        ids=_records(owner, now)
        | {"grant_id": open_grant.id, "patient_id": owner.id}
        | {"answer_id": answer.id, "clearance_id": clearance.id},
    )


def _records(owner: Patient, now: dt.datetime) -> dict[str, object]:
    ended_at = now - dt.timedelta(hours=25)  # the pause after a side effect is over
    session = make.session(
        of=owner, ended_at=ended_at, note="MARK-SESSION-NOTE", side_effects={"dizzy": 1}
    )
    today = owner.today(now)
    entry = make.entry(
        of=owner, day=today, pain_avg_24h=7, note="MARK-JOURNAL-NOTE", managed="MARK-MANAGED"
    )
    rating = make.rating(of=owner, score=8)
    treatment = make.treatment(of=owner, name="MARK-TREATMENT")
    completion = make.completion(of=owner, name=Name.PSFS, named=(("MARK-ACTIVITY", 4),))
    invitation, token = make.invitation(of=owner, email="mark-invited@example.org")
    contact = make.contact(of=owner, name="MARK-CONTACT", email="mark-contact@example.org")
    feed_token = links.feed_url(make.prompts(of=owner, feed_key="feed-key"))
    return {
        "feed_token": feed_token.split("/")[-1].removesuffix(".ics"),
        "answer_token": links.answer_url(make.delivery(of=owner)).split("/")[-2],
        "stop_token": links.stop_url(owner.id).split("/")[-2],
        "contact_token": links.contact_url(contact).split("/")[-2],
        "subscription_id": make.browser(of=owner).id,
        "session_id": session.id,
        "kind": "2h",  # asked 23 hours ago: it waits for its answer
        "check_id": make.check(of=owner).id,
        "entry_id": entry.id,
        "rating_id": rating.id,
        "treatment_id": treatment.id,
        "instrument": Name.PSFS,
        "completion_id": completion.id,
        "proposal_id": make.cap(of=owner).id,
        "invitation_id": invitation.id,
        "token": token,
        "day": today,
        "slug": "today",  # of a page that phones keep
    }
