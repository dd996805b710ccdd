from django.urls import path

from . import charts, views

app_name = "insights"

urlpatterns = [
    path("insights/", views.dashboard, name="dashboard"),
    path("insights/compare/", views.compare, name="compare"),
    path("insights/findings.json", views.findings, name="findings"),
    path("insights/question/", views.question, name="question"),
    path("evidence/", views.evidence, name="evidence"),
    path("insights/charts/<slug:name>.json", charts.ChartView.as_view(), name="chart"),
]
