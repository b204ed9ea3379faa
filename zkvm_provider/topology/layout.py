"""Where everything stands in the drawing: networks on the left, guests in the middle, storage on the right.

Up to `ROOMY` guests of a host are cards with what they hang on, and lines to it; more are small tiles in a grid, which
carry the colours of their networks. Boxes of one parent never overlap, and a box lies inside its parent. Units are
SVG's own (96 to an inch).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zkvm_provider.dataclass import dataclass
from zkvm_provider.topology.picture import Device, Guest, Host, Network, Picture, Pool, Tone, facts_of, summary
from zkvm_provider.units import about_size

WIDTH = 1240
ROOMY = 24
FEW = 3
COLOURS = 8
MARGIN, PAD, SIDE, GAP, LINE = 24, 20, 264, 12, 17
HEAD, TILE = 62, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A thing at its place. `title` is drawn bold, `lines` below it, `hint` is told in full on hover."""

    key: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    title: str
    lines: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    tone: Tone | None = None
    hint: str = ""
    colours: tuple[int, ...] = ()
    """Numbers of the colours of networks, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """From a guest to what it hangs on."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: int | None
    """A network's; storage has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All boxes, hosts before what is in them, and the lines."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(picture: Picture) -> Drawing:
    """Hosts one below the other."""
    boxes: list[Box] = []
    lines: list[Line] = []
    y: float = MARGIN
    for host in picture.hosts:
        inside = _inside(host, y + HEAD)
        bottom = max((box.y + box.height for box in inside), default=y + HEAD) + PAD
        frame = _box(host.key, "host", MARGIN, y, WIDTH - 2 * MARGIN, bottom - y, title=host.name, lines=_about(host))
        boxes += [frame, *inside]
        lines += _lines(host, inside)
        y = bottom + MARGIN
    return Drawing(width=WIDTH, height=max(y, 2 * MARGIN), boxes=tuple(boxes), lines=tuple(lines))


def is_roomy(host: Host) -> bool:
    """Whether its guests are told in full."""
    return len(host.guests) <= ROOMY


def colour_of(host: Host, key: str) -> int:
    """The number of a network's colour."""
    return next(at for at, each in enumerate(host.networks) if each.key == key) % COLOURS


def _box(
    key: str, kind: str, x: float, y: float, width: float, height: float, *, title: str, lines: tuple[str, ...]
) -> Box:
    return Box(key=key, kind=kind, x=x, y=y, width=width, height=height, title=title, lines=lines)


def _about(host: Host) -> tuple[str, ...]:
    return (f"{host.uri} cannot be reached: {host.fault}",) if host.fault else (f"{host.says} · {summary(host)}",)


def _inside(host: Host, top: float) -> list[Box]:
    left, right = MARGIN + PAD, WIDTH - MARGIN - PAD - SIDE
    gap = 76 if is_roomy(host) else 24
    middle = left + SIDE + gap
    boxes = list(_column([_of_network(host, each) for each in host.networks], left, top))
    storage = [*(_of_pool(host, each) for each in host.pools), *(_of_device(host, each) for each in host.devices)]
    boxes += _column(storage, right, top)
    boxes += _grid(host, middle, top, right - gap - middle)
    return boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What a box says, before it has a place."""

    key: str
    kind: str
    title: str
    lines: tuple[str, ...]
    pending: tuple[str, ...] = ()
    tone: Tone
    hint: str = ""
    colours: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        return 34 + LINE * (len(self.lines) + len(self.pending)) + (4 if self.lines or self.pending else 0)

    def at(self, x: float, y: float, width: float, height: float) -> Box:
        return Box(
            key=self.key, kind=self.kind, x=x, y=y, width=width, height=height, title=self.title, lines=self.lines,
            pending=self.pending, tone=self.tone, hint=self.hint, colours=self.colours,
        )  # fmt: skip


def _column(texts: Sequence[_Text], x: float, y: float) -> Iterator[Box]:
    for text in texts:
        yield text.at(x, y, SIDE, text.height)
        y += text.height + GAP


def _grid(host: Host, x: float, y: float, width: float) -> Iterator[Box]:
    """Rows as high as their highest card."""
    roomy = is_roomy(host)
    columns, gap = (1 if len(host.guests) <= FEW else 2, GAP) if roomy else (4, 6)
    each_width = (width - gap * (columns - 1)) / columns
    texts = [_of_guest(host, each, roomy) for each in host.guests]
    for start in range(0, len(texts), columns):
        row = texts[start : start + columns]
        height = max(text.height for text in row) if roomy else TILE
        for at, text in enumerate(row):
            yield text.at(x + at * (each_width + gap), y, each_width, height)
        y += height + gap


def _of_network(host: Host, network: Network) -> _Text:
    users = len(host.users_of(network.key))
    on = f"{network.kind} on {network.carrier}" if network.carrier and not network.is_direct else network.kind
    about = (on, *([network.carrier] if network.is_direct else ()), *network.vlans, _count(users))
    return _Text(
        key=network.key, kind="network", title=network.name, lines=about, pending=network.pending, tone=network.tone,
        hint="\n".join((network.name, *about, *network.pending)), colours=(colour_of(host, network.key),),
    )  # fmt: skip


def _of_pool(host: Host, pool: Pool) -> _Text:
    space = f"{about_size(pool.capacity_bytes)}, {pool.used_percent} % used" if pool.capacity_bytes else "not active"
    volumes = (
        f"{len(pool.volumes)} volume{'' if len(pool.volumes) == 1 else 's'} · {_count(len(host.users_of(pool.key)))}"
    )
    lines = tuple(line for line in (f"pool {pool.kind} · {space}", pool.place, volumes) if line)
    hint = "\n".join((pool.name, *lines, *(each.name for each in pool.volumes)))
    return _Text(key=pool.key, kind="pool", title=pool.name, lines=lines, tone=pool.tone, hint=hint)


def _of_device(host: Host, device: Device) -> _Text:
    users = host.users_of(device.key)
    lines = (f"{device.kind} · {device.says}" if device.says else device.kind, *([_count(len(users))] if users else ()))
    hint = "\n".join((device.name, *lines, *device.paths, *users))
    return _Text(key=device.key, kind="device", title=device.name, lines=lines, tone=device.tone, hint=hint)


def _of_guest(host: Host, guest: Guest, roomy: bool) -> _Text:
    keys = {each.key for each in host.networks}
    colours = tuple(dict.fromkeys(colour_of(host, tie.key) for tie in guest.ties if tie.key in keys))
    ties = tuple(f"{tie.name}: {tie.label}" for tie in guest.ties)
    hint = "\n".join((guest.name, facts_of(guest), *ties, *guest.pending, *([guest.note] if guest.note else ())))
    lines = (facts_of(guest), *ties, *([guest.note] if guest.note else ())) if roomy else ()
    return _Text(
        key=guest.key, kind="guest", title=guest.name, lines=lines, pending=guest.pending, tone=guest.tone, hint=hint,
        colours=colours,
    )  # fmt: skip


def _count(users: int) -> str:
    return f"{users or 'no'} guest{'' if users == 1 else 's'}"


def _lines(host: Host, boxes: Sequence[Box]) -> Iterator[Line]:
    """From the sides of cards to the middles of what they hang on. Many guests would make a web of it."""
    if not is_roomy(host):
        return
    places = {box.key: box for box in boxes}
    for guest in host.guests:
        card = places[guest.key]
        for key in dict.fromkeys(tie.key for tie in guest.ties if tie.key in places):
            there = places[key]
            is_network = there.kind == "network"
            yield Line(
                x1=card.x if is_network else card.x + card.width,
                y1=card.y + 24,
                x2=there.x + there.width if is_network else there.x,
                y2=there.y + min(24, there.height / 2),
                colour=there.colours[0] if is_network else None,
            )
