"""What was made of late, so that what is wanted again soon is not made again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar

HANDOUTS = 16
"""For how many handouts something is kept: those of a pack, in two languages."""
Kept = TypeVar("Kept")
Thing = TypeVar("Thing")


class Recent(Generic[Kept]):
    """What was made of late, by what it was made of."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, or make it."""
        if key not in self.held:
            self.put(key, make())
        self.held.move_to_end(key)
        return self.held[key]

    def put(self, key: Hashable, value: Kept) -> None:
        """Keep a value, and forget what was not wanted for longest."""
        self.held[key] = value
        self.held.move_to_end(key)
        while len(self.held) > self.most:
            self.held.popitem(last=False)


def remembered(most: int) -> Callable[[Callable[[Thing], Kept]], Callable[[Thing], Kept]]:
    """Return a decorator: a function of one thing that never changes remembers its last results.

    It is the very same thing that it knows again, and none that is equal: to compare a whole
    handout takes as long as what is saved.
    """

    def decorate(function: Callable[[Thing], Kept]) -> Callable[[Thing], Kept]:
        # The thing is held, so that no other can come to be where it was.
        recent: Recent[tuple[Thing, Kept]] = Recent(most)

        @wraps(function)
        def made(thing: Thing) -> Kept:
            return recent.get(id(thing), lambda: (thing, function(thing)))[1]

        return made

    return decorate
