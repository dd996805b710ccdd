"""Keys: UUIDv7, so that rows of one time lie together and no key can be guessed from another."""

import uuid

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> uuid.UUID:
    """Return a new UUIDv7 as the standard library's type (migrations import this by name)."""
    return _uuid7()
