"""Where a run's files go: output/ of a workspace, or an object store, whose only home is here."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Protocol

from handoutpress.diagnostics import Diagnostic, ExportError, Location, SourceError, error
from handoutpress.workspace import MAX_BYTES, OUTPUT

STORES = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs"}
"""The stores that write an object whole or not at all, by the scheme of their addresses, and the
package that speaks to each."""
_URL = re.compile(r"(?P<scheme>[a-z0-9]+)://(?P<place>[^\s/@?#]+(?:/[^\s/@?#]+)*)/?")
KINDS = {"pdf": "application/pdf", "epub": "application/epub+zip", "json": "application/json"}


class Files(Protocol):
    """Where files may be. Names are those in a workspace: `output/north/cough/cough.en.epub`."""

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        ...

    def has(self, name: str, size: int, sha256: str) -> bool:
        """Say whether a file is there as it was recorded."""
        ...


class Target(Files, Protocol):
    """What takes files."""

    @property
    def at_once(self) -> int:
        """How many files it takes at a time."""
        ...

    def read(self, name: str, most: int = ...) -> bytes:
        """Return a file's bytes; SourceError when it is not there or larger than that."""
        ...

    def files(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of the files in a folder."""
        ...

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's folders."""
        ...

    def write_whole(self, name: str, data: bytes) -> None:
        """Write a file so that it is there complete or not at all; ExportError if it cannot be."""
        ...

    def remove(self, name: str) -> None:
        """Delete a file, if it is there; ExportError if it cannot be."""
        ...


class StoreError(ExportError):
    """A store does not answer, or refuses: it would refuse every further file too."""


class Store:
    """A place in an object store that stands for `output/`: `s3://bucket/some/folder`.

    What is there is listed once, for a question about each of many files would take long. Whoever
    writes there at the same time is not heard of. Credentials and the store's own address come from
    the environment, as the package that speaks to it documents.
    """

    at_once = 8
    """A store takes its time over each object, and many at a time."""

    def __init__(self, engine: Any, place: str, url: str) -> None:
        self.engine = engine
        self.place = place
        self.url = url
        self.is_s3 = url.startswith("s3:")

    @classmethod
    def at(cls, url: str) -> Store:
        """Return the store at an address, which is not asked for anything yet.

        ExportError B061 for an address of no store, B060 without the package that speaks to it.
        """
        found = _URL.fullmatch(url)
        if not found or found["scheme"] not in STORES:
            # It is not repeated: somebody may have written a password into it.
            known = ", ".join(f"`{scheme}://`" for scheme in STORES)
            hint = f"it is like `s3://bucket/folder`; these are known: {known}"
            what = "the target is no address of an object store"
            raise ExportError([error("B061", what, None, hint)])
        try:
            import fsspec

            engine = fsspec.filesystem(found["scheme"], use_listings_cache=False)
        except ImportError as fault:
            package = STORES[found["scheme"]]
            what = f"a target like this needs the package {package}, which cannot be imported"
            hint = "`pip install .[cluster]`" if package == "s3fs" else f"`pip install {package}`"
            raise ExportError([error("B060", what, None, hint)]) from fault
        except Exception as fault:
            raise StoreError([_refused(url, fault)]) from fault
        return cls(engine, found["place"], url.rstrip("/"))

    def read(self, name: str, most: int = MAX_BYTES) -> bytes:
        """Return an object's bytes; SourceError W003 if there is none, W005 if it is too large."""
        size = self._sizes.get(self._key(name))
        if size is None:
            raise SourceError([error("W003", f"there is no file {name}", Location(name))])
        if size > most:
            what = f"{name} is larger than {most >> 20} MB"
            raise SourceError([error("W005", what, Location(name))])
        with self._told(name):
            data: bytes = self.engine.cat_file(self._key(name))
            return data

    def exists(self, name: str) -> bool:
        """Say whether there is such an object."""
        return self._key(name) in self._sizes

    def has(self, name: str, size: int, sha256: str) -> bool:
        """Say whether an object is there and as large as was recorded: to read each takes long."""
        return self._sizes.get(self._key(name)) == size

    def files(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of the objects in a folder."""
        return tuple(sorted(first for first, *more in self._below(name) if not more))

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's folders."""
        return tuple(sorted({first for first, *more in self._below(name) if more}))

    def write_whole(self, name: str, data: bytes) -> None:
        """Put an object: a store takes all of it, or nothing."""
        key = self._key(name)
        kind = KINDS.get(name.rpartition(".")[2])
        # A browser shows what it is told of; other packages name this otherwise.
        said = {"ContentType": kind} if self.is_s3 and kind else {}
        with self._told(name):
            self.engine.pipe_file(key, data, **said)
        self._sizes[key] = len(data)

    def remove(self, name: str) -> None:
        """Delete an object, if it is there."""
        key = self._key(name)
        if key in self._sizes:
            with self._told(name):
                self.engine.rm_file(key)
            del self._sizes[key]

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """How large each object is, by its key. ExportError B062 if the store does not answer."""
        with self._told(None):
            found = self.engine.find(self.place, detail=True)
            return {key: int(about["size"] or 0) for key, about in found.items()}

    def _key(self, name: str) -> str:
        return self.place + name.removeprefix(OUTPUT)

    def _below(self, folder: str) -> Iterator[list[str]]:
        head = f"{self._key(folder)}/"
        for key in self._sizes:
            if key.startswith(head):
                yield key.removeprefix(head).split("/")

    @contextlib.contextmanager
    def _told(self, name: str | None) -> Iterator[None]:
        try:
            yield
        except Exception as fault:
            # Each package, and what it stands on, raises what it likes.
            raise StoreError([_refused(self.url, fault, name)]) from fault


def _refused(url: str, fault: Exception, name: str | None = None) -> Diagnostic:
    said = " ".join(f"{type(fault).__name__}: {fault}".split())
    hint = "look at the bucket's name, the credentials in the environment, and the network"
    place = Location(name) if name else None
    return error("B062", f"{url} cannot be read or written: {said}", place, hint)
