"""Terms beside the blocks that use them: what comes up, and what is too long to stand beside."""

from __future__ import annotations

from handoutpress.content.handout import (
    BulletList,
    Callout,
    CalloutKind,
    ListItem,
    Paragraph,
    Table,
    Term,
    Text,
)
from handoutpress.design.spreads import (
    MOST_LINES,
    groups,
    is_long,
    spreads,
    stands_in_columns,
    terms_of,
)


def paragraph(*terms: Term, letters: int = 40) -> Paragraph:
    return Paragraph((Text("x" * letters, 1), *terms), 1)


def term(letters: int, word: str = "word") -> Term:
    return Term((Text(word, 1),), "mean " * (letters // 5), 1)


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
    many = paragraph(*(term(60, f"word {n}") for n in range(MOST_LINES)))
    long = paragraph(term(20), letters=70 * MOST_LINES)
    for block in (many, long):
        found = list(spreads([block, paragraph()]))
        assert [(len(spread.blocks), spread.beside) for spread in found] == [(1, False)] * 2


def test_what_a_block_explains_twice_is_said_once() -> None:
    first, other, longer = term(60), term(60, "other"), term(90)
    assert terms_of(paragraph(first, other, term(60), longer)) == (first, other, longer)


def test_items_under_an_item_take_up_lines() -> None:
    inner = bullets(*[9] * 2)
    items = tuple(ListItem((Text("x", 1), term(20)), 1, inner) for _ in range(11))
    (spread,) = spreads([BulletList(items, 1)])
    assert not spread.beside


def test_what_may_be_longer_than_a_page_is_long() -> None:
    inner = tuple(ListItem((Text("x", 1),), 1, bullets(9)) for _ in range(12))
    panel = Callout(CalloutKind.NOTE, (Text("x", 1),), (BulletList(inner, 1),), 1)
    assert is_long(panel, is_wide=False)
    assert not is_long(panel, is_wide=True)
    head = ((Text("a", 1),), (Text("b", 1),))
    rows = ((Text("x", 1),), (Text("x" * 330, 1),))
    assert is_long(Table((), head, (rows,) * 3, 1), is_wide=True)
    assert not is_long(Table((), head, (rows,) * 2, 1), is_wide=True)


def bullets(*letters: int) -> BulletList:
    return BulletList(tuple(ListItem((Text("x" * n, 1),), 1) for n in letters), 1)


def test_a_list_belongs_to_the_paragraph_above_it() -> None:
    first, second, third, points = paragraph(), paragraph(), paragraph(), bullets(9, 9)
    assert groups([first, points, second, third, points]) == (
        (first, points),
        (second,),
        (third, points),
    )
    assert groups([points, first]) == ((points,), (first,))
    assert groups([]) == ()


def test_columns_are_for_two_groups_that_are_narrow() -> None:
    head, short, long = paragraph(letters=30), bullets(20, 20, 20), bullets(60, 60, 60)
    assert stands_in_columns([head, short, head, short])
    assert not stands_in_columns([head, short])
    assert not stands_in_columns([head, head])
    assert not stands_in_columns([head, long, head])
    assert not stands_in_columns([])
