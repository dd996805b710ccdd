"""The demo people as data: who they are, what inverting truly does for them, what they share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count, islice
from typing import Final

from django.utils.text import slugify

from invertrack.analysis.truth import BAD_DAYS_ONLY, DOSE_RESPONSE, NO_EFFECT
from invertrack.care.enums import Scope

from .accounts import CLINICIAN, DOMAIN, PATIENT, STRANGER

ALL: Final = tuple(Scope)
NO_TEXT: Final = (Scope.SESSIONS, Scope.JOURNAL)
SESSIONS_ONLY: Final = (Scope.SESSIONS,)


class Trouble(StrEnum):
    """What a person's safety answers lead to, beside their age."""

    NONE = "none"
    REFLUX = "reflux"  # a caution that they discussed
    BLOCKED = "blocked"
    CLEARED = "cleared"  # by the clinician
    TALK = "talk"  # a caution that they have not discussed
    EMERGENCY = "emergency"  # a red flag of today that they have not read
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented patient.

    ``truth`` names a kind of ``analysis.truth.KINDS``; ``away`` is the zone they travel to.
    ``part`` is the share of the demo's years since they signed up, ``days`` a number of days
    instead. They stopped writing ``quit_days`` ago, and noted ``most_sessions`` at most. The
    clinician reads ``scopes``, of the last ``shared_days`` only if that is given. ``trouble`` is what
    their safety answers lead to.
    """

    name: str
    tz: str
    country: str
    birth_year: int
    away: str
    truth: str
    part: float = 1.0
    days: int | None = None
    quit_days: int = 0
    most_sessions: int | None = None
    scopes: tuple[Scope, ...] = ALL
    shared_days: int | None = None
    trouble: Trouble = Trouble.NONE
    login: str = ""

    @property
    def email(self) -> str:
        """The log-in name: one of the three that are offered, or the name at the demo's domain."""
        return self.login or f"{slugify(self.name).replace('-', '.')}@{DOMAIN}"

    @property
    def is_lead(self) -> bool:
        """Whether a visitor is invited to log in as this person."""
        return self.login == PATIENT.email


@dataclass(frozen=True, slots=True)
class Professional:
    """A demo account that reviews patients."""

    email: str
    name: str
    profession: str
    place: str


PHYSIOTHERAPIST: Final = Professional(
    CLINICIAN.email, "Dr. Ada Okafor", "Physiotherapist", "Harbour Street Practice"
)
OSTEOPATH: Final = Professional(STRANGER.email, "Robin Vale", "Osteopath", "Millgate Clinic")
# The stranger is a patient too, of whom there is nothing to read.
STRANGER_SELF: Final = Person(
    "Robin Vale", "Europe/London", "GB", 1985, "", NO_EFFECT, days=0, login=STRANGER.email
)

# fmt: off
CAST: Final = (
    Person("Marta Lindner", "Europe/Berlin", "DE", 1968, "America/New_York", DOSE_RESPONSE, trouble=Trouble.REFLUX, login=PATIENT.email),
    Person("James Whitlock", "Europe/London", "GB", 1957, "Europe/Madrid", NO_EFFECT, scopes=NO_TEXT, trouble=Trouble.CLEARED),
    Person("Denise Carver", "America/New_York", "US", 1974, "America/Chicago", BAD_DAYS_ONLY, trouble=Trouble.TALK),
    Person("Aroha Tamihana", "Pacific/Auckland", "NZ", 1981, "America/Los_Angeles", DOSE_RESPONSE, shared_days=180),
    Person("Rajesh Iyer", "Asia/Kolkata", "IN", 1979, "Europe/London", NO_EFFECT),
    Person("Luis Ocampo", "America/Los_Angeles", "US", 1986, "America/Mexico_City", BAD_DAYS_ONLY, scopes=SESSIONS_ONLY),
    Person("Sofia Bergqvist", "Europe/Stockholm", "SE", 1963, "Europe/Athens", NO_EFFECT, quit_days=24),
    Person("Kenji Morita", "Asia/Tokyo", "JP", 1971, "Pacific/Honolulu", BAD_DAYS_ONLY, trouble=Trouble.EMERGENCY),
    Person("Fatou Ndiaye", "Africa/Dakar", "SN", 1990, "Europe/Paris", DOSE_RESPONSE, scopes=NO_TEXT, shared_days=365),
    Person("Thomas Gruber", "Europe/Vienna", "AT", 1952, "Europe/Rome", NO_EFFECT, trouble=Trouble.BLOCKED),
    Person("Lucía Ferrer", "Europe/Madrid", "ES", 1984, "America/Bogota", BAD_DAYS_ONLY, trouble=Trouble.SUSPENDED),
    Person("Owen Gallagher", "Europe/Dublin", "IE", 1977, "America/Toronto", DOSE_RESPONSE, quit_days=41),
    Person("Mei-Ling Chua", "Asia/Singapore", "SG", 1969, "Australia/Perth", NO_EFFECT),
    Person("Karim Haddad", "Africa/Cairo", "EG", 1993, "Asia/Dubai", BAD_DAYS_ONLY, part=0.5),
    Person("Ana Beatriz Moura", "America/Sao_Paulo", "BR", 1960, "Europe/Lisbon", DOSE_RESPONSE, scopes=NO_TEXT),
    Person("Piotr Wilk", "Europe/Warsaw", "PL", 1975, "Europe/London", NO_EFFECT),
    Person("Grace Achieng", "Africa/Nairobi", "KE", 1988, "Africa/Johannesburg", BAD_DAYS_ONLY, part=0.4),
    Person("Noah Tremblay", "America/Toronto", "CA", 1995, "America/Vancouver", DOSE_RESPONSE, quit_days=19),
    Person("Inês Carvalho", "Europe/Lisbon", "PT", 1966, "Atlantic/Azores", NO_EFFECT),
    Person("Elif Demir", "Europe/Istanbul", "TR", 1982, "Europe/Berlin", BAD_DAYS_ONLY, shared_days=90),
    Person("Harriet Boone", "America/Denver", "US", 1949, "America/Phoenix", DOSE_RESPONSE),
    Person("Sanjay Thapa", "Asia/Kathmandu", "NP", 1991, "Asia/Dubai", NO_EFFECT, part=0.25),
    Person("Leilani Kahale", "Pacific/Honolulu", "US", 1973, "America/Los_Angeles", BAD_DAYS_ONLY, scopes=NO_TEXT),
    Person("Bruno Conti", "Europe/Rome", "IT", 1955, "Europe/Zurich", DOSE_RESPONSE),
    Person("Chloe Nguyen", "Australia/Sydney", "AU", 1987, "Asia/Ho_Chi_Minh", NO_EFFECT),
    Person("Henrik Dahl", "Europe/Oslo", "NO", 1970, "Atlantic/Canary", BAD_DAYS_ONLY),
    Person("Amara Obi", "Africa/Lagos", "NG", 1998, "Europe/London", DOSE_RESPONSE, part=0.15),
    Person("Yvonne Peeters", "Europe/Brussels", "BE", 1961, "Europe/Paris", BAD_DAYS_ONLY),
    Person("Caleb Marsh", "America/Chicago", "US", 1983, "America/Denver", NO_EFFECT, days=12, most_sessions=4),
    Person("Rosa Quispe", "America/Lima", "PE", 1978, "America/La_Paz", DOSE_RESPONSE, days=3, quit_days=3),
)
# fmt: on


def cast(size: int) -> tuple[Person, ...]:
    """Return so many people, the same first ones whatever the size.

    Past the thirty of ``CAST`` come others at the same places, with their names mixed.

    >>> [person.name for person in cast(32)[30:]]
    ['Marta Whitlock', 'James Carver']
    """
    return tuple(islice(_everybody(), size))


def _everybody() -> Iterator[Person]:
    yield from CAST
    for lap in count(1):
        for number, person in enumerate(CAST):
            given = person.name.rsplit(" ", 1)[0]
            family = CAST[(number + lap) % len(CAST)].name.rsplit(" ", 1)[1]
            again = "" if lap < len(CAST) else f" {lap // len(CAST) + 1}"
            yield replace(person, name=f"{given} {family}{again}", login="")
