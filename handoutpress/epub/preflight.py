"""The checks that every finished e-book passes before it may be written: one registry, no Java."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handoutpress.content.page_map import PageMap
from handoutpress.design.essentials import Essential, lost, told_lost
from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.epub import checks_document, checks_navigation, checks_package, checks_pages
from handoutpress.epub.book import XHTML
from handoutpress.epub.features import spaced_text_of
from handoutpress.epub.opened import BookError, OpenedBook, open_book


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: its code, its name in the manifest, and what yields one message per fault."""

    code: str
    name: str
    faults: Callable[[OpenedBook], Iterator[str]]
    in_template: bool = False
    """Whether only a template can be to blame, that of the document a message starts with."""


CHECKS = (
    Check("E010", "mimetype-first-and-stored", checks_package.mimetype),
    Check("E011", "manifest-complete", checks_package.manifest),
    Check("E012", "spine-resolves", checks_package.spine),
    Check("E013", "package-metadata", checks_package.required_metadata),
    Check("E014", "accessibility-metadata-present", checks_package.accessibility_present),
    Check("E015", "accessibility-claims-true", checks_package.accessibility_true),
    Check("E017", "accessibility-said", checks_package.accessibility_said),
    Check("E016", "cover-image", checks_package.cover_image),
    Check("E020", "well-formed", checks_document.well_formed),
    Check("E021", "ids-unique", checks_document.unique_ids),
    Check("E022", "links-resolve", checks_document.links),
    Check("E023", "nothing-remote", checks_document.remote),
    Check("E024", "no-scripts", checks_document.scripts),
    Check("E025", "text-alternatives", checks_document.alternatives),
    Check("E026", "heading-order", checks_document.headings),
    Check("E027", "languages", checks_document.languages),
    Check("E028", "svg-spelling", checks_document.svg_spelling),
    Check("E029", "draft-marked", checks_document.draft_mark, in_template=True),
    Check("E030", "contents-complete", checks_navigation.contents_complete),
    Check("E031", "contents-in-order", checks_navigation.contents_in_order),
    Check("E032", "landmarks", checks_navigation.landmarks),
    Check("E034", "page-list", checks_pages.page_list),
)

NAMES = (*(check.name for check in CHECKS), "pages-printed", "parity")
"""What ran on a book that passed: the checks, the look at each page's first word in print, and the
search for what no edition may lose."""


def preflight(
    data: bytes,
    where: Location | None = None,
    wanted: Mapping[str, tuple[Essential, ...]] = MappingProxyType({}),
    page_map: PageMap | None = None,
) -> tuple[Diagnostic, ...]:
    """Return every fault of a finished e-book.

    `where` is the source that it was made from, `wanted` what the documents of each folder must say
    word for word: another handout's words are not its own. The folder "" is the whole book.
    `page_map` is that of the printed file whose pages the book lists, where it is known.
    """
    try:
        book = open_book(data)
    except BookError as fault:
        return (error("E001", str(fault), where),)
    found = (
        error(check.code, message, _template(message) if check.in_template else where)
        for check in CHECKS
        for message in check.faults(book)
    )
    astray = (
        error("E035", message, where) for message in checks_pages.pages_printed(book, page_map)
    )
    gone = (e for folder, each in wanted.items() for e in lost(each, _words(book, folder)))
    return (*found, *astray, *(told_lost("E033", essential) for essential in gone))


def _words(book: OpenedBook, folder: str) -> str:
    """Return all that the book says in a folder, in reading order."""
    roots = book.roots(XHTML)
    names = (name for name in book.spine if name in roots and name.startswith(folder))
    return " ".join(spaced_text_of(roots[name]) for name in names)


def _template(message: str) -> Location:
    return Location(f"templates/ebook/{message.split()[0]}")
