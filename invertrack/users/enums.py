"""What an account is for."""

from django.db import models


class Role(models.TextChoices):
    """The choice at sign-up; an account may later add the other one."""

    PATIENT = "patient", "I track my own pain"
    CLINICIAN = "clinician", "I review patients"
    BOTH = "both", "Both"

    @property
    def tracks(self) -> bool:
        """Whether this choice makes a Patient."""
        return self in {Role.PATIENT, Role.BOTH}

    @property
    def reviews(self) -> bool:
        """Whether this choice makes a ClinicianProfile."""
        return self in {Role.CLINICIAN, Role.BOTH}


class Purpose(models.TextChoices):
    """What a person consented to; one record each."""

    KEEP = "keep", "Keep my health records"
    SHARE = "share", "Share my records with a named clinician"
