"""The app's icons as PNG, drawn from the shapes of ``static/icons/invertrack.svg`` by their distances.

Phones take no SVG for a home screen, and a drawing program would be one more thing to have: of each
pixel we know how far it is from a shape's edge, and how much of it the shape covers.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Plane = NDArray[np.float64]
type Shape = Callable[[Plane, Plane], Plane]

SIDE = 32.0  # of the drawing, in its units
MIDDLE = SIDE / 2
CORNER = 7.0
TEAL, WHITE = (0x0B, 0x5A, 0x5B), (0xFF, 0xFF, 0xFF)


@dataclass(frozen=True, slots=True)
class Icon:
    """A file: its pixels, how large the drawing is in it, and whether its ground fills the square.

    A phone cuts a maskable icon to a circle of four fifths; iOS rounds the corners by itself.
    """

    size: int
    scale: float
    is_full: bool


ICONS = {
    "app-192.png": Icon(192, 1, False),
    "app-512.png": Icon(512, 1, False),
    "app-maskable-512.png": Icon(512, 0.78, True),
    "app-180.png": Icon(180, 0.9, True),
}


def disc(at: tuple[float, float], radius: float) -> Shape:
    """Return the distance from a disc's edge, negative inside."""
    return lambda x, y: np.hypot(x - at[0], y - at[1]) - radius


def stroke(start: tuple[float, float], end: tuple[float, float], width: float) -> Shape:
    """Return the distance from a straight line with round ends."""
    (x0, y0), (x1, y1) = start, end
    along = np.array([x1 - x0, y1 - y0])

    def distance(x: Plane, y: Plane) -> Plane:
        part = ((x - x0) * along[0] + (y - y0) * along[1]) / (along @ along)
        part = part.clip(0, 1)
        return np.hypot(x - x0 - part * along[0], y - y0 - part * along[1]) - width / 2

    return distance


def quarter(centre: tuple[float, float], radius: float, width: float) -> Shape:
    """Return the distance from the arc of 0 to 90 degrees, with round ends."""
    ends = [
        disc((centre[0] + radius, centre[1]), width / 2),
        disc((centre[0], centre[1] + radius), width / 2),
    ]

    def distance(x: Plane, y: Plane) -> Plane:
        dx, dy = x - centre[0], y - centre[1]
        arc = abs(np.hypot(dx, dy) - radius) - width / 2
        beside = np.minimum(*(end(x, y) for end in ends))
        return np.where((dx >= 0) & (dy >= 0), arc, beside)

    return distance


def ground(x: Plane, y: Plane) -> Plane:
    """Return the distance from the square with round corners."""
    dx, dy = (abs(axis - MIDDLE) - (MIDDLE - CORNER) for axis in (x, y))
    outside = np.hypot(dx.clip(0), dy.clip(0))
    return outside + np.minimum(np.maximum(dx, dy), 0) - CORNER


# The shapes of the logo on its ground, with how strongly each is drawn.
LOGO: tuple[tuple[Shape, float], ...] = (
    (quarter((7, 7), 19.5, 1.75), 0.6),
    (stroke((7, 7), (19, 15.4), 3.5), 1),
    (disc((22.6, 18), 3), 1),
    (disc((7, 7), 2.25), 1),
)


def draw(icon: Icon) -> NDArray[np.uint8]:
    """Return the pixels: red, green, blue, alpha."""
    unit = SIDE / icon.size
    centres = (np.arange(icon.size) + 0.5) * unit
    x, y = np.meshgrid(centres, centres)
    cover = np.ones_like(x) if icon.is_full else _cover(ground(x, y), unit)
    colour = np.ones((*x.shape, 3)) * TEAL
    inner = [(axis - MIDDLE) / icon.scale + MIDDLE for axis in (x, y)]
    for shape, strength in LOGO:
        part = strength * _cover(shape(*inner) * icon.scale, unit)[..., None]
        colour = colour * (1 - part) + np.array(WHITE) * part
    return np.dstack([colour, cover * 255]).round().astype(np.uint8)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Write pixels as a PNG file."""
    height, width, _ = pixels.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)])  # no filter
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _cover(distance: Plane, unit: float) -> Plane:
    """Return how much of each pixel lies inside."""
    return (0.5 - distance / unit).clip(0, 1)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
