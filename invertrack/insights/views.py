"""Charts, each whole without JavaScript by sentence and table; and what studies say."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care.access import own_access
from invertrack.users.agreements import agreement
from invertrack.users.decorators import patient_required

from . import evidence as known
from . import findings, queries
from .board import chart_urls, make_board
from .forms import CompareForm, PeriodForm
from .items import items_of, read_items
from .periods import read_period, tabs


@require_safe
@patient_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show pain by day, and sessions by what they did to it, over a period."""
    period, problem = read_period(request.GET, today=request.patient.today(timezone.now()))
    board = make_board(own_access(request.patient), period, findings.OWN)
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
        "sentence": findings.compare_sentence(found),
        "nothing": findings.nothing_to_compare(found),
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
@login_not_required
def evidence(request: HttpRequest) -> HttpResponse:
    """Show anybody what studies say, with its numbers, its gaps and its sources."""
    context = {
        "evidence": known.evidence(),
        "sources": known.sources().values(),
        "purpose": agreement("purpose").text,
        "disclaimer": agreement("clinician").text,
    }
    return TemplateResponse(request, "insights/evidence.html", context)
