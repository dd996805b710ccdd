"""The journal: its days, one day with its entry and ratings, and what it asks."""

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
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import Access, own_access
from invertrack.care.actions import RecordGone, StaleRecord, find_live
from invertrack.care.forms import ConfirmForm, Invalid
from invertrack.users.decorators import patient_required

from . import actions, queries
from .forms import BACKFILL, CorrectRatingForm, EntryForm, FieldsForm, RateForm
from .models import OPTIONAL_FIELDS, Entry, PainRating

ONE_DAY = dt.timedelta(days=1)


@require_safe
@patient_required
def index(request: HttpRequest) -> HttpResponse:
    """List the days of the journal, newest first; today and yesterday are there, filled in or not."""
    chosen = queries.read_day(request.GET.get("day", ""))
    if chosen is not None:
        return redirect("journals:day", chosen)
    before = queries.read_day(request.GET.get("before", ""))
    today = request.patient.today(timezone.now())
    words = {} if before else {today: "Today", today - ONE_DAY: "Yesterday"}
    page = queries.list_page(own_access(request.patient), before, apart=words)
    latest = [(word, day, page.by_day.get(day)) for day, word in words.items()]
    context = {"page": page, "latest": latest, "today": today}
    return TemplateResponse(request, "journals/index.html", context)


@patient_required
def day(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Show a day and keep its entry; what was stored meanwhile stands beside what was typed."""
    now, access = timezone.now(), own_access(request.patient)
    if request.method != "POST" and not queries.has_come(access, day, now):
        return _to_today(request, day, now)
    kept = queries.one_day(access, day)
    form = _entry_form(request, access, kept, now)
    conflict = None
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
def rate(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Ask for pain at one moment, and keep it on the local day where it was."""
    now, access = timezone.now(), own_access(request.patient)
    if request.method != "POST" and not queries.has_come(access, day, now):
        return _to_today(request, day, now)
    form = _rate_form(request, day, now, data=typed.posted(request, at=now))
    if request.method == "POST":
        try:
            rating_id = actions.rate_pain(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.rating,
            )
        except Invalid:
            pass
        else:
            landed = queries.day_of_rating(access, rating_id) or day
            place = "" if landed == day else f" under {landed:%-d %B}, the date on your clock"
            messages.info(request, f"The rating is saved{place}.")
            return redirect("journals:day", landed)
    context = {"form": form, "day": day, "today": request.patient.today(now)}
    return TemplateResponse(request, "journals/rate.html", context)


@patient_required
def edit_rating(request: HttpRequest, rating_id: uuid.UUID) -> HttpResponse:
    """Correct a rating; what was stored meanwhile stands beside what was typed."""
    now, rating = timezone.now(), find_live(PainRating, request.patient, rating_id)
    form = CorrectRatingForm(typed.posted(request, at=now), user=request.user, rating=rating)
    stale = False
    if request.method == "POST":
        try:
            actions.correct_rating(
                patient=request.patient,
                rating_id=rating_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.pain,
            )
        except Invalid:
            pass
        except StaleRecord as conflict:
            form.rebase(conflict.current.version)
            rating, stale = conflict.current, True
        else:
            messages.info(request, "The rating is corrected.")
            return redirect("journals:day", rating.local_date)
    context = {"form": form, "rating": rating, "stale": stale}
    status = 409 if stale else 200
    return TemplateResponse(request, "journals/edit_rating.html", context, status=status)


@patient_required
def delete_rating(request: HttpRequest, rating_id: uuid.UUID) -> HttpResponse:
    """Ask once, delete a rating, and offer undo."""
    if request.method == "POST":
        actions.delete_rating(
            patient=request.patient,
            rating_id=rating_id,
            by=request.user,
            at=timezone.now(),
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        return redirect("journals:restore_rating", rating_id)
    rating = find_live(PainRating, request.patient, rating_id)
    form = ConfirmForm(user=request.user, initial={"version": rating.version})
    return TemplateResponse(
        request, "journals/delete_rating.html", {"rating": rating, "form": form}
    )


@patient_required
def restore_rating(request: HttpRequest, rating_id: uuid.UUID) -> HttpResponse:
    """Say that a rating is deleted, and undo that for ten minutes."""
    now = timezone.now()
    if request.method == "POST":
        actions.restore_rating(
            patient=request.patient,
            rating_id=rating_id,
            by=request.user,
            at=now,
            submission=ConfirmForm(request.POST, user=request.user).submission,
        )
        messages.info(request, "The rating is back.")
        rating = find_live(PainRating, request.patient, rating_id)
        return redirect("journals:day", rating.local_date)
    rating = queries.deleted_rating(own_access(request.patient), rating_id, now)
    if rating is None:
        raise Http404("Nothing to undo.")
    form = ConfirmForm(user=request.user)
    return TemplateResponse(
        request, "journals/restore_rating.html", {"rating": rating, "form": form}
    )


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
        shown=queries.shown_fields(access),
    )


def _rate_form(request: HttpRequest, day: dt.date, now: dt.datetime, **kwargs: Any) -> RateForm:
    url = reverse("journals:rate", args=[day])
    zone = request.patient.tz
    return RateForm(user=request.user, day=day, now=now, zone=zone, url=url, **kwargs)


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
        "rate_form": _rate_form(request, day, now, auto_id="rating_%s") if is_open else None,
    }


def _to_today(request: HttpRequest, day: dt.date, now: dt.datetime) -> HttpResponse:
    messages.warning(request, f"{day:%-d %B %Y} has not come yet. This is today.")
    return redirect("journals:day", request.patient.today(now))
