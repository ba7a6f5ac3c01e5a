"""What no line of a book breaks is marked, and says what it said before."""

from __future__ import annotations

import pytest
from lxml import etree

from handoutpress.epub.unbroken import keep_unbroken

PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>X-ray</title></head>{}</html>'


def text_in(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Call (206)\u00a0555-0187.", ["555-0187"]),
        ("1-206-555-0142 or +44-20-7946-0123", ["1-206-555-0142", "+44-20-7946-0123"]),
        ("(206)-555-0187", ["(206)-555-0187"]),
        ("\u2066(303)\u00a0555-0119\u2069 (\u2066HP-003\u2069)", ["555-0119", "HP-003"]),
        ("An X-ray, an e-book: 10–15 weeks", ["X-ray", "e-book", "10–15"]),
        ("anti-inflammatory, MY-OWN, a - b, -5, well-to-do", []),
        ("X-rayphotographs 1-2-", []),
        ("1-22222-33333-44444-55555", []),
    ],
)
def test_numbers_and_short_words_with_a_hyphen_are_kept(words: str, kept: list[str]) -> None:
    root = etree.fromstring(PAGE.format(f"<body><p>{words}</p></body>"))
    keep_unbroken(root)
    assert [span.text for span in root.iter("{*}span")] == kept
    assert text_in(root[-1]) == words


def test_every_place_of_a_line_is_read_and_no_drawing() -> None:
    body = (
        "<body>\n<p>X-ray <b>HP-001</b> and HP-002, HP-003<br/>555-0187 last</p>"
        '<svg xmlns="http://www.w3.org/2000/svg"><title>X-ray</title></svg> HP-004</body>'
    )
    root = etree.fromstring(PAGE.format(body))
    before = text_in(root)
    keep_unbroken(root)
    kept = [span.text for span in root.iter("{*}span")]
    assert kept == ["X-ray", "HP-001", "HP-002", "HP-003", "555-0187", "HP-004"]
    assert text_in(root) == before
    assert all(span.get("class") == "unbroken" for span in root.iter("{*}span"))
