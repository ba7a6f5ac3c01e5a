"""Strategies for what stands around the words: brands, logos, pictures and their faults."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Sequence

from hypothesis import strategies as st
from PIL import Image

from tests.hostile.words import texts

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
FRAME = SVG + 'viewBox="0 0 90 60">{}</svg>'
SHAPE = '<rect width="90" height="60" fill="currentColor"/>'
INNARDS = (
    *("", SHAPE, SHAPE + '<text x="5" y="30" font-size="10">Label</text>', "<g/>"),
    *('<text x="1" y="9">&#x202e;abc&#xe000;</text>', '<text font-size="60">Wide</text>'),
    *('<image href="file:///etc/passwd"/>', '<image xlink:href="http://example.org/a.png"/>'),
    *('<use href="other.svg#a"/>', '<use href="#none"/>', '<a href="https://example.org"/>'),
    *('<use id="a" href="#a"/>', "<style>@import 'http://example.org/a.css';</style>"),
    *("<style>rect{fill:url(http://example.org/)}</style>", "<script>alert(1)</script>"),
    *('<rect style="fill:url(file:///etc/passwd)"/>', '<rect onload="alert(1)"/>'),
    *('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', "<rect"),
    *('<path d="M nan inf L 1e99 1"/>', '<rect width="1e9" height="-5"/>', '<path d="zzz"/>'),
    *('<g opacity="0.5"><rect width="9" height="9"/></g>', '<text y="9">\ufeff</text>'),
    *('<g transform="scale(0)"><text>zero</text></g>', '<text font-size="0">x</text>'),
    *('<linearGradient id="g"/><rect width="9" height="9" fill="url(#g)"/>', "<title>T</title>"),
    *('<mask id="m"><rect width="9" height="9"/></mask><g mask="url(#m)"><rect/></g>', "\0"),
    *('<clipPath id="c"/><rect width="9" height="9" clip-path="url(#c)"/>', "&lol;"),
    *('<text x="5" y="30"><tspan>a</tspan>b<textPath href="#p">c</textPath></text>', "<svg/>"),
    '<path id="p" d="M0 0 L9 9"/><text><textPath href="#p">round the bend</textPath></text>',
    '<symbol id="s"><rect width="5" height="5"/></symbol><use href="#s" x="5"/>',
    '<pattern id="q" width="0" height="0"><rect/></pattern><rect fill="url(#q)"/>',
)
WRAPS = (
    *("{}", "{}", "{}", "\ufeff{}", "<!-- a -->{}", '<?xml version="1.0"?>{}', "{}trailing"),
    '<!DOCTYPE svg [<!ENTITY lol "lol"><!ENTITY f SYSTEM "file:///etc/passwd">]>{}',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.org/svg11.dtd">{}',
    '<?xml-stylesheet href="http://example.org/a.css"?>{}',
    '<?xml version="1.0" encoding="utf-16"?>{}',
)


def drawings() -> st.SearchStrategy[bytes]:
    """Return SVGs: most are good, some reach out, run, go in circles or are broken."""
    inner = st.lists(st.sampled_from(INNARDS), max_size=3).map("".join)
    good = st.sampled_from(INNARDS[1:4]).map(FRAME.format)
    whole = st.builds(lambda i, w: w.format(FRAME.format(i)), inner, st.sampled_from(WRAPS))
    sizes = st.sampled_from(["0 0 0 0", "0 0 1e9 1", "0 0 1 99999", "-5 -5 9 9", "a", "0 0 9"])
    odd = sizes.map(lambda box: f'{SVG}viewBox="{box}">{SHAPE}</svg>')
    return st.one_of(good, good, whole, odd).map(lambda text: text.encode("utf-8", "replace"))


def photo(mode: str, kind: str, width: int = 700, height: int = 300, **more: object) -> bytes:
    """Return a picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **more)
    return out.getvalue()


def _bomb() -> bytes:
    """Return a PNG that says it has 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", zlib.crc32(b"IHDR" + head))


def _animated() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (700, 300), (shade, 0, 0)) for shade in (9, 99)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _turned() -> bytes:
    turned = Image.Exif()
    turned[0x0112] = 6
    return photo("RGB", "JPEG", exif=turned)


def _swapped(data: bytes) -> bytes:
    """Return a picture with a bit of its middle turned over."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 8]) + data[middle + 1 :]


PHOTOS = (
    *(photo("RGB", "PNG"), photo("RGBA", "PNG"), photo("L", "PNG"), photo("1", "PNG")),
    *(photo("P", "PNG"), photo("LA", "PNG"), photo("RGB", "JPEG"), photo("CMYK", "JPEG")),
    *(photo("L", "JPEG"), photo("I;16", "PNG"), photo("RGB", "PNG", 1, 1), _bomb(), _animated()),
    *(photo("RGB", "GIF"), photo("RGB", "PNG")[:200], photo("RGB", "JPEG")[:600], b"\0" * 99),
    *(photo("RGB", "PNG", 3000, 2), photo("RGB", "PNG", 2, 3000), photo("RGB", "BMP", 9, 9)),
    *(photo("P", "PNG", transparency=0), photo("RGB", "PNG", transparency=(0, 0, 0)), _turned()),
    *(_swapped(photo("RGB", "PNG")), _swapped(photo("RGB", "JPEG")), b"", FRAME.encode()),
)


def photos() -> st.SearchStrategy[bytes]:
    """Return photographs: good ones of each kind of pixel, and broken ones."""
    return st.one_of(st.sampled_from(PHOTOS[:7]), st.sampled_from(PHOTOS))


COLOURS = (
    "#1F6F78",
    "#000000",
    "#ffffff",
    "#FFFF00",
    "#010101",
    "#00ff00",
    "red",
    "#12345",
    "#GGGGGG",
)
PHONES = (
    "01632 960000",
    "+1 (555) 010-0000",
    "1",
    "call us",
    "0" * 60,
    "\u0660\u0661",
    "\u202e123",
)
WEBS = (
    *(
        "https://example.org/",
        "http://x.y",
        "https://example.org/" + "a" * 170,
        "ftp://example.org",
    ),
    *(
        "https://\u0639\u0631\u0628\u064a.example/",
        "https://",
        "javascript:alert(1)",
        "https://a b",
    ),
    *("https://[::1", "https://user:secret@example.org:99999/%zz?#", "https://example.org/a\u0301"),
)


@st.composite
def brands(draw: st.DrawFn, odd: Sequence[str]) -> str:
    """Return a brand.yaml."""
    word = st.one_of(texts(odd), st.just("N"), st.just("Name " * 60), st.just("N" * 300))
    good = st.sampled_from(["Harbor Light Clinic", "N", "R&D <b>"])
    line = st.one_of(good, word)
    hours = st.fixed_dictionaries({"days": line, "times": line})
    place = st.lists(line, max_size=5)
    contacts = {
        "phone": draw(st.sampled_from(PHONES) | line),
        "emergency": draw(st.sampled_from(["911", "112", *PHONES])),
        "out_of_hours": draw(st.none() | st.sampled_from(PHONES)),
        "email": draw(
            st.sampled_from([None, None, "a@example.org", "a@b", "a" * 90 + "@example.org"])
        ),
        "web": draw(st.none() | st.sampled_from(WEBS[:3]) | st.sampled_from(WEBS)),
        "address": draw(place),
        "hours": draw(st.lists(hours, max_size=3)),
    }
    sites = st.fixed_dictionaries(
        {"name": line, "address": place, "hours": st.lists(hours, max_size=2)}
    )
    facts = {
        "name": draw(line),
        "short_name": draw(st.none() | line),
        "contacts": {key: value for key, value in contacts.items() if value},
        "sites": draw(st.lists(sites, max_size=2)),
        "palette": {"accent": draw(st.sampled_from(COLOURS[:6]) | st.sampled_from(COLOURS))},
        "paper": draw(st.sampled_from([None, None, "a4", ["a4", "letter"], "a0"])),
        "languages": draw(
            st.sampled_from([["en"], ["ar", "en"], ["zh-Hans", "en"], ["xx", "en"], []])
        ),
        "qr": draw(st.sampled_from([None, None, *WEBS])),
        "disclaimer": draw(st.none() | line),
    }
    if draw(st.booleans()):
        facts["logo"] = {"file": draw(st.sampled_from(["l.svg", "l.png"])), "alt": draw(line)}
    written = {key: value for key, value in facts.items() if value is not None}
    return json.dumps(written, ensure_ascii=draw(st.booleans()))
