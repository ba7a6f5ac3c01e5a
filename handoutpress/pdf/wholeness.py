"""Preflight's check that the tag tree is the page source: no less, no more, and in its order.

What crosses a page is one element there and here, and a screen reader meets every word once:
nothing real is an artifact, and nothing is read twice.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from handoutpress.design.essentials import bare, unturned
from handoutpress.design.origins import UNSPACED
from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.table_heads import lost_heads
from handoutpress.pdf.tag_types import CONTENTS, type_of
from handoutpress.pdf.tagtree import Content, Element, has_tag, parts
from handoutpress.pdf.whence import whence_element, whence_words

SHOWN = 40
"""So many letters of what is wrong are shown."""
LEFTWARDS = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
"""The bidirectional classes of letters that run leftwards, or turn others that way."""


def count_types(body: etree._Element) -> Mapping[str, int]:
    """Return how many structure elements of each type the elements of a page source make."""
    found: Counter[str] = Counter()
    for element in body.iter(etree.Element):
        structure = type_of(element.tag, element.get("class", "").split())
        if next(element.iterancestors("nav"), None) is not None:
            structure = CONTENTS.get(structure, structure)
        found[structure] += 1
    del found[""]
    return found


def words_of(body: etree._Element) -> str:
    """Return the words of a page source, without any space."""
    return bare("".join(map(str, body.itertext())))


def count_words(body: etree._Element) -> int:
    """Return how many words a page source has; in a script without spaces, two letters are one."""
    text = " ".join(map(str, body.itertext()))
    unspaced, spaced = UNSPACED.findall(text), UNSPACED.sub(" ", text)
    words = sum(any(map(str.isalnum, word)) for word in spaced.split())
    return words + len(unspaced) // 2


def check_whole(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P029: the tree has the elements of the page source and its words, each once, in order.

    P045 instead, where the head of a table is what it lacks: the author can mend that.
    """
    if headless := tuple(lost_heads(proof, expected)):
        yield from headless
        return
    found = Counter(str(element.S)[1:] for element in proof.tree)
    for structure, count in expected.counts.items():
        if found[structure] != count:
            yield error(
                "P029",
                f"the source has {count} elements to tag {structure}, the file {found[structure]}",
            )
    yield from compare_words(proof, proof.root, expected.words)


def compare_words(proof: Proof, part: Element, words: str) -> Iterator[Diagnostic]:
    """Yield a P029 where a part of the tree does not say `words`, as `words_of` gives them.

    What styles generate is a label, or has no letter. What stands on a line with words that run
    leftwards comes out of a PDF in another order, unless it carries its own words: of that, the
    letters are compared. No words are none to compare.
    """
    if not words:
        return
    is_mixed = any(unicodedata.bidirectional(letter) in LEFTWARDS for letter in words)
    at = 0
    for element, text in _pieces(proof, part):
        said = words[at : at + len(text)]
        is_mixed_up = is_mixed and sorted(unturned(text)) == sorted(unturned(said))
        if text == said or is_mixed_up:
            at += len(text)
        elif not has_tag(element.P, "Lbl") and any(letter.isalpha() for letter in text):
            yield error(
                "P029",
                f'{proof.page_of(element)}: a screen reader comes to "{text[:SHOWN]}" '
                f'where the words go on with "{words[at : at + SHOWN]}"',
                whence_element(proof, element),
            )
            return
    if at < len(words):
        left = words[at : at + SHOWN]
        told = f'a screen reader does not come to "{left}"'
        yield error("P029", told, whence_words(proof, left))


def _pieces(proof: Proof, element: Element) -> Iterator[tuple[Element, str]]:
    """Yield the pieces of text under an element in reading order; a figure's labels are its own."""
    for part in parts(element):
        if isinstance(part, Content):
            text = bare(proof.text_at(part))
            if text:
                yield element, text
        elif not has_tag(part, "Figure"):
            yield from _pieces(proof, part)
