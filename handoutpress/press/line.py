"""The line to a worker: a handout that went over it of late goes as its name, and not once more.

Its words and drawings are nearly all of an artifact, and thousands of artifacts have the same ones.
Both ends remember the same handouts, for they see the same artifacts in the same order.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from handoutpress.content.handout import Handout
from handoutpress.press.plan import Artifact
from handoutpress.recent import HANDOUTS, Recent

PROTOCOL = 5


class Sender:
    """The near end of a line."""

    def __init__(self) -> None:
        self._sent: Recent[Handout] = Recent(HANDOUTS)

    def packed(self, artifact: Artifact) -> bytes:
        """Return an artifact as it goes over the line."""
        out = io.BytesIO()
        _Packer(out, self._sent).dump(artifact)
        _remember(artifact, self._sent)
        return out.getvalue()


class Receiver:
    """The far end of a line."""

    def __init__(self) -> None:
        self._got: Recent[Handout] = Recent(HANDOUTS)

    def unpacked(self, data: bytes) -> Artifact:
        """Return the artifact that came over the line."""
        artifact: Artifact = _Unpacker(io.BytesIO(data), self._got).load()
        _remember(artifact, self._got)
        return artifact


def _remember(artifact: Artifact, known: Recent[Handout]) -> None:
    for handout in artifact.handouts:
        if handout.sources_digest:
            known.put(handout.key, handout)


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, known: Recent[Handout]) -> None:
        super().__init__(out, PROTOCOL)
        self.known = known

    def persistent_id(self, item: object) -> object:
        """Return the name of a handout that is known at the far end; None for anything else."""
        is_known = isinstance(item, Handout) and item.key in self.known.held
        return item.key if isinstance(item, Handout) and is_known else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, known: Recent[Handout]) -> None:
        super().__init__(data)
        self.known = known

    def persistent_load(self, name: Any) -> Handout:
        """Return the handout of a name."""
        return self.known.held[name]
