"""The browser of journeys and measurements: $CHROMIUM, one on PATH, Debian's package, or Playwright's.

``python -m invertrack.operations.chromium`` brings one where none is found. Nothing here needs Django.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [  # nothing asked of anybody but the page's own server
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or None to leave it to Playwright."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def bring_chromium() -> None:
    """Install a Chromium where none is found."""
    if find_chromium():
        return
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        print("Installing Debian's chromium", flush=True)
        apt_get("update")
        apt_get("install", "--no-install-recommends", "chromium", "fonts-liberation")
    if not find_chromium():
        print("Installing Playwright's chromium", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def apt_get(*arguments: str) -> None:
    """Run apt-get without questions; what fails shows when the browser is looked for again."""
    command = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=120", *arguments]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    bring_chromium()
