"""Labels inside figures in the words of a translation."""

from __future__ import annotations

from handoutpress.content.handout import Image
from handoutpress.content.labels import SVG, relabelled, whole_labels
from handoutpress.content.report import Report
from handoutpress.content.svg import svg_text

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">
<title>Bone</title>
<text x="1" y="9">Bone</text>
<text x="1" y="19">Ice
  pack <tspan>20 minutes</tspan> each time</text>
</svg>"""
LABELS = {"Bone": "Hueso", "Ice pack": "Hielo", "each time": "cada vez", "20 minutes": "20 minutos"}


def drawing(name: str = "figures/a.svg", media_type: str = SVG) -> Image:
    return Image(name, media_type, DRAWING, 100, 50)


def test_each_run_of_words_is_replaced_and_nothing_else() -> None:
    report = Report("handouts/a/es.md")
    (image,) = relabelled({"figures/a.svg": drawing()}, LABELS, report, {}).values()
    shown = [text.strip() for text, _ in svg_text(image.data)]
    assert shown == ["Hueso", "Hielo", "cada vez", "20 minutos"]
    assert b"<title>Bone</title>" in image.data
    assert report.found == []


def test_words_stay_parted_from_those_in_a_tspan() -> None:
    (image,) = relabelled({"figures/a.svg": drawing()}, LABELS, Report("a"), {}).values()
    assert b"Hielo <tspan>20 minutos</tspan> cada vez</text>" in image.data


def test_a_photo_is_left_alone() -> None:
    photo = drawing("figures/a.png", "image/png")
    assert relabelled({photo.name: photo}, {}, Report("a"), {}) == {photo.name: photo}


def test_lines_right_under_each_other_are_one_label() -> None:
    shown = [
        ("9", "20", "Bone"),
        ("9", "34", "(vertebra)"),
        ("9", "80", "Disc"),
        ("50", "90", "Nerve"),
        ("50", "100", "x<tspan>2</tspan> <tspan x='50' dy='14'>and y</tspan>\n  end"),
        ("50", "9", "Above"),
    ]
    texts = "".join(f'<text x="{x}" y="{y}" font-size="10">{words}</text>' for x, y, words in shown)
    data = f'<svg xmlns="http://www.w3.org/2000/svg">{texts}</svg>'.encode()
    assert whole_labels(data) == [
        ("Bone", "(vertebra)"),
        ("Disc",),
        ("Nerve", "x2", "and y end"),
        ("Above",),
    ]


def test_a_text_that_does_not_say_where_it_stands_is_a_label_alone() -> None:
    shape = '<path d="M0 0"/>'
    texts = '<text x="1" y="1">A</text><text x="1" y="2em" font-size="9">B</text>'
    apart = (
        f'<text x="1" y="1" font-size="9">C</text>{shape}<text x="1" y="9" font-size="9">D</text>'
    )
    data = f'<svg xmlns="http://www.w3.org/2000/svg">{texts}{shape}{apart}</svg>'.encode()
    assert whole_labels(data) == [("A",), ("B",), ("C",), ("D",)]
