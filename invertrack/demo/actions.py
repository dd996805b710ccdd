"""Loading the demo people, and taking them away again."""

from __future__ import annotations

import gc
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction
from django.db.models import Q

from invertrack.core.models import AuditEvent
from invertrack.core.records import PatientRow
from invertrack.journals.models import Entry, PainRating, Treatment
from invertrack.journals.rollups import recompute_days as recompute_journal_days
from invertrack.safety.models import Screen
from invertrack.safety.rollups import recompute_state
from invertrack.sessions.models import Session
from invertrack.sessions.rollups import recompute_days as recompute_session_days
from invertrack.users.agreements import agreement
from invertrack.users.models import ClinicianProfile, Patient, User

from .accounts import DOMAIN, PASSWORD
from .book import Book
from .keys import lasting_key
from .people import OSTEOPATH, PHYSIOTHERAPIST, STRANGER_SELF, Professional, cast
from .story import Demo, tell

# Long enough that a log-in finds nothing to improve; fixed, so that a rebuild logs nobody out.
SALT = "invertrackdemoinvertrackdemo"
ROWS_AT_ONCE = 1000
DAYS_AT_ONCE = 400
PATIENTS_AT_ONCE = 10

type Counts = Counter[type[models.Model]]
type Progress = Callable[[int], None]


class NotLocal(Exception):
    """Accounts with a password that everyone knows must not exist where others can reach them."""


def load(demo: Demo, *, on_person: Progress) -> Counts:
    """Take the demo people away and make them anew in one transaction; others' rows stay.

    ``on_person`` hears the number of people done after each. Returns the rows made, by model.

    Raises:
        NotLocal: this is not a local copy.
    """
    _refuse_elsewhere()
    made: Counts = Counter()
    password = make_password(PASSWORD, salt=SALT)
    with _no_garbage_collection(), transaction.atomic():
        _clear(demo)
        clinicians = [_clinician(who, demo) for who in (PHYSIOTHERAPIST, OSTEOPATH)]
        _store_account(clinicians[0].user, password)  # the other one is a patient too
        for number, book in enumerate(_books(demo, clinicians[0])):
            _store_account(book.patient.user, password)
            _store(book)
            made.update(_counts(book))
            on_person(number)
        ClinicianProfile.objects.bulk_create(clinicians)
    return made


def preview(demo: Demo, *, on_person: Progress) -> Counts:
    """Return what ``load`` would make, changing nothing.

    Raises:
        NotLocal: this is not a local copy.
    """
    _refuse_elsewhere()
    made: Counts = Counter()
    for number, book in enumerate(_books(demo, _clinician(PHYSIOTHERAPIST, demo))):
        made.update(_counts(book))
        on_person(number)
    return made


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Spare a sixth of the time: of so many new rows, none is part of a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_elsewhere() -> None:
    if not settings.LOCAL:
        raise NotLocal(
            "The demo people have a password that everyone knows, so they are for local mode only."
            " This is production: nothing was changed."
        )


def _books(demo: Demo, clinician: ClinicianProfile) -> Iterator[Book]:
    """Tell everybody, the stranger first, who has let nobody in."""
    yield tell(STRANGER_SELF, demo, clinician=None)
    for person in cast(demo.patients):
        yield tell(person, demo, clinician=clinician)


def _clear(demo: Demo) -> None:
    """Remove every demo patient with all their rows, and demo accounts that do not come again.

    The clinicians' accounts stay as rows, because other people may have given them access.
    """
    kept = [lasting_key("user", who.email) for who in (PHYSIOTHERAPIST, OSTEOPATH)]
    everybody = (STRANGER_SELF, *cast(demo.patients))
    again = [lasting_key("patient", person.email) for person in everybody]
    ours = Q(email__endswith=f"@{DOMAIN}") | Q(id__in=kept) | Q(patient__in=again)
    accounts = dict(User.objects.filter(ours).values_list("id", "patient"))
    for patients in batched(filter(None, accounts.values()), PATIENTS_AT_ONCE, strict=False):
        _clear_patients(patients)
    ClinicianProfile.objects.filter(user__in=accounts).delete()
    EmailAddress.objects.filter(Q(user__in=accounts) | Q(email__endswith=f"@{DOMAIN}")).delete()
    User.objects.filter(id__in=accounts).exclude(id__in=kept).delete()


def _clear_patients(ids: Sequence[uuid.UUID]) -> None:
    AuditEvent.objects.filter(patient_id__in=ids).delete()
    for model in apps.get_models():
        if issubclass(model, PatientRow):
            # All tables of these patients go, so there is nothing to cascade to: `delete` would
            # read every row first to find that out.
            rows = model.objects.filter(patient__in=ids)
            rows._raw_delete(rows.db)
    Patient.objects.filter(id__in=ids).delete()


def _clinician(who: Professional, demo: Demo) -> ClinicianProfile:
    return ClinicianProfile(
        id=lasting_key("clinician", who.email),
        user=User(id=lasting_key("user", who.email), email=who.email, date_joined=demo.opened_at),
        name=who.name,
        profession=who.profession,
        place=who.place,
        agreed_version=agreement("clinician").version,
        created_at=demo.opened_at,
    )


def _store_account(user: User, password: str) -> None:
    user.password = password
    User.objects.bulk_create(
        [user],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["email", "password", "is_active", "date_joined"],
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)


def _store(book: Book) -> None:
    """Store one patient's rows, and derive the days from them."""
    patient = book.patient
    Patient.objects.bulk_create([patient])
    for model, rows in book.rows.items():
        model._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    for recompute, *models_ in (
        (recompute_session_days, Session),
        (recompute_journal_days, Entry, PainRating, Treatment),
    ):
        days = sorted({row.local_date for model in models_ for row in book.rows.get(model, [])})
        for some in batched(days, DAYS_AT_ONCE, strict=False):
            recompute(patient, some)
    if Screen in book.rows:
        recompute_state(patient, at=book.calendar.now)
    if connection.vendor == "postgresql":
        connection.check_constraints()  # here, or a large demo's commit outlasts its five seconds


def _counts(book: Book) -> Counts:
    return Counter({model: len(rows) for model, rows in book.rows.items()})
