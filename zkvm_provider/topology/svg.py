"""The drawing as one SVG file that loads nothing, in light, in the dark, and on paper."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.topology.layout import TILE, Box, Drawing, Line, draw
from zkvm_provider.topology.markup import asset, tag
from zkvm_provider.topology.picture import Picture

_TITLE_EM, _LINE_EM, _TILE_EM = 9.9, 6.9, 6.9
"""Widths of a letter in the middle, in units, at the sizes of drawing.css."""


def svg_of(picture: Picture) -> str:
    """The file. Names are cut where a box is too narrow; hovering tells everything."""
    drawing = draw(picture)
    root = tag(
        "svg",
        tag("title", "zkvm topology"),
        tag("style", asset("drawing.css")),
        tag("rect", class_="paper", width=drawing.width, height=drawing.height),
        *_boxes_and_lines(drawing),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {drawing.width:g} {drawing.height:g}",
        width=f"{drawing.width:g}",
        height=f"{drawing.height:g}",
        role="img",
    )
    return etree.tostring(root, encoding="unicode") + "\n"


def _boxes_and_lines(drawing: Drawing) -> list[Element]:
    """Lines lie above the frames of hosts and below everything in them."""
    frames = [_box(each) for each in drawing.boxes if each.kind == "host"]
    others = [_box(each) for each in drawing.boxes if each.kind != "host"]
    return [*frames, *(_line(each) for each in drawing.lines), *others]


def _line(line: Line) -> Element:
    bend = (line.x2 - line.x1) / 2
    from_, to = f"{line.x1:g} {line.y1:g}", f"{line.x2:g} {line.y2:g}"
    curve = f"M{from_}C{line.x1 + bend:g} {line.y1:g} {line.x2 - bend:g} {line.y2:g} {to}"
    return tag("path", d=curve, class_="tie" if line.colour is None else f"tie c{line.colour}")


def _box(box: Box) -> Element:
    tone = box.tone.value if box.tone else ""
    group = tag("g", class_=f"{box.kind} {tone}".strip(), data_key=box.key)
    group.append(tag("title", box.hint or box.title))
    group.append(tag("rect", x=f"{box.x:g}", y=f"{box.y:g}", width=f"{box.width:g}", height=f"{box.height:g}", rx=8))
    group.extend(_tile(box) if box.kind == "guest" and not box.lines else _card(box))
    return group


def _tile(box: Box) -> list[Element]:
    """A dot, a name, a mark for what waits, and a stripe for each network."""
    middle = box.y + TILE / 2
    room = box.width - 30 - (14 if box.pending else 0)
    parts = [
        tag("circle", class_="dot", cx=f"{box.x + 13:g}", cy=f"{middle:g}", r="4"),
        _text(box.x + 24, middle + 4, box.title, room, _TILE_EM, "small"),
    ]
    if box.pending:
        parts.append(_text(box.x + box.width - 14, middle + 4, "◆", 20, 1, "wait"))
    parts += [
        tag(
            "rect",
            class_=f"stripe c{colour}",
            x=f"{box.x + 8 + 16 * at:g}",
            y=f"{box.y + TILE - 3:g}",
            width=13,
            height=3,
        )
        for at, colour in enumerate(box.colours[:6])
    ]
    return parts


def _card(box: Box) -> list[Element]:
    is_host = box.kind == "host"
    left, y = box.x + (20 if is_host else 14), box.y + (30 if is_host else 24)
    room = box.width - 28
    parts = []
    if box.kind == "network":
        parts.append(
            tag(
                "rect",
                class_=f"stripe c{box.colours[0]}",
                x=f"{box.x:g}",
                y=f"{box.y + 8:g}",
                width=4,
                height=f"{box.height - 16:g}",
            )
        )
    if box.kind == "guest":
        parts.append(tag("circle", class_="dot", cx=f"{left + 4:g}", cy=f"{y - 5:g}", r="5"))
    shift = 16 if box.kind == "guest" else 0
    parts.append(_text(left + shift, y, box.title, room - shift, 11 if is_host else _TITLE_EM, "name"))
    for at, line in enumerate((*box.lines, *box.pending), start=1):
        class_ = "says" if at <= len(box.lines) else "wait"
        parts.append(_text(left, y + 2 + 17 * at, line, room, _LINE_EM, class_))
    return parts


def _text(x: float, y: float, text: str, room: float, letter: float, class_: str) -> Element:
    """Cut in the middle where it does not fit: the ends are what tells numbers and names apart."""
    most = max(3, int(room / letter))
    end = (most - 1) // 2
    cut = text if len(text) <= most else f"{text[: most - 1 - end]}…{text[-end:]}"
    return tag("text", cut, x=f"{x:g}", y=f"{y:g}", class_=class_)
