"""A handout with other words in it has no pointer to what is gone, and keeps its urgent boxes."""

from __future__ import annotations

from handoutpress.content.handout import Citation, Handout, SectionLink
from handoutpress.content.rewording import Wording, reworded, urgent_callouts
from handoutpress.content.walk import nodes, plain_text
from tests.golden.made import handout_of, opened


def sample() -> Handout:
    return handout_of(opened("samples"), "back-spasms")


def test_a_section_may_go_and_others_stay_as_they_are() -> None:
    whole = sample()
    less = reworded(whole, {"trials": Wording.LEFT_OUT}, keeps_sources=True)
    assert [s.anchor for s in less.sections] == [s.anchor for s in whole.sections[:-1]]
    assert less.sections == whole.sections[:-1]


def test_a_pointer_to_what_is_gone_becomes_its_words() -> None:
    whole = sample()
    less = reworded(whole, {"self-care": Wording.LEFT_OUT}, keeps_sources=True)
    assert "stretches" in {n.anchor for n in nodes(whole.sections) if isinstance(n, SectionLink)}
    assert not [n for n in nodes(less.sections) if isinstance(n, SectionLink)]
    assert "stretch your lower back gently to ease" in plain_text(less.sections)


def test_citations_go_where_no_sources_are_printed() -> None:
    whole = sample()
    less = reworded(whole, {})
    assert [n for n in nodes(whole.sections) if isinstance(n, Citation)]
    assert not [n for n in nodes((less.callouts, less.sections)) if isinstance(n, Citation)]
    assert plain_text(less.sections).split() == plain_text(whole.sections).split()


def test_easy_words_stand_for_the_whole_section() -> None:
    whole = sample()
    less = reworded(whole, {"self-care": Wording.EASY})
    (easy,) = (s for s in less.sections if s.anchor == "self-care")
    assert plain_text(easy.easy).strip().startswith("Move gently each day.")
    assert (easy.blocks, easy.subsections, easy.short) == ((), (), ())


def test_urgent_boxes_stay() -> None:
    whole = handout_of(opened("specimen"), "specimen")
    gone = reworded(whole, {s.anchor: Wording.LEFT_OUT for s in whole.sections})
    wanted = [box.line for box in urgent_callouts((whole.callouts, whole.sections))]
    assert [box.line for box in urgent_callouts((gone.callouts, gone.sections))] == wanted
