"""Terms beside the blocks that use them: what comes up, and what is too long to stand beside."""

from __future__ import annotations

from handoutpress.content.handout import Paragraph, Term, Text
from handoutpress.design.spreads import MOST_LINES, spreads


def paragraph(*terms: Term, letters: int = 40) -> Paragraph:
    return Paragraph((Text("x" * letters, 1), *terms), 1)


def term(letters: int) -> Term:
    return Term((Text("word", 1),), "mean " * (letters // 5), 1)


def test_a_block_comes_up_beside_terms_that_go_on() -> None:
    first, second, third = paragraph(term(90)), paragraph(), paragraph(letters=600)
    sizes = [len(spread.blocks) for spread in spreads([first, second, third])]
    assert sizes == [3]


def test_a_block_with_terms_of_its_own_starts_a_spread() -> None:
    sizes = [len(spread.blocks) for spread in spreads([paragraph(term(90)), paragraph(term(90))])]
    assert sizes == [1, 1]


def test_words_without_terms_stand_alone() -> None:
    (spread,) = spreads([paragraph()])
    assert not spread.beside


def test_what_is_longer_than_a_page_is_never_put_beside() -> None:
    many = paragraph(*(term(60) for _ in range(MOST_LINES)))
    long = paragraph(term(20), letters=70 * MOST_LINES)
    for block in (many, long):
        found = list(spreads([block, paragraph()]))
        assert [(len(spread.blocks), spread.beside) for spread in found] == [(1, False)] * 2
