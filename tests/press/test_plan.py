"""Which files a request means, where they go, and what their fingerprints depend on."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import handoutpress
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import EDITIONS, PAPERS, Booklet, Trifold
from handoutpress.content.settings import Settings
from handoutpress.diagnostics import PressError
from handoutpress.press.fingerprint import ENGINES, MAKERS, Recipe, code_digest, digest
from handoutpress.press.plan import Request, plan
from tests.press import fakes


def paths(folder: Path, *things: object, **asked: tuple[str, ...]) -> list[str]:
    """Return the paths that a request means, without the folder that all share."""
    run = fakes.run(folder, *things, **asked)  # type: ignore[arg-type]
    return [artifact.path.removeprefix("output/") for artifact in run.artifacts]


def complaint(folder: Path, *things: object, **asked: tuple[str, ...]) -> str:
    """Return what planning refuses, as printed."""
    with pytest.raises(PressError) as caught:
        paths(folder, *things, **asked)
    return str(caught.value)


def test_everything_by_default(tmp_path: Path) -> None:
    assert paths(tmp_path, fakes.handout(), fakes.brand("north")) == [
        "north/cold/cold.en.epub",
        "north/cold/cold.en.leaflet-a4.pdf",
        "north/cold/cold.en.leaflet-letter.pdf",
        "plain/cold/cold.en.epub",
        "plain/cold/cold.en.leaflet-a4.pdf",
        "plain/cold/cold.en.leaflet-letter.pdf",
    ]


def test_a_brand_prints_on_its_own_paper_unless_asked(tmp_path: Path) -> None:
    things = fakes.handout(), fakes.brand("north", paper="letter")
    only = {"brands": ("north",), "editions": ("leaflet",)}
    assert paths(tmp_path, *things, **only) == ["north/cold/cold.en.leaflet-letter.pdf"]
    asked = paths(tmp_path, *things, **only, papers=("a4",))
    assert asked == ["north/cold/cold.en.leaflet-a4.pdf"]
    assert len(paths(tmp_path, *things, **only, papers=("all",))) == 2


def test_a_brand_hands_out_its_languages_in_any_region(tmp_path: Path) -> None:
    things = (
        fakes.handout(lang="en"),
        fakes.handout(lang="es"),
        fakes.handout(lang="zh-Hans"),
        fakes.brand("north", languages=["en-GB", "zh"]),
    )
    found = paths(tmp_path, *things, brands=("north",), editions=("epub",))
    assert found == ["north/cold/cold.en.epub", "north/cold/cold.zh-Hans.epub"]


def test_settings_are_the_default_and_the_command_line_wins(tmp_path: Path) -> None:
    settings = Settings(papers=("a4",), editions=("leaflet",), languages=("es", "fr"))
    shelf = fakes.catalogue(fakes.handout(), fakes.handout(lang="es"), settings=settings)
    theme = fakes.theme(tmp_path)
    default = plan(shelf, Request(), theme)
    assert [a.path for a in default.artifacts] == ["output/plain/cold/cold.es.leaflet-a4.pdf"]
    asked = plan(shelf, Request(langs=("EN",), editions=("all",)), theme)
    assert [a.path.rpartition("/")[2] for a in asked.artifacts] == [
        "cold.en.booklet-a4.pdf",
        "cold.en.easy-read-a4.pdf",
        "cold.en.epub",
        "cold.en.large-print-a4.pdf",
        "cold.en.leaflet-a4.pdf",
        "cold.en.shop-a4.pdf",
        "cold.en.trifold-a4.pdf",
    ]


def test_unknown_names_are_told_together_with_hints(tmp_path: Path) -> None:
    said = complaint(
        tmp_path,
        fakes.handout("back-spasms"),
        slugs=("back-spasm",),
        brands=("../x",),
        langs=("xx",),
        editions=("leaflets",),
        papers=("a5",),
    )
    assert said == (
        "error[B005]: no handout is called 'back-spasm'\n"
        "  hint: did you mean `back-spasms`?\n"
        "error[B005]: no language is called 'xx'\n"
        "  hint: use one of: `en`\n"
        "error[B005]: no brand is called '../x'\n"
        "  hint: use one of: `plain`\n"
        "error[B005]: no edition is called 'leaflets'\n"
        "  hint: did you mean `leaflet`?\n"
        "error[B005]: no paper is called 'a5'\n"
        "  hint: use one of: `a4`, `letter`"
    )


@pytest.mark.parametrize("slug", ["../x", "a/b", "..", "", "a\\b", "/etc", "a b", "a\0b", ".x"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, slug: str) -> None:
    assert "B002" in complaint(tmp_path, fakes.handout(slug))
    assert "B002" in complaint(tmp_path, fakes.handout(), fakes.brand(slug))


def test_two_artifacts_never_share_a_path_also_where_case_does_not_count(tmp_path: Path) -> None:
    said = complaint(tmp_path, fakes.handout(lang="en"), fakes.handout(lang="EN"))
    assert said.count("B003") == 3
    assert "handouts/cold/EN.md and handouts/cold/en.md" in said


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    assert "there is no handout yet" in complaint(tmp_path)
    spanish = fakes.brand("north", languages=["es"])
    said = complaint(tmp_path, fakes.handout(), spanish, brands=("north",))
    assert "B004" in said
    assert "the brands hand out these languages: north: es" in said


def test_a_broken_handout_is_known_and_stops_no_other(tmp_path: Path) -> None:
    shelf = fakes.catalogue(fakes.handout(), diagnostics=(fakes.broken("bad"),))
    theme = fakes.theme(tmp_path)
    whole = plan(shelf, Request(), theme)
    assert len(whole.artifacts) == 3
    assert whole.possible is None
    other = plan(shelf, Request(slugs=("cold",)), theme)
    assert other.diagnostics == ()
    bad = plan(shelf, Request(slugs=("bad",), langs=("fr",)), theme)
    assert bad.artifacts == ()
    assert bad.diagnostics == (fakes.broken("bad"),)


def test_only_the_unfiltered_run_is_complete(tmp_path: Path) -> None:
    assert fakes.run(tmp_path, fakes.handout()).possible
    assert not fakes.run(tmp_path, fakes.handout(), langs=("en",)).possible


def marks(folder: Path, *things: object, style: str = "") -> dict[str, str]:
    """Return each path's fingerprint."""
    shelf = fakes.catalogue(*things)  # type: ignore[arg-type]
    found = plan(shelf, Request(), fakes.theme(folder, style)).artifacts
    return {artifact.path: artifact.fingerprint for artifact in found}


def test_every_fingerprint_is_its_own_and_stays(tmp_path: Path) -> None:
    things = fakes.handout(), fakes.handout("flu"), fakes.brand("north")
    first = marks(tmp_path, *things)
    assert len(set(first.values())) == len(first) == 12
    assert marks(tmp_path, *things) == first


def test_a_change_touches_what_depends_on_it(tmp_path: Path) -> None:
    things = fakes.handout(), fakes.handout("flu"), fakes.brand("north")
    before = marks(tmp_path, *things).items()
    words = marks(tmp_path, fakes.handout(digest="2"), *things[1:]).items()
    assert {path.split("/")[2] for path, _ in words - before} == {"cold"}
    phone = marks(tmp_path, *things[:2], fakes.brand("north", digest="2")).items()
    assert {path.split("/")[1] for path, _ in phone - before} == {"north"}
    assert not marks(tmp_path, *things, style="a{}").items() & before


def test_what_publish_toml_says_of_an_edition_is_made_and_touches_no_other(
    tmp_path: Path,
) -> None:
    said = Settings.model_validate(
        {
            "trifold": {"fold_ticks": True, "smallest_pt": 11},
            "booklet": {"creep_mm": 0.1},
            "editions": list(EDITIONS),
            "papers": ["a4"],
        }
    )
    silent = Settings(editions=tuple(EDITIONS), papers=("a4",))
    runs = [
        plan(fakes.catalogue(fakes.handout(), settings=s), Request(), fakes.theme(tmp_path))
        for s in (silent, said)
    ]
    before, after = ({a.edition.name: a for a in run.artifacts} for run in runs)
    assert after["trifold"].edition.making == Trifold(fold_ticks=True, smallest_pt=11)
    assert after["booklet"].edition.making == Booklet(creep_mm=0.1)
    changed = {n for n in before if before[n].fingerprint != after[n].fingerprint}
    assert changed == {"trifold", "booklet"}
    assert before["trifold"].edition == EDITIONS["trifold"]


def test_what_a_file_may_take_is_planned_and_makes_no_other_file(tmp_path: Path) -> None:
    said = Settings.model_validate({"limits": {"seconds": 5, "memory_mb": 600}})
    silent, run = (
        plan(fakes.catalogue(fakes.handout(), settings=s), Request(), fakes.theme(tmp_path))
        for s in (Settings(), said)
    )
    assert (run.limits.seconds, run.limits.memory_mb) == (5, 600)
    assert run.artifacts == silent.artifacts


COLD, FLU, COUGH = map(fakes.handout, ("cold", "flu", "cough"))
BAG = (COLD, FLU, COUGH, fakes.pack(COLD, FLU))


def test_packs_are_made_of_what_holds_a_named_handout(tmp_path: Path) -> None:
    things = *BAG, fakes.pack(COUGH, slug="box"), fakes.brand("north", paper="a4")
    only = {"editions": ("pack",), "brands": ("north",)}
    bag = ["north/packs/bag.en.pack-a4.pdf", "north/packs/bag.en.pack.epub"]
    box = ["north/packs/box.en.pack-a4.pdf", "north/packs/box.en.pack.epub"]
    assert paths(tmp_path, *things, **only) == bag + box
    assert paths(tmp_path, *things, **only, slugs=("flu",)) == bag
    everything = {**only, "editions": ("all",)}
    assert set(bag) < set(paths(tmp_path, *things, **everything, slugs=("cold",)))
    assert not set(box) & set(paths(tmp_path, *things, **everything, slugs=("cold",)))


def test_a_pack_is_made_in_its_language_for_who_hands_that_out(tmp_path: Path) -> None:
    spanish = fakes.handout(lang="es")
    things = COLD, spanish, fakes.pack(COLD), fakes.pack(spanish), fakes.brand("north")
    only = {"editions": ("pack",), "papers": ("a4",)}
    found = paths(tmp_path, *things, **only)
    assert [path for path in found if ".es." in path] == [
        "plain/packs/bag.es.pack-a4.pdf",
        "plain/packs/bag.es.pack.epub",
    ]
    assert not any(".en." in path for path in paths(tmp_path, *things, **only, langs=("es",)))


def test_a_pack_waits_for_a_handout_that_is_broken(tmp_path: Path) -> None:
    things = COLD, FLU, fakes.pack(COLD, lacking=("bad",)), fakes.pack(FLU, slug="box")
    shelf = fakes.catalogue(*things, diagnostics=(fakes.broken("bad"),))
    found = plan(shelf, Request(slugs=("cold",), editions=("all",)), fakes.theme(tmp_path))
    assert "pack" not in {artifact.edition.name for artifact in found.artifacts}
    assert found.diagnostics == (fakes.broken("bad"),)
    whole = plan(shelf, Request(editions=("pack",)), fakes.theme(tmp_path))
    assert {artifact.name for artifact in whole.artifacts} == {"box"}


def test_a_pack_goes_without_a_handout_that_is_not_translated(tmp_path: Path) -> None:
    spanish = fakes.handout(lang="es")
    things = COLD, FLU, spanish, fakes.pack(spanish, lacking=("flu",))
    (artifact, _) = fakes.run(tmp_path, *things, editions=("pack",), papers=("a4",)).artifacts
    assert artifact.handouts == (spanish,)
    assert artifact.source == "publish.toml"


def test_where_there_is_no_pack_it_is_said(tmp_path: Path) -> None:
    only = {"editions": ("pack",)}
    said = complaint(tmp_path, *BAG, **only, slugs=("cough",))
    assert said == (
        "publish.toml: error[B006]: no pack holds what was asked for\n"
        "  hint: add it to the `handouts` of one: `bag`"
    )
    assert "`[packs.my-pack]`" in complaint(tmp_path, COLD, **only)


def test_a_pack_is_made_anew_when_one_of_its_handouts_changes(tmp_path: Path) -> None:
    def mark(*things: object) -> str:
        shelf = fakes.catalogue(*things)  # type: ignore[arg-type]
        found = plan(shelf, Request(editions=("pack",)), fakes.theme(tmp_path))
        return next(a.fingerprint for a in found.artifacts if a.path.endswith(".epub"))

    new = fakes.handout("flu", digest="2")
    bags = [fakes.pack(COLD, FLU), fakes.pack(FLU, COLD), fakes.pack(COLD, new), fakes.pack(COLD)]
    assert len({mark(COLD, FLU, bag) for bag in bags}) == 4
    assert mark(*BAG) == mark(COLD, FLU, fakes.handout("cough", digest="2"), BAG[-1])


def test_neighbours_the_clock_and_the_sheet_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = Recipe.of(fakes.theme(tmp_path))
    alone = recipe.words(fakes.handout(), {})
    flu = {"flu": Neighbour("flu", "Flu", "HP-002")}
    assert recipe.words(fakes.handout(), flu) != alone
    sheets = {
        recipe.ingredients(alone, fakes.brand("n"), EDITIONS["leaflet"], p) for p in PAPERS.values()
    }
    assert len(sheets) == 2
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert Recipe.of(fakes.theme(tmp_path)) != recipe


def test_a_digest_takes_no_two_lists_for_one() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_the_code_counts_and_its_leavings_do_not(tmp_path: Path) -> None:
    (tmp_path / "pdf" / "__pycache__").mkdir(parents=True)
    for name in ("diagnostics.py", "workspace.py", "cli.py", "pdf/leaflet.py"):
        (tmp_path / name).write_text("")
    before = code_digest(tmp_path)
    (tmp_path / "pdf" / "__pycache__" / "leaflet.pyc").write_bytes(b"1")
    (tmp_path / "cli.py").write_text("print()")
    assert code_digest(tmp_path) == before
    (tmp_path / "pdf" / "leaflet.py").write_text("1")
    assert code_digest(tmp_path) != before
    package = Path(handoutpress.__file__).parent
    assert [name for name in MAKERS if not (package / name).exists()] == []


def test_every_dependency_that_makes_bytes_is_in_the_fingerprint() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    names = {line.replace(">", "=").split("=")[0].strip() for line in project["dependencies"]}
    assert names - {"click"} <= set(ENGINES)


TWO = {"langs": ("en+es",)}


def test_two_languages_go_into_one_file_of_the_editions_that_can_hold_them(tmp_path: Path) -> None:
    things = fakes.handout(), fakes.handout(lang="es"), fakes.handout("flu")
    found = paths(tmp_path, *things, **TWO, editions=("all",), papers=("a4",))
    assert found == [
        "plain/cold/cold.en+es.booklet-a4.pdf",
        "plain/cold/cold.en+es.epub",
        "plain/cold/cold.en+es.large-print-a4.pdf",
        "plain/cold/cold.en+es.leaflet-a4.pdf",
    ]
    turned = paths(tmp_path, *things, langs=("ES+en", "en"), editions=("epub",), slugs=("cold",))
    assert turned == ["plain/cold/cold.en.epub", "plain/cold/cold.es+en.epub"]
    twice = paths(tmp_path, *things, langs=("en+es", "EN+es"), editions=("epub",))
    assert twice == ["plain/cold/cold.en+es.epub"]


def test_a_brand_hands_out_both_languages_or_neither(tmp_path: Path) -> None:
    things = (
        fakes.handout(),
        fakes.handout(lang="es"),
        fakes.brand("north", languages=["en", "es"]),
        fakes.brand("south", languages=["en"]),
    )
    found = paths(tmp_path, *things, **TWO, editions=("epub",))
    assert [path.partition("/")[0] for path in found] == ["north", "plain"]


def test_publish_toml_asks_for_two_languages(tmp_path: Path) -> None:
    settings = Settings(languages=("en", "en+es", "en+fr"), editions=("epub", "trifold"))
    shelf = fakes.catalogue(fakes.handout(), fakes.handout(lang="es"), settings=settings)
    run = plan(shelf, Request(editions=("epub",)), fakes.theme(tmp_path))
    assert [a.path.rpartition("/")[2] for a in run.artifacts] == ["cold.en+es.epub", "cold.en.epub"]
    twice = Settings(languages=("en+es", "en+es"), editions=("epub",))
    shelf = fakes.catalogue(fakes.handout(), fakes.handout(lang="es"), settings=twice)
    assert len(plan(shelf, Request(), fakes.theme(tmp_path)).artifacts) == 1
    plain = fakes.catalogue(fakes.handout(), fakes.handout(lang="es"))
    assert all("+" not in a.path for a in plan(plain, Request(), fakes.theme(tmp_path)).artifacts)


def test_a_file_in_a_language_that_publish_toml_does_not_name_is_not_stale(tmp_path: Path) -> None:
    only = Settings(languages=("en",), editions=("epub",))
    shelf = fakes.catalogue(fakes.handout(), fakes.handout(lang="fr"), settings=only)
    run = plan(shelf, Request(), fakes.theme(tmp_path))
    assert [a.path for a in run.artifacts] == ["output/plain/cold/cold.en.epub"]
    assert run.possible
    assert "output/plain/cold/cold.fr.epub" in run.possible()


def test_a_bilingual_file_that_was_asked_for_once_is_not_stale(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout(), fakes.handout(lang="es"))
    assert run.possible
    assert "output/plain/cold/cold.es+en.epub" in run.possible()


def test_both_languages_are_in_the_fingerprint(tmp_path: Path) -> None:
    def mark(english: str, spanish: str) -> str:
        things = fakes.handout(digest=english), fakes.handout(lang="es", digest=spanish)
        (artifact,) = fakes.run(tmp_path, *things, **TWO, editions=("epub",)).artifacts
        return artifact.fingerprint

    assert len({mark("1", "1"), mark("2", "1"), mark("1", "2")}) == 3


@pytest.mark.parametrize(
    ("lang", "more", "said"),
    [
        ("en+xx", {}, "error[B005]: no language is called 'xx'"),
        ("en+en", {}, "error[B009]: 'en+en' names one language twice"),
        ("en+es+fr", {}, "error[B009]: 'en+es+fr' is not two languages"),
        ("en+", {}, "error[B009]: 'en+' is not two languages"),
        ("en+es", {"editions": ("trifold",)}, "B007]: the edition `trifold` cannot hold two"),
        ("en+es", {"editions": ("pack",)}, "B007]: the edition `pack` cannot hold two"),
        ("en+fr", {"slugs": ("cold",)}, "handouts/cold: error[B008]: `cold` is not there in `fr`"),
        ("es+fr", {}, "B004"),
    ],
)
def test_two_languages_that_cannot_be_are_told(
    tmp_path: Path, lang: str, more: dict[str, tuple[str, ...]], said: str
) -> None:
    things = fakes.handout(), fakes.handout(lang="es"), fakes.handout("flu", lang="fr")
    assert said in complaint(tmp_path, *things, langs=(lang,), **more)


def test_a_language_that_could_not_be_read_is_not_said_to_lack(tmp_path: Path) -> None:
    told = fakes.broken("cold")
    shelf = fakes.catalogue(fakes.handout(), fakes.handout("flu", lang="es"), diagnostics=(told,))
    run = plan(shelf, Request(("cold",), **TWO), fakes.theme(tmp_path))
    assert (run.artifacts, run.diagnostics) == ((), (told,))
