"""Differences as a page for a browser: one file, no scripts, nothing told by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from handoutpress.design.words import words_for
from handoutpress.governance.differences import (
    BlockChange,
    Differences,
    Fate,
    PartChange,
)
from handoutpress.governance.differences_text import block_title, headline, part_fate
from handoutpress.governance.fact_changes import FactChange
from handoutpress.governance.wordiff import Change, Run

_STYLE = """
body { margin: 2rem auto; padding: 0 1rem; max-width: 46rem;
       font: 1rem/1.5 system-ui, sans-serif; color: #1f2933; background: #fff; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { margin-top: 2.5rem; border-top: 2px solid #1f2933; padding-top: .5rem; font-size: 1.25rem; }
h3 { margin-bottom: .25rem; font-size: 1rem; }
.first { border: 3px solid #1f2933; padding: 0 1rem; }
.block { border-left: 4px solid #9aa5b1; padding-left: 1rem; }
.safety { border-left: 8px double #8a1c12; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
.why { display: inline-block; border: 2px solid #8a1c12; padding: 0 .4rem; color: #8a1c12;
       font-weight: bold; }
del { color: #7a1a10; background: #fdecea; text-decoration: line-through; }
ins { color: #0b4f1c; background: #e6f4ea; text-decoration: underline; }
.sign { font-size: .8em; font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #616e7c; padding: .3rem .5rem; text-align: left;
         vertical-align: top; overflow-wrap: anywhere; }
"""

_SIGN = '<span class="sign" lang="en">{}</span>'


def difference_page(found: Differences) -> bytes:
    """Return the page. Whatever an author wrote is text in it."""
    title = f"What has changed: {found.now.front.title}"
    body = "\n".join(_body(found)) if not found.is_empty else "<p>Nothing has changed.</p>"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p>{escape(headline(found))}</p>
<p>{_out("what went out")}, {_in("what came in")}. <b class="why">Safety</b> marks what is a matter
of safety, and says why.</p>
{body}
</main>
</body>
</html>
""".encode()


def _body(found: Differences) -> Iterable[str]:
    if found.first:
        yield '<section class="first" aria-labelledby="first"><h2 id="first">To be seen first</h2>'
        yield _listed(found.first)
        yield "</section>"
    lang = found.now.lang
    for number, part in enumerate(found.parts):
        yield from _part(part, f"part-{number}", lang)
    if found.facts:
        yield from _facts(found.facts)
    if found.pictures:
        yield '<section aria-labelledby="pictures"><h2 id="pictures">Pictures</h2>'
        yield _listed(found.pictures)
        yield "</section>"


def _listed(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _part(part: PartChange, name: str, lang: str) -> Iterable[str]:
    yield f'<section aria-labelledby="{name}">'
    key = f"<small>({escape(part.key)})</small>"
    yield f'<h2 id="{name}"><span {_tongue(lang)}>{escape(part.title)}</span> {key}</h2>'
    fate = part_fate(part)
    yield f"<p>{escape(fate[:1].upper() + fate[1:])}. {_why(part.safety)}</p>"
    if lines := (*part.notes, *(f"dose: {dose}" for dose in part.doses)):
        yield _listed(lines)
    for block in part.blocks:
        kind = "block safety" if block.safety else "block"
        yield f'<div class="{kind}"><h3>{escape(block_title(block).partition(" SAFETY")[0])} '
        yield f"{_why(block.safety)}</h3>"
        yield f'<div class="words" {_tongue(lang)}>{_words(block)}</div></div>'
    yield "</section>"


def _tongue(lang: str) -> str:
    return f'lang="{escape(lang)}" dir="{words_for(lang)[0].direction}"'


def _why(safety: tuple[str, ...]) -> str:
    return f'<b class="why">Safety: {escape(", ".join(safety))}</b>' if safety else ""


def _words(block: BlockChange) -> str:
    if block.fate is Fate.DROPPED:
        return _out(block.old)
    if block.fate is Fate.ADDED:
        return _in(block.new)
    return "".join(map(_run, block.runs))


def _run(run: Run) -> str:
    if run.change is Change.OUT:
        return _out(run.text)
    return _in(run.text) if run.change is Change.IN else escape(run.text)


def _out(text: str) -> str:
    return f"<del>{_SIGN.format('[out:')} {escape(text)}{_SIGN.format(']')}</del>"


def _in(text: str) -> str:
    return f"<ins>{_SIGN.format('[in:')} {escape(text)}{_SIGN.format(']')}</ins>"


def _facts(facts: Iterable[FactChange]) -> Iterable[str]:
    yield '<section aria-labelledby="facts"><h2 id="facts">Facts</h2><table>'
    yield "<thead><tr>"
    yield '<th scope="col">Fact</th><th scope="col">Before</th><th scope="col">Now</th>'
    yield "</tr></thead><tbody>"
    for fact in facts:
        cells = "".join(f"<td>{escape(text) or '(nothing)'}</td>" for text in (fact.old, fact.new))
        yield f'<tr><th scope="row">{escape(fact.name)}</th>{cells}</tr>'
    yield "</tbody></table></section>"
