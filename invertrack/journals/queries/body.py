"""Where it hurt on a day: the sites of its body map, cut by access."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from invertrack.care.access import Access
from invertrack.care.records import HealthRecordQuerySet

from ..body import BACK, LEG, Shape, View, body_map, highest, in_order, key_of, label_of
from ..models import BodyPain

# More rows than a map has sites: the latest map is whole within them.
ENOUGH_ROWS = 100


@dataclass(frozen=True, slots=True)
class BodyScores:
    """The sites that were rated on one day, each 0-10, by their keys."""

    scores: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The sites in words with their scores, in the order of the list."""
        return [(label_of(key), self.scores[key]) for key in in_order(self.scores)]

    @property
    def back(self) -> int | None:
        """The highest score of the back's sites."""
        return highest(self.scores, BACK)

    @property
    def leg(self) -> int | None:
        """The highest score of hips and legs."""
        return highest(self.scores, LEG)

    @property
    def views(self) -> list[tuple[View, list[tuple[Shape, int | None]]]]:
        """The drawing from each side: every shape with the score of its site."""
        return [
            (view, [(shape, self.scores.get(shape.site.key)) for shape in view.shapes])
            for view in body_map().views
        ]


def body_of(access: Access, day: dt.date) -> BodyScores:
    """Return the body map of a day: one statement."""
    return _scores(BodyPain.objects.readable(access, day))


def latest_body(access: Access, first: dt.date, last: dt.date) -> tuple[dt.date, BodyScores] | None:
    """Return the latest body map of the days in [first, last] with its day: one statement."""
    pains = BodyPain.objects.visible_to(access).filter(
        entry__local_date__gte=first, entry__local_date__lte=last
    )
    found = list(
        pains.order_by("-entry__local_date", "id").values_list(
            "entry__local_date", "region", "side", "score"
        )[:ENOUGH_ROWS]
    )
    if not found:
        return None
    latest = found[0][0]
    scores = {key_of(region, side): n for day, region, side, n in found if day == latest}
    return latest, BodyScores(scores)


def deleted_body(access: Access, entry_id: uuid.UUID, deleted_by_write: uuid.UUID) -> BodyScores:
    """Return the body map that was deleted together with its entry: one statement."""
    pains = BodyPain.objects.for_patient(access.patient)
    return _scores(pains.filter(entry_id=entry_id, deleted_by_write=deleted_by_write))


def _scores(pains: HealthRecordQuerySet) -> BodyScores:
    rows = pains.values_list("region", "side", "score")
    return BodyScores({key_of(region, side): score for region, side, score in rows})
