"""Lay patients' rows apart: each table of theirs in parts by a hash of the patient (ADR 0012).

The database's own key becomes (patient_id, id), foreign keys between a patient's rows name the
patient too, and checks, indexes and generated columns stay. Which tables and by which column is read
from the models; what hangs on a table is read from the database, which has it exactly. The same
steps, with other words for the parts, make the tables of a database on several machines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.checks import Error, Tags, register
from django.db import connection, connections, transaction

from invertrack.core.ownership import patient_models

PARTS = 8
# One row must be unique across patients, which parts cannot hold: users.actions.start_tracking does,
# under the lock of the account.
KEPT_BY_LOCK = {("users_patient", ("user_id",))}

TABLES = """
    SELECT c.relname, c.relkind, c.relacl IS NOT NULL
           OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
           OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c WHERE c.oid = ANY(SELECT to_regclass(quote_ident(n)) FROM unnest(%s::text[]) n)
"""
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, i.indisprimary, i.indisunique, k.oid IS NOT NULL,
           pg_get_indexdef(i.indexrelid), pg_get_constraintdef(k.oid),
           ARRAY(SELECT attname::text FROM pg_attribute a
                 WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey))
    FROM pg_index i
    LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
    WHERE i.indrelid = %s::regclass ORDER BY 1
"""
LINKS = """
    SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
           pg_get_constraintdef(k.oid),
           ARRAY(SELECT attname::text FROM pg_attribute a
                 WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)),
           pg_get_constraintdef(k.oid) LIKE '%%DEFERRABLE INITIALLY DEFERRED'
    FROM pg_constraint k
    WHERE k.contype = 'f' AND k.conparentid = 0
      AND (k.conrelid = ANY(%s::regclass[]) OR k.confrelid = ANY(%s::regclass[]))
    ORDER BY 2, 1
"""


class NotPossible(Exception):
    """The tables cannot be laid apart; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key as it is."""

    name: str
    child: str
    parent: str
    definition: str
    columns: list[str]
    is_deferred: bool


def state() -> dict[str, bool]:
    """Return each table of patients' rows that exists, and whether it lies in parts."""
    names = [model._meta.db_table for model, _ in patient_models()]
    return {name: kind == "p" for name, kind, _ in _rows(TABLES, [names])}


def plan() -> list[str]:
    """Return the statements that bring every table of patients' rows into parts; none if all are.

    Raises:
        NotPossible: this is no PostgreSQL, or a table has what the statements would lose.
    """
    if connection.vendor != "postgresql":
        raise NotPossible("Only PostgreSQL lays tables apart. Set DATABASE_URL to one.")
    columns = {model._meta.db_table: column for model, column in patient_models()}
    found = _rows(TABLES, [list(columns)])
    if missing := sorted(set(columns) - {name for name, _, _ in found}):
        raise NotPossible(f"Run `manage.py migrate` first; there is no table {missing[0]}.")
    plain = {name for name, kind, _ in found if kind == "r"}
    if bare := sorted(name for name, _, has_more in found if has_more and name in plain):
        raise NotPossible(
            f"{bare[0]} has triggers, policies or rights of other roles, which would be lost."
            " Take them away, and give them anew afterwards."
        )
    if not plain:
        return []
    todo = [name for name in columns if name in plain]
    links = [Link(*row) for row in _rows(LINKS, [todo, todo])]
    return [
        *_opening(todo),
        *(f"ALTER TABLE {link.child} DROP CONSTRAINT {_quoted(link.name)}" for link in links),
        *(step for name in todo for step in _table(name, columns[name])),
        *(_link(link, columns) for link in links),
        *(f"ANALYZE {_quoted(name)}" for name in todo),
    ]


def lay_apart() -> list[str]:
    """Carry out the plan in one transaction, rows included, and return its statements."""
    with transaction.atomic():
        steps = plan()
        with connection.cursor() as cursor:
            for step in steps:
                cursor.execute(step)
    return steps


def _opening(names: Iterable[str]) -> Iterator[str]:
    yield "SET LOCAL statement_timeout = 0"
    yield "SET LOCAL idle_in_transaction_session_timeout = 0"
    yield "SET CONSTRAINTS ALL IMMEDIATE"
    yield f"LOCK TABLE {', '.join(map(_quoted, names))} IN ACCESS EXCLUSIVE MODE"


def _table(name: str, column: str) -> Iterator[str]:
    """Make the table anew in parts, bring the rows over, then give it its indexes."""
    new, old, key = _quoted(name), _quoted(f"{name}_whole"), _quoted(column)
    written = ", ".join(_quoted(column) for (column,) in _rows(COLUMNS, [name]))
    indexes = list(_indexes(name, column))
    yield f"ALTER TABLE {new} RENAME TO {old}"
    yield f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH ({key})"
    for part in range(PARTS):
        yield (
            f"CREATE TABLE {_quoted(f'{name}_{part}')} PARTITION OF {new}"
            f" FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
        )
    yield f"INSERT INTO {new} ({written}) SELECT {written} FROM {old}"  # noqa: S608
    yield f"DROP TABLE {old}"
    yield from indexes


def _indexes(name: str, column: str) -> Iterator[str]:
    """Yield what makes the table's indexes anew, its own key with the patient before the id."""
    table = _quoted(name)
    for index, is_key, is_unique, is_law, definition, law, names in _rows(INDEXES, [name]):
        if is_key:
            key = ", ".join(_quoted(part) for part in dict.fromkeys([column, "id"]))
            yield f"ALTER TABLE {table} ADD CONSTRAINT {index} PRIMARY KEY ({key})"
        elif not is_unique or column in names:
            yield f"ALTER TABLE {table} ADD CONSTRAINT {index} {law}" if is_law else definition
        elif (name, tuple(names)) in KEPT_BY_LOCK:
            yield f"CREATE INDEX {index} ON {table} ({', '.join(map(_quoted, names))})"
        else:
            raise NotPossible(
                f"{index} of {name} is unique across patients; parts cannot hold that."
            )


def _link(link: Link, columns: dict[str, str]) -> str:
    """Return the foreign key anew; between two rows of a patient it names the patient."""
    definition = link.definition
    patient = columns.get(link.parent)
    if patient and patient != "id" and patient not in link.columns:
        [column] = link.columns
        definition = (
            f"FOREIGN KEY ({_quoted(columns[link.child])}, {_quoted(column)})"
            f" REFERENCES {link.parent} ({_quoted(patient)}, id)"
            f"{' DEFERRABLE INITIALLY DEFERRED' if link.is_deferred else ''}"
        )
    return f"ALTER TABLE {link.child} ADD CONSTRAINT {_quoted(link.name)} {definition}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _rows(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@register(Tags.database)
def check_all_in_parts(databases: Iterable[str] | None = None, **kwargs: object) -> list[Error]:
    """Fail ``migrate`` and ``check --database`` where a later table was left out."""
    if not databases or connections["default"].vendor != "postgresql":
        return []
    apart = state()
    whole = sorted(name for name, is_apart in apart.items() if not is_apart)
    if not whole or not any(apart.values()):
        return []
    return [
        Error(
            f"Patients' rows lie in parts, but these tables do not: {', '.join(whole)}.",
            hint="Run `manage.py partition_patients`.",
            id="operations.E001",
        )
    ]
