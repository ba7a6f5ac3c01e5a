"""Measures the program side by side with others: `.venv/bin/python bench/run.py [--quick]`.

By hand, and not in the tests. `pip install typst` into the environment to have Typst's rows too: it
is no dependency of the project.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
# The bench is a package of the checkout; its own folder must not hide Typst behind bench/typst.
sys.path[0] = str(HERE.parent)

from bench import cold, growth, matrix, rebuild, results, variants  # noqa: E402
from bench.measure import Figure  # noqa: E402

RESULTS = HERE / "RESULTS.md"


def main() -> None:
    """Measure, print, and write RESULTS.md."""
    asked = _asked()
    quick: bool = asked.quick
    count: int = asked.variants or (50 if quick else 1000)
    figures: dict[int, Callable[[Path], Figure]] = {
        1: lambda folder: cold.measure(folder, quick),
        2: lambda folder: variants.measure(folder, quick, count),
        3: lambda folder: matrix.measure(folder, quick),
        4: lambda folder: rebuild.measure(folder, quick),
        5: lambda folder: growth.measure(folder, quick),
    }
    how = " ".join(["bench/run.py", *sys.argv[1:]])
    measured: list[Figure] = []
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    for number in asked.figure or figures:
        with tempfile.TemporaryDirectory(prefix="handoutpress-bench-") as folder:
            sys.stderr.write(f"figure {number} ...\n")
            measured.append(figures[number](Path(folder)))
        # After each, so that a long run that ends early leaves what it has found.
        RESULTS.write_text(results.as_markdown(measured, how, before), "utf-8")
    if asked.json:
        json.dump(results.as_record(measured, how), sys.stdout, ensure_ascii=False, indent=2)
    else:
        sys.stdout.write(results.as_table(measured))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small numbers, for a first look")
    parser.add_argument("--json", action="store_true", help="print JSON for a program")
    parser.add_argument(
        "--figure", type=int, choices=range(1, 6), action="append", help="this one; all by default"
    )
    parser.add_argument("--variants", type=int, help="how many clinics figure 2 has")
    return parser.parse_args()


if __name__ == "__main__":
    main()
