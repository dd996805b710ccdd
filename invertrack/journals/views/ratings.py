"""Ratings: pain right now, at another time of a day, corrected, deleted."""

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
from django.utils.formats import date_format

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.actions import find_live
from invertrack.care.forms import ConfirmForm, Sending
from invertrack.core.addresses import safe_path
from invertrack.core.flashes import say_undoable
from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..forms import CorrectRatingForm, NowForm, RateForm
from ..models import PainRating


@patient_required
def now(request: HttpRequest) -> HttpResponse:
    """Ask for pain right now by one tap, and lead back to where the person came from."""
    at, patient = timezone.now(), request.patient
    form = NowForm(
        typed.posted(request, at=at),
        user=request.user,
        now=at,
        zone=patient.tz,
        initial={"next": safe_path(request.GET.get("next"))},
    )
    if request.method == "POST":
        with Sending(form):
            rating_id = actions.rate_pain(
                patient=patient,
                by=request.user,
                at=at,
                submission=form.submission,
                clean=form.rating,
                record_id=form.record_id,
            )
            rating = find_live(PainRating, patient, rating_id)
            _say_rated(request, rating, today=patient.today(at))
            day = reverse("journals:day", args=[rating.local_date])
            return redirect(safe_path(request.POST.get("next")) or day)
    context = {
        "form": form,
        "came_from": safe_path(form["next"].value()),
        "today": patient.today(at),
    }
    return TemplateResponse(request, "journals/now.html", context)


@patient_required
def rate(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Ask for pain at one moment, and keep it on the local day where it was."""
    now, access = timezone.now(), own_access(request.patient)
    if request.method != "POST" and not queries.has_come(access, day, now):
        return to_today(request, day, now)
    form = rate_form(request, day, now, data=typed.posted(request, at=now))
    if request.method == "POST":
        with Sending(form):
            rating_id = actions.rate_pain(
                patient=request.patient,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.rating,
                record_id=form.record_id,
            )
            landed = queries.day_of_rating(access, rating_id) or day
            place = (
                ""
                if landed == day
                else f" under {date_format(landed, 'MONTH_DAY_FORMAT')}, the date on your clock"
            )
            messages.info(request, f"The rating is saved{place}.")
            return redirect("journals:day", landed)
    context = {"form": form, "day": day, "today": request.patient.today(now)}
    return TemplateResponse(request, "journals/rate.html", context)


@patient_required
def edit_rating(request: HttpRequest, rating_id: uuid.UUID) -> HttpResponse:
    """Correct a rating; what was stored meanwhile stands beside what was typed."""
    now, rating = timezone.now(), find_live(PainRating, request.patient, rating_id)
    form = CorrectRatingForm(typed.posted(request, at=now), user=request.user, rating=rating)
    sending = Sending(form)
    if request.method == "POST":
        with sending:
            actions.correct_rating(
                patient=request.patient,
                rating_id=rating_id,
                by=request.user,
                at=now,
                submission=form.submission,
                clean=form.pain,
            )
            messages.info(request, "The rating is corrected.")
            return redirect("journals:day", rating.local_date)
    context = {"form": form, "rating": sending.current or rating, "stale": sending.is_stale}
    return TemplateResponse(request, "journals/edit_rating.html", context, status=sending.status)


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


def rate_form(request: HttpRequest, day: dt.date, now: dt.datetime, **kwargs: Any) -> RateForm:
    """Make the form of a rating at one moment of a day; it posts to its own address."""
    url = reverse("journals:rate", args=[day])
    zone = request.patient.tz
    return RateForm(user=request.user, day=day, now=now, zone=zone, url=url, **kwargs)


def to_today(request: HttpRequest, day: dt.date, now: dt.datetime) -> HttpResponse:
    """Lead from a day that has not come to the one that has."""
    messages.warning(request, f"{date_format(day)} has not come yet. This is today.")
    return redirect("journals:day", request.patient.today(now))


def _say_rated(request: HttpRequest, rating: PainRating, *, today: dt.date) -> None:
    place = (
        ""
        if rating.local_date == today
        else f" under {date_format(rating.local_date, 'MONTH_DAY_FORMAT')}"
    )
    say_undoable(
        request,
        f"Pain {rating.score} / 10 at {rating.local_time:%H:%M} saved{place}.",
        url=reverse("journals:delete_rating", args=[rating.id]),
        version=rating.version,
    )
