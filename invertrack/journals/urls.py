import datetime as dt

from django.urls import path, register_converter

from .queries import read_day
from .views import body, days, ratings, treatments


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
    path("", days.index, name="index"),
    path("now/", ratings.now, name="now"),
    path("fields/", days.fields, name="fields"),
    # a day
    path("<day:day>/", days.day, name="day"),
    path("<day:day>/kind/", days.mark, name="mark"),
    path("<day:day>/body/", body.body, name="body"),
    path("<day:day>/delete/", days.delete_entry, name="delete_entry"),
    path("<day:day>/ratings/", ratings.rate, name="rate"),
    path("entries/<uuid:entry_id>/restore/", days.restore_entry, name="restore_entry"),
    # a rating
    path("ratings/<uuid:rating_id>/", ratings.edit_rating, name="edit_rating"),
    path("ratings/<uuid:rating_id>/delete/", ratings.delete_rating, name="delete_rating"),
    path("ratings/<uuid:rating_id>/restore/", ratings.restore_rating, name="restore_rating"),
    # treatments and medicine
    path("treatments/", treatments.treatments, name="treatments"),
    path("treatments/new/", treatments.add_treatment, name="add_treatment"),
    path("treatments/again/", treatments.repeat_treatment, name="repeat_treatment"),
    path("treatments/<uuid:treatment_id>/", treatments.edit_treatment, name="edit_treatment"),
    path(
        "treatments/<uuid:treatment_id>/delete/",
        treatments.delete_treatment,
        name="delete_treatment",
    ),
    path(
        "treatments/<uuid:treatment_id>/restore/",
        treatments.restore_treatment,
        name="restore_treatment",
    ),
]
