"""Files of a workspace to a Handout, a Brand or Settings: the door of the only parser."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from handoutpress.content.brand import PLAIN, Brand, BrandFile
from handoutpress.content.facts import Facts, check_signature, read_facts
from handoutpress.content.handout import Handout, Image
from handoutpress.content.images import read_image
from handoutpress.content.labels import relabelled
from handoutpress.content.markdown import Words, read_words
from handoutpress.content.provenance import load_provenance
from handoutpress.content.record import is_language, is_slug
from handoutpress.content.report import Report, has_errors, in_order
from handoutpress.content.settings import SettingsFile, parse_settings
from handoutpress.content.starter import tell_starter_values
from handoutpress.content.textfile import MAX_BYTES, decode
from handoutpress.content.translation import check_review, check_written_in, written_in
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import MAX_BYTES as MAX_YAML_BYTES
from handoutpress.content.yaml_source import read_yaml
from handoutpress.diagnostics import Diagnostic, SourceError
from handoutpress.program import command
from handoutpress.workspace import SETTINGS_FILE, Workspace

HANDOUTS = "handouts"
BRANDS = "brands"
RECORD_FILE = "handout.yaml"
BRAND_FILE = "brand.yaml"

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Made]):
    """What a reader made, if it could, and all that it has to say."""

    value: Made | None
    diagnostics: tuple[Diagnostic, ...]
    pointers: tuple[tuple[str, int], ...] = ()
    """The handouts that a language file links to, with the lines."""
    facts: Facts | None = None
    flawed: Made | None = None
    """As much as could be read of what has errors: to look for more of them, no more than that."""

    def unwrap(self) -> Made:
        """Return the value, or raise SourceError with every problem."""
        if self.value is None or has_errors(self.diagnostics):
            raise SourceError(self.diagnostics)
        return self.value


@dataclass(slots=True)
class _Folder:
    """A handout's or a brand's folder: reads its files and keeps a digest of what it read."""

    workspace: Workspace
    path: str
    used: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        data = self.workspace.read(f"{self.path}/{name}")
        self.used[name] = hashlib.sha256(data).hexdigest()
        return data

    def lacks(self, name: str) -> bool:
        """Say whether there is nothing of that name: a folder or a link is told by reading it."""
        try:
            self.workspace.read(f"{self.path}/{name}")
        except SourceError as reason:
            return any(found.code == "W003" for found in reason.diagnostics)
        return False

    def text(self, name: str, report: Report, limit: int) -> str | None:
        try:
            return decode(self.read(name), report, limit)
        except SourceError as reason:
            report.extend(reason.diagnostics)
            return None

    @property
    def digest(self) -> str:
        listed = "".join(f"{name}\0{digest}\n" for name, digest in sorted(self.used.items()))
        return hashlib.sha256(listed.encode()).hexdigest()


def read_handout(workspace: Workspace, slug: str, lang: str) -> Handout:
    """Return one handout in one language.

    Raises SourceError with every problem of its handout.yaml, its language file and its pictures.
    """
    return load_handout(workspace, slug, lang).unwrap()


def read_brand(workspace: Workspace, slug: str) -> Brand:
    """Return a clinic's brand; `plain` is the unbranded one. Raises SourceError."""
    return Brand.plain() if slug == PLAIN else load_brand(workspace, slug).unwrap()


def load_settings(workspace: Workspace) -> Loaded[SettingsFile]:
    """Return publish.toml's settings; an empty file gives the defaults."""
    report = Report(SETTINGS_FILE)
    data = workspace.read(SETTINGS_FILE)
    text = decode(data, report, MAX_YAML_BYTES) if data.strip() else ""
    settings = parse_settings(text, report) if text is not None else None
    return Loaded(settings, in_order(report.found))


def load_handout(workspace: Workspace, slug: str, lang: str) -> Loaded[Handout]:
    """Return one handout in one language with its warnings, or None with its errors."""
    folder = _Folder(workspace, f"{HANDOUTS}/{slug}")
    words_report = Report(f"{folder.path}/{lang}.md")
    facts_report = Report(f"{folder.path}/{RECORD_FILE}")
    if not _is_named_well(slug, lang, facts_report, words_report):
        return Loaded(None, in_order([*facts_report.found, *words_report.found]))
    facts = _load_facts(folder, facts_report)
    text = folder.text(f"{lang}.md", words_report, MAX_BYTES)
    words = read_words(text, words_report, facts.citations if facts else None) if text else None
    images = _images(folder, facts, words, facts_report, words_report)
    original = _original(folder, facts, facts_report)
    translated_from = "" if original == lang else original
    if words and words.front:
        _check_translation(words, facts, translated_from, words_report)
        if translated_from or words.front.labels:
            lines = words.front_source.lines
            images = relabelled(images, words.front.labels, words_report, lines)
    record, record_found = load_provenance(workspace, slug, lang, translated_from)
    found = in_order([*facts_report.found, *words_report.found, *record_found])
    made = _handout(slug, lang, facts, words, images, folder)
    made = made and replace(made, translated_from=translated_from, provenance=record)
    pointers = words.pointers if words else ()
    if has_errors(found):
        return Loaded(None, found, pointers, facts, flawed=made)
    return Loaded(made, found, pointers, facts)


def _original(folder: _Folder, facts: Facts | None, report: Report) -> str:
    """Return the language that a handout was written in; empty where that cannot be told."""
    if facts is None:
        return ""
    languages = languages_in(folder.workspace, folder.path)
    check_written_in(facts.source, languages, report)
    return written_in(facts.source.data.get("written_in"), languages)


def original_language(workspace: Workspace, slug: str) -> str:
    """Return the language that a handout was written in; empty where it has no words."""
    folder = _Folder(workspace, f"{HANDOUTS}/{slug}")
    report = Report(f"{folder.path}/{RECORD_FILE}")
    return _original(folder, _load_facts(folder, report), report)


def languages_in(workspace: Workspace, folder: str) -> tuple[str, ...]:
    """Return the names of a handout's language files, without `.md`; a wrong one is no tag."""
    return tuple(name[:-3] for name in workspace.names(folder) if name.endswith(".md"))


def _check_translation(
    words: Words, facts: Facts | None, translated_from: str, report: Report
) -> None:
    check_signature(words.front_source, report)
    if words.front and facts and facts.record:
        check_review(words.front, words.front_source, facts.record, bool(translated_from), report)


def _is_named_well(slug: str, lang: str, folder: Report, file: Report) -> bool:
    """Check the two names that become output paths: W008 the folder's, S005 the language's."""
    if not is_slug(slug):
        refuse_name(slug, HANDOUTS, folder)
        return False
    if not is_language(lang):
        message = f"{lang!r} is not a language tag"
        file.error("S005", message, None, _language_hint(lang))
        return False
    return True


def refuse_name(name: str, parent: str, report: Report) -> None:
    """Report W008: a folder in `handouts` or `brands` has a name that is no slug."""
    what, example = ("brand", "harbor-light") if parent == BRANDS else ("handout", "back-pain")
    hint = f"use lower-case letters, digits and hyphens, e.g. {example}; 64 at most"
    report.error("W008", f"{name!r} cannot name a {what}'s folder", None, hint)


def _language_hint(lang: str) -> str:
    """Return how a language's tag would be written, as far as can be told from a wrong one."""
    parts = lang.replace("_", "-").split("-")
    sized = {2: str.upper, 4: str.title}
    tag = "-".join([parts[0].lower(), *(sized.get(len(p), str.lower)(p) for p in parts[1:])])
    if is_language(tag):
        return f"rename it to {tag}.md"
    return "name it by its BCP 47 tag, e.g. en.md, es-MX.md or zh-Hans.md"


def _load_facts(folder: _Folder, report: Report) -> Facts | None:
    try:
        names = folder.workspace.files(folder.path)
    except SourceError as reason:
        report.extend(reason.diagnostics)
        return None
    if not folder.workspace.exists(f"{folder.path}/{RECORD_FILE}") and RECORD_FILE not in names:
        close = difflib.get_close_matches(RECORD_FILE, names, n=1)
        slug = folder.path.rpartition("/")[2]
        hint = f"rename {close[0]}" if close else f"`{command(f'new handout {slug}')}` makes one"
        report.error("S007", f"the folder has no {RECORD_FILE}", None, hint)
        return None
    text = folder.text(RECORD_FILE, report, MAX_YAML_BYTES)
    return read_facts(text, report) if text else None


def _images(
    folder: _Folder, facts: Facts | None, words: Words | None, record: Report, language: Report
) -> dict[str, Image]:
    """Read the header and every figure, each once, located at its first mention."""
    images: dict[str, Image] = {}
    wanted = [(name, line, language) for name, line in words.figures] if words else []
    if facts and facts.header:
        wanted.insert(0, (facts.header, facts.source.line("header.file"), record))
        if words and words.front and not words.front.header_alt:
            hint = "add it to the front matter: what the header picture shows"
            language.error("S028", "`header_alt` is missing", 1, hint)
    seen: set[str] = set()
    for name, line, report in wanted:
        if name not in seen and (image := read_image(name, folder.read, report, line)):
            images[name] = image
        seen.add(name)
    return images


def _handout(
    slug: str,
    lang: str,
    facts: Facts | None,
    words: Words | None,
    images: dict[str, Image],
    folder: _Folder,
) -> Handout | None:
    if not facts or not words or not facts.record or not words.front:
        return None
    return Handout(
        slug=slug,
        lang=lang,
        record=facts.record,
        front=words.front,
        callouts=words.callouts,
        sections=words.sections,
        images=images,
        file=f"{folder.path}/{lang}.md",
        front_lines=words.front_source.lines,
        record_lines=facts.source.lines,
        sources_digest=folder.digest,
        silences=words.silences,
    )


def load_brand(workspace: Workspace, slug: str) -> Loaded[Brand]:
    """Return a brand with its warnings, or None with its errors."""
    folder = _Folder(workspace, f"{BRANDS}/{slug}")
    report = Report(f"{folder.path}/{BRAND_FILE}")
    brand = _brand(slug, folder, report) if _is_brand_name(slug, report) else None
    return Loaded(None if report.has_errors else brand, in_order(report.found))


def _is_brand_name(slug: str, report: Report) -> bool:
    if slug == PLAIN:
        hint = "rename the folder; `plain` is the edition without a brand"
        report.error("S009", "a brand cannot be called `plain`", None, hint)
    elif not is_slug(slug):
        refuse_name(slug, BRANDS, report)
    return not report.has_errors


def _brand(slug: str, folder: _Folder, report: Report) -> Brand | None:
    if folder.lacks(BRAND_FILE):
        hint = f"`{command(f'new brand {slug}')}` makes one"
        report.error("S007", f"the folder has no {BRAND_FILE}", None, hint)
        return None
    text = folder.text(BRAND_FILE, report, MAX_YAML_BYTES)
    if text is None:
        return None
    source = read_yaml(text, report)
    if not source.is_whole:
        return None
    tell_starter_values(source, report)
    facts = validate(BrandFile, source, report)
    logo = _logo(facts, folder.read, report, source.line("logo.file")) if facts else None
    return Brand(slug, facts, logo, report.file, source.lines, folder.digest)


def _logo(
    facts: BrandFile, read: Callable[[str], bytes], report: Report, line: int
) -> Image | None:
    """Read the logo: SVG or PNG, as a JPEG has no clear ground (I002)."""
    if not facts.logo:
        return None
    image = read_image(facts.logo.file, read, report, line, printed_mm=None)
    if image and not re.search("svg|png", image.media_type):
        message = f"{image.name} is a JPEG, which cannot be a logo"
        report.error("I002", message, line, "use an SVG, or a PNG with a clear ground")
    return image
