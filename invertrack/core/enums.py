"""Verbs of the audit log."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did with a patient's records."""

    LOOKED = "looked", "looked at your records"
    INVITED = "invited", "invited a clinician"
    GRANTED = "granted", "gave access"
    REVOKED = "revoked", "ended access"
    CANCELLED = "cancelled", "cancelled an invitation"
    DECLINED = "declined", "declined an invitation"
    REPLACED = "replaced", "replaced an older access"
    CLEARED = "cleared", "cleared a safety answer"
    CHECKED = "checked", "noted that you were checked"
    WITHDREW = "withdrew", "took back a clearance"
    PROPOSED = "proposed", "proposed limits"
