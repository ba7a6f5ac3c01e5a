"""Strategies for whole handouts: the block set in every order, filled with odd but lawful words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import strategies as st

Text = st.SearchStrategy[str]

LANGUAGES = (
    *("en", "en", "en", "en-GB", "es", "ar", "he", "fa", "ur", "zh-Hans", "ja", "hi", "bn", "ru"),
    *("el", "vi", "tr", "yi", "pa-Arab", "sr-Cyrl-RS", "qaa", "zxx", "und"),
)
"""What a file may be named: tags with every part, made-up ones, and scripts against their names."""
ROLES = (
    *("overview", "causes", "symptoms", "get-help", "diagnosis", "treatment", "self-care"),
    *("prevention", "outlook", "questions", "trials", "sources"),
)
PLAIN = (
    *("pain", "the", "a", "rest", "500 mg", "3 times a day", "01632 960000", "NSAIDs", "5 < 6"),
    *("7 > 3", "R&D", '"quoted"', "it's", "50%", "{{ x }}", "{% raw %}", "%s", "$HOME", "C:/x"),
    *("a.b", "...", "--", "1/2", "(", ")", "@", "~", "^", "=", "+", "\\*", "\\_", "\\[", "\\]"),
    *("\\`", "\\|", "\\\\", "\\#", "&amp;", "&lt;b&gt;", "&nbsp;", "&shy;", "]]>", "<!\\--"),
)
"""What any font has, markup of other languages among it."""
LONG = (
    "Electroencephalographically",
    "W" * 40,
    "i" * 120,
    "M" * 400,
    "a-" * 60,
    "a/" * 60,
    "Donau" + "dampf" * 30,
)
UNSEEN = (
    *("\u2066", "\u2067", "\u2068", "\u2069"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\u00ad", "\ufeff", "\u034f"),
    *("\ufe0f", "\u180e", "\u2061", "\u00a0", "\u202f", "\u3000", "\u2003", "\U000e0041", "\u061c"),
)
"""Characters for which nothing is drawn: they pass, and must harm nothing."""
SCRIPTS = (
    *("\u0639\u0631\u0628\u064a", "\u05e2\u05d1\u05e8\u05d9\u05ea", "\u4e2d\u6587", "\u65e5\u672c"),
    *(
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u09ac\u09be\u0982\u09b2\u09be",
        "\u0440\u0443\u0441",
    ),
    *(
        "\u03b5\u03bb\u03bb",
        "Vi\u1ec7t",
        "e\u0301",
        "a" + "\u0301" * 8,
        "\u0131",
        "\ufb01",
        "\u00df",
    ),
)
"""Words of other scripts: some stacks have them, others must say that they have not."""
UNPRINTED = (
    *("\U0001f642", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1ec\U0001f1e7", "\ue000"),
    *("\U0010fffd", "\u0378", "\U000e0fff", "\u2705", "\u2610", "\u27a1", "\U0001d400", "\u0e44"),
)
"""Characters that no stack has."""
BROKEN = (
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\ud800"),
    *("\0", "\x1b", "\x7f", "\u0085", "\u2028", "\u2029", "\ufffe", "\uffff", "\ufffd", "\x0b"),
)
"""Characters that no text holds."""


def texts(odd: Sequence[str]) -> Text:
    """Return short runs of words, some of them from the `odd` ones of this handout."""
    common = st.sampled_from(["pain", "the", "a", "rest", "and", "help", "back"])
    kinds = [common] * 6 + [st.sampled_from(odd)] * bool(odd)
    joint = st.sampled_from([" ", " ", " ", " ", ""])
    parts = st.lists(st.tuples(st.one_of(kinds), joint).map("".join), max_size=6)
    # A word at each end, so that most of what is drawn is not refused before it is set.
    return st.builds(lambda p, n: f"Word {''.join(p)} {n}", parts, st.integers(0, 99))


def lines(odd: Sequence[str]) -> Text:
    """Return words with everything that may stand inside a line."""
    word = texts(odd).map(lambda text: text.replace("\n", " "))
    form = st.sampled_from(
        [
            *(
                "{0}",
                "{0}",
                "{0}",
                "{0}",
                "{0}",
                "{0}",
                "**{0}**",
                "*{0}*",
                "***{0}***",
                "[{0}]{{lang=es}}",
            ),
            *("[{0}]{{lang=ar}}", "[{0}]{{lang=zh-Hans}}", '[{0}]{{def="What it means."}}'),
            *("[{0}](https://example.org/)", "[{0}](tel:+441632960000)", "[{0}](#s0)"),
            *("[{0}](mailto:a@example.org)", "[{0}](handout:other)", "{0} [@one]", "{0}\\\n{0}"),
            *("{0} {{clinic.phone}}", "{0} {{clinic.name}}", "{0} {{clinic.address}}"),
            "[{0}](https://example.org/" + "long/" * 30 + "?a=1&b=2#c)",
        ]
    )
    piece = st.builds(lambda how, text: how.format(text), form, word)
    return st.lists(piece, min_size=1, max_size=3).map(" ".join)


@st.composite
def bullets(draw: st.DrawFn, words: Text, mark: str = "-", most: int = 3) -> str:
    """Return a list, some of whose items hold a list."""
    found = []
    for _ in range(draw(st.integers(1, most))):
        found.append(f"{mark} {_one(draw(words), 3)}")
        for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
            found.append(f"   - {_one(draw(words), 5)}")
    return "\n".join(found)


def _one(text: str, indent: int) -> str:
    return text.replace("\n", "\n" + " " * indent)


@st.composite
def grids(draw: st.DrawFn, words: Text) -> str:
    """Return a Markdown table from one cell to a hundred rows."""
    width = draw(st.sampled_from([1, 2, 2, 3, 4, 7]))
    height = draw(st.sampled_from([1, 1, 1, 2, 3, 3, 13, 40]))
    cell = words.map(lambda text: text.replace("\\\n", " ").replace("\n", " "))
    some = draw(st.lists(cell, min_size=4, max_size=4))
    rows = [[some[(r + c) % 4] for c in range(width)] for r in range(height + 1)]
    rows.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _inside(name: str, titles: Text, bodies: Text) -> Text:
    return st.builds(lambda t, b: f"::: {name} {t}\n{b}\n:::", titles.map(_flat), bodies)


def _flat(text: str) -> str:
    return text.replace("\\\n", " ").replace("\n", " ")


def _diary(title: str, labels: Sequence[str]) -> str:
    rows = "\n".join(f"| {_flat(label)} | | |" for label in labels)
    return (
        f"::: diary {_flat(title)}\n| Day | Morning | Evening |\n| --- | --- | --- |\n{rows}\n:::"
    )


def blocks(words: Text, alts: Text) -> Text:
    """Return any block of a section."""
    inside = st.lists(
        st.one_of(words, bullets(words), bullets(words, "1."), slots(words)), min_size=1, max_size=3
    ).map("\n\n".join)
    kinds = ("urgent", "caution", "note", "tip")
    return st.one_of(
        words,
        words,
        bullets(words),
        bullets(words, "1."),
        st.builds(lambda a, b: f"{_flat(a)}\n: {_flat(b)}", words, words),
        _inside("table", words, grids(words)),
        figures(words, alts),
        *(_inside(kind, words, inside) for kind in kinds),
        _inside("checklist", words, bullets(words.map(_flat))),
        st.builds(_diary, words, st.lists(words, min_size=1, max_size=8)),
        st.builds(
            lambda n, t: f"::: write-in {{lines={n}}}\n{_flat(t)}\n:::", st.integers(1, 20), words
        ),
        slots(words),
        st.lists(words, min_size=6, max_size=12).map(" ".join),
    )


def slots(words: Text) -> Text:
    """Return a gap for the clinic to fill."""
    return words.map(lambda text: f"::: slot\n{_flat(text)}\n:::")


def figures(words: Text, alts: Text) -> Text:
    """Return a figure of one of the pictures that lie beside the handout."""
    names = st.sampled_from(["a.svg", "b.png", "a.svg"])
    caption = words.map(lambda text: _flat(text).replace('"', "'"))
    return st.builds(lambda a, n, c: f'![{_flat(a)}](figures/{n} "{c}")', alts, names, caption)


@st.composite
def sections(draw: st.DrawFn, number: int, words: Text, alts: Text) -> str:
    """Return a section with its other wordings and its parts."""
    head = _flat(draw(alts))
    role = draw(st.sampled_from(ROLES))
    weight = draw(st.sampled_from(["", "", " priority=1", " priority=5"]))
    parts = [f"## {head} {{#s{number} role={role}{weight}}}"]
    if draw(st.booleans()):
        ideas = draw(st.lists(words.map(_flat), min_size=1, max_size=3))
        picture = draw(st.sampled_from(["picture:ice", "picture:walk", "figures/a.svg"]))
        parts.append("::: easy\n" + "\n".join(f"- ![Seen]({picture}) {i}" for i in ideas) + "\n:::")
    if draw(st.booleans()):
        parts.append(f"::: short\n{draw(st.one_of(words, bullets(words)))}\n:::")
    least = draw(st.sampled_from([1, 1, 1, 1, 1, 1, 0]))
    parts += draw(st.lists(blocks(words, alts), min_size=least, max_size=2))
    for part in range(draw(st.sampled_from([0, 0, 0, 1]))):
        parts.append(f"### {_flat(draw(alts))} {{#s{number}p{part}}}")
        parts += draw(st.lists(blocks(words, alts), min_size=1, max_size=2))
    return "\n\n".join(parts)


def oddities(lawful: bool) -> st.SearchStrategy[list[str]]:
    """Return the few odd words of a handout, so that one oddity meets all kinds of blocks."""
    odd = [st.sampled_from(kind) for kind in (PLAIN, LONG, UNSEEN)]
    if not lawful:
        odd += [st.sampled_from(SCRIPTS), st.sampled_from(UNPRINTED), st.sampled_from(BROKEN)]
        odd += [st.text(min_size=1, max_size=3)]
    return st.lists(st.one_of(odd), max_size=3)


@st.composite
def handouts(draw: st.DrawFn, odd: Sequence[str]) -> str:
    """Return a whole language file with some odd words in it."""
    # A few lines, used over and over: what is drawn stays small, and what shrinks can be read.
    words = st.sampled_from(draw(st.lists(lines(odd), min_size=1, max_size=5)))
    alts = st.sampled_from(draw(st.lists(texts(odd), min_size=1, max_size=3)))
    front = {
        "title": draw(alts),
        "summary": draw(alts),
        "glance": draw(st.lists(alts, max_size=4)),
        "keywords": draw(st.lists(alts, max_size=3)),
        "header_alt": draw(alts),
        "translator": draw(st.none() | alts),
    }
    head = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items() if value)
    callout = _inside("urgent", words, st.one_of(words, bullets(words)))
    body = draw(st.lists(callout, max_size=2))
    count = draw(st.sampled_from([1, 1, 1, 2, 3]))
    body += [draw(sections(number, words, alts)) for number in range(count)]
    return f"---\n{head}\n---\n\n" + "\n\n".join(body) + "\n"
