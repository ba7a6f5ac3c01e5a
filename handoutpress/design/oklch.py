"""sRGB colours to OKLCH and back: lightness, chroma and hue as the eye orders them.

The matrices are those of CSS Color 4, clause 10 (Oklab, by Björn Ottosson).
"""

from __future__ import annotations

import math

TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
FROM_CONE = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
LESS = 0.98
"""How chroma is taken back until a colour can be shown."""

Triple = tuple[float, float, float]


def oklch(colour: str) -> Triple:
    """Return the lightness (0 to 1), chroma and hue (radians) of `#rrggbb`."""
    linear = tuple(_to_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    cone = tuple(math.cbrt(c) for c in _times(TO_CONE, linear))
    lightness, a, b = _times(TO_LAB, cone)
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour as `#rrggbb`, with as much of its chroma as a screen can show."""
    lightness = min(max(lightness, 0.0), 1.0)
    rgb = _rgb(lightness, chroma, hue)
    while chroma > 1e-4 and not all(-1e-4 <= c <= 1 + 1e-4 for c in rgb):
        chroma *= LESS
        rgb = _rgb(lightness, chroma, hue)
    return "#" + "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02x}" for c in rgb)


def _rgb(lightness: float, chroma: float, hue: float) -> Triple:
    lab = (lightness, chroma * math.cos(hue), chroma * math.sin(hue))
    cone = tuple(c**3 for c in _times(FROM_LAB, lab))
    red, green, blue = (_from_linear(c) for c in _times(FROM_CONE, cone))
    return red, green, blue


def _times(matrix: tuple[Triple, ...], vector: tuple[float, ...]) -> Triple:
    x, y, z = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _to_linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _from_linear(c: float) -> float:
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055
