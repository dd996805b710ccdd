"""The reader of SQL finds what is not bound to a patient, and lets pass what is."""

import pytest

from tests.sql.binding import NO_PATIENT, NOT_ROWS, REPLACES, SETS_PATIENT, Unbound, unbound

TABLES = {"sess": "patient_id", "effect": "patient_id", "patient": "id"}
UNSAID = Unbound("").why

BOUND = {
    "patient and id": "SELECT s.id FROM sess s WHERE s.patient_id = %s AND s.id = %s",
    "quoted as Django writes it": (
        'SELECT "sess"."id" FROM "sess" WHERE ("sess"."patient_id" = %s AND NOT "sess"."old")'
        ' ORDER BY "sess"."id" DESC LIMIT 21'
    ),
    "name without its table": "SELECT id FROM sess WHERE patient_id = %s",
    "several patients": "SELECT id FROM sess WHERE patient_id IN (%s, %s)",
    "either of two patients": "SELECT id FROM sess WHERE patient_id = %s OR patient_id = %s",
    "every branch says so": (
        "SELECT id FROM sess WHERE (patient_id = %s AND a = 1) OR (b = 2 AND patient_id = %s)"
    ),
    "the patient's own row": "SELECT name FROM patient WHERE patient.id = %s",
    "join that says so": (
        "SELECT 1 FROM effect e JOIN sess s ON (e.sess_id = s.id AND e.patient_id = (s.patient_id))"
        " WHERE s.patient_id = %s"
    ),
    "join to the patient": (
        "SELECT p.name FROM sess s JOIN patient p ON s.patient_id = p.id WHERE s.patient_id = %s"
    ),
    "join over two steps": (
        "SELECT 1 FROM patient p JOIN sess s ON s.patient_id = p.id JOIN effect e"
        " ON e.patient_id = s.patient_id WHERE p.id = %s"
    ),
    "join by USING": "SELECT 1 FROM effect JOIN sess USING (patient_id) WHERE sess.patient_id = %s",
    "comma and WHERE": (
        "SELECT 1 FROM effect e, sess s WHERE e.patient_id = s.patient_id AND e.patient_id = %s"
    ),
    "outer join": (
        "SELECT 1 FROM sess s LEFT JOIN effect e ON (e.sess_id = s.id AND"
        " e.patient_id = s.patient_id) WHERE s.patient_id = %s"
    ),
    "outer join the other way": (
        "SELECT 1 FROM effect e RIGHT JOIN sess s ON e.patient_id = s.patient_id"
        " WHERE s.patient_id = %s"
    ),
    "sub-query of a bound one": (
        "SELECT id FROM sess WHERE patient_id = %s AND id IN"
        " (SELECT e.sess_id FROM effect e WHERE e.patient_id = %s)"
    ),
    "sub-query that asks the row around it": (
        "SELECT id FROM sess s WHERE s.patient_id = %s AND EXISTS (SELECT 1 FROM effect e"
        " WHERE e.patient_id = (s.patient_id) AND e.sess_id = s.id)"
    ),
    "sub-query among the columns": (
        "SELECT (SELECT max(e.n) FROM effect e WHERE e.patient_id = s.patient_id) FROM sess s"
        " WHERE s.patient_id = %s"
    ),
    "patients of a bound sub-query": (
        "SELECT id FROM sess WHERE patient_id IN (SELECT e.patient_id FROM effect e"
        " WHERE e.patient_id = %s)"
    ),
    "count over a sub-query": (
        "SELECT COUNT(*) FROM (SELECT id FROM sess WHERE patient_id = %s LIMIT 5) subquery"
    ),
    "join to a sub-query": (
        "SELECT 1 FROM (SELECT s.patient_id AS who FROM sess s WHERE s.patient_id = %s) x"
        " JOIN effect e ON e.patient_id = x.who"
    ),
    "WITH": (
        "WITH x AS (SELECT patient_id FROM sess WHERE patient_id = %s)"
        " SELECT 1 FROM x JOIN effect ON effect.patient_id = x.patient_id"
    ),
    "WITH columns of its own": (
        "WITH x(who) AS (SELECT patient_id FROM sess WHERE patient_id = %s)"
        " SELECT 1 FROM x AS y JOIN effect ON effect.patient_id = y.who"
    ),
    "UNION": (
        "SELECT id FROM sess WHERE patient_id = %s UNION ALL"
        " SELECT id FROM effect WHERE patient_id = %s"
    ),
    "UNION of patients": (
        "SELECT n FROM effect WHERE patient_id IN (SELECT patient_id FROM sess WHERE patient_id = %s"
        " UNION SELECT id FROM patient WHERE id = %s)"
    ),
    "insert": "INSERT INTO sess (id, patient_id) VALUES (%s, %s), (%s, %s)",
    "insert of a bound select": (
        "INSERT INTO effect (patient_id, n) SELECT patient_id, 1 FROM sess WHERE patient_id = %s"
    ),
    "insert that gives way": (
        "INSERT INTO sess (id, patient_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"
    ),
    "insert or update of the same patient's": (
        "INSERT INTO sess (patient_id, day, n) VALUES (%s, %s, %s)"
        " ON CONFLICT (patient_id, day) DO UPDATE SET n = EXCLUDED.n"
    ),
    "insert of a patient": "INSERT INTO patient (id, name) VALUES (%s, %s)",
    "update": "UPDATE sess SET n = (sess.n + %s) WHERE (sess.patient_id = %s AND sess.id = %s)",
    "delete": "DELETE FROM sess WHERE sess.patient_id IN (%s)",
    "nothing of a patient's": "SELECT id FROM effects_of_something WHERE id = %s",
    "end of a transaction": "RELEASE SAVEPOINT sess_1",
}
UNBOUND = {
    "by id alone": ("SELECT n FROM sess WHERE sess.id = %s", ["sess"]),
    "everything": ('SELECT "sess"."n" FROM "sess"', ["sess"]),
    "a patient by the account": ("SELECT id FROM patient WHERE user_id = %s", ["patient"]),
    "not this patient": ("SELECT n FROM sess WHERE NOT (patient_id = %s)", ["sess"]),
    "another than this patient": ("SELECT n FROM sess WHERE patient_id <> %s", ["sess"]),
    "patients from one on": ("SELECT n FROM sess WHERE patient_id >= %s", ["sess"]),
    "not these patients": ("SELECT n FROM sess WHERE patient_id NOT IN (%s, %s)", ["sess"]),
    "some patient": ("SELECT n FROM sess WHERE patient_id IS NOT NULL", ["sess"]),
    "its own patient": ("SELECT n FROM sess WHERE sess.patient_id = sess.patient_id", ["sess"]),
    "HAVING instead of WHERE": (
        "SELECT patient_id FROM sess GROUP BY patient_id HAVING patient_id = %s",
        ["sess"],
    ),
    "OR that opens it": ("SELECT n FROM sess WHERE patient_id = %s OR id = %s", ["sess"]),
    "OR deep inside": (
        "SELECT n FROM sess WHERE a = 1 AND (b = 2 OR (patient_id = %s AND c = 3))",
        ["sess"],
    ),
    "join by id alone": (
        "SELECT 1 FROM effect e JOIN sess s ON e.sess_id = s.id WHERE e.patient_id = %s",
        ["sess"],
    ),
    "the other side of a join": (
        "SELECT 1 FROM effect e JOIN sess s ON e.sess_id = s.id WHERE s.patient_id = %s",
        ["effect"],
    ),
    "join of two unbound": (
        "SELECT 1 FROM effect e JOIN sess s ON e.patient_id = s.patient_id WHERE s.id = %s",
        ["effect", "sess"],
    ),
    "cross join": ("SELECT 1 FROM effect, sess WHERE effect.patient_id = %s", ["sess"]),
    "outer join's condition about the other side": (
        "SELECT 1 FROM sess s LEFT JOIN effect e ON (e.patient_id = s.patient_id AND"
        " s.patient_id = %s)",
        ["sess", "effect"],
    ),
    "full join": (
        "SELECT 1 FROM sess s FULL JOIN effect e ON (e.patient_id = s.patient_id AND"
        " s.patient_id = %s AND e.patient_id = %s)",
        ["sess", "effect"],
    ),
    "sub-query in WHERE": (
        "SELECT id FROM sess WHERE patient_id = %s AND id IN (SELECT e.sess_id FROM effect e)",
        ["effect"],
    ),
    "only the sub-query": (
        "SELECT id FROM sess WHERE id IN (SELECT e.sess_id FROM effect e WHERE e.patient_id = %s)",
        ["sess"],
    ),
    "sub-query that asks by id": (
        "SELECT id FROM sess s WHERE s.patient_id = %s AND EXISTS (SELECT 1 FROM effect e"
        " WHERE e.sess_id = s.id)",
        ["effect"],
    ),
    "sub-query among the columns": (
        "SELECT (SELECT max(n) FROM effect) FROM sess WHERE patient_id = %s",
        ["effect"],
    ),
    "sub-query in ORDER BY": (
        "SELECT n FROM sess WHERE patient_id = %s ORDER BY (SELECT max(e.n) FROM effect e)",
        ["effect"],
    ),
    "sub-query in a join": (
        "SELECT 1 FROM sess s JOIN effect e ON e.patient_id = s.patient_id AND e.n >"
        " (SELECT avg(n) FROM effect) WHERE s.patient_id = %s",
        ["effect"],
    ),
    "sub-query in FROM": (
        "SELECT COUNT(*) FROM (SELECT id FROM sess WHERE id > %s) subquery",
        ["sess"],
    ),
    "patients of an unbound sub-query": (
        "SELECT n FROM effect WHERE patient_id IN (SELECT patient_id FROM sess WHERE id = %s)",
        ["effect", "sess"],
    ),
    "the wrong column of a sub-query": (
        "SELECT n FROM effect WHERE patient_id IN (SELECT id FROM sess WHERE patient_id = %s)",
        ["effect"],
    ),
    "WITH": (
        "WITH x AS (SELECT id, patient_id FROM sess) SELECT 1 FROM x WHERE patient_id = %s",
        ["sess"],
    ),
    "one half of a UNION": (
        "SELECT id FROM sess WHERE patient_id = %s UNION SELECT id FROM effect",
        ["effect"],
    ),
    "patients of half a UNION": (
        "SELECT n FROM effect WHERE patient_id IN (SELECT patient_id FROM sess WHERE patient_id = %s"
        " UNION SELECT id FROM clinicians)",
        ["effect"],
    ),
    "update by id": ('UPDATE "sess" SET "n" = %s WHERE "sess"."id" = %s', ["sess"]),
    "update from another table": (
        "UPDATE sess SET n = e.n FROM effect e WHERE e.sess_id = sess.id AND sess.patient_id = %s",
        ["effect"],
    ),
    "update by a sub-query": (
        "UPDATE sess SET n = (SELECT max(e.n) FROM effect e) WHERE sess.patient_id = %s",
        ["effect"],
    ),
    "delete by id": ("DELETE FROM sess WHERE sess.id IN (%s, %s)", ["sess"]),
    "delete of everything": ("DELETE FROM sess", ["sess"]),
    "insert of an unbound select": (
        "INSERT INTO effect (patient_id, n) SELECT patient_id, n FROM sess",
        ["sess"],
    ),
}
REASONS = {
    "insert without the patient": ("INSERT INTO sess (id, n) VALUES (%s, %s)", NO_PATIENT),
    "insert without columns": ("INSERT INTO sess VALUES (%s, %s)", NO_PATIENT),
    "conflict on the id": (
        "INSERT INTO sess (id, patient_id, n) VALUES (%s, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n",
        REPLACES,
    ),
    "nothing on a conflict of ids": (
        "INSERT INTO sess (id, patient_id) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING",
        REPLACES,
    ),
    "update that hands rows over": (
        "UPDATE sess SET patient_id = %s, n = 1 WHERE sess.patient_id = %s",
        SETS_PATIENT,
    ),
    "drop": ("DROP TABLE sess", NOT_ROWS),
    "alter": ("ALTER TABLE sess ADD COLUMN n integer", NOT_ROWS),
}


def tables_of(sql, dialect):
    return sorted({one.table for one in unbound(sql, dialect=dialect, tables=TABLES)})


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
@pytest.mark.parametrize("sql", BOUND.values(), ids=BOUND.keys())
def test_statement_that_names_its_patient_passes(sql, dialect):
    assert tables_of(sql, dialect) == []


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
@pytest.mark.parametrize(("sql", "tables"), UNBOUND.values(), ids=UNBOUND.keys())
def test_statement_that_leaves_a_patient_open_is_found(sql, tables, dialect):
    found = unbound(sql, dialect=dialect, tables=TABLES)

    assert sorted({one.table for one in found}) == sorted(tables)
    assert {one.why for one in found} == {UNSAID}


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
@pytest.mark.parametrize(("sql", "why"), REASONS.values(), ids=REASONS.keys())
def test_write_that_could_meet_another_patients_row_is_found(sql, why, dialect):
    assert unbound(sql, dialect=dialect, tables=TABLES) == [Unbound("sess", why)]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("TRUNCATE sess, other", NOT_ROWS),
        ("LOCK TABLE sess IN SHARE MODE", NOT_ROWS),
        ("INSERT INTO sess (id, patient_id) VALUES (%s, %s) ON CONFLICT ON CONSTRAINT sess_pkey"
         " DO UPDATE SET n = 1", REPLACES),
    ],
    ids=["truncate", "lock", "conflict on a constraint"],
)  # fmt: skip
def test_statement_of_postgresql_alone_is_found(sql, why):
    assert unbound(sql, dialect="postgres", tables=TABLES) == [Unbound("sess", why)]


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT n FROM sess WHERE patient_id = ANY(%s)", []),
        ("SELECT n FROM sess WHERE id = ANY(%s)", ["sess"]),
        ("SELECT n FROM sess WHERE patient_id = ANY(SELECT id FROM patient)", ["patient", "sess"]),
        ("SELECT n FROM sess s JOIN UNNEST(%s::uuid[]) AS p(id) ON s.patient_id = p.id", []),
        ("SELECT n FROM sess s JOIN UNNEST(%s::uuid[]) AS p(id) ON s.id = p.id", ["sess"]),
        ("INSERT INTO sess (id, patient_id) SELECT * FROM UNNEST((%s)::uuid[], (%s)::uuid[])", []),
        ("SELECT id FROM sess WHERE patient_id = %s FOR NO KEY UPDATE OF sess", []),
        ("DELETE FROM effect USING sess s WHERE s.patient_id = %s AND effect.sess_id = s.id",
         ["effect"]),
        ("DELETE FROM effect USING sess s WHERE s.patient_id = %s"
         " AND effect.patient_id = s.patient_id", []),
        ("WITH gone AS (DELETE FROM sess WHERE id = %s RETURNING id) SELECT 1 FROM gone", ["sess"]),
        ("SELECT 1 FROM sess s, LATERAL (SELECT n FROM effect e WHERE e.patient_id = %s"
         " AND e.sess_id = s.id) x WHERE s.patient_id = %s", []),
        ("SELECT 1 FROM sess s, LATERAL (SELECT n FROM effect e WHERE e.sess_id = s.id) x"
         " WHERE s.patient_id = %s", ["effect"]),
    ],
)  # fmt: skip
def test_words_of_postgresql_are_read(sql, tables):
    assert tables_of(sql, "postgres") == tables


def test_replacing_row_of_sqlite_is_found():
    insert = "INTO sess (id, patient_id) VALUES (%s, %s)"

    assert unbound(f"INSERT OR IGNORE {insert}", dialect="sqlite", tables=TABLES) == []
    assert unbound(f"INSERT OR REPLACE {insert}", dialect="sqlite", tables=TABLES) == [
        Unbound("sess", REPLACES)
    ]


def test_what_is_not_understood_is_found():
    [found] = unbound("SELECT FROM WHERE sess (((", dialect="sqlite", tables=TABLES)

    assert found.table == "sess"
    assert "not understood" in found.why


def test_second_statement_of_two_is_read():
    assert tables_of("SELECT 1; DELETE FROM sess WHERE id = 1", "sqlite") == ["sess"]
