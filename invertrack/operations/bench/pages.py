"""Today, the list, insights and the clinician's list, against the auth page."""

from __future__ import annotations

from typing import Final

from .ratios import Figure, ratio
from .world import AUTH_PAGE, Figures, World, brotli_bytes, count_statements

TODAY: Final = "/today/"
LIST: Final = "/sessions/"
INSIGHTS: Final = "/insights/"
PANEL: Final = "/clinic/"
LIVE: Final = "/sessions/live/"
PLAIN_PAGES: Final = (TODAY, LIST, "/sessions/new/", "/journal/")


def measure(world: World) -> Figures:
    """Return the figures of this part."""
    patient = world.as_patient(world.people.middle)
    times = world.take_turns(
        "pages",
        {name: patient.page(name) for name in (AUTH_PAGE, TODAY, LIST)},
    )
    return {
        "P1": ratio(times[TODAY], times[AUTH_PAGE]),
        "P5.auth": ratio(times[LIST], times[AUTH_PAGE]),
        "P1b.queries": count_statements(patient, INSIGHTS),
        "P7.today": count_statements(patient, TODAY),
        "P7.list": count_statements(patient, LIST),
        "P12.html": Figure.exact(
            max(brotli_bytes(patient.get(path).body) for path in (*PLAIN_PAGES, INSIGHTS))
        ),
        "P7.clinic": count_statements(world.as_user(world.people.clinician.user), PANEL),
    }
