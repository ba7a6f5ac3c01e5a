"""Details of reading that a folder of files cannot show."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.handout import Figure, Paragraph, Text
from handoutpress.content.markdown import Words, read_words
from handoutpress.content.report import Report
from handoutpress.content.schemas import SchemaName, json_schema
from handoutpress.content.sources import (
    load_brand,
    load_handout,
    load_settings,
    read_brand,
    read_handout,
)
from handoutpress.content.starter import STARTER, tell_starter_values
from handoutpress.content.svg import svg_text
from handoutpress.content.textfile import decode
from handoutpress.content.walk import nodes, plain_text
from handoutpress.content.yaml_source import read_yaml
from handoutpress.diagnostics import SourceError
from handoutpress.program import command
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.conftest import MakeWorkspace

BASE = Path(__file__).parent / "base"
HEAD = "---\ntitle: T\nsummary: S\n---\n\n## A {#a role=causes}\n\n"
BRAND = "name: B\ncontacts: {phone: 0123, emergency: 911}\nlanguages: [no]\n"


def _base() -> dict[str, str | bytes]:
    files = (path for path in BASE.rglob("*") if path.is_file())
    return {path.relative_to(BASE).as_posix(): path.read_bytes() for path in files}


def _read(body: str) -> Words:
    report = Report("en.md")
    words = read_words(HEAD + body, report, ("a",))
    assert report.found == []
    return words


def _texts(words: Words) -> list[tuple[str, int]]:
    return [
        (n.text, n.line) for s in words.sections for n in nodes(s.blocks) if isinstance(n, Text)
    ]


def test_a_text_knows_its_line() -> None:
    words = _read('one\ntwo [term]{def="long\nmeaning"} three\n**four\nfive** six\n')
    assert _texts(words) == [
        ("one ", 8),
        ("two ", 9),
        ("term", 9),
        (" three ", 10),
        ("four ", 11),
        ("five", 12),
        (" six", 12),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one\ntwo", "one two"),
        ("one  \ttwo", "one two"),
        ("背中の\n痛み", "背中の痛み"),
        ("허리\n통증", "허리 통증"),
        ("背中 a\nb 痛み", "背中 a b 痛み"),
        ("5 &lt; 6 \\*a\\* &amp; {{ x }}", "5 < 6 *a* & {{ x }}"),
    ],
)
def test_line_ends_become_one_space_or_none(source: str, text: str) -> None:
    (paragraph,) = _read(source).sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert "".join(n.text for n in nodes(paragraph.content) if isinstance(n, Text)) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"less \< more", "less < more"),
        (r"a \"b\" c", 'a "b" c'),
        (r"a \*b\* &amp;lt; c", "a *b* &lt; c"),
        ("*one* word", "one word"),
    ],
)
def test_a_caption_is_unescaped_once(written: str, text: str) -> None:
    (figure,) = _read(f'![A leaf](figures/a.svg "{written}")').sections[0].blocks
    assert isinstance(figure, Figure)
    assert plain_text(figure.caption) == text


def test_the_starter_has_values_that_are_told() -> None:
    report = Report("brand.yaml")
    text = (STARTER / "brand" / "brand.yaml").read_text("utf-8")
    tell_starter_values(read_yaml(text, report), report)
    told = {"contacts.phone", "contacts.out_of_hours", "contacts.web"}
    told |= {"contacts.address[0]", "contacts.address[1]"}
    assert {d.message.split("`")[1] for d in report.found} == told
    assert {d.code for d in report.found} == {"S101"}


def test_warnings_travel_with_what_is_read(make_workspace: MakeWorkspace) -> None:
    words = HEAD + "A **stray mark."
    workspace = make_workspace({**_base(), "handouts/sample/en.md": words})
    loaded = load_handout(workspace, "sample", "en")
    assert loaded.value
    assert [d.code for d in loaded.diagnostics] == ["S045"]
    brand = BRAND.replace("0123", "206 555 0100")
    loaded_brand = load_brand(make_workspace({"brands/b/brand.yaml": brand}), "b")
    assert loaded_brand.value
    assert [d.code for d in loaded_brand.diagnostics] == ["S101"]


def test_every_key_is_described_for_an_editor() -> None:
    for name in ("handout", "brand", "publish", "front-matter"):
        schema = json_schema(name)
        groups = [schema, *schema.get("$defs", {}).values()]  # type: ignore[attr-defined]
        for group in groups:
            for key, described in group.get("properties", {}).items():
                assert described.get("description"), f"{name}: {group['title']}.{key}"
                assert not re.search(r"\([A-Z]{2}[0-9]\)", described["description"])


def test_hints_name_the_command_as_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/home/me/press/publish.py", "check"])
    assert command("new") == "python3 publish.py new"
    monkeypatch.setattr(sys, "argv", ["/home/me/.local/bin/publish", "check"])
    assert command("new") == "publish new"


def test_byte_order_mark_and_line_ends(make_workspace: MakeWorkspace) -> None:
    files = _base()
    plain = read_handout(make_workspace(files), "sample", "en")
    words = files["handouts/sample/en.md"]
    assert isinstance(words, bytes)
    files["handouts/sample/en.md"] = b"\xef\xbb\xbf" + words.replace(b"\n", b"\r\n")
    other = read_handout(make_workspace(files), "sample", "en")
    assert (other.sections, other.front) == (plain.sections, plain.front)
    assert other.sources_digest != plain.sources_digest


@pytest.mark.parametrize(
    ("content", "code"), [(b"caf\xe9", "S001"), (b"x" * 1_048_577, "S002"), (b"", "S004")]
)
def test_what_is_no_text(make_workspace: MakeWorkspace, content: bytes, code: str) -> None:
    workspace = make_workspace({**_base(), "handouts/sample/en.md": content})
    with pytest.raises(SourceError) as error:
        read_handout(workspace, "sample", "en")
    assert [d.code for d in error.value.diagnostics] == [code]


def test_links_that_lead_out(make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    workspace = make_workspace(_base())
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "en.md").write_text(HEAD + "Text.")
    (tmp_path / "handouts" / "linked").symlink_to(outside)
    (tmp_path / "handouts" / "sample" / "es.md").symlink_to(outside / "en.md")
    catalogue = load_catalogue(workspace)
    assert [(h.slug, h.lang) for h in catalogue.handouts] == [("sample", "en")]
    assert {d.code for d in catalogue.diagnostics} == {"W002"}


@pytest.mark.parametrize(("slug", "lang"), [("../x", "en"), ("a/b", "en"), ("sample", "../en")])
def test_names_that_are_paths(make_workspace: MakeWorkspace, slug: str, lang: str) -> None:
    workspace = make_workspace(_base())
    with pytest.raises(SourceError):
        read_handout(workspace, slug, lang)
    with pytest.raises(SourceError):
        read_brand(workspace, slug if slug != "sample" else "../sample")


def test_yaml_keeps_what_is_written(make_workspace: MakeWorkspace) -> None:
    brand = read_brand(make_workspace({"brands/b/brand.yaml": BRAND}), "b")
    assert brand.facts
    assert brand.facts.contacts.phone == "0123"
    assert brand.facts.contacts.emergency == "911"
    assert brand.facts.languages == ("no",)
    assert brand.lines["contacts.phone"] == 2
    assert read_brand(make_workspace({}), "plain").is_plain


def test_yaml_lines() -> None:
    source = read_yaml("a:\n  - b: 1\n    c: x\n  - d\n", Report("x.yaml"), first_line=5)
    assert source.data == {"a": [{"b": "1", "c": "x"}, "d"]}
    assert source.line("a[0].c") == 7
    assert source.line("a[0].zzz") == 6
    assert source.numbers == {"a[0].b"}


def test_settings_default(make_workspace: MakeWorkspace) -> None:
    settings = load_settings(make_workspace({})).unwrap().settings
    assert (settings.papers, settings.languages) == (("a4", "letter"), ())


def test_digest_is_of_what_was_read(make_workspace: MakeWorkspace) -> None:
    files = _base()
    first = read_handout(make_workspace(files), "sample", "en").sources_digest
    files["handouts/sample/figures/bar.svg"] = b"not used"
    assert read_handout(make_workspace(files), "sample", "en").sources_digest == first
    files["publish.toml"] = b'papers = ["letter"]'
    assert read_handout(make_workspace(files), "sample", "en").sources_digest == first


def test_svg_text_has_lines(specimen: Workspace) -> None:
    data = specimen.read("handouts/specimen/figures/bar.svg")
    assert svg_text(data) == [("Day one", 9), ("Day ", 10), ("ten", 10)]


@pytest.mark.parametrize("name", ["handout", "brand", "publish", "front-matter"])
def test_json_schemas(name: SchemaName) -> None:
    schema = json_schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert all(isinstance(p, dict) for p in properties.values())
    assert schema["description"]


def test_no_engine_is_imported() -> None:
    code = (
        "import sys, handoutpress.content.catalogue\n"
        "assert not {'weasyprint', 'jinja2', 'ebooklib', 'pikepdf', 'click'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_accent_typed_apart_is_one_letter() -> None:
    text = decode("Gọi".encode().replace("ọ".encode(), "o\u0323".encode()), Report("vi.md"))
    assert text == "Gọi"
