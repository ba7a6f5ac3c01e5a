"""A clinic's words come into the map of shared pages where its blanks are."""

from __future__ import annotations

from handoutpress.content.page_map import PageMap, Passage, part_key


def passage(page: int, words: str, lang: str = "en", section: str = "a") -> Passage:
    return Passage(page, section, lang, tuple(words.split(" ")))


def test_numbers_and_parts_are_filled_in() -> None:
    head = part_key("head")
    shared = PageMap(
        2,
        (
            passage(1, f"{head} call (000) 000-0000 or"),
            passage(2, "00 now or (000) 000-0000"),
            passage(2, f"end {head}", section="b"),
        ),
    )
    places = shared.places(["(000) 000-0000", "00", "(000) 000-0000", "not there"])
    numbers = ["(206) 555-0101", "12", "(206) 555-0199", "0"]
    parts = {head: (passage(9, "the clinic"), passage(9, "la casa", "es"))}
    filled = shared.filled(parts, zip(places, numbers, strict=True))
    assert filled.passages == (
        passage(1, "the clinic"),
        passage(1, "la casa", "es"),
        passage(1, "call (206) 555-0101 or"),
        passage(2, "12 now or (206) 555-0199"),
        passage(2, "end the clinic", section="b"),
        passage(2, "la casa", "es", "b"),
    )


def test_a_number_may_go_on_over_the_page() -> None:
    shared = PageMap(2, (passage(1, "call (000)"), passage(2, "000 now")))
    (place,) = shared.places(["(000) 000"])
    assert shared.filled({}, [(place, "(206) 555")]).passages == (
        passage(1, "call (206)"),
        passage(2, "555 now"),
    )


def test_what_goes_on_becomes_one_passage() -> None:
    part = part_key("panel")
    shared = PageMap(1, (passage(1, f"call {part}"), passage(1, "hoy", "es")))
    filled = shared.filled({part: (passage(3, "us"), passage(3, "ahora", "es"))}, [])
    assert filled.passages == (passage(1, "call us"), passage(1, "ahora hoy", "es"))
