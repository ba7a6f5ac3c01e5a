"""A brand's one colour to a full set of readable colours (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

from dataclasses import dataclass

from handoutpress.content.brand import Brand
from handoutpress.design.oklch import from_oklch, oklch
from handoutpress.diagnostics import Diagnostic, Location, Severity

WHITE = "#ffffff"
INK = "#1c2530"
"""Near black: 15.4:1 on white."""
NIGHT = "#14181d"
"""The dark page that e-book colours are computed against."""
NEUTRAL_ACCENT = "#0b5c8a"
"""The plain brand's accent."""
TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 (AA), text below 18 pt."""
URGENT = "#a01818"
"""The urgent frame and its icon: 8:1 on white, and no brand may change it."""
TINT = 0.08
"""The share of accent in a tint."""

STEP = 0.005
"""How finely a lightness is searched, of 0 to 1."""

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that a leaflet or an e-book uses, each `#rrggbb`."""

    brand: str
    """The clinic's own colour, untouched: for fills that carry no words but `on_brand`."""
    on_brand: str
    """Words on `brand`."""
    accent: str
    """Words and lines on white and on `tint`: `brand`, darkened as far as reading needs."""
    tint: str
    """A ground for a panel."""
    accent_night: str
    """The accent on a dark page."""

    def tokens(self) -> dict[str, str]:
        """Return the colours as style tokens."""
        return {
            "--color-ink": INK,
            "--color-urgent": URGENT,
            "--color-brand": self.brand,
            "--color-on-brand": self.on_brand,
            "--color-accent": self.accent,
            "--color-tint": self.tint,
            "--color-accent-night": self.accent_night,
        }


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, definition)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """Return `share` of a colour over a ground."""
    pairs = zip(_rgb(colour), _rgb(ground), strict=True)
    return _hex(tuple(a * share + b * (1 - share) for a, b in pairs))


def derive_palette(brand: Brand) -> tuple[Palette, tuple[Diagnostic, ...]]:
    """Return a brand's palette, and a C001 (info) where its colour had to change to be read."""
    colour = brand.facts.palette.accent.lower() if brand.facts and brand.facts.palette else ""
    colour = colour or NEUTRAL_ACCENT
    accent = _readable(colour, darker=True)
    palette = Palette(
        brand=colour,
        on_brand=_words_on(colour),
        accent=accent,
        tint=mix(colour, WHITE, TINT),
        accent_night=_readable(colour, darker=False),
    )
    if accent == colour:
        return palette, ()
    return palette, (_changed(brand, colour, accent),)


def _changed(brand: Brand, colour: str, accent: str) -> Diagnostic:
    where = Location(brand.file, brand.lines.get("palette.accent"))
    return Diagnostic(
        "C001",
        Severity.INFO,
        f"accent {colour} has a contrast of {contrast(colour, WHITE):.1f}:1 on white; "
        f"words and lines need {TEXT_CONTRAST}:1 there and on its own tint, and use {accent}",
        where,
        (f'fills keep {colour}; set `accent: "{accent}"` to choose the darker colour for all',),
    )


def _readable(colour: str, *, darker: bool) -> str:
    """Return the nearest lightness of a colour that reads on the page and on its own tint.

    Hue and chroma stay as they are seen: a pale pink becomes a dusky rose, not a red.
    """
    lightness, chroma, hue = oklch(colour)
    page = WHITE if darker else NIGHT
    ground = mix(colour, page, TINT)
    candidate = colour
    while min(contrast(candidate, page), contrast(candidate, ground)) < TEXT_CONTRAST:
        lightness += -STEP if darker else STEP
        candidate = from_oklch(lightness, chroma, hue)
    return candidate


def _words_on(colour: str) -> str:
    """Return ink or white, or pure black where ink falls short: one of them reaches 4.5:1."""
    best = max((WHITE, INK), key=lambda words: contrast(words, colour))
    return best if contrast(best, colour) >= TEXT_CONTRAST else "#000000"


def _rgb(colour: str) -> Rgb:
    return (
        int(colour[1:3], 16) / 255,
        int(colour[3:5], 16) / 255,
        int(colour[5:7], 16) / 255,
    )


def _hex(rgb: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02x}" for c in rgb)
