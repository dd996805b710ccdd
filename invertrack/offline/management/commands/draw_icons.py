"""``manage.py draw_icons``: write the app's icons anew, after a change to the logo."""

from django.conf import settings
from django.core.management.base import BaseCommand

from invertrack.offline.icons import ICONS, draw, png


class Command(BaseCommand):
    """Draw the icons of a home screen from the shapes of the logo."""

    help = __doc__

    def handle(self, **options: object) -> None:
        for name, icon in ICONS.items():
            (settings.BASE_DIR / "static" / "icons" / name).write_bytes(png(draw(icon)))
            self.stdout.write(f"static/icons/{name}")
