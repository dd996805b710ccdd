from django.urls import path

from . import charts, views

app_name = "clinic"

urlpatterns = [
    path("", views.panel, name="panel"),
    path("<uuid:patient_id>/", views.review, name="review"),
    path(
        "<uuid:patient_id>/charts/<slug:name>.json", charts.SharedChartView.as_view(), name="chart"
    ),
]
