from django.urls import path

from . import charts
from .views import records, safety

app_name = "clinic"

urlpatterns = [
    path("", records.panel, name="panel"),
    path("<uuid:patient_id>/", records.review, name="review"),
    path("<uuid:patient_id>/answers/<uuid:answer_id>/clear/", safety.clear, name="clear"),
    path("<uuid:patient_id>/check/", safety.check, name="check"),
    path(
        "<uuid:patient_id>/clearances/<uuid:clearance_id>/withdraw/",
        safety.withdraw_clearance,
        name="withdraw_clearance",
    ),
    path("<uuid:patient_id>/cap/", safety.propose_cap, name="propose_cap"),
    path("<uuid:patient_id>/plan/", safety.propose_plan, name="propose_plan"),
    path(
        "<uuid:patient_id>/charts/<slug:name>.json", charts.SharedChartView.as_view(), name="chart"
    ),
]
