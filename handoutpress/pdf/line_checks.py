"""Preflight's checks of running text, line by line: what clear print asks of how it is set.

They look at paragraphs and list items alone; tables, captions, titles and labels are looked up, and
not read line after line. Where UKAAF G003 has no number, the rule is the house's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import mean, median

from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, Location, error, warning
from handoutpress.pdf.cut_words import check_split_words
from handoutpress.pdf.layout_checks import quote
from handoutpress.pdf.passages import Line, Passage, directions
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import has_tag
from handoutpress.pdf.whence import whence
from handoutpress.pdf.word_gaps import gaps_differ

PT_PER_IN = 72
LONG = 3
"""Paragraphs of so many lines show how they are set."""
ENOUGH = 10
"""So many of them show what the measure of a file is."""
EVEN_PT = 1.2
"""Ends of lines differ by less where they are set so: letters do not fill their room."""
RAGGED_PT = 6.0
"""They differ by more where they are not."""
LEADING_TOLERANCE = 0.03
LEAST_GAP = 0.15
"""What parts two paragraphs beyond the distance of their lines, of their size (house)."""
FEW_CHARACTERS = 30
"""Lines that end with fewer are those of an address or of facts, and no paragraph's."""
FLUSH = "flush"
_SET = "styles/base.css or the tokens of styles/editions/"


def running(proof: Proof) -> Iterator[Passage]:
    """Yield the paragraphs and list items of a file that are no titles."""
    return (passage for passage in proof.passages if not passage.is_title)


def check_line_length(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P046: lines are not too long to find the next one (UKAAF G003), nor a few words each.

    How long they are in inches is a rule of large print alone; how few words they hold is one of
    pages with a measure of their own, and of most of their paragraphs: what stands in a box or
    beside a picture is narrower.
    """
    clear, counts = expected.clear_print, []
    for passage in running(proof):
        if len(passage.lines) < LONG:
            continue
        full = passage.lines[:-1]
        count = mean(line.characters for line in full)
        counts.append((count, passage))
        width = max(line.box.right - line.box.left for line in full) / PT_PER_IN
        if clear.longest_in is not None and width > clear.longest_in:
            told = f"lines of {width:.1f} inches, and {clear.longest_in:g} are the most"
            yield error("P046", _told(passage, told), _whence(proof, passage), _LENGTH_HINT)
        elif count > clear.most_characters:
            told = f"lines of {_said(count, passage)}, and {_said(clear.most_characters, passage)}"
            told = f"{told} are the most that are easy to read"
            yield warning("P046", _told(passage, told), _whence(proof, passage), _LENGTH_HINT)
    if len(counts) >= ENOUGH and median(count for count, _ in counts) < clear.fewest_characters:
        count, passage = counts[0]
        told = f"lines of {_said(count, passage)}, as most of the file's are, and "
        told += f"{_said(clear.fewest_characters, passage)} are the fewest that are easy to read"
        yield warning("P046", _told(passage, told), _whence(proof, passage), _LENGTH_HINT)


_LENGTH_HINT = f"set the measure in {_SET}, or smaller margins or larger words"


def _said(characters: float, passage: Passage) -> str:
    """Say how many characters: those of East Asia are as wide as two."""
    return f"{characters / (2 if passage.is_wide else 1):.0f} characters"


def check_alignment(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P047: running text starts at one edge and ends where its words do (UKAAF G003).

    Characters of East Asia fill a line by themselves, so of them only the start is looked at.
    """
    words, _ = words_for(expected.lang)
    flush: list[tuple[Line, ...]] = []
    for passage in running(proof):
        for lines in passage.stretches():
            set_as = _set_as(lines, words.direction) if len(lines) >= LONG else ""
            if set_as == FLUSH and not passage.is_wide:
                flush.append(lines)
            elif set_as and set_as != FLUSH:
                yield _misaligned(proof, lines, set_as)
    for stretched in gaps_differ(proof.data, flush) if flush else ():
        yield _misaligned(proof, stretched, "stretched to both edges (justified)")


def _set_as(lines: Sequence[Line], direction: str) -> str:
    """Return what is wrong with how lines are set; FLUSH where their ends are even, or nothing.

    `direction` is the file's. At which edge words of another one start, or of both, is not judged.
    """
    starts = [line.box.left for line in lines]
    ends = [line.box.right for line in lines]
    if _spread(starts) > RAGGED_PT and _spread(ends) > RAGGED_PT:
        middles = [start + end for start, end in zip(starts, ends, strict=True)]
        return "centred" if _spread(middles) < 2 * EVEN_PT else ""
    if direction == "rtl":
        starts, ends = ends, starts
    if _spread(starts) > RAGGED_PT:
        is_far = _spread(ends[:-1]) < EVEN_PT and directions(lines) == {direction}
        return "set to the far edge" if is_far else ""
    # The last line of a paragraph is never stretched.
    return FLUSH if _spread(ends[:-1]) < EVEN_PT else ""


def _spread(places: Sequence[float]) -> float:
    return max(places) - min(places)


def _misaligned(proof: Proof, lines: Sequence[Line], how: str) -> Diagnostic:
    pieces = [piece for line in lines for piece in line.pieces]
    told = f"page {lines[0].page + 1}: {quote(lines[0].text)} is {how}"
    hint = "let `text-align` be `start` in the style sheet"
    return error("P047", told, whence(proof, pieces), hint)


def check_leading(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P048: lines stand apart (house), but for notes that are smaller than most of the text."""
    passages = tuple(running(proof))
    body, least = _body_size(passages), expected.clear_print.leading
    for passage in passages:
        drops = [drop / passage.size_pt for _, drop in passage.drops()]
        if passage.size_pt >= body and drops and median(drops) < least - LEADING_TOLERANCE:
            told = f"lines {median(drops):.2f} times their size apart, and {least:g} is the least"
            hint = f"set `--leading` in {_SET} to {least:g} or more"
            yield warning("P048", _told(passage, told), _whence(proof, passage), hint)


def _body_size(passages: Sequence[Passage]) -> float:
    """Return the size of most of the running text."""
    sizes: Counter[float] = Counter()
    for passage in passages:
        sizes[passage.size_pt] += sum(line.characters for line in passage.lines)
    return max(sizes, key=lambda size: sizes[size], default=0)


def check_paragraph_gap(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P049: there is a gap between two paragraphs, and no new line alone (UKAAF G003)."""
    for above, below in pairwise(proof.passages):
        gap = _gap(above, below)
        if gap is not None and gap < LEAST_GAP * below.size_pt:
            told = "no gap above it, so that it seems to be one with the paragraph before"
            hint = "set `--gap` in styles/tokens.css, or mend the style sheet that takes it away"
            yield warning("P049", _told(below, told), _whence(proof, below), hint)


def _gap(above: Passage, below: Passage) -> float | None:
    """Return what is between two paragraphs beyond the distance of their lines, in points.

    None where they do not follow each other on a page, or one of them is none.
    """
    last, first = above.lines[-1], below.lines[0]
    is_pair = above.parent.objgen == below.parent.objgen and all(map(_is_prose, (above, below)))
    if not (is_pair and last.page == first.page and last.foot > first.foot):
        return None
    drops = [drop for passage in (above, below) for _, drop in passage.drops()]
    return last.foot - first.foot - max(drops) if drops else None


def _is_prose(passage: Passage) -> bool:
    """Say whether a block is a paragraph whose lines are full: no title, address or fact."""
    full = passage.lines[:-1]
    is_full = bool(full) and all(line.characters >= FEW_CHARACTERS for line in full)
    return is_full and has_tag(passage.element, "P") and not passage.is_title


def _told(passage: Passage, what: str) -> str:
    return f"page {passage.lines[0].page + 1}: {quote(passage.lines[0].text)} has {what}"


def _whence(proof: Proof, passage: Passage) -> Location | None:
    return whence(proof, passage.pieces)


LINE_CHECKS: Mapping[str, Callable[[Proof, Expected], Iterator[Diagnostic]]] = {
    "pdf-line-length": check_line_length,
    "pdf-alignment": check_alignment,
    "pdf-leading": check_leading,
    "pdf-paragraph-gap": check_paragraph_gap,
    "pdf-split-words": check_split_words,
}
"""The checks of how running text is set, by name."""
