"""The wiring: switches in the machine `lan`, and a cable from each of them to every host."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tools.kvmlab.command import LabError, attempt, inside, run
from tools.kvmlab.places import BRIDGE, MACHINE_LINK, UPLINK, WIRE_NETWORK, HostPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One LAN: `port` is the interface a host has on it, `address` what answers pings from outside."""

    switch: str
    port: str
    address: str


WIRE = Segment(switch="wire", port="wire0", address=f"{WIRE_NETWORK}.3/24")
"""Between the hosts (migration), to the iSCSI target, and to the machine itself."""
BRIDGED = Segment(switch="bridged", port="br-port", address="10.9.7.1/24")
MACVTAP = Segment(switch="macvtap", port=UPLINK, address="10.9.8.1/24")
VSWITCH = Segment(switch="vswitch", port="ovs-port", address="10.9.9.1/24")
_NUMBERS_APART = 500
SEGMENTS = (WIRE, BRIDGED, MACVTAP, VSWITCH)
TARGET_ADDRESS = f"{WIRE_NETWORK}.3"
MACHINE_ADDRESS = f"{WIRE_NETWORK}.254"


def make_switches(lan: int) -> None:
    """The bridges in the machine `lan` (its process number). Repeatable."""
    _ip(lan, "link", "set", "lo", "up")
    for segment in SEGMENTS:
        if not _has(lan, segment.switch):
            _ip(lan, "link", "add", segment.switch, "type", "bridge")
            _ip(lan, "address", "add", segment.address, "dev", segment.switch)
        _ip(lan, "link", "set", segment.switch, "up")


def connect(host: HostPlace, pid: int, lan: int) -> None:
    """Cables from the host to every switch, its Linux bridge, and its address on the wire. Repeatable."""
    _ip(pid, "link", "set", "lo", "up")
    if not _has(pid, BRIDGE):
        _skip_numbers(pid, host.number * _NUMBERS_APART)
        _ip(pid, "link", "add", BRIDGE, "type", "bridge")
    _ip(pid, "link", "set", BRIDGE, "up")
    for segment in SEGMENTS:
        if _has(pid, segment.port):
            continue
        far = f"{host.name}-{segment.switch}"
        run(*_cable(segment.port, pid, far, lan))
        _ip(lan, "link", "set", far, "master", segment.switch, "up")
        if segment is BRIDGED:
            _ip(pid, "link", "set", segment.port, "master", BRIDGE)
        if segment is WIRE:
            _ip(pid, "address", "add", f"{host.address}/24", "dev", segment.port)
        _ip(pid, "link", "set", segment.port, "up")


def connect_machine(lan: int) -> None:
    """The cable from this machine to the wire, so that it reaches the hosts by TCP. Repeatable.

    Raises LabError when another lab is up, or the machine itself uses the lab's addresses.
    """
    if _has(lan, "machine"):
        return
    if _has(None, MACHINE_LINK):
        raise LabError(f"this machine has an interface {MACHINE_LINK}: another lab, of another folder, is up")
    if overlap := _route_to_wire():
        raise LabError(f"the lab's network {WIRE_NETWORK}.0/24 is in use on this machine: {overlap}")
    run("ip", "link", "add", MACHINE_LINK, "type", "veth", "peer", "name", "machine", "netns", str(lan))
    _ip(lan, "link", "set", "machine", "master", WIRE.switch, "up")
    run("ip", "address", "add", f"{MACHINE_ADDRESS}/24", "dev", MACHINE_LINK)
    run("ip", "link", "set", MACHINE_LINK, "up")


def disconnect_machine() -> None:
    """Take the cable away; no fault when there is none."""
    attempt("ip", "link", "delete", MACHINE_LINK)


def _skip_numbers(pid: int, count: int) -> None:
    """Let the host number its interfaces from `count` on.

    macvtap makes /dev/tapN for interface number N, in the one /dev of the whole machine: two hosts with the same
    numbers would get each other's device. Numbers are given upwards, so that many cables are made and taken away.
    """
    group = ("group", "99")
    lines = [f"link add skip{n}a {' '.join(group)} type veth peer name skip{n}b" for n in range(count // 2)]
    run(*inside(pid, ("ip", "-batch", "-")), stdin="\n".join(lines) + "\n")
    _ip(pid, "link", "delete", *group)


def _route_to_wire() -> str:
    """The machine's own route that leads just there, as `ip` tells it; empty when there is none."""
    routes = json.loads(run("ip", "-json", "-4", "route", "show", "match", f"{WIRE_NETWORK}.0/24") or "[]")
    return ", ".join(f"{route['dst']} on {route.get('dev')}" for route in routes if route["dst"] != "default")


def _cable(port: str, pid: int, far: str, lan: int) -> tuple[str, ...]:
    near_end = ("ip", "link", "add", port, "netns", str(pid))
    return (*near_end, "type", "veth", "peer", "name", far, "netns", str(lan))


def _has(pid: int | None, interface: str) -> bool:
    argv = ("ip", "link", "show", "dev", interface)
    return attempt(*(argv if pid is None else inside(pid, argv))).returncode == 0


def _ip(pid: int, *arguments: str) -> None:
    run(*inside(pid, ("ip", *arguments)))
