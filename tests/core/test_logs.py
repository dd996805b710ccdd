import logging
import uuid

import pytest

from invertrack.core.logs import Lines
from invertrack.prompts import links
from invertrack.prompts.models import Delivery, PromptSettings


def lines(caplog):
    """What the console gets of it."""
    (console,) = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Lines)]
    return "\n".join(console.format(record) for record in caplog.records)


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["", ")/", "%00/"], ids=["as it is", "bracket", "zero"])
def test_an_address_with_a_secret_is_logged_without_it(client, caplog, end):
    ids = {"patient_id": uuid.uuid4(), "id": uuid.uuid4()}
    kept = PromptSettings(patient_id=ids["patient_id"], feed_key=links.new_feed_key())
    for url in (links.answer_url(Delivery(**ids)), links.stop_url(ids["id"]), links.feed_url(kept)):
        path = "/" + url.split("/", 3)[3]
        client.post((path.removesuffix("/") if end else path) + end)

    said = lines(caplog)
    assert said.count("/prompts/answer/...") == said.count("/prompts/stop/...") == 1
    assert said.count("/prompts/calendar/...") == 1


def test_an_error_below_a_line_is_written_without_it_too_and_ids_stay(caplog):
    row = uuid.uuid4()
    try:
        raise ValueError(f"no mail to /prompts/answer/{'a' * 87}/ of /sessions/{row}/")
    except ValueError:
        logging.getLogger("somewhere").exception("It broke.")

    assert lines(caplog).endswith(
        f"ValueError: no mail to /prompts/answer/.../ of /sessions/{row}/"
    )
