"""Fonts: each language has a stack that sets its words, and the engine sees no other font."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from handoutpress.design import fonts

ATKINSON, NOTO = fonts.LATIN_STACK
SENTENCES = {
    "en": "Call 999 if you can’t feel your legs – at once. 5 ≤ 6 “quote” … £ € × ½ ° •",
    "es": "¿Le duele la espalda? ¡Llame al médico! Ñandú, pingüino, «así».",
    "fr": "Où avez-vous mal ? L’œil, ça, naïf, Noël, hôpital, août, ÿ.",
    "de": "Rückenschmerzen: größer, Übungen, Äpfel, Öl, „heiß“.",
    "it": "Perché la schiena è così, già più, sarò.",
    "nl": "Rugpijn: één, coördinatie, België.",
    "pl": "Zażółć gęślą jaźń. ŻÓŁĆ, ĆMA, ŃSŚŹ.",
    "pt": "Não, ação, três, você, lição, à, põe, ü.",
    "ro": "Spate: ăâîșț ĂÂÎȘȚ.",
    "tl": "Ang sakit ng likod ay karaniwan, señor.",
    "ht": "Doulè nan do a, lè w ap mache, ò è à.",
    "so": "Xanuunka dhabarka waa caadi.",
    "tr": "Bel ağrısı: İstanbul, ışık, şeker, çöp, ğ.",
    "vi": "Đau lưng dưới: ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ.",
    "el": "Ο πόνος στη μέση είναι συχνός; ΐΰώύ.",
    "ru": "Боль в спине: подъём, щётка, «эхо» — № 5.",
    "uk": "Біль у спині: їжак, ґанок, єдність.",
    "ar": "ألم أسفل الظهر شائع، هل يؤلمك؟ ١٢٣ (5)؛ مُدَّة لَا.",
    "fa": "کمردرد شایع است؛ پزشک، چای، ژرف، گرم ۱۲۳ می‌شود؟",
    "ur": "کمر کا درد عام ہے۔ ٹھیک، ڈاکٹر، پڑھیں، بچے، ژالہ، گھر، ں ھ ۃ ۓ ۱۲۳؟",
    "he": "כאב גב תחתון נפוץ, ”כן“: שָׁלוֹם ץףןםך.",
    "hi": "पीठ दर्द आम है। क्या? ज़्यादा, ढ़, ॐ १२३, डॉक्टर।",
    "ne": "ढाड दुख्नु सामान्य हो। १२३ र्‍य",
    "bn": "পিঠে ব্যথা সাধারণ। ড়ঢ়য় ৎ ং ঃ ঁ ১২৩",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_language_has_every_character_of_its_words(lang: str) -> None:
    assert fonts.missing_characters(SENTENCES[lang], lang) == ()


@pytest.mark.parametrize("lang", sorted(SENTENCES))
def test_a_word_is_set_in_one_family(lang: str) -> None:
    first = fonts.families(lang)[0]
    letters = {c for c in SENTENCES[lang] if c.isalpha() and ord(c) > 0x7F}
    (regular,) = (path for path in fonts.font_files(lang) if _is_regular(path, first))
    with TTFont(regular) as font:
        assert letters <= {chr(code) for code in font.getBestCmap()}


def _is_regular(path: Path, family: str) -> bool:
    return path.stem == f"{family.replace(' ', '')}-Regular"


@pytest.mark.parametrize(
    ("lang", "stack"),
    [
        ("en", (ATKINSON, NOTO)),
        ("EN-gb", (ATKINSON, NOTO)),
        ("vi", (NOTO, ATKINSON)),
        ("tr", (NOTO, ATKINSON)),
        ("xx", (NOTO, ATKINSON)),
        ("ur-PK", (fonts.ARABIC, NOTO, ATKINSON)),
        ("pa-Arab", (fonts.ARABIC, NOTO, ATKINSON)),
        ("sr-Latn", (NOTO, ATKINSON)),
        ("he", (fonts.HEBREW, NOTO, ATKINSON)),
        ("mr", (fonts.DEVANAGARI, NOTO, ATKINSON)),
        ("bn", (fonts.BENGALI, NOTO, ATKINSON)),
        ("zh-Hant", (fonts.CJK, NOTO, ATKINSON)),
    ],
)
def test_families(lang: str, stack: tuple[str, ...]) -> None:
    assert fonts.families(lang) == stack


def test_no_language_is_in_two_lists() -> None:
    listed = [lang for langs in fonts.LANGUAGES.values() for lang in langs.split()]
    assert len(listed) == len(set(listed))


def test_missing_characters_are_told_once_and_in_order() -> None:
    assert fonts.missing_characters("☃ then → then ☃", "en") == ("☃", "→")


def test_a_script_of_another_language_is_missing() -> None:
    assert fonts.missing_characters("背 ก", "en") == ("背", "ก")


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\r\nc",
        "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}\N{WORD JOINER}",
        "\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT ISOLATE}\N{POP DIRECTIONAL ISOLATE}",
        "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{IDEOGRAPHIC SPACE}",
        "a\N{VARIATION SELECTOR-16}\N{COMBINING GRAPHEME JOINER}\U000e0100",
        "e\N{COMBINING ACUTE ACCENT}",
    ],
)
def test_what_needs_no_glyph_is_not_missing(text: str) -> None:
    assert fonts.missing_characters(text, "en") == ()


@pytest.mark.parametrize("character", ["\ue000", "\U000f0000", "\u0378", "\ud800"])
def test_characters_without_meaning_are_missing_in_every_font(character: str) -> None:
    assert fonts.missing_characters(character, "en") == (character,)


def test_fonts_are_static_and_named_by_weight() -> None:
    for path in fonts.font_files("en") + fonts.font_files("ar"):
        with TTFont(path, lazy=True) as font:
            style = path.stem.split("-")[1]
            assert "fvar" not in font
            assert font["OS/2"].usWeightClass == (700 if "Bold" in style else 400)
            assert font["name"].getDebugName(2).replace(" ", "") == style
            assert font["name"].getDebugName(1).replace(" ", "") == path.stem.split("-")[0]


def test_every_font_has_its_licence_beside_it() -> None:
    folder = fonts.font_folders()[0]
    licences = {path.stem.removeprefix("OFL-") for path in folder.glob("OFL-*.txt")}
    for path in folder.glob("*.ttf"):
        assert any(path.stem.startswith(name) for name in licences), path.name


def test_a_family_that_is_not_installed_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_family_files", lambda family: () if family == fonts.CJK else (1,))
    assert fonts.absent_families("ja") == (fonts.CJK,)
    assert fonts.absent_families("en") == ()


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a cache folder that fontconfig's file goes to; restores the environment after."""
    for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setattr(fonts, "_user_cache", lambda: tmp_path / "a & b")
    return tmp_path


def test_fontconfig_sees_our_folders_and_no_others(settings: Path) -> None:
    path = fonts.prepare_fontconfig()
    text = path.read_text("utf-8")
    assert os.environ["FONTCONFIG_FILE"] == str(path)
    assert "FONTCONFIG_PATH" not in os.environ
    assert "FONTCONFIG_SYSROOT" not in os.environ
    assert text.count("<dir>") == len(fonts.font_folders())
    assert "<include" not in text
    assert "a &amp; b" in text


def test_fontconfig_file_is_written_once(settings: Path) -> None:
    path = fonts.prepare_fontconfig()
    before = path.stat()
    assert fonts.prepare_fontconfig() == path
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no owner bits there")
def test_a_home_that_cannot_be_written_falls_back_to_a_private_folder(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings / "file").touch()
    monkeypatch.setattr(fonts, "_user_cache", lambda: settings / "file")
    monkeypatch.setattr("tempfile.tempdir", str(settings))
    path = fonts.prepare_fontconfig()
    assert path.parent.parent == settings
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_engine_finds_our_families_only(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from handoutpress.design import fonts\n"
        f"fonts._user_cache = lambda: Path({str(tmp_path)!r})\n"
        "fonts.prepare_fontconfig()\n"
        "import io, pikepdf, weasyprint\n"
        "text = '<p style=\"font-family:DejaVu Sans\">a <b>b</b> <i>c</i> я ب</p>'\n"
        "pdf = pikepdf.open(io.BytesIO(weasyprint.HTML(string=text).write_pdf()))\n"
        "print(*{str(o.BaseFont)[8:] for o in pdf.objects if isinstance(o, pikepdf.Dictionary)\n"
        "        and o.get('/Type') == '/Font' and '/DescendantFonts' in o})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    used = done.stdout.split()
    assert len(used) >= 3
    assert all(name.startswith(("Atkinson-Hyperlegible", "Noto-Sans")) for name in used)
