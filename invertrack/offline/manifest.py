"""The app as a home screen knows it."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

PAPER = "#faf7f1"
# File, size in pixels, purpose: "maskable" may be cut to any shape by the phone.
ICONS = (
    ("icons/app-192.png", 192, "any"),
    ("icons/app-512.png", 512, "any"),
    ("icons/app-maskable-512.png", 512, "maskable"),
)
SHORTCUTS = (
    ("Start a session", "sessions:live"),
    ("Log a session", "sessions:create"),
    ("Pain now", "journals:now"),
)


def app() -> dict[str, Any]:
    """Return the web app manifest."""
    today = reverse("today:today")
    return {
        "id": today,
        "name": "InverTrack",
        "short_name": "InverTrack",
        "description": "Keeps your inversion sessions and your back pain, and compares them.",
        "lang": "en-GB",
        "start_url": today,
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["health"],
        "icons": [
            {
                "src": staticfiles_storage.url(name),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in ICONS
        ],
        "shortcuts": [{"name": name, "url": reverse(page)} for name, page in SHORTCUTS],
    }
