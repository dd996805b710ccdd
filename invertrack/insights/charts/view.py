"""django-chartjs behind one strict class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import orjson
from chartjs.views.lines import BaseLineOptionsChartView
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from invertrack.care.access import Access, own_access

from ..periods import read_period
from .adherence import draw_adherence
from .compare import draw_compare
from .curves import draw_curve_by_angle, draw_curve_by_minutes
from .pairs import draw_before_after
from .payload import STRICT, Asked, Chart, refuse_nan
from .questionnaires import draw_questionnaires
from .relief_decay import draw_relief_decay
from .settings import draw_angle_duration, draw_relief_by_angle, draw_relief_by_duration
from .trend import draw_pain_trend
from .vitals import draw_vitals

CHARTS: dict[str, Callable[[Asked], Chart]] = {
    "pain-trend": draw_pain_trend,
    "before-after": draw_before_after,
    "relief-decay": draw_relief_decay,
    "relief-by-angle": draw_relief_by_angle,
    "relief-by-duration": draw_relief_by_duration,
    "angle-duration": draw_angle_duration,
    "adherence": draw_adherence,
    "vitals": draw_vitals,
    "questionnaires": draw_questionnaires,
    "compare": draw_compare,
    "relief-curve-angle": draw_curve_by_angle,
    "relief-curve-minutes": draw_curve_by_minutes,
}


class ChartView(BaseLineOptionsChartView):
    """django-chartjs with a strict payload: data and options only.

    Left to itself it would answer the template context, with the view's address and the URL's
    arguments, write NaN, and turn any object into a string.
    """

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        now = timezone.now()
        draw = CHARTS.get(self.kwargs["name"])
        if draw is None:
            raise Http404("No such chart.")
        access = self.open_access(at=now)
        period, _ = read_period(
            request.GET, today=access.patient.today(now), data_from=access.data_from
        )
        self.chart = draw(Asked(access, period, request.GET))
        return super().get(request)

    def open_access(self, *, at: dt.datetime) -> Access:
        """Return what this reader may see: here the person's own records."""
        if self.request.patient is None:
            raise Http404("No patient behind this account.")
        return own_access(self.request.patient)

    def get_labels(self) -> list[str]:
        return []

    def get_datasets(self) -> list[dict[str, Any]]:
        return self.chart.datasets

    def get_options(self) -> dict[str, Any]:
        return self.chart.options

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {name: context[name] for name in ("data", "options")}

    def convert_context_to_json(self, context: dict[str, Any]) -> bytes:
        refuse_nan(context)
        return orjson.dumps(context, option=STRICT)

    def get_json_response(self, content: bytes, **kwargs: Any) -> HttpResponse:
        response = super().get_json_response(content, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response
