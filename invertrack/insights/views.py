"""Charts, each whole without JavaScript by sentence and table; their numbers; what studies say."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care import typed
from invertrack.care.access import own_access
from invertrack.care.forms import Sending
from invertrack.users.agreements import agreement
from invertrack.users.decorators import patient_required

from . import actions, captions, queries
from . import evidence as known
from .board import chart_urls, make_board
from .claims import ledger
from .findings import as_json, findings_of
from .forms import CompareForm, PeriodForm, QuestionForm
from .items import items_of, read_items
from .outcomes import outcomes_of
from .periods import ALL, read_period, tabs
from .questionnaire_findings import questionnaire_findings
from .stored import chosen_by, found_in
from .voice import OWN


@require_safe
@patient_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show pain by day, and sessions by what they did to it, over a period."""
    period, problem = read_period(request.GET, today=request.patient.today(timezone.now()))
    board = make_board(own_access(request.patient), period, OWN)
    context = {
        "board": board,
        "problem": problem,
        "tabs": tabs(period),
        "form": PeriodForm(board.period),
        "charts": chart_urls("insights:chart", period),
    }
    return TemplateResponse(request, "insights/dashboard.html", context)


@require_safe
@patient_required
def compare(request: HttpRequest) -> HttpResponse:
    """Show two things of one's own choice against each other, over a period."""
    access = own_access(request.patient)
    period, problem = read_period(request.GET, today=request.patient.today(timezone.now()))
    treatments = queries.read_treatments(access, period)
    items = items_of(access, treatments.names)
    x, y, wrong = read_items(request.GET, items)
    found = queries.compare(access, period, x, y, treatments)
    kept = {"x": x.key, "y": y.key}
    context = {
        "found": found,
        "sentence": captions.compare_sentence(found),
        "nothing": captions.nothing_to_compare(found),
        "groups": queries.compared_groups(found),
        "problem": problem,
        "wrong": wrong,
        "tabs": tabs(period, **kept),
        "form": PeriodForm(found.period, **kept),
        "choose": CompareForm(items, x, y, **period.params),
        "chart": chart_urls("insights:chart", period, **kept)["compare"],
    }
    return TemplateResponse(request, "insights/compare.html", context)


@require_safe
@patient_required
def findings(request: HttpRequest) -> JsonResponse:
    """Answer every number of the dashboard with what it stands on (``docs/findings.md``)."""
    period, problem = read_period(request.GET, today=request.patient.today(timezone.now()))
    access = own_access(request.patient)
    found = found_in(access, period)
    made = [
        *findings_of(found, voice=OWN),
        *questionnaire_findings(period, queries.read_passes(access, period)),
    ]
    held = period.holding([found.first] if found.first else [])
    answer = {
        "period": {"from": held.first, "to": held.last},
        "problem": problem,
        "findings": as_json(made),
    }
    return JsonResponse(
        answer, headers={"Cache-Control": "no-store"}, json_dumps_params={"allow_nan": False}
    )


@patient_required
def question(request: HttpRequest) -> HttpResponse:
    """Choose the one question that counts as asked beforehand, from today on."""
    now, chosen = timezone.now(), chosen_by(request.patient)
    form = QuestionForm(typed.posted(request, at=now), user=request.user, chosen=chosen.question)
    if request.method == "POST":
        with Sending(form):
            asked = form.question()
            if asked != chosen.question:  # the same again would only make it begin anew
                actions.choose_question(
                    patient=request.patient,
                    by=request.user,
                    at=now,
                    submission=form.submission,
                    question=asked,
                )
            # Read again: an old form that comes twice changes nothing.
            messages.info(request, f"Your question: {chosen_by(request.patient).question.label}")
            return redirect("insights:dashboard")
    context = {"form": form, "chosen": chosen}
    return TemplateResponse(request, "insights/question.html", context)


@require_safe
@login_not_required
def evidence(request: HttpRequest) -> HttpResponse:
    """Show anybody what is claimed and what studies say, and patients their own data beside it."""
    own = None
    if request.patient is not None:
        period, _ = read_period({"period": ALL}, today=request.patient.today(timezone.now()))
        own = outcomes_of(own_access(request.patient), period)
    context = {
        "ledger": ledger(own),
        "evidence": known.evidence(),
        "sources": known.sources().values(),
        "purpose": agreement("purpose").text,
        "disclaimer": agreement("clinician").text,
    }
    return TemplateResponse(request, "insights/evidence.html", context)
