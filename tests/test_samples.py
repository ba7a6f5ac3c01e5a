"""The shipped handouts keep what is promised of them: plain words, all parts, no false claim."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree

from handoutpress.content.handout import (
    CalloutKind,
    Checklist,
    Citation,
    ClinicField,
    Definition,
    Diary,
    Figure,
    Handout,
    ListItem,
    Paragraph,
    Role,
    Slot,
    Term,
    Text,
    WriteIn,
)
from handoutpress.content.walk import nodes, plain_text
from handoutpress.design.clinic import UNBRANDED
from handoutpress.pdf.proof import open_proof
from tests.golden.made import book_documents, ebook, handout_of, leaflet, opened

SAMPLES = ("back-spasms", "ice-and-heat", "anti-inflammatories")
PARTS = (
    {Role.OVERVIEW, Role.CAUSES},
    {Role.SYMPTOMS, Role.DIAGNOSIS},
    {Role.TREATMENT, Role.SELF_CARE},
    {Role.PREVENTION},
    {Role.OUTLOOK},
)
"""Background, identification, treatment, prevention, prognosis."""


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Handout:
    """Return each shipped handout."""
    return handout_of(opened("samples"), request.param)


@pytest.fixture
def flagship() -> Handout:
    """Return the handout on back spasms."""
    return handout_of(opened("samples"), "back-spasms")


# --- Plain words ---

SYLLABLES = {
    "aches": 1, "anyone": 3, "area": 3, "ct": 2, "diarrhea": 4, "diuretics": 4, "every": 2,
    "fda": 3, "guideline": 2, "guidelines": 2, "ingredient": 4, "medlineplus": 3, "mg": 3,
    "mri": 3, "nhs": 3, "nsaid": 2, "nsaids": 2, "osteoarthritis": 6, "people": 2,
    "physiotherapist": 6, "snris": 4, "someone": 2, "something": 2, "spasm": 2, "spasms": 2,
    "ssris": 4,
}  # fmt: skip
"""Words that the rules below count wrong."""
HEARD_END = re.compile(r"[^aeioulrwy]l(e|es|ed)$")
"""As in table, muscles."""
SILENT_END = re.compile(
    r"(?<=[^aeiouytd])ed$|(?<=[^aeiouycgsxz])(?<!ch)(?<!sh)es$|(?<=[^aeiouy])e$"
)
"""As in walked, bones, ease; but not in wanted, causes."""
SILENT_INSIDE = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=(ful|less|ly|ment|ness|time)s?$)")
"""As in safely, movement."""
APART = re.compile(r"(?<=[aiuy])(?=ing$)|(?<=[^cgst]i)(?=[ao])")
"""Where two vowels are two syllables, as in trying, period; but not in action."""


def syllables(word: str) -> int:
    """Return how many syllables a word has when it is spoken, by rules of thumb."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    if word in SYLLABLES:
        return SYLLABLES[word]
    if "-" in word:
        return sum(map(syllables, filter(None, word.split("-"))))
    if not HEARD_END.search(word):
        word = SILENT_END.sub("", word)
    word = APART.sub("-", SILENT_INSIDE.sub("", word))
    return max(1, len(re.findall("[aeiouy]+", word)))


def units(handout: Handout) -> Iterator[str]:
    """Yield what a patient reads as sentences: summary, points, paragraphs, items, captions.

    Headings, table cells and the list of sources are left out: they would flatter the figures.
    """
    yield handout.front.summary
    yield from handout.front.glance
    for node in nodes((handout.callouts, handout.sections)):
        match node:
            case Paragraph(content=words) | ListItem(content=words) | Figure(caption=words):
                yield spoken(words)
            case Definition(meaning=words) | WriteIn(prompt=words) | Slot(label=words):
                yield spoken(words)
            case Term(meaning=meaning):
                yield meaning


def spoken(words: object) -> str:
    """Return words as an unbranded leaflet says them, without the numbers of sources."""
    text = ""
    for node in nodes(words):
        text += node.text if isinstance(node, Text) else ""
        text += UNBRANDED[node.name] if isinstance(node, ClinicField) else ""
    return text.strip()


def sentences(handout: Handout) -> list[list[str]]:
    """Return the words of each whole sentence; what ends without a stop is none."""
    found = (
        re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", sentence)
        for unit in units(handout)
        for sentence in re.findall(r".+?[.!?](?=[”\")]*(?:\s|$))", unit, re.DOTALL)
    )
    return [words for words in found if words]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "pain heat calm through stretched walked bones times use ease a knees hours clothes"),
        (
            2,
            "lower muscles simple needed causes table people’s safely movement trying every people",
        ),
        (3, "exercise medicine bladder-care depression vertebrae relievers suddenly several"),
        (4, "emergency exercises ibuprofen technology understanding"),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(count: int, words: str) -> None:
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_the_words_are_plain(sample: Handout) -> None:
    told = sentences(sample)
    counts = [syllables(word) for words in told for word in words]
    length = len(counts) / len(told)
    grade = 0.39 * length + 11.8 * sum(counts) / len(counts) - 15.59
    smog = 1.0430 * (sum(c >= 3 for c in counts) * 30 / len(told)) ** 0.5 + 3.1291
    assert len(told) >= 30, "SMOG needs thirty sentences"
    assert length <= 15
    assert grade <= 6, f"Flesch-Kincaid grade {grade:.1f}"
    assert smog <= 8, f"SMOG {smog:.1f}"


def test_hard_words_count_as_hard() -> None:
    words = ("Musculoskeletal", "deterioration", "necessitates", "rehabilitation")
    assert [syllables(word) for word in words] == [6, 6, 4, 6]


# --- All their parts ---


def test_the_five_parts_come_in_order(flagship: Handout) -> None:
    found = [n for s in flagship.sections for n, roles in enumerate(PARTS) if s.role in roles]
    assert found == sorted(found)
    assert set(found) == set(range(len(PARTS)))


def test_danger_signs_stand_before_the_first_section(sample: Handout) -> None:
    first = sample.callouts[0]
    assert first.callout == CalloutKind.URGENT
    numbers = [node.name for node in nodes(first) if isinstance(node, ClinicField)]
    assert numbers[0] == "emergency"
    assert any(isinstance(node, Citation) for node in nodes(first))


def test_what_a_handout_to_use_needs_is_there(flagship: Handout) -> None:
    parts = list(nodes(flagship.sections))
    held = {kind for kind in (Checklist, Diary, WriteIn) for part in parts if type(part) is kind}
    assert held == {Checklist, Diary, WriteIn}
    assert len([part for part in parts if isinstance(part, Figure)]) >= 4
    assert CalloutKind.CAUTION in {getattr(part, "callout", None) for part in parts}


def test_every_handout_opens_with_a_picture_and_its_points(sample: Handout) -> None:
    assert sample.record.header
    assert sample.front.header_alt
    assert 3 <= len(sample.front.glance) <= 4
    assert any(isinstance(part, Figure) for part in nodes(sample.sections))


def test_the_clinical_trials_have_their_date(flagship: Handout) -> None:
    (trials,) = (s for s in flagship.sections if s.role == Role.TRIALS)
    assert re.search(r"[A-Z][a-z]+ \d{1,2}, 20\d\d", plain_text(trials.blocks))


def test_every_source_is_dated_and_cited(sample: Handout) -> None:
    record = sample.record
    cited = {
        node.source
        for node in nodes((sample.callouts, sample.sections))
        if isinstance(node, Citation)
    }
    assert {source.id for source in record.sources} == cited
    for source in record.sources:
        year = source.date if isinstance(source.date, int) else source.date.year
        assert year <= source.accessed.year


def test_the_flagship_leads_to_the_others(flagship: Handout) -> None:
    assert set(flagship.record.related) == set(SAMPLES) - {flagship.slug}
    assert flagship.record.review.due > flagship.record.published


def test_every_entry_of_the_e_books_contents_leads_to_its_heading(sample: Handout) -> None:
    pages = book_documents(opened("samples"), sample.slug)
    for anchor in pages["nav.xhtml"].iter("{*}a"):
        name, _, fragment = anchor.get("href", "").partition("#")
        assert name in pages
        places = [e for e in pages[name].iter() if e.get("id") == fragment]
        assert len(places) == (1 if fragment else 0)
        if places and places[0].tag.endswith("section"):
            heading = next(e for e in places[0].iter() if re.search("h[23]$", str(e.tag)))
            assert said(heading) == said(anchor)
    listed = [a.get("href", "").partition("#")[2] for a in pages["nav.xhtml"].iter("{*}a")]
    assert [s.anchor for s in sample.all_sections()] == [
        x for x in listed if x in {s.anchor for s in sample.all_sections()}
    ]


def said(element: etree._Element) -> str:
    """Return an element's words, with single spaces; an icon has none."""
    words = [element.text or ""]
    for child in element:
        words += ["" if str(child.tag).endswith("svg") else said(child), child.tail or ""]
    return " ".join("".join(words).split())


# --- The truth about who has checked them ---

DRAFTS = [
    ("samples", "ice-and-heat", "plain", "en", "Draft"),
    ("specimen", "companion", "plain", "es", "Borrador"),
    ("specimen", "companion", "specimen", "en", "Draft"),
]


def printed_pages(data: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    with open_proof(data) as proof:
        pages = range(len(proof.document.pages))
        return [" ".join(p.text for p in proof.printed.pieces if p.page == n) for n in pages]


def book_texts(data: bytes) -> dict[str, str]:
    """Return the text of each document of an EPUB."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.endswith((".xhtml", ".opf"))]
        roots = {n.rpartition("/")[2]: etree.fromstring(archive.read(n)) for n in names}
    return {name: " ".join(map(str, root.itertext())) for name, root in roots.items()}


@pytest.mark.parametrize(("workspace", "slug", "brand", "lang", "word"), DRAFTS)
def test_a_draft_says_so_on_every_page(
    workspace: str, slug: str, brand: str, lang: str, word: str
) -> None:
    assert handout_of(opened(workspace), slug, lang).is_draft
    for number, page in enumerate(
        printed_pages(leaflet(workspace, slug, brand, "a4", lang).data), 1
    ):
        assert word in page, f"page {number}"


@pytest.mark.parametrize(("workspace", "slug", "brand", "lang", "word"), DRAFTS)
def test_a_draft_says_so_on_the_cover_at_the_start_and_in_libraries(
    workspace: str, slug: str, brand: str, lang: str, word: str
) -> None:
    texts = book_texts(ebook(workspace, slug, brand, lang).data)
    for name in ("cover.xhtml", "start.xhtml", "about.xhtml"):
        assert word.lower() in texts[name].lower(), name
    summary = handout_of(opened(workspace), slug, lang).front.summary
    assert f"{word}. {summary}" in texts["content.opf"]


def test_a_signed_handout_is_nowhere_called_a_draft() -> None:
    assert not handout_of(opened("specimen"), "specimen").is_draft
    texts = [*printed_pages(leaflet("specimen", "specimen").data)]
    texts += book_texts(ebook("specimen", "specimen").data).values()
    assert not [text for text in texts if "draft" in text.lower()]
    assert any("Dr Ada Specimen" in text for text in texts)
