"""A drawing turned round: what it holds changes sides, and its words can still be read."""

from __future__ import annotations

import pytest
from lxml import etree

from handoutpress.content.handout import Image
from handoutpress.design.drawings import drawing, parsed_svg
from handoutpress.design.mirror import may_be_mirrored

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" {}><title>T</title><circle cx="20" cy="9" r="5"/>'
    '<g text-anchor="middle"><text x="60" y="9">M</text></g><text x="30" y="9">S</text></svg>'
)
MARKED = 'viewBox="10 0 100 20" data-rtl="mirror"'


def drawn(svg: str, lang: str) -> etree._Element:
    image = Image("a.svg", "image/svg+xml", svg.encode(), 100, 20)
    return parsed_svg(drawing(image, "#123456", lang))


def test_steps_run_from_right_to_left_in_arabic_and_letters_do_not() -> None:
    root = drawn(SVG.format(MARKED), "ar")
    (group,) = root.findall("{*}g")
    assert [child.tag.rpartition("}")[2] for child in root] == ["title", "g"]
    assert group.get("transform") == "matrix(-1 0 0 1 120 0)"
    middle, start = root.iter("{*}text")
    assert (middle.get("text-anchor"), start.get("text-anchor")) == ("middle", "end")
    # What is held at 30, twice turned, is held at 90 and reads on: x -> 60 - x -> 60 + x.
    assert start.get("transform") == "matrix(-1 0 0 1 60 0)"


@pytest.mark.parametrize(
    ("svg", "lang"),
    [
        (SVG.format(MARKED), "en"),
        (SVG.format('viewBox="10 0 100 20"'), "ar"),
    ],
)
def test_no_other_drawing_is_turned(svg: str, lang: str) -> None:
    assert "matrix" not in etree.tostring(drawn(svg, lang)).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MARKED, 'data-rtl="mirror" width="9" height="9"'),
        ('x="30"', 'x="30 40"'),
        (">S<", '><tspan x="9">S</tspan><'),
        (">S<", '><textPath href="#p">S</textPath><'),
        ("<g", '<g data-rtl="keep"/><g'),
        ("<g", '<g data-rtl="keep"><circle cx="50%" r="9"/></g><g'),
    ],
)
def test_a_drawing_whose_words_cannot_be_turned_back_is_left(before: str, after: str) -> None:
    whole = SVG.format(MARKED)
    assert may_be_mirrored(parsed_svg(whole.encode()))
    assert not may_be_mirrored(parsed_svg(whole.replace(before, after).encode()))


def test_a_tick_changes_sides_and_stays_a_tick() -> None:
    tick = '<g data-rtl="keep"><circle cx="34" cy="9" r="5"/><path d="M26 29l5 5l9 -12"/></g><text'
    root = drawn(SVG.format(MARKED).replace("<text", tick, 1), "ar")
    (sign,) = (group for group in root.iter("{*}g") if group.get("data-rtl"))
    assert sign.get("transform") == "matrix(-1 0 0 1 68 0)"
