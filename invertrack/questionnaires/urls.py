from django.urls import path, register_converter

from . import views
from .enums import Name


class NameConverter:
    """A questionnaire in a path; one that is not built in is not found."""

    regex = "|".join(Name.values)

    def to_python(self, value: str) -> Name:
        """Return the questionnaire."""
        return Name(value)

    def to_url(self, value: Name | str) -> str:
        """Write the questionnaire into a path."""
        return str(value)


register_converter(NameConverter, "questionnaire")

app_name = "questionnaires"

urlpatterns = [
    path("", views.index, name="index"),
    path("left-out/", views.left_out, name="left_out"),
    path("results/<uuid:completion_id>/", views.result, name="result"),
    path("results/<uuid:completion_id>/edit/", views.edit, name="edit"),
    path("results/<uuid:completion_id>/delete/", views.delete, name="delete"),
    path("results/<uuid:completion_id>/restore/", views.restore, name="restore"),
    path("<questionnaire:instrument>/", views.fill, name="fill"),
    path("<questionnaire:instrument>/history/", views.history, name="history"),
]
