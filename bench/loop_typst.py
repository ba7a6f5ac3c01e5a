"""Compile a Typst document for many clinics: `python -m bench.loop_typst MAIN FONTS`.

Prints the processor seconds of each clinic in brands.json as JSON. One compiler is used for all, so
that it keeps what does not change.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import typst


def main(document: Path, fonts: Path) -> None:
    """Compile the first clinic's once to be warm, then all, and print what each took."""
    compiler = typst.Compiler(
        str(document), root=str(document.parent), font_paths=[str(fonts)], ignore_system_fonts=True
    )
    brands = json.loads((document.parent / "brands.json").read_text("utf-8"))
    list(_made(compiler, brands[:1]))
    json.dump([*_made(compiler, brands)], sys.stdout)


def _made(compiler: typst.Compiler, brands: list[str]) -> Iterator[float]:
    for brand in brands:
        start = time.process_time()
        compiler.compile(sys_inputs={"brand": brand}, pdf_standards=["ua-1"])
        yield time.process_time() - start


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
