"""The account forms are django-allauth's; their labels are written as ours are."""

from __future__ import annotations

from django import forms, template

register = template.Library()

LABELS = {
    "Email": "E-mail",
    "Current Password": "Current password",
    "New Password": "New password",
    "New Password (again)": "New password (again)",
}


@register.filter
def in_our_words(form: forms.BaseForm) -> forms.BaseForm:
    """Rename the fields of a form that have other names on our pages."""
    for field in form.fields.values():
        field.label = LABELS.get(str(field.label), field.label)
    return form
