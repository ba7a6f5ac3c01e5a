"""What reaches out of a drawing is refused, however it is written; each is proved once."""

from __future__ import annotations

import pytest

from handoutpress.content import images
from handoutpress.content.images import read_image
from handoutpress.content.picture import PictureError
from handoutpress.content.report import Report
from handoutpress.content.svg import read_svg
from handoutpress.recent import Recent

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


def drawing(inside: str) -> bytes:
    """Return a drawing with something in it."""
    return f"{HEAD}{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        '<rect fill="url(http://a.example/x)"/>',
        "<rect fill=\"URL( 'http://a.example/x')\"/>",
        '<rect fill="u/**/rl(http://a.example/x)"/>',
        '<rect fill="url/* ( */(http://a.example/x)"/>',
        '<rect style="fill: \\75rl"/>',
        '<rect style="@im/**/port x"/>',
        "<style>@im/**/port 'x';</style>",
        "<style>a { b: image-set/**/('x') }</style>",
    ],
)
def test_what_reaches_out_is_refused(inside: str) -> None:
    with pytest.raises(PictureError) as refused:
        read_svg(drawing(inside))
    assert refused.value.code == "I005"


def test_a_drawing_is_proved_once_and_another_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    proved: list[bytes] = []
    data = {"a.svg": drawing("<g/>"), "b.svg": drawing("<g/>"), "c.svg": drawing("<g></g>")}

    def read(data: bytes) -> tuple[float, float]:
        proved.append(data)
        return read_svg(data)

    monkeypatch.setattr(images, "read_svg", read)
    monkeypatch.setattr(images, "_PROVED", Recent(2))
    found = [read_image(name, data.__getitem__, Report("x"), 1) for name in data]
    assert proved == [data["a.svg"], data["c.svg"]]
    assert [image and image.name for image in found] == [*data]


def test_what_was_refused_is_refused_again() -> None:
    data = drawing('<rect fill="url(http://a.example/x)"/>')
    for _ in range(2):
        report = Report("x")
        assert read_image("a.svg", lambda name: data, report, 1) is None
        assert [found.code for found in report.found] == ["I005"]
