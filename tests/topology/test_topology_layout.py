"""Laws of the drawing, for any picture: nothing lies on anything else, and everything is there once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations, cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from zkvm_provider.topology.layout import ROOMY, Box, draw
from zkvm_provider.topology.picture import Device, Guest, Host, Network, Picture, Pool, Tie, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many of each a host has, and how many lines its things say, over and over."""

    networks: int
    pools: int
    devices: int
    guests: int
    lines: list[int]


SHAPES = st.builds(
    Shape,
    networks=st.integers(0, 5),
    pools=st.integers(0, 3),
    devices=st.integers(0, 5),
    guests=st.one_of(st.integers(0, ROOMY), st.integers(ROOMY + 1, 3 * ROOMY)),
    lines=st.lists(st.integers(0, 5), min_size=7, max_size=7),
)


def host_of(key: str, shape: Shape) -> Host:
    lines = cycle([tuple(f"line {at}" for at in range(count)) for count in shape.lines])
    networks = tuple(
        Network(key=f"{key}/network/{at}", name="n", kind="bridge", carrier="br0", tone=Tone.OFF, vlans=next(lines))
        for at in range(shape.networks)
    )
    pools = tuple(
        Pool(
            key=f"{key}/pool/{at}", name="p", kind="dir", place="/srv" * at, tone=Tone.OFF, capacity_bytes=at,
            available_bytes=0, volumes=(),
        )
        for at in range(shape.pools)
    )  # fmt: skip
    devices = tuple(
        Device(key=f"{key}/lun/{at}", name="d", kind="LUN", says="x" * at, tone=Tone.OFF, paths=next(lines))
        for at in range(shape.devices)
    )
    things: tuple[Network | Pool | Device, ...] = (*networks, *pools, *devices)
    ends = cycle([*(each.key for each in things), "gone", ""])
    guests = tuple(
        Guest(
            key=f"{key}/guest/{at}", name="g", state="running", tone=Tone.OFF, memory_bytes=at, vcpus=1,
            autostart=False,
            ties=tuple(Tie(name="t", label=line, is_network=False, key=next(ends)) for line in next(lines)),
            pending=next(lines),
        )
        for at in range(shape.guests)
    )  # fmt: skip
    return Host(key=key, name="h", uri="u", networks=networks, pools=pools, devices=devices, guests=guests)


PICTURES = st.lists(SHAPES, min_size=1, max_size=3).map(
    lambda shapes: Picture(hosts=tuple(host_of(str(at), shape) for at, shape in enumerate(shapes)))
)


def overlap(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or above)


def holds(outer: Box, inner: Box) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


@settings(max_examples=25, deadline=None)
@given(PICTURES)
def test_no_box_lies_on_another_and_each_is_inside_its_host(picture: Picture) -> None:
    drawing = draw(picture)
    frames = {box.key: box for box in drawing.boxes if box.kind == "host"}
    inside = [box for box in drawing.boxes if box.kind != "host"]
    assert not any(overlap(*pair) for group in (list(frames.values()), inside) for pair in combinations(group, 2))
    assert all(holds(frames[box.key.partition("/")[0]], box) for box in inside)
    assert all(box.x + box.width <= drawing.width and box.y + box.height <= drawing.height for box in drawing.boxes)


@settings(max_examples=25, deadline=None)
@given(PICTURES)
def test_every_object_is_drawn_once(picture: Picture) -> None:
    assert Counter(box.key for box in draw(picture).boxes) == Counter(picture.keys)


@settings(max_examples=25, deadline=None)
@given(PICTURES)
def test_lines_begin_and_end_at_the_sides_of_boxes(picture: Picture) -> None:
    drawing = draw(picture)
    sides = {x for box in drawing.boxes for x in (box.x, box.x + box.width)}
    assert all({line.x1, line.x2} <= sides for line in drawing.lines)
