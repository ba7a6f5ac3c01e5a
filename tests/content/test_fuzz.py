"""Whatever is in the files, reading them ends in a model or in diagnostics."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from handoutpress.content.facts import read_facts
from handoutpress.content.markdown import read_words
from handoutpress.content.picture import PictureError
from handoutpress.content.report import Report
from handoutpress.content.settings import parse_settings
from handoutpress.content.svg import read_svg, svg_text
from handoutpress.content.textfile import decode

# The same examples on every machine and every day; a new failure is then a new cause.
STEADY = settings(deadline=None, database=None, derandomize=True)
HEAD = "---\ntitle: T\nsummary: S\n---\n\n## A {#a role=causes}\n\n"
MARKS = """::: note N
::: table T
::: write-in {lines=2}
::: checklist C
::: diary
:::
## B {#b}
### C
# D
-
  -
1.
>
```
---
| a | b |
|---|---|
![a](b.svg "c")
[a](b)
[a]{def="b"}
[a]{lang="b"}
{clinic.phone}
{clinic
[@a]
[@
**
*
_
`
<b>
<!--
-->
&amp;
&#0;
\\
: x
[r]: x
[
](
)
{
}
{#
=x}
    x
\t
\u3042
\u202e
\ufeff
\ud7ff"""
KEYS = """id: X-1
version: 1.0
review: {state: signed}
review:
  due: 2020-01-01
  due: 9999-12-31
published: 2026-02-28
published: 9998-02-28
sources:
  - id: a
-
[
]
{
}
&a b
*a
!!python/object:os
'
"
:
#
?
null
~
0x1
related: [a, a]
a.b: c
a[0]: d
%YAML
---
...
\t
header: {file: ../x}
header: {file: [x]}
<<: {a: b}
codes: {a: b}"""
TAGS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
</svg>
<g id="a">
</g>
<use href="#a"/>
<text>
</text>
<!--
-->
<![CDATA[
]]>
&a;
<?x?>
<!DOCTYPE svg>
<style>
</style>
url(#a)
\0"""


def lines(pieces: str, *more: str) -> st.SearchStrategy[str]:
    piece = st.sampled_from([*pieces.split("\n"), *more]) | st.text(max_size=6)
    pair = st.tuples(piece, st.sampled_from(["", " ", "\n", "\n\n"])).map("".join)
    return st.lists(pair, max_size=40).map("".join)


@settings(STEADY, max_examples=150)
@given(lines(MARKS), st.booleans())
def test_words(text: str, has_head: bool) -> None:
    report = Report("en.md")
    read = decode(((HEAD if has_head else "") + text).encode("utf-8", "replace"), report)
    if read is not None:
        read_words(read, report, ("a",))
    assert str(report.found) is not None


@settings(STEADY, max_examples=150)
@given(lines(KEYS))
def test_facts(text: str) -> None:
    report = Report("handout.yaml")
    read = decode(text.encode("utf-8", "replace"), report)
    if read is not None:
        facts = read_facts(read, report)
        assert facts.record is None or facts.source.is_whole


@settings(STEADY, max_examples=60)
@given(
    lines(
        KEYS,
        "[a]",
        "a = [1]",
        'papers = ["a4"]',
        "= ",
        "languages = {}",
        '"""',
        "[packs.x]",
        'handouts = ["a", "a"]',
        'title = {en = "T"}',
        "[trifold]",
        "smallest_pt = 9",
    )
)
def test_settings(text: str) -> None:
    report = Report("publish.toml")
    assert (parse_settings(text, report) is None) == report.has_errors


@settings(STEADY, max_examples=100)
@given(lines(TAGS), st.booleans())
def test_pictures(text: str, has_frame: bool) -> None:
    data = (TAGS.partition("\n")[0] + text + "</svg>" if has_frame else text).encode(
        "utf-8", "replace"
    )
    try:
        width, height = read_svg(data)
    except PictureError:
        return
    assert width > 0
    assert height > 0
    svg_text(data)
