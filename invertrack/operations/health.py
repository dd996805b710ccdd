"""Ask a server on this machine how it is: `python -m invertrack.operations.health URL`.

A container asks every half minute, so this goes without Django, whose start costs more than the
answer. Ends with 0 if the answer is 200.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit


def own_name() -> str:
    """Return a name that the server answers to, because it refuses an address it was not told."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return first.lstrip("*.") or "localhost"


def main(url: str) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=4)
    try:
        connection.request("GET", parts.path, headers={"Host": own_name()})
        answer = connection.getresponse()
        sys.stdout.write(f"{answer.status} {answer.read(200).decode(errors='replace')}\n")
    except OSError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    finally:
        connection.close()
    return 0 if answer.status == http.HTTPStatus.OK else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
