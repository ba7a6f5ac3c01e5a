"""Workspaces for the bench: clinics and handouts dealt from a seed, the same for the same seed.

Each brand and each handout has a seed of its own, so that the first ten of a hundred are the ten
of a workspace of ten. Every phone number is one that its country keeps for fiction.
"""

from __future__ import annotations

import colorsys
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from bench import words

SEED = 7
SAMPLES = Path(__file__).parent.parent / "handouts"
SETTINGS = 'papers = ["a4"]\neditions = ["leaflet", "epub"]\n'
FLAGSHIP = "back-spasms"
COUNTRIES = ("US",) * 8 + ("CA",) * 2 + ("GB",) * 3 + ("AU",) * 2 + ("IE",)
"""A region has clinics of one country for the most part; it is told by how often each is here."""
EMERGENCY = {"US": "911", "CA": "911", "GB": "999", "AU": "000", "IE": "112"}
CITIES = {
    "US": ("WA 98199", "CO 80199", "OR 97299"),
    "CA": ("ON K1A 0A0", "BC V8V 0A0"),
    "GB": ("WF0 0ZZ", "SE1 0ZZ"),
    "AU": ("NSW 2999", "VIC 3999"),
    "IE": ("Co. Cork", "Co. Mayo"),
}


def make_workspace(
    root: Path, handouts: int, brands: int, *, alike: bool = False, seed: int = SEED
) -> None:
    """Fill a folder with a workspace: generated handouts and brands, in English, on A4.

    With no handouts it has the sample ones: the flagship and those that it points to. Where the
    brands are `alike`, what they say takes the same lines, as with the clinics of one chain.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "publish.toml").write_text(SETTINGS)
    for number in range(brands):
        write_brand(root, number, alike=alike, seed=seed)
    if handouts:
        for number in range(handouts):
            write_handout(root, number, seed=seed)
    else:
        _copy_samples(root)


def _copy_samples(root: Path) -> None:
    for folder in (path for path in SAMPLES.iterdir() if path.is_dir()):
        to = root / "handouts" / folder.name
        shutil.copytree(folder / "figures", to / "figures", dirs_exist_ok=True)
        for name in ("handout.yaml", "en.md"):
            shutil.copyfile(folder / name, to / name)


# --- Brands ---


def write_brand(root: Path, number: int, *, alike: bool = False, seed: int = SEED) -> str:
    """Write a clinic's folder and return its slug."""
    dealt = Random(f"{seed} brand {number}")
    name = f"{dealt.choice(words.PLACES)} {dealt.choice(words.KINDS[:4] if alike else words.KINDS)}"
    slug = f"{re.sub(r'[^a-z]+', '-', name.lower())[:40].strip('-')}-{number:04d}"
    folder = root / "brands" / slug
    folder.mkdir(parents=True, exist_ok=True)
    accent = _colour(dealt)
    facts = _facts_alike(dealt, slug) if alike else _facts(dealt, name, slug)
    facts = {"name": name, **facts, "palette": {"accent": accent}}
    if alike or dealt.random() < 0.9:
        (folder / "logo.svg").write_text(_logo(dealt, accent))
        facts["logo"] = {"file": "logo.svg", "alt": f"The logo of {name}"}
    # YAML's flow style is JSON: each value in one line.
    lines = (f"{key}: {json.dumps(value)}\n" for key, value in facts.items())
    (folder / "brand.yaml").write_text("".join(lines))
    return slug


def _facts_alike(dealt: Random, slug: str) -> dict[str, object]:
    return {
        "contacts": {
            "phone": _phone(dealt, "US"),
            "out_of_hours": _phone(dealt, "US"),
            "emergency": EMERGENCY["US"],
            "web": f"https://www.{slug}.example",
            "address": _address(dealt, "US")[-2:],
            "hours": [{"days": words.DAYS[0], "times": dealt.choice(words.TIMES)}],
        },
        "country": "US",
    }


def _facts(dealt: Random, name: str, slug: str) -> dict[str, object]:
    country = dealt.choice(COUNTRIES)
    contacts: dict[str, object] = {
        "phone": _phone(dealt, country),
        "out_of_hours": _phone(dealt, country),
        "emergency": EMERGENCY[country],
        "web": f"https://www.{slug}.example",
        "address": _address(dealt, country),
        "hours": _hours(dealt),
    }
    if country == "GB" and dealt.random() < 0.4:
        contacts["out_of_hours"] = "NHS 111"
    if dealt.random() < 0.6:
        contacts["email"] = f"{dealt.choice(('care', 'hello', 'frontdesk'))}@{slug}.example"
    facts: dict[str, object] = {"contacts": contacts, "country": country}
    if len(name) > 36:
        facts["short_name"] = " ".join(name.split()[:2])
    if dealt.random() < 0.1:
        facts["sites"] = [_site(dealt, country) for _ in range(dealt.choice((2, 2, 3)))]
    if dealt.random() < 0.15:
        facts["disclaimer"] = dealt.choice(words.DISCLAIMERS)
    return facts


def _phone(dealt: Random, country: str) -> str:
    last = dealt.randrange
    match country:
        case "GB":
            code = dealt.choice(("01632 960", "020 7946 0", "0113 496 0"))
            return f"{code}{last(1000):03d}"
        case "AU":
            return f"(0{dealt.choice('2378')}) {dealt.choice((5550, 7010))} {last(10_000):04d}"
        case "IE":
            return f"020 91{last(10)} {last(10_000):04d}"
        case "CA":
            code = dealt.choice(("416", "604", "613"))
        case _:
            code = dealt.choice(("206", "303", "503", "617"))
    return f"({code}) 555-01{last(100):02d}"


def _address(dealt: Random, country: str) -> list[str]:
    lines = [f"{dealt.randrange(1, 300)} {dealt.choice(words.STREETS)}"]
    if dealt.random() < 0.25:
        lines.insert(0, f"Floor {dealt.randrange(1, 9)}, {dealt.choice(words.PLACES)} House")
    return [*lines, f"{dealt.choice(words.PLACES)}, {dealt.choice(CITIES[country])}"]


def _hours(dealt: Random) -> list[dict[str, str]]:
    days = words.DAYS[: dealt.choice((1, 1, 2, 2, 2, 3, 4))]
    return [{"days": day, "times": dealt.choice(words.TIMES)} for day in days]


def _site(dealt: Random, country: str) -> dict[str, object]:
    return {
        "name": f"{dealt.choice(words.PLACES)} site",
        "phone": _phone(dealt, country),
        "address": _address(dealt, country),
        "hours": _hours(dealt),
    }


def _colour(dealt: Random) -> str:
    """Return a colour that can be read on white: dark enough, of any hue."""
    red, green, blue = colorsys.hls_to_rgb(
        dealt.random(), dealt.uniform(0.13, 0.22), dealt.uniform(0.4, 1)
    )
    return f"#{int(red * 255):02x}{int(green * 255):02x}{int(blue * 255):02x}"


def _logo(dealt: Random, accent: str) -> str:
    """Return a small drawing: a mark of one of five kinds, alone or followed by bars or rings."""
    mark = _mark(dealt, accent)
    tail = "".join(
        f'<rect x="{112 + 44 * n}" y="{dealt.randrange(8, 40)}" width="{dealt.randrange(20, 40)}"'
        f' height="{dealt.randrange(30, 56)}" rx="{dealt.randrange(0, 15)}" fill="{accent}"/>'
        for n in range(dealt.choice((0, 0, 0, 2, 4, 6)))
    )
    width = 100 + (12 + 44 * tail.count("<rect") if tail else 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 100" width="{width}"'
        f' height="100">{mark}{tail}</svg>\n'
    )


def _mark(dealt: Random, accent: str) -> str:
    second = _colour(dealt)
    spread = dealt.randrange(12, 30)
    match dealt.randrange(5):
        case 0:  # a cross in a disc
            arm = f"M50 {spread}V{100 - spread}M{spread} 50H{100 - spread}"
            return (
                f'<circle cx="50" cy="50" r="46" fill="{accent}"/>'
                f'<path d="{arm}" stroke="#ffffff" stroke-width="14"/>'
            )
        case 1:  # a leaf
            return (
                f'<path d="M50 96C{spread} 70 {spread} 30 50 4C{100 - spread} 30'
                f' {100 - spread} 70 50 96Z" fill="{accent}"/>'
                f'<path d="M50 96V30" stroke="#ffffff" stroke-width="4"/>'
            )
        case 2:  # hills
            return (
                f'<path d="M2 90L{spread + 10} 30L60 90Z" fill="{accent}"/>'
                f'<path d="M30 90L{spread + 50} 40L98 90Z" fill="{second}"/>'
            )
        case 3:  # petals
            petal = f'<ellipse cx="50" cy="26" rx="{spread / 2}" ry="24" fill="{accent}"/>'
            turned = (f'<g transform="rotate({72 * n} 50 50)">{petal}</g>' for n in range(5))
            return "".join(turned) + f'<circle cx="50" cy="50" r="10" fill="{second}"/>'
        case _:  # waves
            rows = (f"M4 {20 + n * spread}q23-18 46 0t46 0" for n in range(3))
            return f'<path d="{"".join(rows)}" fill="none" stroke="{accent}" stroke-width="9"/>'


# --- Handouts ---


def write_handout(root: Path, number: int, *, times: int = 1, seed: int = SEED) -> str:
    """Write a handout's folder, with pictures of the sample ones, and return its slug.

    `times` is how often all of its sections come, one set after the other.
    """
    dealt = Random(f"{seed} handout {number}")
    name, what, part = words.SUBJECTS[number % len(words.SUBJECTS)]
    slug = f"{name}-{number:03d}"
    folder = root / "handouts" / slug
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    header = SAMPLES / dealt.choice(words.HEADERS) / "figures" / "header.svg"
    shutil.copyfile(header, folder / "figures" / "header.svg")
    figures = dealt.sample(words.FIGURES, dealt.randrange(2, 7))
    for sample, file, _ in figures:
        shutil.copyfile(SAMPLES / sample / "figures" / file, folder / "figures" / file)
    (folder / "handout.yaml").write_text(_record(number))
    (folder / "en.md").write_text(_Writer(dealt, what, part, figures).handout(times))
    return slug


def _record(number: int) -> str:
    return f"""\
id: BENCH-{number:03d}
version: "1.0"
published: 2026-11-22
review: {{state: draft, due: 2028-11-22}}
owner: Handout Press bench
header: {{file: figures/header.svg}}
sources:
  - id: guidance
    title: Guidance that these words do not rest on, as they are made up for measuring
    publisher: Handout Press bench
    url: https://www.handoutpress.example/bench
    date: 2026
    accessed: 2026-11-22
"""


class _Writer:
    """Writes the words of one handout."""

    def __init__(
        self, dealt: Random, what: str, part: str, figures: Sequence[tuple[str, str, str]]
    ) -> None:
        self.dealt = dealt
        self.what = what
        self.part = part
        self.figures = list(figures)
        self.terms = dealt.sample(words.TERMS, dealt.randrange(1, 5))

    def handout(self, times: int) -> str:
        """Return the language file, its sections so many times."""
        count = self.dealt.randrange(5, len(words.HEADS) + 1)
        heads = [words.HEADS[n] for n in sorted(self.dealt.sample(range(len(words.HEADS)), count))]
        sections = [self._section(*head) for head in heads]
        # What was not dealt yet goes to the last section, so that no picture is left over.
        sections += [self._figure() for _ in range(len(self.figures))]
        sections.append(self._questions())
        again = [
            re.sub(r"\{#([a-z-]+) ", rf"{{#\1-{time} ", section)
            for time in range(2, times + 1)
            for section in sections
        ]
        return "\n\n".join([self._front(), self._urgent(), *sections, *again]) + "\n"

    def _some(self, lines: Sequence[str], least: int, most: int) -> list[str]:
        found = self.dealt.sample(lines, self.dealt.randrange(least, most + 1))
        return [line.format(what=self.what, part=self.part) for line in found]

    def _front(self) -> str:
        glance = "".join(f"  - {line}\n" for line in self._some(words.SENTENCES[:10], 3, 4))
        return (
            f"---\ntitle: Living with {self.what}\n"
            f"summary: This leaflet is for adults with {self.what}. It tells you what helps.\n"
            f"glance:\n{glance}header_alt: People rest, walk and help each other.\n"
            f"keywords: [{self.part}, pain]\n---"
        )

    def _urgent(self) -> str:
        return (
            "::: urgent Get help right away\n"
            f"Call **{{clinic.emergency}}** if you have {self.what} and any of these:\n\n"
            f"{_bullets(self._some(words.DANGERS, 3, 5))}\n\n"
            "If the clinic is closed, call {clinic.out_of_hours}. [@guidance]\n:::"
        )

    def _section(self, role: str, heading: str) -> str:
        head = f"## {heading.format(what=self.what)} {{#{role} role={role}}}"
        make = self.dealt.sample(
            (self._points, self._steps, self._table, self._caution, self._tip, self._subsection),
            self.dealt.randrange(1, 4),
        )
        parts = [head, self._paragraph(), *(one() for one in make)]
        if self.terms and self.dealt.random() < 0.6:
            term, meaning = self.terms.pop()
            parts.insert(2, f'It has to do with the [{term}]{{def="{meaning}"}} of your body.')
        if self.figures and self.dealt.random() < 0.6:
            parts.append(self._figure())
        if role == "get-help":
            parts.append("Call {clinic.phone} if you are no better within two weeks.")
        return "\n\n".join(parts)

    def _paragraph(self) -> str:
        return " ".join(self._some(words.SENTENCES, 2, 5))

    def _points(self) -> str:
        return f"You may know some of these:\n\n{_bullets(self._some(words.POINTS, 3, 6))}"

    def _steps(self) -> str:
        steps = self._some(words.STEPS, 4, 7)
        return "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))

    def _table(self) -> str:
        rows = zip(self._some(words.POINTS, 3, 3), self._some(words.SENTENCES, 3, 3), strict=True)
        lines = "\n".join(f"| {first} | {second} |" for first, second in rows)
        head = "| What you notice | What to know |\n| --- | --- |"
        return f"::: table What to keep in mind\n{head}\n{lines}\n:::"

    def _caution(self) -> str:
        return f"::: caution Take care\n{self._paragraph()}\n:::"

    def _tip(self) -> str:
        return f"::: tip Worth a try\n{self._paragraph()}\n:::"

    def _subsection(self) -> str:
        return f"### A little more about your {self.part}\n\n{self._paragraph()}"

    def _figure(self) -> str:
        _, file, seen = self.figures.pop()
        return f'![{seen}](figures/{file} "{self._some(words.SENTENCES, 1, 1)[0]}")'

    def _questions(self) -> str:
        days = "\n".join(f"| Day {n} | | |" for n in range(1, self.dealt.choice((6, 8))))
        checks = _bullets(f"I know this: {line}" for line in self._some(words.SENTENCES, 3, 5))
        return "\n\n".join(
            (
                "## How do I keep track? {#track role=self-care}",
                self._paragraph(),
                f"::: checklist Before I go home\n{checks}\n:::",
                "::: diary My week: pain from 0 (none) to 10 (worst)\n"
                f"| Day | Pain | What helped |\n| --- | --- | --- |\n{days}\n:::",
                "::: write-in {lines=3}\nQuestions that I want to ask:\n:::",
                "::: slot\nMy next appointment (day, time and place)\n:::",
            )
        )


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
