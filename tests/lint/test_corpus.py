"""The linter on texts that people have labelled: how often it is right, and what it misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoutpress.checks.registry import all_rules
from tests.lint import measured

CHECKS = Path(__file__).parents[2] / "docs/checks.md"
FLOORS = {"1": 0.95, "2": 0.9, "4": 0.92, "5": 0.95, "6": 0.95, "7": 0.95}
"""The least precision of each family: one that cries wolf is turned off."""
FRESH_FLOOR = 0.85
"""The least precision of all families on texts by which no rule was mended."""


@pytest.mark.parametrize("digit", FLOORS)
def test_a_family_does_not_cry_wolf(digit: str) -> None:
    result = measured.measure(digit)
    assert len(result.found) >= 5, "too few findings to measure anything"
    assert result.precision >= FLOORS[digit], "".join(f"\n{each}" for each in result.false)


def test_the_rules_hold_on_texts_that_they_were_not_mended_by() -> None:
    results = [measured.measure(digit, fresh=True) for digit in FLOORS]
    told, wrong = (sum(len(r.found) for r in results), sum(len(r.false) for r in results))
    assert told >= 40
    assert 1 - wrong / told >= FRESH_FLOOR


def test_every_family_that_speaks_of_the_corpus_has_a_floor() -> None:
    told = {d.code[1] for d in measured.found() if d.severity != "info"}
    assert told <= set(FLOORS)


def test_labels_name_rules_and_places_that_are_there() -> None:
    rules = all_rules()
    for label in measured.labels():
        assert label.code in rules, label.text
        for name in label.files:
            path = measured.CORPUS / label.folder / name
            lines = path.read_text("utf-8").splitlines()
            assert all(lines[line - 1].strip() for line in label.lines), label.text
            if label.word and label.lines:
                there = " ".join(lines[line - 1] for line in label.lines).casefold()
                assert label.word in there, label.text


def test_every_text_is_labelled() -> None:
    for path in measured.CORPUS.glob("*/*/"):
        assert (path / "labels.txt").read_text("utf-8").strip(), path


@pytest.mark.parametrize(("name", "fresh"), [("measured", False), ("fresh", True)])
def test_the_documented_figures_hold(
    name: str, fresh: bool, request: pytest.FixtureRequest
) -> None:
    text = CHECKS.read_text("utf-8")
    head, _, rest = text.partition(f"<!-- {name} -->\n\n")
    documented, _, tail = rest.partition(f"\n\n<!-- end of {name} -->")
    figures = measured.table(fresh=fresh)
    if request.config.getoption("--update-golden"):
        mark = f"<!-- {name} -->\n\n{figures}\n\n<!-- end of {name} -->"
        CHECKS.write_text(f"{head}{mark}{tail}", encoding="utf-8")
        documented = figures
    assert documented == figures
