"""If you are not back up: the person's page with whom to tell, and the contact's own link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from invertrack.users.decorators import patient_required

from .. import actions, queries
from ..actions import Asked
from ..channels import letters
from ..forms import ContactForm
from .answer import GONE, page

SAID = {
    Asked.ASKED: "{name} is asked by e-mail. Until they agree, nobody is told.",
    Asked.KEPT: "Saved.",
    Asked.DECLINED: "Saved. {name} has said no, so they are not asked again and nobody is told. "
    "The link in the e-mail they got lets them say yes.",
    Asked.TOO_OFTEN: "Not saved: the question goes out a few times a day at most. Try again "
    "tomorrow.",
    Asked.NOT_SENT: "Saved, but the e-mail to {name} could not be sent. Send it again later.",
}
TOO_OFTEN_AGAIN = "The question went out a few times today. Try again tomorrow."


@patient_required
def contact(request: HttpRequest) -> HttpResponse:
    """Show who is told and what became of the latest sessions, and take another contact."""
    patient, now = request.patient, timezone.now()
    known, own = queries.contact_of(patient), request.user.email
    if request.method == "POST":
        form = ContactForm(request.POST, own=own, is_asked=known is not None)
        if form.is_valid():
            asked = actions.choose_contact(patient=patient, **form.cleaned_data, at=now)
            return _back(request, asked, form.cleaned_data["name"])
    else:
        given = model_to_dict(known, ContactForm.base_fields) if known else None
        form = ContactForm(initial=given, own=own, is_asked=known is not None)
    context = {
        "contact": known,
        "form": form,
        "watches": queries.latest_watches(patient),
        "letter": letters.example(known, patient, now),
        "zone": patient.tz.replace("_", " "),
    }
    return TemplateResponse(request, "prompts/contact.html", context)


@require_POST
@patient_required
def ask_contact(request: HttpRequest) -> HttpResponse:
    """Send the question again to a contact who has not answered."""
    known = queries.contact_of(request.patient)
    asked = actions.ask_contact(patient=request.patient, at=timezone.now())
    if asked is Asked.TOO_OFTEN:
        messages.warning(request, TOO_OFTEN_AGAIN)
        return redirect("prompts:contact")
    return _back(request, asked, known.name if known else "")


@require_POST
@patient_required
def remove_contact(request: HttpRequest) -> HttpResponse:
    """Have no contact any more."""
    actions.remove_contact(patient=request.patient, at=timezone.now())
    messages.info(request, "Removed. Nobody is told any more.")
    return redirect("prompts:contact")


# Whoever holds the link is the contact: no log-in, and no cookie of ours says anything here. A mail
# program posts here without a page (RFC 8058); it says nothing that we asked, and that is a no.
@csrf_exempt
@login_not_required
def confirm_contact(request: HttpRequest, contact_token: str) -> HttpResponse:
    """Ask a contact whether they want to be told; a look alone answers nothing."""
    known = queries.contact_by(contact_token)
    if known is None:
        return page("confirm_contact", status=GONE)
    if request.method == "POST":
        is_yes = request.POST.get("answer") == "yes"
        (actions.agree if is_yes else actions.decline)(contact=known, at=timezone.now())
        known = queries.contact_by(contact_token)
        if known is None:
            return page("confirm_contact", status=GONE)
    return page("confirm_contact", contact=known)


def _back(request: HttpRequest, asked: Asked, name: str) -> HttpResponse:
    is_done = asked in {Asked.ASKED, Asked.KEPT}
    say = messages.info if is_done else messages.warning
    say(request, SAID[asked].format(name=name))
    return redirect("prompts:contact")
