from django.urls import path

from . import charts, views

app_name = "insights"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("compare/", views.compare, name="compare"),
    path("charts/<slug:name>.json", charts.ChartView.as_view(), name="chart"),
]
