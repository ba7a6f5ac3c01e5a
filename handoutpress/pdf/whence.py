"""Where in the source the words stand that preflight has something against."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Name

from handoutpress.diagnostics import Location
from handoutpress.pdf.printed import Piece
from handoutpress.pdf.proof import Proof
from handoutpress.pdf.tagtree import BLOCKS, Element, has_tag, is_element


def whence(proof: Proof, pieces: Sequence[Piece]) -> Location | None:
    """Return where words that are printed in some pieces, one after the other, were written.

    Of a figure's labels it is their line in the drawing. What neither an author nor a clinic wrote
    is the handout's, on no line; None where the file was opened without its source.
    """
    words, first = "".join(piece.text for piece in pieces), pieces[0]
    if first.in_figure:
        shown = proof.alternatives.get((first.page, first.mcid), "")
        return proof.origins.find_label(words) or whence_words(proof, shown)
    block = _block_of(proof.owners.get((first.page, first.mcid)))
    if block is None:
        return whence_words(proof, words)
    return _found(proof, words, block)


def whence_element(proof: Proof, element: Element) -> Location | None:
    """Return the same for all the words of a structure element."""
    words = proof.text(element)
    return _found(proof, words, _block_of(element) or element)


def whence_words(proof: Proof, words: str) -> Location | None:
    """Return the same for words that are all of a block."""
    return proof.origins.find(words) or proof.origins.file


def _found(proof: Proof, words: str, block: Element) -> Location | None:
    nth = proof.repeats.get(block.objgen, 0)
    return proof.origins.find(words, proof.own_text(block), nth) or proof.origins.file


def _block_of(element: Element | None) -> Element | None:
    """Return the innermost block that an element is in, or is."""
    while element is not None and is_element(element):
        if has_tag(element, *BLOCKS):
            return element
        element = element.get(Name.P)
    return None
