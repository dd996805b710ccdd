"""Reading safety's pages, and answering whole lists on them."""

from invertrack.safety import lists
from tests.sessions.filled import filled, text

__all__ = ["NONE", "answers", "filled", "text"]

NONE = {item.id: item.harmless.value for item in lists.screening().items}


def answers(client, url, **said):
    """What a browser would send of a list's page: its hidden fields and the answers given here."""
    return filled(client.get(url), **said)
