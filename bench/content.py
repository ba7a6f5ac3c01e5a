"""What is measured, opened as the program opens it: artifacts, page sources, Typst documents."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.typst_words import markup
from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.handout import Handout
from handoutpress.design.clinic import address_in_words, clinic_values, open_at
from handoutpress.design.drawings import logo_file, qr_file
from handoutpress.design.imprint import imprint
from handoutpress.design.palette import derive_palette
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import typeset_leaflet
from handoutpress.design.words import words_for
from handoutpress.press.make import job_of
from handoutpress.press.plan import Artifact, Request, plan
from handoutpress.workspace import Workspace

TEMPLATE = Path(__file__).parent / "typst" / "leaflet.typ"
PAGE = "page.html"
MAIN = "main.typ"
BRANDS = "brands.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace with what is measured in it."""

    theme: Theme
    artifacts: tuple[Artifact, ...]

    @classmethod
    def of(cls, root: Path, slug: str) -> Opened:
        """Return a handout's leaflets for all clinics, by their paths.

        The plain one is left out: it is nobody's.
        """
        workspace = Workspace(root)
        theme = Theme.find(workspace)
        request = Request(slugs=(slug,), editions=("leaflet",))
        run = plan(load_catalogue(workspace), request, theme)
        return cls(theme, tuple(a for a in run.artifacts if not a.brand.is_plain))


def write_page(artifact: Artifact, theme: Theme, folder: Path) -> Path:
    """Write a leaflet's page source and the files that it names; return its HTML file.

    It is the same HTML and the same style sheet that the program hands to WeasyPrint.
    """
    artifact = artifact.typeset()
    assert artifact.paper
    source = typeset_leaflet(job_of(artifact, theme), artifact.paper)
    folder.mkdir(parents=True)
    for name, data in source.resources.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    page = folder / PAGE
    page.write_text(source.html, "utf-8")
    return page


def write_typst(artifacts: Iterable[Artifact], theme: Theme, folder: Path) -> Path:
    """Write a handout's Typst document, and what each clinic gives it; return its main file.

    `brands.json` is a list of what goes to `sys.inputs.brand`.
    """
    folder.mkdir(parents=True)
    artifacts = [artifact.typeset() for artifact in artifacts]
    handout = artifacts[0].handout
    shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
    (folder / MAIN).write_text(markup(handout), "utf-8")
    for name, image in handout.images.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(image.data)
    icons = folder / "icons"
    icons.mkdir()
    for name in theme.names():
        if name.startswith("styles/icons/"):
            (icons / name.rpartition("/")[2]).write_bytes(theme.data(name))
    inputs = [json.dumps(_brand(artifact.brand, handout, folder)) for artifact in artifacts]
    (folder / BRANDS).write_text(json.dumps(inputs))
    return folder / MAIN


def _brand(brand: Brand, handout: Handout, folder: Path) -> dict[str, object]:
    """Return what a Typst document reads of a clinic; its pictures are written."""
    assert brand.facts
    words, _ = words_for(handout.lang)
    own = Path("brands") / brand.slug
    for name, data in (logo_file(brand) | qr_file(brand)).items():
        path = folder / own / name.partition("/")[2]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    facts, said = brand.facts, imprint(brand.facts, handout.lang)
    values = clinic_values(facts, words)
    lines = {
        "Phone": [values["phone"].text],
        "When we are closed": [values["out_of_hours"].text],
        "Emergency": [values["emergency"].text],
        "E-mail": [facts.contacts.email] if facts.contacts.email else [],
        "Web": [address_in_words(facts.contacts.web)] if facts.contacts.web else [],
        "Address": list(facts.contacts.address),
        "Opening hours": [open_at(line, "en") for line in facts.contacts.hours],  # type: ignore[arg-type]
    }
    return {
        "folder": str(own),
        "accent": derive_palette(brand)[0].accent,
        "short": str(facts.short_name or facts.name),
        "logo": Path(brand.logo.name).name if brand.logo else None,
        "logo-alt": said.name.value,
        "qr": "qr.svg" if brand.qr_address else None,
        "values": {name: {"text": v.text, "href": v.href} for name, v in values.items()},
        "facts": [[label, given] for label, given in lines.items() if given],
        "sites": [
            {
                "name": str(site.name),
                "lines": [site.phone or "", *site.address, *(open_at(h, "en") for h in site.hours)],  # type: ignore[arg-type]
            }
            for site in facts.sites
        ],
        "disclaimer": str(facts.disclaimer) if facts.disclaimer else None,
    }
