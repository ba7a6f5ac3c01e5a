"""Colours become inks in every corner of a PDF, and words become black alone."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from handoutpress.design.palette import INK
from handoutpress.pdf.ink import Inks, drawings, shadings, stops, to_inks

BLACK_LINE = ("/DeviceCMYK CS", "0 0 0 1 SC")
PROFILE = Path(__file__).parents[2] / "styles/press/uncoated.icc"


@pytest.fixture(scope="module")
def inks() -> Inks:
    """The inks of the shipped profile."""
    return Inks(PROFILE.read_bytes())


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


@pytest.mark.parametrize(
    ("colour", "black"),
    [("#000000", 1.0), (INK, 1.0), ("#ffffff", 0.0), ("#808080", 0.5), ("#6b7680", 0.54)],
)
def test_greys_and_the_colour_of_words_are_black_ink_alone(
    inks: Inks, colour: str, black: float
) -> None:
    assert inks.of(rgb(colour)) == (0.0, 0.0, 0.0, black)


@pytest.mark.parametrize("colour", ["#a01818", "#4c9a2a", "#0b5c8a", "#ffd54a", "#eff5e9"])
def test_a_hue_stays_a_hue_within_the_ink_limit(inks: Inks, colour: str) -> None:
    cyan, magenta, yellow, _ = mixed = inks.of(rgb(colour))
    assert max(cyan, magenta, yellow) > 0.02
    assert sum(mixed) <= 3.0


def test_the_darkest_picture_stays_within_the_ink_limit_and_white_is_paper(inks: Inks) -> None:
    dark = inks.of_picture(Image.new("RGB", (1, 1), (0, 0, 0))).getpixel((0, 0))
    white = inks.of_picture(Image.new("RGB", (1, 1), (255, 255, 255))).getpixel((0, 0))
    assert isinstance(dark, tuple)
    assert 1.5 * 255 < sum(dark) <= 3.0 * 255
    assert white == (0, 0, 0, 0)


def test_what_is_no_press_profile_is_told_apart(inks: Inks) -> None:
    assert inks.is_press
    assert inks.name == "Offset, uncoated, FOGRA29L"
    assert not Inks(b"words").is_press


def drawn(document: Pdf) -> list[str]:
    """Return every colour operator of a document, sorted."""
    found: list[str] = []
    for drawing in drawings(document):
        for instruction in pikepdf.parse_content_stream(drawing, "rg RG k K g G cs CS sc scn SC"):
            words = [str(operand) for operand in instruction.operands]
            found.append(" ".join([*words, str(instruction.operator)]))
    return sorted(found)


def test_operators_of_pages_groups_and_tiles_are_converted(inks: Inks) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page()
        group = document.make_stream(
            b"1 0 0 RG", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
        )
        group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        tile = document.make_stream(b"0 0 0 rg", PatternType=1)
        page.obj.Resources = Dictionary(XObject=Dictionary(F=group), Pattern=Dictionary(P=tile))
        page.Contents = document.make_stream(
            b"q /DeviceRGB cs 0 0 0 sc Q 0.5 g 1 1 1 rg /Pattern cs /P scn"
        )
        to_inks(document, inks)
        assert drawn(document) == sorted(
            [
                *("/DeviceCMYK cs", "0 0 0 1 sc", "0.5 g", "0 0 0 0 k", "/Pattern cs", "/P scn"),
                *("0 0.94 0.97 0 K", "0 0 0 1 k"),
            ]
        )
        assert str(group.Group.CS) == "/DeviceCMYK"


def test_the_colours_of_a_table_that_pages_share_are_converted(inks: Inks) -> None:
    with pikepdf.new() as document:
        table = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\xff\0\0\0\0\0")])
        named = document.make_indirect(Dictionary(ColorSpace=Dictionary(Own=table)))
        for colour in (b"/Own cs 0 sc", b"0 g", b"/Own CS 1 SC"):
            page = document.add_blank_page()
            page.obj.Resources = named
            page.Contents = document.make_stream(colour)
        to_inks(document, inks)
        assert drawn(document) == sorted(["/DeviceCMYK cs", "0 0.94 0.97 0 sc", "0 g", *BLACK_LINE])
        assert not dict(named.ColorSpace)


def test_pictures_are_converted_and_grey_ones_need_one_ink(inks: Inks) -> None:
    with pikepdf.new() as document:
        kind = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 2, "Height": 1}
        kind |= {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8}
        colours = document.make_stream(b"\xff\0\0\xff\xff\xff", **kind)
        greys = document.make_stream(b"\x20\x20\x20\x80\x80\x80", **kind)
        document.Root.Kept = Array([colours, greys])
        to_inks(document, inks)
        assert (colours.ColorSpace, greys.ColorSpace) == (Name.DeviceCMYK, Name.DeviceGray)
        assert colours.read_bytes()[4:] == bytes(4)
        assert colours.read_bytes()[1] > 200
        assert greys.read_bytes() == b"\x20\x80"


def test_gradients_are_converted_to_their_ends(inks: Inks) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page()
        step = Dictionary(
            FunctionType=2, Domain=[0, 1], N=1, C0=Array([1, 1, 1]), C1=Array([0, 0, 0])
        )
        function = Dictionary(FunctionType=3, Functions=Array([step]))
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Function=function)
        page.obj.Resources = Dictionary(Shading=Dictionary(S=shading))
        to_inks(document, inks)
        (found,) = shadings(document)
        (end,) = stops(found.Function)
        assert found.ColorSpace == Name.DeviceCMYK
        assert [float(ink) for ink in end.C0] == [0, 0, 0, 0]
        assert [float(ink) for ink in end.C1] == [0, 0, 0, 1]
