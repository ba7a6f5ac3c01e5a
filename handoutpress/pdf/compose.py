"""A body and a clinic's letterhead to one file, at the cost of what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pikepdf

from handoutpress.design.clinic import ClinicValue
from handoutpress.design.shared import UnfitError
from handoutpress.design.words import Words
from handoutpress.pdf.body import WORDS, Body
from handoutpress.pdf.figures import FIGURES
from handoutpress.pdf.frozen import assembled
from handoutpress.pdf.letterhead import Letterhead
from handoutpress.pdf.links import said_of


def compose(
    body: Body, letterhead: Letterhead, clinic: Mapping[str, ClinicValue], words: Words
) -> bytes:
    """Return the file of a body with a clinic's letterhead in its rooms and its numbers filled in.

    The same parts give the same bytes. Raises UnfitError where a number does not fit.
    """
    values = {
        **dict(_placed(body, letterhead)),
        **dict(_filled(body, clinic, words)),
        **{f"more.{kind}": added for kind, added in letterhead.resources.items()},
        "parents": letterhead.parents,
    }
    return assembled((body.frozen, letterhead.frozen), values, body.catalog, body.info)


def _placed(body: Body, letterhead: Letterhead) -> Iterator[tuple[str, bytes]]:
    """Yield where each part of a letterhead comes to stand, and its numbers there."""
    free = dict(body.marks)
    owners: dict[int, list[bytes]] = defaultdict(list)
    numbered: dict[str, bytes] = {}
    for name, part in letterhead.parts.items():
        page = body.rooms[name].page
        for mcid in range(len(part.owners)):
            numbered[f"mark.{name}.{mcid}"] = b"%d" % (free[page] + mcid)
        free[page] += len(part.owners)
        owners[page] += (b"%d 0 R" % owner if owner else b"null" for owner in part.owners)
        yield f"kids.{name}", part.kids.filled(numbered)
        yield f"annots.{name}", b" ".join(b"%d 0 R" % number for number in part.annotations)
        yield f"page.{name}", b"%d 0 R" % body.sheets[page]
        yield f"room.{name}", b"%d 0 R" % body.elements[name]
    yield from numbered.items()
    yield from ((f"parents.{page}", b" ".join(held)) for page, held in owners.items())
    for at, (name, numbers) in enumerate(letterhead.boxes):
        room, part = body.rooms[name], letterhead.parts[name]
        shift = room.x_pt - part.x_pt, room.y_pt - part.y_pt
        moved = (round(number + shift[odd % 2], 3) for odd, number in enumerate(numbers))
        yield f"box.{at}", b"[" + " ".join(map(str, moved)).encode() + b"]"


def _filled(
    body: Body, clinic: Mapping[str, ClinicValue], words: Words
) -> Iterator[tuple[str, bytes]]:
    """Yield the figures of each number, its address, and what the link to it says."""
    for at, fill in enumerate(body.fills):
        value = clinic[fill.name]
        figures = [letter for letter in value.text if letter in FIGURES]
        if len(figures) != fill.figures or value.href is None:
            raise UnfitError(f"{value.text} does not fit where it is to stand")
        yield from (
            (f"{WORDS}.{at}.{place}", b"%04x" % ord(figure)) for place, figure in enumerate(figures)
        )
        for font, known in body.fonts.items():
            yield from (
                (f"{font}.{at}.{place}", known.codes[figure])
                for place, figure in enumerate(figures)
                if known.codes
            )
        yield (
            f"said.{at}",
            pikepdf.String(said_of(" ".join(value.text.split()), value.href, words)).unparse(),
        )
        yield f"address.{fill.name}", pikepdf.String(value.href).unparse()
