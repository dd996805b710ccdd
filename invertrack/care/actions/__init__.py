"""Writes of care: the write path that every app uses, and sharing."""

from .sharing import (
    InvitationRefused,
    accept_invitation,
    cancel_invitation,
    decline_invitation,
    invite,
    record_list_looks,
    record_look,
    resend_invitation,
    revoke_grant,
)
from .write_path import (
    UNDO_LASTS,
    RecordGone,
    RefusedWrite,
    Replayed,
    StaleRecord,
    Submission,
    WriteRecord,
    WriteReused,
    exactly_once,
    find_live,
    writing,
)

__all__ = [
    "UNDO_LASTS",
    "InvitationRefused",
    "RecordGone",
    "RefusedWrite",
    "Replayed",
    "StaleRecord",
    "Submission",
    "WriteRecord",
    "WriteReused",
    "accept_invitation",
    "cancel_invitation",
    "decline_invitation",
    "exactly_once",
    "find_live",
    "invite",
    "record_list_looks",
    "record_look",
    "resend_invitation",
    "revoke_grant",
    "writing",
]
