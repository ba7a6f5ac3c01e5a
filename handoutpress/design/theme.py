"""The search path of templates and styles: the workspace's own file wins over the shipped one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from handoutpress.diagnostics import Location, PressError, ThemeError, error

if TYPE_CHECKING:
    import jinja2

FOLDERS = ("styles", "templates")


class Files(Protocol):
    """What a theme needs of a Workspace."""

    def read(self, name: str) -> bytes:
        """Return a file's bytes."""
        ...

    def exists(self, name: str) -> bool:
        """Return whether there is such a file."""
        ...

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's folders."""
        ...

    def files(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's plain files."""
        ...


def shipped_root() -> Path:
    """Return the folder that holds the default theme's styles/ and templates/.

    The wheel carries them inside the package; a source checkout has them beside it.
    """
    package = Path(__file__).resolve().parent.parent
    carried = package / "theme"
    return carried if carried.is_dir() else package.parent


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """Files in memory, by name: those of a theme that has come from another machine."""

    data: Mapping[str, bytes]

    def read(self, name: str) -> bytes:
        """Return a file's bytes; KeyError if there is none."""
        return self.data[name]

    def exists(self, name: str) -> bool:
        """Return whether there is such a file."""
        return name in self.data

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's folders."""
        return tuple(sorted({first for first, *more in self._below(name) if more}))

    def files(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's files."""
        return tuple(sorted(first for first, *more in self._below(name) if not more))

    def _below(self, folder: str) -> Iterator[list[str]]:
        head = f"{folder}/"
        for name in self.data:
            if name.startswith(head):
                yield name.removeprefix(head).split("/")


@dataclass(frozen=True)
class Theme:
    """Templates and styles, read through the workspace first and the shipped theme second."""

    files: Files
    shipped: Path

    @classmethod
    def find(cls, files: Files) -> Theme:
        """Return the theme of a workspace."""
        return cls(files, shipped_root())

    def data(self, name: str) -> bytes:
        """Return a theme file's bytes, e.g. `styles/icons/urgent.svg`; ThemeError T001 if none."""
        if self.files.exists(name):
            return self.files.read(name)
        path = self.shipped / name
        if ".." in Path(name).parts or not path.is_file():
            raise ThemeError([error("T001", f"the theme has no file {name}", Location(name))])
        return path.read_bytes()

    def text(self, name: str) -> str:
        """Return a theme file's text; ThemeError T002 if it is not UTF-8."""
        try:
            return self.data(name).decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise ThemeError([error("T002", "the file is not UTF-8", Location(name))]) from fault

    def names(self) -> tuple[str, ...]:
        """Return the sorted names of all files of the theme, fonts included."""
        return tuple(sorted({*self._own(), *self._shipped()}))

    def _own(self) -> Iterator[str]:
        for folder in FOLDERS:
            yield from _walk(self.files, folder)

    def _shipped(self) -> Iterator[str]:
        for folder in FOLDERS:
            for path in (self.shipped / folder).rglob("*"):
                if path.is_file():
                    yield path.relative_to(self.shipped).as_posix()

    def held(self) -> HeldFiles:
        """Return the workspace's own files of the theme, read into memory."""
        return HeldFiles({name: self.files.read(name) for name in self._own()})

    def has_own(self, folder: str) -> bool:
        """Say whether files of the workspace in `templates/` or `styles/` are not as shipped."""
        return any(name.startswith(folder) for name in self._changed)

    @cached_property
    def _changed(self) -> tuple[str, ...]:
        return tuple(name for name in self._own() if not self._is_as_shipped(name))

    def _is_as_shipped(self, name: str) -> bool:
        path = self.shipped / name
        return path.is_file() and path.read_bytes() == self.files.read(name)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The sha256 of every theme file, by name."""
        return {name: hashlib.sha256(self.data(name)).hexdigest() for name in self.names()}

    @cached_property
    def digest(self) -> str:
        """sha256 over the name and the bytes of every theme file."""
        whole = hashlib.sha256()
        for name, digest in self.digests.items():
            whole.update(f"{name}\0{digest}".encode())
        return whole.hexdigest()

    @cached_property
    def environment(self) -> jinja2.Environment:
        """The Jinja environment: autoescape, and an undefined name is an error."""
        import jinja2  # here, for a run with nothing to do asks a theme for its digest alone

        return jinja2.Environment(
            loader=jinja2.FunctionLoader(self._template),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def _template(self, name: str) -> tuple[str, str, None] | None:
        full = f"templates/{name}"
        return (self.text(full), full, None) if full in self.names() else None

    def macros(self, template: str, context: Mapping[str, object]) -> object:
        """Return a template's macros, each in the words of a context; raises as `render` does."""
        with _told_faults(template):
            return self.environment.get_template(template).make_module(dict(context))

    def render(self, template: str, context: Mapping[str, object]) -> str:
        """Fill a template of templates/; ThemeError T003 at its file and line when it is wrong."""
        with _told_faults(template):
            text = self.environment.get_template(template).render(context)
        if not text.strip():
            raise _template_error("nothing comes out of it", Location(f"templates/{template}"))
        return text


@contextmanager
def _told_faults(template: str) -> Iterator[None]:
    """Turn whatever a template raises into a ThemeError T003 at its file and line."""
    import jinja2

    try:
        yield
    except jinja2.TemplateSyntaxError as fault:
        where = Location(fault.filename or f"templates/{template}", fault.lineno)
        raise _template_error((fault.message or "syntax error").rstrip("."), where) from fault
    except jinja2.TemplateNotFound as fault:
        raise _template_error(f"no template {fault.name}", Location("templates")) from fault
    except (PressError, MemoryError):
        # Of what the template calls, or of the machine: not the template's.
        raise
    except Exception as fault:
        # A template is the designer's code: whatever it raises is told at its own line.
        where = _template_line(fault, template)
        raise _template_error(f"{type(fault).__name__}: {fault}", where) from fault


def _walk(files: Files, folder: str) -> Iterator[str]:
    """Yield the names of all files below a folder, relative to the workspace."""
    for name in files.files(folder):
        yield f"{folder}/{name}"
    for name in files.folders(folder):
        yield from _walk(files, f"{folder}/{name}")


def _template_error(message: str, where: Location) -> ThemeError:
    return ThemeError(
        [error("T003", message, where, "mend the template, or delete your copy of it")]
    )


def _template_line(fault: BaseException, template: str) -> Location:
    """Return the innermost template line in a fault's traceback (Jinja rewrites the frames)."""
    where = Location(f"templates/{template}")
    step = fault.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            where = Location(file, step.tb_lineno)
        step = step.tb_next
    return where
