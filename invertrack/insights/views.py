"""The dashboard: charts, each with its sentence and its table, whole without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from invertrack.care.access import own_access
from invertrack.users.decorators import patient_required

from .board import chart_urls, make_board
from .findings import OWN
from .forms import PeriodForm
from .periods import read_period, tabs


@require_safe
@patient_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show pain by day, and relief by angle and by time, over a period."""
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
