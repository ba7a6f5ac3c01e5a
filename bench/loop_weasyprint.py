"""Lay out page sources one after the other: `python -m bench.loop_weasyprint FOLDER`.

Prints the processor seconds of each page.html in the folder as JSON. WeasyPrint is imported and
warm, as it comes: nothing of the program is in this process.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import weasyprint


def main(folder: Path) -> None:
    """Make the first page once to be warm, then all of them, and print what each took."""
    pages = sorted(folder.rglob("page.html"))
    list(_made(pages[:1]))
    json.dump([*_made(pages)], sys.stdout)


def _made(pages: list[Path]) -> Iterator[float]:
    for page in pages:
        start = time.process_time()
        weasyprint.HTML(filename=page).write_pdf(pdf_variant="pdf/ua-1")
        yield time.process_time() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))
