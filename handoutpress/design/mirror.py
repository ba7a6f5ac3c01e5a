"""A drawing turned round for words that run from right to left: its steps, not its letters.

Only the artist knows which drawing may be: a clock, a tick or a written word may not. So a drawing
says it of itself, with `data-rtl="mirror"` on its root. A sign in it that is to stay as it is, such
as a tick, stands with the circle around it in a group with `data-rtl="keep"`.
"""

from __future__ import annotations

from lxml import etree

from handoutpress.content.svg_references import NAMESPACE

MARK = "data-rtl"
MIRROR = "mirror"
KEEP = "keep"
_KEPT = ("title", "desc", "metadata", "style", "defs")
"""What stays where it is under the root."""
_TURNED = {"start": "end", "middle": "middle", "end": "start"}


def may_be_mirrored(root: etree._Element) -> bool:
    """Say whether a drawing says that it may be turned round, and can be.

    It can where it has a viewBox, and no text has parts with places of their own.
    """
    texts = root.iter(f"{NAMESPACE}text")
    is_plain = all(_is_plain(text) for text in texts) and not [*root.iter(f"{NAMESPACE}textPath")]
    is_kept = all(_middle(sign) is not None for sign in _signs(root))
    return root.get(MARK) == MIRROR and bool(root.get("viewBox")) and is_plain and is_kept


def mirror(root: etree._Element) -> None:
    """Turn a drawing round in its place, every text of it still from left to right."""
    left, _, width, _ = (float(n) for n in (root.get("viewBox") or "").replace(",", " ").split())
    for text in root.iter(f"{NAMESPACE}text"):
        _turn_back(text)
    for sign in _signs(root):
        _turn_about(sign, _middle(sign) or 0)
    moved = etree.Element(f"{NAMESPACE}g", transform=f"matrix(-1 0 0 1 {2 * left + width:g} 0)")
    for child in list(root):
        if child.tag not in [NAMESPACE + name for name in _KEPT]:
            moved.append(child)
    root.append(moved)


def _is_plain(text: etree._Element) -> bool:
    try:
        float(text.get("x") or 0)
    except ValueError:
        return False
    return not any(part.get(key) for part in text.iter() for key in ("dx", "rotate")) and not any(
        part.get("x") for part in text.iterdescendants()
    )


def _turn_back(text: etree._Element) -> None:
    """Turn a text round about the place that it hangs from, now at its other side."""
    held = next((e for e in (text, *text.iterancestors()) if e.get("text-anchor")), None)
    anchor = held.get("text-anchor", "") if held is not None else "start"
    text.set("text-anchor", _TURNED.get(anchor, "end"))
    _turn_about(text, float(text.get("x") or 0))


def _turn_about(element: etree._Element, x: float) -> None:
    back = f"matrix(-1 0 0 1 {2 * x:g} 0)"
    element.set("transform", f"{element.get('transform', '')} {back}".strip())


def _signs(root: etree._Element) -> list[etree._Element]:
    """Return the groups that stay as they are."""
    return [group for group in root.iter(f"{NAMESPACE}g") if group.get(MARK) == KEEP]


def _middle(sign: etree._Element) -> float | None:
    """Return the middle of the circle around a sign; None without one."""
    circle = sign.find(f"{NAMESPACE}circle")
    try:
        return None if circle is None else float(circle.get("cx") or 0)
    except ValueError:
        return None
