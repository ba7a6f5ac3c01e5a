"""A handout goes over the line to a worker once, and comes as it went."""

from __future__ import annotations

import pickle
from pathlib import Path

from handoutpress.press.line import Receiver, Sender
from handoutpress.press.plan import Artifact
from handoutpress.recent import HANDOUTS
from tests.press import fakes


def sent(artifacts: tuple[Artifact, ...]) -> list[int]:
    """Send artifacts over a line, hold that each comes whole, and return how long each was."""
    sender, receiver = Sender(), Receiver()
    sizes = []
    for artifact in artifacts:
        data = sender.packed(artifact)
        got = receiver.unpacked(data)
        assert (got.path, got.handouts) == (artifact.path, artifact.handouts)
        sizes.append(len(data))
    return sizes


def test_a_handout_goes_once(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout(), fakes.brand("north"), fakes.brand("south"))
    north, south = (
        a for a in run.artifacts if a.brand.slug != "plain" and a.paper and a.paper.name == "a4"
    )
    first, second, again = sent((north, south, north))
    assert first > len(pickle.dumps(north.handout)) > first - second
    assert second < first * 3 / 4
    assert again == second


def test_what_was_not_sent_for_long_goes_again(tmp_path: Path) -> None:
    slugs = [f"h{number:02d}" for number in range(HANDOUTS + 1)]
    run = fakes.run(tmp_path, *map(fakes.handout, slugs))
    artifacts = tuple(a for a in run.artifacts if a.paper and a.paper.name == "a4")
    assert len(artifacts) == HANDOUTS + 1
    sizes = sent((*artifacts, artifacts[0], artifacts[0]))
    assert sizes[-2] == sizes[0] > sizes[-1]


def test_a_handout_that_was_read_from_no_file_goes_each_time(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout(digest=""))
    artifact = next(a for a in run.artifacts if a.paper)
    first, second = sent((artifact, artifact))
    assert first == second
