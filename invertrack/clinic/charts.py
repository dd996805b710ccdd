"""The same charts over what a patient shares; each fetch belongs to a look that the patient sees."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404

from invertrack.care.access import Access, granted_access
from invertrack.care.actions import REVIEW_PAGE, record_look
from invertrack.core.models import AuditEvent
from invertrack.insights.charts import ChartView


class SharedChartView(ChartView):
    """One chart of a patient who gave access; without a live look of the page it is a look itself."""

    def open_access(self, *, at: dt.datetime) -> Access:
        user = self.request.user
        if self.request.clinician is None:
            raise Http404("No clinician behind this account.")
        access = granted_access(to=user, patient_id=self.kwargs["patient_id"], at=at)
        if not self._belongs_to_a_look(access, at):
            record_look(
                patient=access.patient, by=user, page=f"charts/{self.kwargs['name']}", at=at
            )
        return access

    def _belongs_to_a_look(self, access: Access, at: dt.datetime) -> bool:
        try:
            look_id = uuid.UUID(self.request.GET.get("look", ""))
        except ValueError:
            return False
        looks = AuditEvent.objects.live_look(
            look_id=look_id,
            actor_id=self.request.user.pk,
            patient=access.patient,
            page=REVIEW_PAGE,
            at=at,
        )
        return looks.exists()
