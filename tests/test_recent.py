"""What was made of late is made once, and what is not wanted is forgotten."""

from __future__ import annotations

from handoutpress.recent import Recent, remembered


def test_what_is_wanted_again_is_not_made_again() -> None:
    made: list[str] = []
    recent: Recent[int] = Recent(2)

    def make(key: str) -> int:
        made.append(key)
        return len(made)

    def get(key: str) -> int:
        return recent.get(key, lambda: make(key))

    assert [get(key) for key in "abacab"] == [1, 2, 1, 3, 1, 4]
    assert made == ["a", "b", "c", "b"]


def test_a_function_knows_the_same_thing_again_and_none_that_is_equal() -> None:
    seen: list[list[int]] = []

    @remembered(1)
    def total(numbers: list[int]) -> int:
        seen.append(numbers)
        return sum(numbers)

    first, alike = [1, 2], [1, 2]
    assert total(first) == total(first) == total(alike) == 3
    assert [id(one) for one in seen] == [id(first), id(alike)]
    assert total(first) == 3
    assert len(seen) == 3
