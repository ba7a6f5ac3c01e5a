"""A clinic's imprint: name, logo, contacts, palette, paper. Never None: `Brand.plain()`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints

from handoutpress.content.handout import Image
from handoutpress.content.record import LanguageTag, Line, Strict, WebAddress

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
"""An sRGB colour as `#rrggbb`."""
PrintedAddress = Annotated[WebAddress, StringConstraints(max_length=200)]
"""A web address that fits on the page, and into a QR code that a phone reads from paper."""
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A country's two letters (ISO 3166-1), e.g. `US`."""
PaperName = Literal["a4", "letter"]

CLINIC_FIELDS = (
    "name",
    "phone",
    "out_of_hours",
    "emergency",
    "email",
    "web",
    "address",
    "hours",
)
"""What running text may name as `{clinic.<field>}`."""

PLAIN = "plain"
"""The unbranded brand's slug; no brand folder may take it."""


class Hours(Strict):
    """One line of opening hours, in the clinic's own words."""

    days: Line
    """The days, e.g. `Monday to Friday`."""
    times: Line
    """The times on those days, e.g. `8 am to 6 pm`; or `closed`."""


Said = TypeVar("Said")
Worded = Line | Annotated[dict[LanguageTag, Line], Field(min_length=1)]
"""Words in the brand's own language, or in each of several: `{en: ..., es: ...}`."""
_SomeHours = Annotated[tuple[Hours, ...], Field(min_length=1)]
WordedHours = tuple[Hours, ...] | Annotated[dict[LanguageTag, _SomeHours], Field(min_length=1)]
"""Opening hours in the brand's own language, or in each of several."""


class Contacts(Strict):
    """How to reach a clinic."""

    phone: Line
    """The clinic's number, in quotes, as it is printed: `"01632 960000"`."""
    out_of_hours: Line | None = None
    """The number when the clinic is closed."""
    emergency: Line
    """The emergency number of the clinic's country, e.g. `999`, `911`, `112`."""
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    """An e-mail address that patients may write to."""
    web: PrintedAddress | None = None
    """The clinic's website, with https://. The QR code leads there when `qr` says nothing."""
    address: tuple[Line, ...] = ()
    """The lines of the postal address."""
    hours: WordedHours = ()
    """The opening hours, one line for each run of days; by language where there are several."""


class Site(Strict):
    """A further place of the same clinic."""

    name: Worded
    """The name of the place."""
    phone: Line | None = None
    """The place's own number, if it has one."""
    address: tuple[Line, ...] = ()
    """The lines of the place's postal address."""
    hours: WordedHours = ()
    """The place's own opening hours."""


class Logo(Strict):
    """The clinic's logo."""

    file: Line
    """An SVG or PNG inside the brand's folder."""
    alt: Worded
    """What a reader who cannot see it hears."""


class Palette(Strict):
    """The clinic's colours. One is enough; the rest is derived and made readable."""

    accent: Colour
    """The clinic's colour as six digits in quotes: `"#1F6F78"`."""


class BrandFile(Strict):
    """brand.yaml: everything that a clinic says about itself."""

    name: Worded
    """The clinic's name, as patients know it."""
    short_name: Worded | None = None
    """For the running head, where `name` is long."""
    logo: Logo | None = None
    """The picture at the head of page 1, beside the name."""
    contacts: Contacts
    """How patients reach the clinic: `phone` and `emergency` at least."""
    sites: tuple[Site, ...] = ()
    """Further places of the same clinic."""
    palette: Palette | None = None
    """The clinic's colours; a quiet blue when it says nothing."""
    country: Country | None = None
    """Where its phone numbers are called from: they are written as that country writes them."""
    paper: PaperName | tuple[PaperName, ...] | None = None
    """The paper that this clinic prints on; publish.toml's papers when it says nothing."""
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)] = ("en",)
    """BCP 47. The first is the language of this file's own words; the clinic hands out all."""
    qr: PrintedAddress | None = None
    """Where the QR code leads; the clinic's web address when it says nothing."""
    disclaimer: Worded | None = None
    """The clinic's own words under the general one."""


def in_language(said: Said | Mapping[str, Said], lang: str, own: str) -> tuple[Said, str]:
    """Return what a brand says in a language, and the language that it is in.

    Where it does not say it in that one, it is in the brand's `own`, else in the first that is
    there. Another country's words will do: `en` and `en-GB` are the same to a reader.
    """
    if not isinstance(said, Mapping):
        return said, own
    for wanted in (lang, own):
        near = (tag for tag in said if is_same_language(tag, wanted))
        if (tag := wanted if wanted in said else next(near, None)) is not None:
            return said[tag], tag
    first = next(iter(said))
    return said[first], first


@lru_cache(1024)
def is_same_language(tag: str, other: str) -> bool:
    """Say whether two BCP 47 tags are one language to a reader, whatever the country."""
    return tag.split("-")[0].casefold() == other.split("-")[0].casefold()


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand as the press uses it: its slug, its file's facts (None when plain), its logo."""

    slug: str
    facts: BrandFile | None = None
    logo: Image | None = None
    file: str = ""
    """brand.yaml, relative to the workspace."""
    lines: dict[str, int] = field(default_factory=dict, repr=False)
    """The line of each key path of brand.yaml (`contacts.phone`), for diagnostics."""
    sources_digest: str = ""
    """sha256 over every byte that was read to make this Brand."""

    @classmethod
    def plain(cls) -> Brand:
        """Return the unbranded brand."""
        return cls(slug=PLAIN)

    @property
    def is_plain(self) -> bool:
        """Whether this is the unbranded one."""
        return self.facts is None

    def hands_out(self, lang: str) -> bool:
        """Whether the clinic gives out a language: `en` and `en-GB` are the same to a reader."""
        if self.facts is None:
            return True
        return any(is_same_language(tag, lang) for tag in self.facts.languages)

    @property
    def qr_address(self) -> str | None:
        """The address that the QR code leads to, if there is one."""
        return (self.facts.qr or self.facts.contacts.web) if self.facts else None
