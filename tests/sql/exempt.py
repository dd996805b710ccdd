"""Statements on patients' rows that are right without a patient, each with the reason.

An exemption names the function that issues the statement and the table that stays unbound there, as
narrowly as it can. One that no statement of a whole run needs any more fails `make test`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sql.binding import Unbound


@dataclass(frozen=True, slots=True)
class Exempt:
    """One exemption; ``where`` is module:function, and both it and ``table`` may hold ``*``.

    ``holding`` is text that the statement must contain.
    """

    where: str
    table: str
    why: str
    holding: str = ""

    @property
    def key(self) -> str:
        """Its name in the list of those in use."""
        return f"{self.where} {self.table}"

    def covers(self, one: Unbound, *, where: str, sql: str) -> bool:
        """Whether it is about this table in a statement of this function."""
        return (
            fnmatchcase(one.table, self.table)
            and fnmatchcase(where, self.where)
            and self.holding in sql
        )


def exempt(where: str, tables: str, why: str, holding: str = "") -> list[Exempt]:
    """Return an exemption for each of these tables."""
    return [Exempt(where, table, why, holding) for table in tables.split()]


WHO_ASKS = (
    'FROM "users_user" LEFT OUTER JOIN "users_patient"'
    ' ON ("users_user"."id" = "users_patient"."user_id")'
)
EXEMPT = [
    # Who is it? -----------------------------------------------------------------------------------
    *exempt(
        "*",
        "users_patient",
        "an account is loaded with its patient: this says whose rows the rest may read",
        holding=WHO_ASKS,
    ),
    *exempt(
        "invertrack.users.actions:start_tracking",
        "users_patient",
        "whether the account is a patient already, asked under the account's lock",
        holding='WHERE "users_patient"."user_id" = %s',
    ),
    *exempt(
        "invertrack.clinic.queries.panel:panel",
        "care_grant users_patient",
        "who lets this clinician in: an index leads from the clinician to the grants",
        holding='WHERE ("care_grant"."clinician_id" = %s AND ',
    ),
    # Housekeeping, over everybody -----------------------------------------------------------------
    *exempt(
        "invertrack.operations.actions:_with_deleted",
        "*",
        "whose rows are due; they then go patient by patient",
        holding='"deleted_at" < %s',
    ),
    *exempt(
        "invertrack.prompts.queries:without_settings",
        "users_patient prompts_promptsettings",
        "who has no row of settings yet, once a minute",
        holding="NOT EXISTS(SELECT",
    ),
    *exempt(
        "invertrack.prompts.queries:_due_settings",
        "prompts_promptsettings users_patient",
        "whose times have come; prompts are then sent person by person",
        holding='"next_at" <= %s',
    ),
    *exempt(
        "invertrack.prompts.queries:_due_follow_ups",
        "inversion_followup inversion_session prompts_delivery",
        "whose questions have come due, by an index of the open ones",
        holding='"answered_at" IS NULL',
    ),
    *exempt(
        "invertrack.prompts.queries:_due_deliveries",
        "prompts_delivery",
        "which prompts wait to be sent, by an index of those alone",
        holding='"send_at" <= %s',
    ),
    *exempt(
        "invertrack.prompts.queries:due_watches",
        "prompts_watch users_patient",
        "whose sessions have not ended in time, by an index of those that are looked at",
        holding='"look_at" <= %s',
    ),
    *exempt(
        "invertrack.operations.management.commands.rebuild_rollups:Command.handle",
        "users_patient",
        "everybody's ids; days are then rebuilt patient by patient",
    ),
    *exempt(
        "invertrack.*.migrations.*",
        "*",
        "a migration brings everybody's rows up to date",
    ),
    *exempt(
        "invertrack.operations.partition:lay_apart",
        "*",
        "lays every table apart, rows included",
    ),
    # The demo, on local copies --------------------------------------------------------------------
    *exempt(
        "invertrack.demo.management.commands.demo:Command.handle",
        "users_patient",
        "whether there is anybody at all",
    ),
    *exempt(
        "invertrack.demo.actions:_clear",
        "care_grant care_note care_reviewedmark safety_cap safety_clearance safety_plan",
        "what hangs on the account of a demo clinician goes with it",
    ),
    *exempt(
        "invertrack.demo.actions:_clear",
        "users_patient",
        "which patients the accounts that go away still have: none, they went before",
        holding='WHERE "users_patient"."user_id" IN (%s',
    ),
]
