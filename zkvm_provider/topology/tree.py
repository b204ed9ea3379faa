"""The picture as a tree of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zkvm_provider.topology.picture import Device, Guest, Host, Network, Picture, Pool, Tone, facts_of, summary
from zkvm_provider.units import about_size

_MARKS = {Tone.RUNNING: "●", Tone.PAUSED: "◐", Tone.OFF: "○", Tone.CRASHED: "✗"}
Node = tuple[str, list["Node"]]


def tree_of(picture: Picture) -> str:
    """One host after the other: networks, pools, disks and LUNs, guests with what they hang on."""
    return "\n".join(line for host in picture.hosts for line in _host(host))


def _host(host: Host) -> Iterator[str]:
    yield f"{host.name} ({host.uri})" if host.name != host.uri else host.name
    if host.fault:
        yield from _drawn([(f"cannot be reached: {host.fault}", [])])
        return
    groups: list[Node] = [(f"{host.says} · {summary(host)}", [])]
    groups += _group("networks", [_network(each) for each in host.networks])
    groups += _group("pools", [_pool(each) for each in host.pools])
    groups += _group("disks and LUNs", [_device(each) for each in host.devices])
    groups += _group("guests", [_guest(each) for each in host.guests])
    groups += [(note, []) for note in host.notes]
    yield from _drawn(groups)


def _group(name: str, nodes: list[Node]) -> list[Node]:
    return [(f"{name} ({len(nodes)})", nodes)] if nodes else []


def _network(network: Network) -> Node:
    on = f"{network.kind} on {network.carrier}" if network.carrier and not network.is_direct else network.kind
    return f"{_MARKS[network.tone]} {network.name}: {on}", _leaves((*network.vlans, *_waits(network.pending)))


def _pool(pool: Pool) -> Node:
    space = f", {about_size(pool.capacity_bytes)}, {pool.used_percent} % used" if pool.capacity_bytes else ""
    count = f"{len(pool.volumes)} volume{'' if len(pool.volumes) == 1 else 's'}"
    return f"{_MARKS[pool.tone]} {pool.name}: {pool.kind} {pool.place}{space}, {count}", []


def _device(device: Device) -> Node:
    says = f"{device.kind} · {device.says}" if device.says else device.kind
    return f"{_MARKS[device.tone]} {device.name}: {says}", _leaves(device.paths)


def _guest(guest: Guest) -> Node:
    ties = [f"{each.name}: {each.label}" for each in guest.ties]
    notes = [guest.note] if guest.note else []
    return f"{_MARKS[guest.tone]} {guest.name}: {facts_of(guest)}", _leaves((*ties, *_waits(guest.pending), *notes))


def _waits(pending: Iterable[str]) -> list[str]:
    return [f"waits: {each}" for each in pending]


def _leaves(texts: Iterable[str]) -> list[Node]:
    return [(text, []) for text in texts]


def _drawn(nodes: list[Node], before: str = "") -> Iterator[str]:
    for at, (text, below) in enumerate(nodes):
        is_last = at == len(nodes) - 1
        yield f"{before}{'└─' if is_last else '├─'} {text}"
        yield from _drawn(below, f"{before}{'   ' if is_last else '│  '}")
