"""What a grant can open."""

from django.db import models


class Scope(models.TextChoices):
    """One part of the records that a patient may share or keep."""

    SESSIONS = (
        "sessions",
        "Sessions: angle, time, pain before and after, side effects, safety answers",
    )
    JOURNAL = "journal", "Journal scores: daily pain and the other scores you keep"
    TEXT = "text", "Your own words: notes on sessions and in the journal"

    @property
    def short(self) -> str:
        """The part's name without what it holds."""
        return self.label.partition(":")[0]


class InvitationState(models.TextChoices):
    """Where an invitation stands; derived from its dates, never stored."""

    PENDING = "pending", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Expired"
