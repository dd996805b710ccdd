"""Keys that a rebuilt demo has again, so that links and bookmarks outlive a rebuild."""

from __future__ import annotations

import datetime as dt
import uuid
from hashlib import blake2b

VERSION, VARIANT = 0x7, 0b10
LOW_BITS = 62
# Accounts and patients keep their keys whatever the seed and the day of the rebuild.
FOUNDED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def key(at: dt.datetime, *name: object) -> uuid.UUID:
    """Return the UUIDv7 of an instant whose other bits come from a name instead of chance."""
    ms = int(at.timestamp() * 1000)
    digest = blake2b("/".join(map(str, (ms, *name))).encode(), digest_size=10).digest()
    bits = int.from_bytes(digest)
    high, low = bits >> LOW_BITS & 0xFFF, bits & (1 << LOW_BITS) - 1
    return uuid.UUID(
        int=ms << 80 | VERSION << 76 | high << 64 | VARIANT << LOW_BITS | low,
    )


def lasting_key(*name: object) -> uuid.UUID:
    """Return the key of something that every rebuild has, such as an account."""
    return key(FOUNDED, *name)
