"""What a phone sends of a live session: 25 degrees for two minutes, level at the evening's end."""

import datetime as dt
import json

from invertrack.care.typed import sign_account
from invertrack.core.ids import uuid7
from tests.sessions.filled import EVENING

LIVE = "/sessions/live/"
START = EVENING - dt.timedelta(seconds=200)
LEVEL = EVENING - dt.timedelta(seconds=70)
SAMPLES = {
    "n": 1201,
    "mean_deg": 25.1,
    "max_deg": 27.4,
    "sd_deg": 0.6,
    "over_cap_s": 0,
    "gap_s": 0,
}
TRACE = {
    "every_s": 10,
    "degrees": [-80, 24, 25, 25, 25, 26, 25, 25, 25, 25, 25, 25, 25, 0],
    "marks": [[8, "hold"], [60, "dizzy"]],
}


def lived(user, **said):
    """The fields of such a session, with what differs; None leaves a field out."""
    fields = {
        "write_id": str(uuid7()),
        "record_id": str(uuid7()),
        "account": sign_account(user.pk),
        "device_now": EVENING.isoformat(),
        "tz": "Europe/Berlin",
        "started_at": START.isoformat(),
        "ended_at": LEVEL.isoformat(),
        "rated_at": EVENING.isoformat(),
        "pain_before": "6",
        "pain_after": "4",
        "planned_s": "120",
        "angle_source": "measured",
        "angle_deg": "25",
        "duration_s_0": "2",
        "duration_s_1": "0",
        "rest_s": "60",
        "note": "",
        "samples": json.dumps(SAMPLES),
        "trace": json.dumps(TRACE),
    }
    return {name: value for name, value in (fields | said).items() if value is not None}


def send(client, fields, *, to=LIVE):
    """Post them as the phone's queue does."""
    return client.post(to, fields, headers={"Accept": "application/json"})
