"""Where the pages of the printed leaflet begin in the words of its e-book."""

from __future__ import annotations

import re

from lxml import etree

from handoutpress.content.page_map import PageMap, Passage, words_in
from handoutpress.design.words import words_for
from handoutpress.epub.page_breaks import PACK_PAGE, mark_pages

ENGLISH = words_for("en")[0]


def document(body: str) -> etree._Element:
    return etree.fromstring(
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Gentle</title></head>'
        f"<body>{body}</body></html>"
    )


def marked(body: str, *pages: tuple[int, str], section: str = "one") -> str:
    """Return a document's body with the pages of what is printed marked in it: `|2|`."""
    root = document(body)
    passages = tuple(
        Passage(page, section, "en", tuple(word for _, word in words_in(text)))
        for page, text in pages
    )
    last = max(page for page, _ in pages)
    breaks = mark_pages({"a.xhtml": root}, PageMap(last, passages), (ENGLISH,))
    assert [mark.number for mark in breaks] == list(range(1, last + 1))
    assert {mark.target for mark in breaks} == {f"a.xhtml#_page-{n}" for n in range(1, last + 1)}
    for number in range(1, last + 1):
        (mark,) = root.iterfind(f".//{{*}}span[@id='_page-{number}']")
        assert (mark.get("role"), mark.get("aria-label")) == ("doc-pagebreak", f"Page {number}.")
    text = etree.tostring(root[-1], encoding="unicode")
    text = re.sub(r'<span[^>]*id="_page-(\d+)"[^>]*/>', r"|\1|", text)
    return text.partition(">")[2].removesuffix("</body>")


def one(inside: str) -> str:
    return f'<section id="one">{inside}</section>'


def test_a_page_begins_before_the_block_that_it_opens_with() -> None:
    shown = marked(one("<h2>Rest</h2><ul><li>Sit down.</li></ul>"), (1, "Rest"), (2, "Sit down."))
    assert shown == "|1|" + one("<h2>Rest</h2>|2|<ul><li>Sit down.</li></ul>")


def test_a_page_that_turns_in_a_paragraph_begins_at_its_word() -> None:
    shown = marked(
        one("<p>Go <b>slowly</b> and breathe.</p>"), (1, "Go slowly"), (2, "and breathe.")
    )
    assert shown == "|1|" + one("<p>Go <b>slowly</b> |2|and breathe.</p>")


def test_a_page_that_turns_between_items_begins_in_the_item() -> None:
    body = one("<ol><li>Sit.</li><li>Rest.</li></ol>")
    assert marked(body, (1, "Sit."), (2, "Rest.")) == "|1|" + one(
        "<ol><li>Sit.</li><li>|2|Rest.</li></ol>"
    )


def test_a_page_that_turns_between_rows_begins_in_the_first_cell() -> None:
    body = one("<table><tr><th>Day 1</th></tr><tr><th>Day 2</th></tr></table>")
    shown = marked(body, (1, "Day 1"), (2, "Day 2"))
    assert shown == "|1|" + body.replace("Day 2", "|2|Day 2")


def test_no_mark_stands_in_a_link_or_a_heading() -> None:
    body = one('<p>Read <a href="#x">Low back pain</a> first.</p>')
    shown = marked(body, (1, "Read Low"), (2, "back pain first."))
    assert shown == "|1|" + body.replace("<a", "|2|<a")
    body = one("<h2>How long</h2><p>Weeks.</p>")
    assert marked(body, (1, "How"), (2, "long Weeks.")) == "|1||2|" + body


def test_what_only_one_of_the_two_says_does_not_lead_astray() -> None:
    body = one("<p>Ask your clinic.</p><p>Take one tablet. Take it with food.</p>")
    pages = (
        (1, "Phone example.org/a"),
        (1, "Take one tablet. (example.org)"),
        (2, "Take it with food."),
    )
    assert marked(body, *pages) == "|1|" + body.replace("Take it", "|2|Take it")


def test_a_script_without_spaces_turns_at_the_letter() -> None:
    assert marked(one("<p>慢慢地做。</p>"), (1, "慢慢"), (2, "地做。")) == "|1|" + one(
        "<p>慢慢|2|地做。</p>"
    )


def test_a_picture_opens_a_page() -> None:
    body = one('<p>Bend.</p><figure><div><img src="a" alt="A knee."/></div></figure>')
    root = document(body)
    page_map = PageMap(
        2, (Passage(1, "one", "en", ("bend.",)), Passage(2, "one", "en", ("[a knee.]",)))
    )
    mark_pages({"a.xhtml": root}, page_map, (ENGLISH,))
    figure = root.find(".//{*}figure")
    assert figure is not None
    before = figure.getprevious()
    assert before is not None
    assert before.get("id") == "_page-2"


def test_a_page_of_which_the_book_has_nothing_begins_where_the_next_does() -> None:
    shown = marked(one("<p>Rest.</p><p>Walk.</p>"), (1, "Rest."), (3, "Walk."))
    assert shown == "|1|" + one("<p>Rest.</p>|2||3|<p>Walk.</p>")
    shown = marked(one("<p>Rest.</p>"), (1, "Rest."), (2, "notes"))
    assert shown == "|1|" + one("<p>Rest.</p>") + "|2|"


# --- Two languages ---

SPANISH = words_for("es")[0]


def pair(first: str, second: str) -> str:
    return (
        f'<div class="pair"><div class="side" lang="en">{first}</div>'
        f'<div class="side" lang="es">{second}</div></div>'
    )


def in_both(body: str, *pages: tuple[int, str, str]) -> dict[int, etree._Element]:
    """Return the marks in a document in two languages, by the number of their page."""
    root = document(one(body))
    passages = tuple(
        Passage(page, "one", lang, tuple(word for _, word in words_in(text)))
        for page, lang, text in pages
    )
    page_map = PageMap(max(page for page, *_ in pages), passages)
    mark_pages({"a.xhtml": root}, page_map, (ENGLISH, SPANISH))
    marks = (e for e in root.iter("{*}span") if e.get("role") == "doc-pagebreak")
    return {int(e.get("id", "").removeprefix("_page-")): e for e in marks}


def test_a_page_that_turns_in_both_columns_begins_in_the_first_of_them() -> None:
    body = pair("<p>No. Rest more.</p>", "<p>No. Descanse.</p>")
    pages = (1, "en", "No. Rest"), (2, "en", "more."), (1, "es", "No."), (2, "es", "Descanse.")
    marks = in_both(body, *pages)
    assert marks[2].tail == "more."
    assert (marks[2].get("aria-label"), marks[2].get("lang")) == ("Page 2.", None)


def test_a_page_that_turns_in_the_second_column_alone_begins_there_and_says_so_in_it() -> None:
    body = pair("<p>No. Rest.</p>", "<p>No. Descanse.</p>") + pair("<p>Walk.</p>", "<p>Ande.</p>")
    pages = (
        *((1, "en", "No. Rest."), (1, "es", "No."), (2, "es", "Descanse.")),
        *((2, "en", "Walk."), (2, "es", "Ande.")),
    )
    marks = in_both(body, *pages)
    assert marks[2].tail == "Descanse."
    assert (marks[2].get("aria-label"), marks[2].get("lang")) == ("P\u00e1gina 2.", None)


def test_no_mark_becomes_a_third_column() -> None:
    marks = in_both(pair("<p>Sit.</p>", "<p>Ande.</p>"), (1, "en", "Sit."), (2, "es", "Ande."))
    parent = marks[2].getparent()
    assert parent is not None
    assert (parent.get("class"), parent.get("lang")) == ("side", "es")


def test_a_mark_in_a_language_that_is_not_the_books_says_which_it_speaks() -> None:
    body = '<p>Ask: <i lang="fr">o\u00f9 est la gare</i></p>'
    marks = in_both(body, (1, "en", "Ask:"), (1, "fr", "o\u00f9 est"), (2, "fr", "la gare"))
    assert (marks[2].get("aria-label"), marks[2].get("lang")) == ("Page 2.", "en")


# --- A pack ---


def test_the_pages_of_a_pack_begin_in_the_folders_of_its_leaflets() -> None:
    body = one("<h2>Rest</h2><p>Sit down.</p>")
    files = ("start.xhtml", "knee/one.xhtml", "hip/one.xhtml")
    roots = {name: document(body if "/" in name else "<h1>Two leaflets</h1>") for name in files}
    passages = (
        Passage(1, "", "en", ("two", "leaflets")),
        Passage(5, "one", "en", ("rest",), "knee"),
        Passage(6, "one", "en", ("sit", "down."), "knee"),
        Passage(11, "one", "en", ("rest", "sit", "down."), "hip"),
    )
    page_map = PageMap(12, passages, frozenset((2, 4, 7, 8, 10, 12)))
    breaks = mark_pages(roots, page_map, (ENGLISH,), PACK_PAGE)
    assert [(each.number, each.document) for each in breaks] == [
        (1, "start.xhtml"),
        (3, "knee/one.xhtml"),
        (5, "knee/one.xhtml"),
        (6, "knee/one.xhtml"),
        (9, "hip/one.xhtml"),
        (11, "hip/one.xhtml"),
    ]
    mark = roots["knee/one.xhtml"].find(".//{*}span[@id='_page-6']")
    assert mark is not None
    assert mark.get("aria-label") == "Pack page 6."


def test_words_outside_all_sections_are_looked_for_in_all_documents_together() -> None:
    roots = {
        "a.xhtml": document("<p>Ask at home please</p>"),
        "b.xhtml": document("<p>Ask at home please now</p>"),
    }
    # An address that print alone has parts the first ones.
    words = ("ask", "at", "(page", "2)", "home", "please"), ("ask", "at", "home", "please", "now")
    passages = tuple(Passage(page, "", "en", said) for page, said in enumerate(words, 1))
    breaks = mark_pages(roots, PageMap(2, passages), (ENGLISH,))
    assert [mark.target for mark in breaks] == ["a.xhtml#_page-1", "b.xhtml#_page-2"]
