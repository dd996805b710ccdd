"""Patients' tables in eight parts: every law stays, and no row reaches over to another patient's."""

import os
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from invertrack.core.ownership import patient_models
from invertrack.core.records import SamePatientFK
from invertrack.operations import partition
from invertrack.sessions.models import Hold, Session, SideEffect
from invertrack.users.models import Patient
from tests import make

pytestmark = pytest.mark.django_db
COLUMNS = {model._meta.db_table: column for model, column in patient_models()}
ONE_PATIENT = re.compile(r"CREATE UNIQUE INDEX(?= users_patient_user_id_key )")
IN_PARTS = bool(os.environ.get("PARTITIONED"))

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL can do it")
in_parts = pytest.mark.skipif(not IN_PARTS, reason="only in the run on partitioned tables")
in_wholes = pytest.mark.skipif(
    connection.vendor != "postgresql" or IN_PARTS, reason="needs tables that are not apart yet"
)


def asked(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def definitions(kinds):
    """What pg_constraint says of each patient table: (table, name) -> its definition."""
    rows = asked(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conparentid = 0 AND contype = ANY(%s) AND conrelid = ANY(%s::regclass[])",
        list(kinds),
        list(COLUMNS),
    )
    return {(table, name): text for table, name, text in rows}


def columns():
    """Each column with its type, whether it may be empty, and how it is computed."""
    return asked(
        "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,"
        " attgenerated, attidentity, pg_get_expr(adbin, adrelid) FROM pg_attribute"
        " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = ANY(%s::regclass[]) AND attnum > 0 ORDER BY 1, attnum",
        list(COLUMNS),
    )


def indexes():
    """Each index but the tables' own keys, in words that say the same of parts and of wholes."""
    rows = asked(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary ORDER BY 1",
        list(COLUMNS),
    )
    return [text.replace(" ON ONLY ", " ON ") for (text,) in rows]


@on_sqlite
def test_another_database_is_refused_in_a_sentence():
    with pytest.raises(CommandError, match="Set DATABASE_URL"):
        call_command("partition_patients")


@in_parts
def test_partitioned_run_is_one():
    assert set(partition.state()) == set(COLUMNS)
    assert all(partition.state().values())
    assert partition.plan() == []


@in_parts
def test_every_patient_table_has_eight_parts_by_its_patient():
    rows = asked(
        "SELECT partrelid::regclass::text, pg_get_partkeydef(partrelid),"
        " (SELECT count(*) FROM pg_inherits WHERE inhparent = partrelid)"
        " FROM pg_partitioned_table"
    )

    assert {table: (key, parts) for table, key, parts in rows} == {
        table: (f"HASH ({column})", 8) for table, column in COLUMNS.items()
    }


@in_parts
def test_keys_are_the_patient_and_the_id():
    keys = {table: text for (table, _), text in definitions("p").items()}

    assert keys == {
        table: "PRIMARY KEY (id)" if column == "id" else f"PRIMARY KEY ({column}, id)"
        for table, column in COLUMNS.items()
    }


@in_parts
def test_links_between_rows_of_a_patient_name_the_patient():
    links = definitions("f")
    expected = {
        (model._meta.db_table, f"FOREIGN KEY (patient_id, {field.column}) REFERENCES"
         f" {field.related_model._meta.db_table}(patient_id, id) DEFERRABLE INITIALLY DEFERRED")
        for model, _ in patient_models()
        for field in model._meta.local_fields
        if isinstance(field, SamePatientFK)
    }  # fmt: skip

    found = {(table, text) for (table, _), text in links.items()}
    assert len(expected) > 5
    assert expected <= found
    between = {text for _, text in found if "REFERENCES users_" not in text}
    assert between == {text for _, text in expected}


@in_wholes
def test_everything_else_stays_and_rows_come_along(capsys):
    patient = make.patient()
    session = make.session(of=patient, side_effects={"dizzy": 1}, note="Slept badly.")
    checks, fields, known = definitions("c"), columns(), indexes()
    steps = partition.plan()

    call_command("partition_patients")
    call_command("partition_patients")

    assert (definitions("c"), columns()) == (checks, fields)
    assert indexes() == sorted(ONE_PATIENT.sub("CREATE INDEX", index) for index in known)
    assert Session.objects.for_patient(patient).get() == session
    assert SideEffect.objects.for_patient(patient).get().session == session
    assert partition.plan() == []
    assert capsys.readouterr().out.splitlines() == [
        f"Each of {len(COLUMNS)} tables now lies in 8 parts.",
        f"Each of {len(COLUMNS)} tables lay already in 8 parts.",
    ]
    [copied] = [step for step in steps if step.startswith('INSERT INTO "inversion_sessionday"')]
    assert '"seconds"' in copied
    assert '"week"' not in copied  # the database computes it


@in_wholes
def test_dry_run_prints_the_plan_and_changes_nothing(capsys):
    call_command("partition_patients", "--dry-run")

    printed = capsys.readouterr().out
    assert not any(partition.state().values())
    assert printed.startswith("BEGIN;\nSET LOCAL statement_timeout = 0;\n")
    assert printed.count("PARTITION BY HASH") == len(COLUMNS)
    assert printed == "".join(f"{step};\n" for step in ("BEGIN", *partition.plan(), "COMMIT"))


@in_parts
def test_table_that_came_later_fails_the_check_until_it_lies_apart_too():
    assert partition.check_all_in_parts(["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inversion_vitals RENAME TO apart")
        cursor.execute("CREATE TABLE inversion_vitals (LIKE apart INCLUDING ALL EXCLUDING INDEXES)")
        cursor.execute("ALTER TABLE inversion_vitals ADD CONSTRAINT made_later PRIMARY KEY (id)")
        cursor.execute("DROP TABLE apart")

    [error] = partition.check_all_in_parts(["default"])
    assert error.id == "operations.E001"
    assert error.msg.endswith("do not: inversion_vitals.")

    partition.lay_apart()
    assert partition.check_all_in_parts(["default"]) == []
    assert definitions("p")["inversion_vitals", "made_later"] == "PRIMARY KEY (patient_id, id)"


@in_wholes
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("CREATE UNIQUE INDEX planted ON inversion_session (started_at)", "unique across patients"),
        ("GRANT SELECT ON inversion_session TO PUBLIC", "rights of other roles"),
        ("DROP TABLE core_auditevent", "migrate"),
    ],
)
def test_what_would_be_lost_is_refused(change, words):
    with connection.cursor() as cursor:
        cursor.execute(change)

    with pytest.raises(CommandError, match=words):
        call_command("partition_patients")


def hang_on(session, patient):
    Hold.objects.create(
        patient=patient,
        session_id=session.id,
        created_at=session.created_at,
        order=9,
        angle_deg=30,
        seconds=60,
    )
    connection.check_constraints()


@in_parts
def test_part_cannot_hang_on_the_session_of_somebody_else():
    session, patient = make.session(of=make.patient()), make.patient()

    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        hang_on(session, patient)


@in_parts
def test_page_of_one_patient_reads_one_part():
    patient = make.patient()
    plan = Session.objects.for_patient(patient).live().newest_first().explain()

    assert sum(f"inversion_session_{part} " in f"{plan} " for part in range(8)) == 1


@in_parts
def test_account_is_one_patient_though_no_index_says_so():
    patient = make.patient()

    assert make.patient(of=patient.user) == patient
    assert Patient.objects.filter(user=patient.user).count() == 1
