"""Words, clinics and themes of every kind end in checked files, or in trouble that is located.

The examples are the same on every machine, and few. `--hypothesis-profile=deep` tries many others.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from handoutpress.content.edition import EDITIONS, PACK
from handoutpress.press.plan import Request
from tests.hostile import clinics, words
from tests.hostile.trial import RECORD, SQUARE, WORDS, Files, check, lay_out, outcomes

SETTINGS = '[packs.all]\ntitle = {en = "All"}\nhandouts = ["it", "other"]\n'
OTHER: Files = {
    "handouts/other/handout.yaml": RECORD.replace("HP-001", "HP-002"),
    "handouts/other/en.md": WORDS,
    "handouts/other/figures/a.svg": SQUARE,
}
FEW = settings().max_examples


@st.composite
def workspaces(draw: st.DrawFn) -> tuple[Files, Request]:
    """Return the files of a workspace with one odd handout, and what to make of it."""
    edition, lang = draw(st.sampled_from([*EDITIONS])), draw(st.sampled_from(words.LANGUAGES))
    odd = draw(words.oddities(lawful=draw(st.sampled_from([True, True, True, False]))))
    files: dict[str, str | bytes] = {
        **OTHER,
        "publish.toml": SETTINGS,
        f"handouts/it/{lang}.md": draw(words.handouts(odd)),
        "handouts/it/figures/a.svg": draw(st.just(SQUARE) | st.just(SQUARE) | clinics.drawings()),
        "handouts/it/figures/b.png": draw(st.just(clinics.PHOTOS[0]) | clinics.photos()),
    }
    if draw(st.booleans()):
        files["brands/b/brand.yaml"] = draw(clinics.brands(odd))
        files["brands/b/l.svg"] = draw(clinics.drawings())
        files["brands/b/l.png"] = draw(clinics.photos())
    langs = () if edition == PACK.name else (lang,)
    paper = draw(st.sampled_from(["a4", "letter"]))
    return files, Request(slugs=("it",), langs=langs, editions=(edition,), papers=(paper,))


def hold(files: Files, request: Request) -> None:
    with TemporaryDirectory() as folder:
        for told in outcomes(lay_out(Path(folder), files), request).values():
            check(told)


@settings(max_examples=FEW * 3 // 5)  # each makes every edition
@given(workspaces())
def test_words_and_clinics(case: tuple[Files, Request]) -> None:
    hold(*case)


@settings(max_examples=FEW * 2)
@given(workspaces())
def test_what_cannot_be_read_is_told(case: tuple[Files, Request]) -> None:
    files, request = case
    name = next(name for name in files if name.startswith("handouts/it/") and name.endswith("md"))
    # Without its end, a container stops the handout before it is laid out.
    hold({**files, name: f"{files[name]!s}\n::: urgent"}, replace(request, editions=("leaflet",)))
