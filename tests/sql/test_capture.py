"""What a test runs is captured where it comes from, and an unbound statement fails that test."""

import json
import sys

import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created

from invertrack.core.ownership import patient_models
from invertrack.operations.actions import purge_deleted
from invertrack.sessions.models import Session
from tests import make
from tests.sql.binding import Unbound
from tests.sql.capture import Capture, Statement, application_frame
from tests.sql.exempt import EXEMPT, Exempt
from tests.sql.stale import FEWEST_STATEMENTS, complaints

TABLES = {model._meta.db_table: column for model, column in patient_models()}
BY_ID = 'SELECT "n" FROM "inversion_session" WHERE "inversion_session"."id" = %s'


@pytest.fixture
def capture(request, monkeypatch):
    """A capture of this test's own; the suite's looks away from what is planted here."""
    monkeypatch.setattr(request.config.pluginmanager.get_plugin("captured-sql"), "test", None)
    mine = Capture(TABLES)
    mine.test = "a test"
    yield mine
    for each in connections.all():
        if mine.observe in each.execute_wrappers:
            each.execute_wrappers.remove(mine.observe)


def as_application(source, **names):
    """Run code as if it stood in a module of the application."""
    code = compile(source, make.__file__.replace("tests/make.py", "invertrack/planted.py"), "exec")
    exec(code, {"__name__": "invertrack.planted", **names})  # noqa: S102


def statement(sql=BY_ID, where="invertrack.planted:look"):
    return Statement("sqlite", sql, where, "invertrack/planted.py:7", "tests/test_planted.py")


def test_the_suite_is_captured(request):
    capture = request.config.pluginmanager.get_plugin("captured-sql")

    assert capture.test == request.node.nodeid
    assert capture.tables["users_patient"] == "id"
    assert capture.tables["core_auditevent"] == capture.tables["inversion_session"] == "patient_id"
    assert "users_user" not in capture.tables


@pytest.mark.django_db
def test_statement_of_the_application_is_captured_with_its_place(capture):
    capture.attend(connection=connection)
    patient = make.patient()
    capture.take()

    make.session(of=patient)

    taken = {(one.where, one.sql.split()[0]) for one in capture.take()}
    assert ("invertrack.care.actions.write_path:WriteRecord.create_all", "INSERT") in taken


@pytest.mark.django_db
def test_statement_of_a_test_is_left_out(capture):
    capture.attend(connection=connection)

    list(Session.objects.all())

    assert capture.take() == []


@pytest.mark.django_db
def test_rows_made_by_the_application_and_read_by_a_test_are_the_tests(capture):
    capture.attend(connection=connection)
    names = {"rows": None, "Session": Session}
    as_application("def make_rows(): return Session.objects.all()\nfound.append(make_rows())",
                   found=(found := []), **names)  # fmt: skip

    list(found[0])
    assert capture.take() == []

    as_application("def read(rows): list(rows)\nread(Session.objects.all())", **names)
    [taken] = capture.take()
    assert (taken.where, taken.line) == ("invertrack.planted:read", "invertrack/planted.py:1")
    assert capture.judge(taken).startswith(
        "This statement is not bound to a patient:\n  inversion_session: its patient is not given\n"
    )


@pytest.mark.django_db
def test_statement_is_taken_once_for_each_function(capture):
    capture.attend(connection=connection)
    for name in ("first", "first", "second"):
        as_application(f"def {name}(): Session.objects.count()\n{name}()", Session=Session)

    assert [one.where.rpartition(":")[2] for one in capture.take()] == ["first", "second"]


def test_connection_that_opens_later_is_heard(capture):
    other = connection.copy()  # as a thread of a live server has its own

    connection_created.send(sender=type(other), connection=other)

    assert other.execute_wrappers.count(capture.observe) == 1


def test_unbound_statement_is_told_with_place_and_test(capture):
    told = capture.judge(statement())

    assert "inversion_session: its patient is not given" in told
    assert BY_ID in told
    assert "invertrack/planted.py:7, invertrack.planted:look" in told
    assert "tests/test_planted.py on sqlite" in told


def test_bound_statement_is_not_told(capture):
    assert capture.judge(statement(f'{BY_ID} AND "inversion_session"."patient_id" = %s')) == ""


def test_exemption_is_for_its_function_table_and_text():
    one = Exempt("invertrack.planted:look", "inversion_session", "planted", holding='"id" = %s')

    def judged(**fields):
        return Capture(TABLES, [one]).judge(statement(**fields))

    assert judged() == ""
    assert judged(where="invertrack.planted:elsewhere")
    assert judged(sql=BY_ID.replace("inversion_session", "inversion_hold"))
    assert judged(sql='DELETE FROM "inversion_session"')


def test_long_statement_is_read_by_its_first_rows(capture):
    rows = ", ".join(["(%s, %s, JSON(%s))"] * 900)
    insert = 'INSERT INTO "inversion_session" ("id", "patient_id", "samples") VALUES '
    capture.note(f"{insert}{rows}", "sqlite", application_frame_of_planted())

    [taken] = capture.take()
    assert taken.sql == f"{insert}(%s, %s, JSON(%s))"


def application_frame_of_planted():
    found = []
    as_application(
        "import sys\ndef look(): found.append(of(sys._getframe()))\nlook()",
        found=found,
        of=application_frame,
    )
    return found[0]


def test_frame_of_a_test_is_nobodys():
    assert application_frame(sys._getframe()) is None
    assert application_frame_of_planted().f_code.co_name == "look"


def leave(folder, **seen):
    (folder / f"{len(list(folder.iterdir()))}.json").write_text(json.dumps(seen))


def test_exemption_in_use_on_one_engine_is_enough(tmp_path):
    one = Exempt("invertrack.planted:look", "inversion_session", "planted")
    leave(tmp_path, statements={"sqlite": FEWEST_STATEMENTS}, exemptions=[])
    leave(tmp_path, statements={"postgresql": FEWEST_STATEMENTS}, exemptions=[one.key])

    assert complaints(tmp_path, [one]) == []


def test_exemption_that_nothing_needs_is_told(tmp_path):
    one = Exempt("invertrack.planted:look", "inversion_session", "planted")
    leave(tmp_path, statements=dict.fromkeys(("sqlite", "postgresql"), 999), exemptions=[])

    [told] = complaints(tmp_path, [one])

    assert told.startswith("invertrack.planted:look inversion_session: no statement")


def test_capture_that_hears_nothing_is_told(tmp_path):
    leave(tmp_path, statements={"sqlite": 999}, exemptions=[])

    assert complaints(tmp_path, []) == [
        "Only 0 statements on patients' rows were captured on postgresql."
    ]


def test_each_exemption_gives_a_reason_and_a_narrow_place():
    assert all(each.why for each in EXEMPT)
    assert [each.table for each in EXEMPT if each.where == "*" and not each.holding] == []


@pytest.mark.django_db
def test_unbound_statement_fails_the_test_that_runs_it(capture):
    """The whole way, but for pytest's own: run, take, judge."""
    capture.attend(connection=connection)
    capture.exempt = []

    purge_deleted(at=make.timezone.now(), dry_run=True)

    told = [told for told in map(capture.judge, capture.take()) if told]
    assert told
    assert all("invertrack.operations.actions:_with_deleted" in one for one in told)
    assert str(Unbound("journals_entry")) in "".join(told)
