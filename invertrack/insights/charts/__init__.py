"""Chart data as strict JSON: numbers, words and null, nothing else, and the same bytes each time."""

from .payload import Asked, Chart, refuse_nan
from .view import CHARTS, ChartView

__all__ = ["CHARTS", "Asked", "Chart", "ChartView", "refuse_nan"]
