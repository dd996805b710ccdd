"""Accounts, and the two things an account can be: a patient, a clinician."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from invertrack.core.ids import uuid7
from invertrack.core.records import PatientRow

from .enums import Purpose


class UserManager(BaseUserManager):
    """Users by e-mail, with what they are loaded beside them: every page asks for it."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("patient", "clinician")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; the e-mail address is the log-in name, in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person's account, known by e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField("e-mail", unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Patient(models.Model):
    """A person who records their own pain: the owner of every health row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="patient")
    name = models.CharField(
        max_length=100, blank=True, help_text="How a clinician you invite sees you."
    )
    tz = models.CharField("time zone", max_length=64, default="UTC")
    country = models.CharField(
        max_length=2, blank=True, help_text="For the emergency number shown to you."
    )
    birth_year = models.PositiveSmallIntegerField("year of birth")
    usual_rating_time = models.TimeField(
        default=dt.time(20, 0),
        help_text="A rating near this time, on every day, tells ordinary days from session days.",
    )
    data_version = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__gte=1900) & Q(birth_year__lte=2100),
                name="patient_birth_year_four_digits",
                violation_error_message="Enter the year of birth with four digits, such as 1971.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.user.email

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's own time zone."""
        return zoneinfo.ZoneInfo(self.tz)

    def today(self, at: dt.datetime) -> dt.date:
        """The person's local date at the instant ``at``."""
        return at.astimezone(self.zone).date()


class ClinicianProfile(models.Model):
    """A person who reviews patients that gave them access."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="clinician")
    name = models.CharField(max_length=100)
    profession = models.CharField(max_length=100, blank=True)
    place = models.CharField("practice or hospital", max_length=100, blank=True)
    agreed_version = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        details = ", ".join(filter(None, (self.profession, self.place)))
        return f"{self.name} ({details})" if details else self.name


class Consent(PatientRow):
    """What a patient agreed to, in which words, and when; withdrawing adds a row, never edits one."""

    purpose = models.CharField(max_length=20, choices=Purpose)
    given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "purpose", "-at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.given} at {self.at:%Y-%m-%d} ({self.id})"
