"""RESULTS.md keeps what was not measured again."""

from __future__ import annotations

from bench.measure import Figure, Row
from bench.results import as_markdown


def figure(number: int, value: float) -> Figure:
    return Figure(f"{number}. A figure", "much", (Row("a row", value, "s"),), ("Said of it.",))


def test_a_figure_that_is_not_measured_again_is_kept() -> None:
    before = as_markdown([figure(1, 1.5), figure(2, 2.5)], "first")
    after = as_markdown([figure(2, 7.5)], "second", before)
    assert [line for line in after.splitlines() if line.startswith("## ")][:2] == [
        "## 1. A figure",
        "## 2. A figure",
    ]
    assert "1.50 s" in after
    assert "7.50 s" in after
    assert "2.50 s" not in after
    assert after.count("Measured by `first`") == after.count("Measured by `second`") == 1
    assert after.count("What is reached") == before.count("What is reached")
