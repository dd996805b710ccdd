"""The journal's days: the calendar, one day with its entry, its kind by one tap, and what it asks."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.actions import RecordGone, StaleRecord, find_live
from invertrack.care.forms import ConfirmForm, Invalid
from invertrack.core.addresses import safe_path
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..forms import BACKFILL, EntryForm, FieldsForm, MarkForm
from ..models import OPTIONAL_FIELDS, Entry
from .ratings import rate_form, to_today

ONE_DAY = dt.timedelta(days=1)


@require_safe
@patient_required
def index(request: HttpRequest) -> HttpResponse:
    """Show a month as a calendar and as a list; of the latest one today's mark and the habit."""
    chosen = queries.read_day(request.GET.get("day", ""))
    if chosen is not None:
        return redirect("journals:day", chosen)
    now, access = timezone.now(), own_access(request.patient)
    today = request.patient.today(now)
    wanted = queries.read_month(request.GET.get("month", ""))
    month = queries.month_page(access, wanted, today)
    mark = habit = None
    if month.is_latest:
        habit = queries.habit_of(access, today)
        entry, here = queries.entry_of(access, today), reverse("journals:index")
        mark = _mark_form(request, today, now, entry=entry, initial={"next": here})
    context = {
        "month": month,
        "weekdays": [(WEEKDAYS_ABBR[n], WEEKDAYS[n]) for n in range(7)],
        "today": today,
        "mark": mark,
        "habit": habit,
        "day": today,
    }
    return TemplateResponse(request, "journals/index.html", context)


@patient_required
def day(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Show a day and keep its entry; what was stored meanwhile stands beside what was typed."""
    now, access = timezone.now(), own_access(request.patient)
    if request.method != "POST" and not queries.has_come(access, day, now):
        return to_today(request, day, now)
    is_sent = request.method == "POST"
    # A save that goes well shows nothing: it need not read what hangs on the day.
    kept = (
        queries.Day(day, queries.entry_of(access, day)) if is_sent else queries.one_day(access, day)
    )
    form = _entry_form(request, access, kept, now)
    conflict = None
    if is_sent:
        try:
            actions.keep_entry(
                patient=request.patient,
                local_date=day,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.entry_values,
            )
        except Invalid:
            kept = queries.one_day(access, day)
        except (StaleRecord, RecordGone) as refused:
            conflict, kept = refused, queries.one_day(access, day)
            form.rebase(kept.entry.version if kept.entry else None)
        else:
            messages.info(request, "The day is saved.")
            return redirect("journals:day", day)
    context = {**_day_context(request, kept, form, now), "conflict": conflict}
    status = conflict.status if conflict else 200
    return TemplateResponse(request, "journals/day.html", context, status=status)


@patient_required
def delete_entry(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Ask once, delete the entry of a day, and offer undo."""
    if request.method == "POST":
        entry_id = actions.delete_entry(
            patient=request.patient,
            local_date=day,
            by=request.user,
            at=timezone.now(),
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        return redirect("journals:restore_entry", entry_id)
    kept = queries.one_day(own_access(request.patient), day)
    if kept.entry is None:
        raise Http404("No entry on this day.")
    form = ConfirmForm(user=request.user, initial={"version": kept.entry.version})
    return TemplateResponse(request, "journals/delete_entry.html", {"kept": kept, "form": form})


@patient_required
def restore_entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Say that an entry is deleted, and undo that for ten minutes."""
    now, access = timezone.now(), own_access(request.patient)
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    newer = None
    if request.method == "POST":
        try:
            actions.restore_entry(
                patient=request.patient,
                entry_id=entry_id,
                by=request.user,
                at=now,
                submission=form.submission,
            )
        except StaleRecord as conflict:
            newer = queries.one_day(access, conflict.current.local_date)
        else:
            messages.info(request, "The entry is back.")
            entry = find_live(Entry, request.patient, entry_id)
            return redirect("journals:day", entry.local_date)
    deleted = queries.deleted_day(access, entry_id, now)
    if deleted is None:
        raise Http404("Nothing to undo.")
    context = {"deleted": deleted, "newer": newer, "form": form}
    status = 409 if newer else 200
    return TemplateResponse(request, "journals/restore_entry.html", context, status=status)


@patient_required
def mark(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Mark a day as one of rest, travel or flare, or as an ordinary one again, by one tap."""
    now, access = timezone.now(), own_access(request.patient)
    if request.method != "POST" and not queries.has_come(access, day, now):
        return to_today(request, day, now)
    entry, conflict = queries.entry_of(access, day), None
    form = _mark_form(request, day, now, entry=entry, data=typed.posted(request, at=now))
    if request.method == "POST":
        try:
            actions.keep_entry(
                patient=request.patient,
                local_date=day,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.entry_values,
            )
        except Invalid:
            pass
        except (StaleRecord, RecordGone) as refused:
            conflict, entry = refused, queries.entry_of(access, day)
            form.rebase(entry.version if entry else None)
        else:
            messages.info(
                request, f"{date_format(day, 'MONTH_DAY_FORMAT')} is marked as {form.pressed[1]}."
            )
            came_from = safe_path(request.POST.get("next"))
            return redirect(came_from or reverse("journals:day", args=[day]))
    context = {"form": form, "day": day, "entry": entry, "conflict": conflict}
    status = conflict.status if conflict else 200
    return TemplateResponse(request, "journals/mark.html", context, status=status)


@patient_required
def fields(request: HttpRequest) -> HttpResponse:
    """Choose which optional fields the journal asks for."""
    shown = queries.shown_fields(own_access(request.patient))
    form = FieldsForm(request.POST if request.method == "POST" else None, initial={"shown": shown})
    if form.is_valid():
        actions.show_fields(patient=request.patient, fields=form.cleaned_data["shown"])
        messages.info(request, "The journal now asks for what you chose.")
        return redirect("journals:day", request.patient.today(timezone.now()))
    return TemplateResponse(request, "journals/fields.html", {"form": form})


def _entry_form(
    request: HttpRequest, access: Access, kept: queries.Day, now: dt.datetime
) -> EntryForm:
    return EntryForm(
        typed.posted(request, at=now),
        user=request.user,
        day=kept.local_date,
        now=now,
        zone=request.patient.tz,
        entry=kept.entry,
        note=kept.note,
        managed=kept.managed,
        shown=queries.shown_fields(access),
    )


def _mark_form(
    request: HttpRequest, day: dt.date, now: dt.datetime, *, entry: Entry | None, **kwargs: Any
) -> MarkForm:
    zone = request.patient.tz
    kwargs.setdefault("initial", {"next": safe_path(request.GET.get("next"))})
    kwargs["auto_id"] = "mark_%s"
    return MarkForm(user=request.user, day=day, now=now, zone=zone, entry=entry, **kwargs)


def _day_context(
    request: HttpRequest, kept: queries.Day, form: EntryForm, now: dt.datetime
) -> dict[str, Any]:
    today, day = request.patient.today(now), kept.local_date
    is_open = day >= today - BACKFILL
    hidden = [name for name in OPTIONAL_FIELDS if name not in form.fields]
    words = {today: "Today", today - ONE_DAY: "Yesterday"}
    near = [day - ONE_DAY, *([day + ONE_DAY] if day < today else [])]
    if today - day > ONE_DAY:
        near.append(today)
    return {
        "kept": kept,
        "day": day,
        "today": today,
        "word": words.get(day),
        "near": [(other, words.get(other)) for other in near],
        "form": form if is_open or kept.entry or form.is_bound else None,
        "hidden": queries.facts(kept.entry, hidden) if kept.entry else [],
        "mark": _mark_form(request, day, now, entry=None)
        if is_open and not kept.entry and not form.is_bound
        else None,
        "rate_form": rate_form(request, day, now, auto_id="rating_%s") if is_open else None,
    }
