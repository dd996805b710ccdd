"""The permission document: every URL, every kind of visitor, every method."""

import uuid
from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from invertrack.care.enums import Scope
from invertrack.care.models import Grant, Invitation, Write
from invertrack.core.enums import Verb
from invertrack.core.models import AuditEvent
from invertrack.journals.models import Entry, PainRating, Treatment
from invertrack.questionnaires.models import Activity, Completion
from invertrack.safety.models import Cap, Clearance, PlanChoice
from invertrack.sessions.models import FollowUp, Session
from invertrack.users.models import Consent

from .world import ALL_MARKS, MARKS, build

pytestmark = pytest.mark.django_db

OK, LOGIN, MOVED, HIDDEN, NOT_ALLOWED, STALE, GONE = 200, "log in", 302, 404, 405, 409, 410
BAD = 400

# What GET and POST answer, for: anonymous, owner, stranger (patient and clinician, no grant),
# clinician with a grant (not a patient). A POST here carries a write_id and nothing else: OK means
# that the form came back with its errors, STALE that it did not say which version it saw.
MATRIX = {
    "today:home": ((OK, MOVED, MOVED, MOVED), (NOT_ALLOWED,) * 4),
    "today:today": ((LOGIN, OK, MOVED, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "users:settings": ((LOGIN, OK, OK, OK), (LOGIN, OK, OK, OK)),
    "care:sharing": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "care:invite": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "care:resend": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, HIDDEN, HIDDEN)),
    "care:cancel": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, HIDDEN, HIDDEN)),
    "care:revoke": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, HIDDEN, HIDDEN)),
    "care:invitation": ((OK, OK, OK, OK), (OK, OK, OK, OK)),
    "sessions:list": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "sessions:start": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "sessions:checked": (
        (LOGIN, OK, HIDDEN, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "sessions:live": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "sessions:create": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "sessions:detail": (
        (LOGIN, OK, HIDDEN, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "sessions:add_pain_after": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "sessions:edit": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "sessions:delete": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "sessions:restore": ((LOGIN, HIDDEN, HIDDEN, HIDDEN), (LOGIN, GONE, HIDDEN, HIDDEN)),
    "sessions:settings": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "sessions:follow_up": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, OK, HIDDEN, HIDDEN)),
    # It is not answered: there is nothing to change.
    "sessions:correct_follow_up": ((LOGIN, MOVED, HIDDEN, HIDDEN), (LOGIN, MOVED, HIDDEN, HIDDEN)),
    "sessions:take_back_follow_up": (
        (LOGIN,) + (NOT_ALLOWED,) * 3,
        (LOGIN, STALE, HIDDEN, HIDDEN),
    ),
    "journals:index": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "journals:now": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "journals:fields": ((LOGIN, OK, OK, HIDDEN), (LOGIN, MOVED, MOVED, HIDDEN)),
    "journals:day": ((LOGIN, OK, OK, HIDDEN), (LOGIN, STALE, OK, HIDDEN)),
    "journals:mark": ((LOGIN, OK, OK, HIDDEN), (LOGIN, STALE, OK, HIDDEN)),
    "journals:body": ((LOGIN, OK, OK, HIDDEN), (LOGIN, STALE, OK, HIDDEN)),
    "journals:delete_entry": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "journals:rate": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "journals:restore_entry": ((LOGIN, HIDDEN, HIDDEN, HIDDEN), (LOGIN, GONE, HIDDEN, HIDDEN)),
    "journals:edit_rating": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "journals:delete_rating": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "journals:restore_rating": ((LOGIN, HIDDEN, HIDDEN, HIDDEN), (LOGIN, GONE, HIDDEN, HIDDEN)),
    "journals:treatments": (
        (LOGIN, OK, OK, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "journals:add_treatment": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "journals:repeat_treatment": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "journals:edit_treatment": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "journals:delete_treatment": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "journals:restore_treatment": ((LOGIN, HIDDEN, HIDDEN, HIDDEN), (LOGIN, GONE, HIDDEN, HIDDEN)),
    "questionnaires:index": (
        (LOGIN, OK, OK, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "questionnaires:left_out": (
        (LOGIN, OK, OK, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "questionnaires:fill": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "questionnaires:history": (
        (LOGIN, OK, OK, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "questionnaires:result": (
        (LOGIN, OK, HIDDEN, HIDDEN),
        (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED),
    ),
    "questionnaires:edit": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "questionnaires:delete": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, STALE, HIDDEN, HIDDEN)),
    "questionnaires:restore": ((LOGIN, HIDDEN, HIDDEN, HIDDEN), (LOGIN, GONE, HIDDEN, HIDDEN)),
    "insights:dashboard": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "insights:compare": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "insights:findings": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "insights:question": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "insights:evidence": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "insights:chart": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    # An emergency of the stranger's waits to be read: it leads there from wherever it can.
    "safety:home": ((LOGIN, OK, MOVED, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "safety:screen": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "safety:screen_again": ((LOGIN, MOVED, MOVED, HIDDEN), (LOGIN, STALE, STALE, HIDDEN)),
    "safety:red_flags": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "safety:emergency": ((LOGIN, MOVED, OK, HIDDEN), (LOGIN, MOVED, OK, HIDDEN)),
    "safety:confirm": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "safety:plan": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "safety:choose_step": ((LOGIN, MOVED, MOVED, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "safety:caps": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "safety:proposal": ((LOGIN, OK, HIDDEN, HIDDEN), (LOGIN, OK, HIDDEN, HIDDEN)),
    "prompts:settings": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "prompts:email": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, MOVED, HIDDEN)),
    "prompts:pause": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, OK, OK, HIDDEN)),
    "prompts:test": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, MOVED, HIDDEN)),
    "prompts:reset_feed": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, MOVED, HIDDEN)),
    "prompts:close_feed": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, MOVED, HIDDEN)),
    "prompts:feed": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "prompts:answer": ((OK, OK, OK, OK), (OK, OK, OK, OK)),
    "prompts:stop": ((OK, OK, OK, OK), (OK, OK, OK, OK)),
    "prompts:subscribe": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, BAD, BAD, HIDDEN)),
    "prompts:unsubscribe": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, OK, OK, HIDDEN)),
    "prompts:remove_browser": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, HIDDEN, HIDDEN)),
    "prompts:contact": ((LOGIN, OK, OK, HIDDEN), (LOGIN, OK, OK, HIDDEN)),
    "prompts:ask_contact": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, MOVED, HIDDEN)),
    "prompts:remove_contact": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, MOVED, MOVED, HIDDEN)),
    "prompts:confirm_contact": ((OK, OK, OK, OK), (OK, OK, OK, OK)),
    "prompts:watch": ((LOGIN, OK, OK, HIDDEN), (LOGIN, BAD, BAD, HIDDEN)),
    "prompts:watched": ((LOGIN,) + (NOT_ALLOWED,) * 3, (LOGIN, BAD, BAD, HIDDEN)),
    "clinic:panel": ((LOGIN, HIDDEN, OK, OK), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "clinic:review": ((LOGIN, HIDDEN, HIDDEN, OK), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "clinic:clear": ((LOGIN, HIDDEN, HIDDEN, OK), (LOGIN, HIDDEN, HIDDEN, OK)),
    "clinic:check": ((LOGIN, HIDDEN, HIDDEN, HIDDEN), (LOGIN, HIDDEN, HIDDEN, STALE)),
    "clinic:withdraw_clearance": ((LOGIN, HIDDEN, HIDDEN, OK), (LOGIN, HIDDEN, HIDDEN, MOVED)),
    "clinic:propose_cap": ((LOGIN, HIDDEN, HIDDEN, OK), (LOGIN, HIDDEN, HIDDEN, OK)),
    "clinic:propose_plan": ((LOGIN, HIDDEN, HIDDEN, OK), (LOGIN, HIDDEN, HIDDEN, OK)),
    "clinic:chart": ((LOGIN, HIDDEN, HIDDEN, OK), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "offline:service_worker": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "offline:manifest": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "offline:who": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "offline:facts": ((LOGIN, OK, OK, HIDDEN), (LOGIN, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED)),
    "offline:shell": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "operations:healthz": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "operations:readyz": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "core:mailbox": ((OK, OK, OK, OK), (NOT_ALLOWED,) * 4),
    "core:mail": ((HIDDEN,) * 4, (NOT_ALLOWED,) * 4),
}
# allauth's own pages; their rules are allauth's, that they show nothing of others is ours.
ALLAUTH = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
}
ALLAUTH_KWARGS = {
    "account_confirm_email": {"key": "nobody"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "nobody"},
}
PUBLIC = {
    "today:home",
    "insights:evidence",
    "care:invitation",
    "prompts:feed",
    "prompts:answer",
    "prompts:stop",
    # Whom a person wants told of a session has no account: a link lets them say yes or no.
    "prompts:confirm_contact",
    # What makes an app of the site knows nobody: tests/offline holds that its bytes are everybody's.
    # "who" tells a browser its own account, and one without a log-in that it has none.
    "offline:service_worker",
    "offline:manifest",
    "offline:who",
    "offline:shell",
    "operations:healthz",
    "operations:readyz",
    "core:mailbox",
    "core:mail",
}
# A press is all they ask, and the clinician with a grant may.
BY_CLINICIAN = {"clinic:withdraw_clearance"}
ON_SAFETY = {
    "clinic:clear",
    "clinic:check",
    "clinic:withdraw_clearance",
    "clinic:propose_cap",
    "clinic:propose_plan",
}
OF_A_PATIENT = [name for name in MATRIX if name.startswith("clinic:") and name != "clinic:panel"]
CLINICIANS = ["sessions only", "journal only", "text only"]
SHUT_OUT = ["without", "expired", "revoked"]
COLUMNS = ["anonymous", "owner", "stranger", "all"]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Everybody, once for all tests: each runs in a savepoint and takes back what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return replace(built, clients={})


def patterns(found, prefix="", namespace=""):
    for pattern in found:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern.url_patterns, f"{prefix}{pattern.pattern}", inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def url_of(name, world):
    wanted = dict(patterns(get_resolver().url_patterns))[name].pattern.converters
    known = world.ids | {"name": "pain-trend" if name.endswith("chart") else "none-1"}
    return reverse(name, kwargs={key: known[key] for key in wanted})


def assert_answer(response, expected, what):
    if expected == LOGIN:
        assert response.status_code == 302, what
        assert response.headers["Location"].startswith(f"{reverse('account_login')}?next=")
    else:
        assert response.status_code == expected, what


def snapshot(owner):
    models = (
        Session,
        FollowUp,
        Entry,
        PainRating,
        Treatment,
        Completion,
        Activity,
        Cap,
        PlanChoice,
        Clearance,
        Grant,
        Invitation,
        Write,
        Consent,
    )
    return {
        model: list(model.objects.for_patient(owner).order_by("id").values()) for model in models
    }


def test_every_url_has_a_row():
    names = {name for name, _ in patterns(get_resolver().url_patterns)}

    assert names == set(MATRIX) | ALLAUTH


def test_pages_without_log_in_are_a_short_list():
    open_to_all = {name for name, (get, _) in MATRIX.items() if get[0] != LOGIN}

    assert open_to_all == PUBLIC
    assert len(PUBLIC) <= 15


@pytest.mark.parametrize("name", MATRIX)
def test_get_and_post_answer_as_the_matrix_says(world, name):
    url = url_of(name, world)
    for column in (0, 2, 3, 1):  # the owner last, who may change things
        visitor = COLUMNS[column]
        client, before = world.client(visitor), snapshot(world.owner)

        got, headed = client.get(url), client.head(url)
        assert_answer(got, MATRIX[name][0][column], f"GET {url} by {visitor}")
        assert headed.status_code == got.status_code
        if visitor in {"anonymous", "stranger"}:
            for mark in ALL_MARKS:
                assert mark not in got.content.decode()

        posted = client.post(url, {"write_id": str(uuid.uuid4())})
        assert_answer(posted, MATRIX[name][1][column], f"POST {url} by {visitor}")
        may_write = visitor == "owner" or (visitor == "all" and name in BY_CLINICIAN)
        assert may_write or snapshot(world.owner) == before


@pytest.mark.parametrize("name", MATRIX)
def test_other_methods_are_refused_before_any_view(world, name):
    for method in ("put", "patch", "delete", "trace"):
        response = getattr(world.client("owner"), method)(url_of(name, world))

        assert response.status_code == NOT_ALLOWED, method


@pytest.mark.parametrize("visitor", SHUT_OUT)
@pytest.mark.parametrize("name", OF_A_PATIENT)
def test_clinician_without_a_live_grant_finds_nothing_and_leaves_no_look(world, name, visitor):
    response = world.client(visitor).get(url_of(name, world))

    missing = world.client(visitor).get(
        url_of(name, world).replace(str(world.owner.id), str(uuid.uuid4()))
    )
    assert response.status_code == missing.status_code == HIDDEN
    for mark in ALL_MARKS:
        assert mark not in response.content.decode()
    assert not AuditEvent.objects.about(world.owner).filter(verb=Verb.LOOKED).exists()


@pytest.mark.parametrize("visitor", ["journal only", "text only", *SHUT_OUT])
@pytest.mark.parametrize("name", sorted(ON_SAFETY))
def test_clinician_without_sessions_writes_nothing_about_safety(world, name, visitor):
    url, before = url_of(name, world), snapshot(world.owner)

    got = world.client(visitor).get(url)
    posted = world.client(visitor).post(url, {"write_id": str(uuid.uuid4())})

    assert (got.status_code, posted.status_code) == (HIDDEN, HIDDEN)
    assert snapshot(world.owner) == before


@pytest.mark.parametrize("visitor", ["all", *CLINICIANS])
def test_review_shows_the_own_words_only_under_their_scope(world, visitor):
    page = world.client(visitor).get(url_of("clinic:review", world)).content.decode()

    for mark in MARKS[None][:1]:
        assert mark in page
    assert [mark for mark in MARKS[Scope.TEXT] if mark in page] == (
        MARKS[Scope.TEXT] if visitor == "all" else []
    )


@pytest.mark.parametrize(
    ("visitor", "chart", "is_open"),
    [
        ("sessions only", "relief-by-angle", True),
        ("sessions only", "pain-trend", False),
        ("journal only", "relief-by-angle", False),
        ("journal only", "pain-trend", True),
        ("text only", "relief-by-angle", False),
        ("text only", "pain-trend", False),
        ("all", "relief-by-angle", True),
        ("all", "pain-trend", True),
    ],
)
def test_chart_holds_what_its_scope_opens(world, visitor, chart, is_open):
    url = reverse("clinic:chart", kwargs={"patient_id": world.owner.id, "name": chart})

    answer = world.client(visitor).get(url)

    assert answer.status_code == OK
    roles = {"pain", "rating", "worst"} if chart == "pain-trend" else {"relief"}
    values = [
        value
        for dataset in answer.json()["data"]["datasets"]
        if dataset["role"] in roles
        for value in dataset["data"]
        if value is not None
    ]
    assert bool(values) == is_open


@pytest.mark.parametrize("name", sorted(ALLAUTH))
def test_account_pages_show_nothing_of_somebody_else(world, name):
    url = reverse(name, kwargs=ALLAUTH_KWARGS.get(name))
    for visitor in ("anonymous", "stranger", "without"):
        page = world.client(visitor).get(url, follow=True)

        assert page.status_code in {OK, HIDDEN}
        for mark in ALL_MARKS:
            assert mark not in page.content.decode(), visitor
