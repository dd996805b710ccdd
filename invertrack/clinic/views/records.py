"""The clinician's pages: who gave access, and one patient's shared records."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care.access import live_grant
from invertrack.care.actions import REVIEW_PAGE, record_list_looks, record_look
from invertrack.insights.board import chart_urls, make_board
from invertrack.insights.forms import PeriodForm
from invertrack.insights.periods import read_period, tabs
from invertrack.insights.voice import CLINICIAN
from invertrack.sessions.queries import read_cursor
from invertrack.users.agreements import agreement
from invertrack.users.decorators import clinician_required

from .. import queries
from ..statistics import statistics_tables


@require_safe
@clinician_required
def panel(request: HttpRequest) -> HttpResponse:
    """List the patients who gave this clinician access; each of them can see that it was read."""
    now = timezone.now()
    rows = queries.panel(request.user, now)
    patients = [row.share.access.patient for row in rows]
    record_list_looks(patients=patients, by=request.user, at=now)
    context = {
        "rows": rows,
        "recent_days": queries.RECENT_DAYS,
        "disclaimer": agreement("clinician").text,
    }
    return TemplateResponse(request, "clinic/panel.html", context)


@require_safe
@clinician_required
def review(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Show what one patient shares, on one page, and note the look for them."""
    now = timezone.now()
    share = queries.share_of(live_grant(to=request.user, patient_id=patient_id, at=now))
    access = share.access
    look = record_look(patient=access.patient, by=request.user, page=REVIEW_PAGE, at=now)
    today = access.patient.today(now)
    period, problem = read_period(request.GET, today=today, data_from=access.data_from)
    board = make_board(access, period, CLINICIAN)
    before = read_cursor(request.GET.get("before", ""))
    effects = queries.side_effect_rows(access, board.period)
    context = {
        "patient": access.patient,
        "zone": access.patient.tz,
        "share": share,
        "board": board,
        "problem": problem,
        "tabs": tabs(period),
        "form": PeriodForm(board.period),
        "charts": chart_urls("clinic:chart", period, patient_id, look=look.id),
        "side_effects": queries.side_effect_sums(effects),
        "page": queries.session_page(access, board.period, before=before, effects=effects),
        "is_first_page": before is None,
        "journal": queries.journal_table(access, board.days),
        "treatments": queries.treatment_sums(access, board.period),
        "statistics": statistics_tables(board.found, access, period),
        "safety": queries.safety_board(access, board.period, to=request.user, at=now),
        "disclaimer": agreement("clinician").text,
    }
    return TemplateResponse(request, "clinic/review.html", context)
