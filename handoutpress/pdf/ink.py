"""The colours of a screen to the inks of a printing press, in each corner of a PDF.

The rule, in this order: what has no hue, or is dark with hardly any, becomes black ink alone, so
that words are printed by one plate; everything else goes through the press's ICC profile, relative
colorimetric with black point compensation; less than 2 % of an ink is none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms

Cmyk: TypeAlias = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each from 0 to 1."""
Item: TypeAlias = Any
"""An object of a PDF; pikepdf's objects have no types of their own."""

DARK = 0.6
HARDLY_ANY_HUE = 0.09
"""Colours below both, by their strongest channel and the distance of their channels, are greys."""
NO_HUE = 0.008
BLACK = 0.25
"""A grey whose strongest channel is no lighter is solid black."""
LEAST_INK = 5
"""Of 255; a dot that is smaller does not hold on a plate."""

_FILLS = {"rg": "k", "RG": "K"}
_SPACES = {"cs": "fill", "CS": "line"}
_COLOURS = {"sc": "fill", "scn": "fill", "SC": "line", "SCN": "line"}


@dataclass(frozen=True)
class Inks:
    """The inks of a press, by its ICC profile."""

    profile: bytes = field(repr=False)
    _found: dict[tuple[float, ...], Cmyk] = field(default_factory=dict, repr=False)

    @cached_property
    def name(self) -> str:
        """What the profile calls itself."""
        return ImageCms.getProfileDescription(self._opened).strip()

    @property
    def is_press(self) -> bool:
        """Whether the profile is one of four inks."""
        try:
            return str(self._opened.profile.xcolor_space).strip() == "CMYK"
        except (ImageCms.PyCMSError, OSError):
            return False

    @cached_property
    def _opened(self) -> ImageCms.ImageCmsProfile:
        return ImageCms.ImageCmsProfile(io.BytesIO(self.profile))

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            self._opened,
            "RGB",
            "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def of(self, rgb: tuple[float, ...]) -> Cmyk:
        """Return the inks of an sRGB colour; its channels go from 0 to 1."""
        if rgb not in self._found:
            self._found[rgb] = _black(rgb) or self._mixed(rgb)
        return self._found[rgb]

    def _mixed(self, rgb: tuple[float, ...]) -> Cmyk:
        levels = tuple(round(channel * 255) for channel in rgb)
        dot = self.of_picture(Image.new("RGB", (1, 1), levels)).getpixel((0, 0))
        assert isinstance(dot, tuple)
        cyan, magenta, yellow, black = (round(level / 255, 2) for level in dot)
        return cyan, magenta, yellow, black

    def of_picture(self, picture: Image.Image) -> Image.Image:
        """Return an RGB picture in CMYK."""
        inks = ImageCms.applyTransform(picture, self._transform)
        assert inks is not None
        return inks.point([0 if n < LEAST_INK else n for n in range(256)] * 4)


def _black(rgb: tuple[float, ...]) -> Cmyk | None:
    """Return black ink for a grey, and for what is dark and nearly one; None for a colour."""
    spread = max(rgb) - min(rgb)
    if spread > (HARDLY_ANY_HUE if max(rgb) < DARK else NO_HUE):
        return None
    red, green, blue = rgb
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 0.0, 0.0, 0.0, 1.0 if max(rgb) <= BLACK else round(1 - light, 2)


def drawings(document: Pdf) -> Iterator[Item]:
    """Yield everything that has operators: pages, groups, tiles and drawn letters."""
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            if item.get(Name.Subtype) == Name.Form or item.get(Name.PatternType) == 1:
                yield item
        elif isinstance(item, Dictionary) and item.get(Name.Type) == Name.Page:
            yield item
        elif isinstance(item, Dictionary) and item.get(Name.Subtype) == Name.Type3:
            yield from item.get(Name.CharProcs, Dictionary()).values()


def pictures(document: Pdf) -> Iterator[Item]:
    """Yield the pictures made of dots, stencils without a colour of their own left out."""
    for item in document.objects:
        is_picture = isinstance(item, pikepdf.Stream) and item.get(Name.Subtype) == Name.Image
        if is_picture and not item.get(Name.ImageMask, False):
            yield item


def shadings(document: Pdf) -> Iterator[Item]:
    """Yield the gradients once each, wherever they are held."""
    yield from filter(_is_shading, document.objects)
    for drawing in drawings(document):
        resources = drawing.get(Name.Resources, Dictionary())
        tiles = _values(resources.get(Name.Pattern))
        for inner in (*_values(resources.get(Name.Shading)), *(t.get(Name.Shading) for t in tiles)):
            if _is_shading(inner) and not inner.is_indirect:
                yield inner


def _is_shading(item: Item) -> bool:
    return isinstance(item, (Dictionary, pikepdf.Stream)) and Name.ShadingType in item


def _values(held: Item) -> list[Item]:
    return list(held.values()) if isinstance(held, Dictionary) else []


def stops(function: Item) -> Iterator[Item]:
    """Yield the simple functions of a gradient, each with its colours at both ends."""
    if isinstance(function, Array):
        for part in function:
            yield from stops(part)
    elif function.get(Name.FunctionType) == 3:
        yield from stops(function.Functions)
    elif function.get(Name.FunctionType) == 2:
        yield function


def to_inks(document: Pdf, inks: Inks) -> None:
    """Turn each RGB colour of a document into inks, in place, also that of a table; grey and CMYK
    stay.

    What is in any other colour space stays too, for preflight to refuse.
    """
    found = list(drawings(document))
    for drawing in found:
        _convert_operators(document, drawing, inks)
    # Pages share what they name, so that none is forgotten before all are converted.
    for drawing in found:
        _convert_spaces(drawing)
    for picture in pictures(document):
        _convert_picture(picture, inks)
    for shading in list(shadings(document)):
        _convert_shading(shading, inks)


def _convert_operators(document: Pdf, drawing: Item, inks: Inks) -> None:
    tables = dict(_tables(drawing))
    state = {"fill": "", "line": ""}
    stack: list[dict[str, str]] = []
    instructions: list[Any] = []
    for instruction in pikepdf.parse_content_stream(drawing):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(dict(state))
        elif operator == "Q" and stack:
            state = stack.pop()
        instructions.append(_converted(instruction, operator, state, inks, tables))
    data = pikepdf.unparse_content_stream(instructions)
    if isinstance(drawing, pikepdf.Stream):
        drawing.write(data)
    else:
        drawing.Contents = document.make_stream(data)


def _tables(drawing: Item) -> Iterator[tuple[str, bytes]]:
    """Yield the tables of RGB colours that a drawing names: three bytes a colour
    (ISO 32000-1, 8.6.6.3).
    """
    spaces = drawing.get(Name.Resources, Dictionary()).get(Name.ColorSpace, Dictionary())
    for name, space in spaces.items():
        if isinstance(space, Array) and list(space[:2]) == [Name.Indexed, Name.DeviceRGB]:
            held = space[3]
            yield name, held.read_bytes() if isinstance(held, pikepdf.Stream) else bytes(held)


def _converted(
    instruction: Any,
    operator: str,
    state: dict[str, str],
    inks: Inks,
    tables: Mapping[str, bytes],
) -> Any:
    """Return an instruction in inks; `state` follows the colour spaces that were chosen by name."""
    if operator in _FILLS:
        return _inked(instruction.operands, inks), pikepdf.Operator(_FILLS[operator])
    if operator in _SPACES:
        space = state[_SPACES[operator]] = str(instruction.operands[0])
        if space == "/DeviceRGB" or space in tables:
            return [Name.DeviceCMYK], instruction.operator
    elif operator in _COLOURS:
        space = state[_COLOURS[operator]]
        if space in tables:
            at = 3 * int(instruction.operands[0])
            rgb = [level / 255 for level in tables[space][at : at + 3]]
            return _inked(rgb, inks), instruction.operator
        if space == "/DeviceRGB":
            return _inked(instruction.operands, inks), instruction.operator
    return instruction


def _inked(operands: Any, inks: Inks) -> list[float]:
    return list(inks.of(tuple(min(max(float(n), 0.0), 1.0) for n in operands)))


def _convert_spaces(drawing: Item) -> None:
    """Blend groups in CMYK, and forget the colour spaces that the engine lists and does not use."""
    group = drawing.get(Name.Group)
    if group is not None and group.get(Name.CS) == Name.DeviceRGB:
        group.CS = Name.DeviceCMYK
    spaces = drawing.get(Name.Resources, Dictionary()).get(Name.ColorSpace)
    if spaces is not None:
        used = {str(i.operands[0]) for i in pikepdf.parse_content_stream(drawing, "cs CS")}
        for name in set(spaces.keys()) - used:
            del spaces[name]


def _convert_picture(picture: Item, inks: Inks) -> None:
    if picture.get(Name.ColorSpace) in (Name.DeviceGray, Name.DeviceCMYK):
        return
    dots = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
    red, green, blue = dots.split()
    is_grey = red.tobytes() == green.tobytes() == blue.tobytes()
    data = red if is_grey else inks.of_picture(dots)
    picture.write(data.tobytes())
    picture.ColorSpace = Name.DeviceGray if is_grey else Name.DeviceCMYK
    picture.BitsPerComponent = 8
    if Name.Decode in picture:
        del picture.Decode


def _convert_shading(shading: Item, inks: Inks) -> None:
    if shading.ColorSpace != Name.DeviceRGB or Name.Function not in shading:
        return
    for function in stops(shading.Function):
        if len(function.C0) == 3:
            function.C0 = Array(_inked(function.C0, inks))
            function.C1 = Array(_inked(function.C1, inks))
    shading.ColorSpace = Name.DeviceCMYK
