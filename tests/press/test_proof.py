"""What reading without making finds: each language's words with that language's fonts."""

from __future__ import annotations

from dataclasses import replace

from handoutpress.content.handout import Handout
from handoutpress.press.plan import Request, plan
from handoutpress.press.proof import proofread
from tests.golden.made import theme
from tests.press import fakes


def titled(slug: str, lang: str, title: str, *related: str) -> Handout:
    """Return a handout with a title that names others to read next."""
    made = fakes.handout(slug, lang)
    front = made.front.model_copy(update={"title": title})
    return replace(made, front=front, record=made.record.model_copy(update={"related": related}))


def test_titles_to_read_next_are_printed_in_each_language_of_two() -> None:
    shelf = fakes.catalogue(
        titled("cold", "en", "A cold", "flu"),
        titled("cold", "zh-Hans", "感冒", "flu"),
        titled("flu", "en", "Flu"),
        titled("flu", "zh-Hans", "流感 \U00013000"),
    )
    request = Request(("cold",), langs=("zh-Hans+en",), editions=("epub",))
    told = [d for d in proofread(plan(shelf, request, theme()), theme()) if d.code == "F001"]
    assert [d.location and d.location.file for d in told] == ["handouts/flu/zh-Hans.md"]
