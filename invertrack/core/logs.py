"""What is logged: lines without the secrets that addresses hold."""

from __future__ import annotations

import logging
import re
from typing import Final

# A part of an address that is longer than the id of a row: the token of a link, an invitation or a
# calendar. Django writes down the address of each request that it refuses.
SECRET: Final = re.compile(r"(?<=/)[^/\s]{37,}")


class Lines(logging.Formatter):
    """Writes what a logger says, and three dots for each secret."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the error below it."""
        return SECRET.sub("...", super().format(record))
