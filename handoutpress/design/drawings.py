"""The pictures and icons that a page source names, in the colours and fonts they are shown in."""

from __future__ import annotations

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.handout import Handout, Image
from handoutpress.content.picture import PictureError
from handoutpress.content.svg import read_svg, shown_text
from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.direction import apart
from handoutpress.design.fonts import LATIN_STACK, families
from handoutpress.design.mirror import may_be_mirrored, mirror
from handoutpress.design.palette import URGENT, Palette
from handoutpress.design.qr import qr_svg
from handoutpress.design.theme import Theme
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, Location, ThemeError, error

ICONS = "styles/icons/"
ALARM_ICONS = ("urgent",)
"""Icons whose colour no brand sets."""


def pictures(
    handout: Handout, brand: Brand, palette: Palette, folder: str = "images"
) -> dict[str, bytes]:
    """Return every picture that a page source may name: the handout's, the logo, the QR code."""
    found = {
        f"{folder}/{image.name}": drawing(image, palette.accent, handout.lang)
        for image in handout.images.values()
    }
    return {**found, **logo_file(brand), **qr_file(brand)}


def logo_file(brand: Brand) -> dict[str, bytes]:
    """Return a clinic's logo by the name that a page source gives it, if it has one."""
    return {f"brand/{brand.logo.name}": brand.logo.data} if brand.logo else {}


def qr_file(brand: Brand) -> dict[str, bytes]:
    """Return a clinic's QR code by the name that a page source gives it, if it has one."""
    return {"brand/qr.svg": qr_svg(brand.qr_address)} if brand.qr_address else {}


def drawing(image: Image, accent: str, lang: str) -> bytes:
    """Return a picture's bytes, an SVG's `currentColor`, fonts and direction set."""
    if image.media_type != "image/svg+xml":
        return image.data
    root = parsed_svg(image.data)
    root.set("color", accent)
    _set_fonts(root, lang)
    if words_for(lang)[0].direction == "rtl" and may_be_mirrored(root):
        mirror(root)
    return etree.tostring(root)


def _set_fonts(root: etree._Element, lang: str) -> None:
    """Set an SVG's words in the fonts of a language; figures are drawn with Latin ones."""
    stack = families(lang)
    if stack == LATIN_STACK:
        return
    root.set(XML_LANG, lang)
    for element in shown_text(root):
        element.set("font-family", ", ".join((*stack, "sans-serif")))
        # A text of a drawing is set from left to right, whatever its words are.
        element.text = apart(element.text or "", "ltr")
        for child in element:
            child.tail = apart(child.tail or "", "ltr")


def parsed_svg(svg: bytes) -> etree._Element:
    """Return an SVG's root; nothing outside the bytes is read."""
    return etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))


def icons(theme: Theme, palette: Palette) -> dict[str, bytes]:
    """Return every icon of the theme by the name that a page source gives it, in its colour."""
    found = (name for name in theme.names() if name.startswith(ICONS) and name.endswith(".svg"))
    return {f"icons/{name.removeprefix(ICONS)}": _coloured(theme, name, palette) for name in found}


def _coloured(theme: Theme, name: str, palette: Palette) -> bytes:
    is_alarm = name.removeprefix(ICONS).removesuffix(".svg") in ALARM_ICONS
    return icon_svg(theme, name, URGENT if is_alarm else palette.accent)


def icon_svg(theme: Theme, name: str, colour: str) -> bytes:
    """Return an icon of the theme in a colour; ThemeError T007 if it is not XML."""
    root = icon(theme, name)
    root.set("color", colour)
    return etree.tostring(root)


def icon(theme: Theme, name: str) -> etree._Element:
    """Return an icon of the theme; ThemeError T007 if it is no SVG that may be used."""
    data = theme.data(name)
    try:
        read_svg(data)
    except PictureError as fault:
        raise ThemeError([_not_svg(name, fault.message, fault.hint)]) from fault
    root = parsed_svg(data)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ThemeError([_not_svg(name, "has a document type", "delete its <!DOCTYPE ...> lines")])
    return root


def _not_svg(name: str, reason: str, hint: str) -> Diagnostic:
    return error("T007", f"this picture cannot be used: it {reason}", Location(name), hint)
