import datetime as dt

from django.urls import path, register_converter

from . import views
from .queries import read_day


class DayConverter:
    """A local day in a path, yyyy-mm-dd; one that no calendar has is not found."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """Return the day; a ValueError makes the path match nothing."""
        day = read_day(value)
        if day is None:
            raise ValueError(value)
        return day

    def to_url(self, value: dt.date | str) -> str:
        """Write the day into a path."""
        return str(value)


register_converter(DayConverter, "day")

app_name = "journals"

urlpatterns = [
    path("", views.index, name="index"),
    path("fields/", views.fields, name="fields"),
    path("<day:day>/", views.day, name="day"),
    path("<day:day>/delete/", views.delete_entry, name="delete_entry"),
    path("<day:day>/ratings/", views.rate, name="rate"),
    path("entries/<uuid:entry_id>/restore/", views.restore_entry, name="restore_entry"),
    path("ratings/<uuid:rating_id>/", views.edit_rating, name="edit_rating"),
    path("ratings/<uuid:rating_id>/delete/", views.delete_rating, name="delete_rating"),
    path("ratings/<uuid:rating_id>/restore/", views.restore_rating, name="restore_rating"),
]
