"""The wiring: switches in the machine `lan`, and a cable from each of them to every host."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tools.kvmlab.command import LabError, attempt, inside, run
from tools.kvmlab.places import BRIDGE, HOST_NAMES, UPLINK, HostPlace, Lab


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One LAN: `port` is the interface a host has on it, `outside` the address of what answers beyond."""

    switch: str
    port: str
    outside: str | None = None


WIRE = Segment(switch="wire", port="wire0")
"""Between the hosts (migration), to the iSCSI target, and to the machine itself."""
BRIDGED = Segment(switch="bridged", port="br-port", outside="10.9.7.1/24")
MACVTAP = Segment(switch="macvtap", port=UPLINK, outside="10.9.8.1/24")
VSWITCH = Segment(switch="vswitch", port="ovs-port", outside="10.9.9.1/24")
SEGMENTS = (WIRE, BRIDGED, MACVTAP, VSWITCH)
_MACHINE_PORT = "machine"
_NUMBERS_APART = 500


def make_switches(lab: Lab, lan: int) -> None:
    """The bridges in the machine `lan` (its process number). Repeatable."""
    _ip(lan, "link", "set", "lo", "up")
    # An address is known on its own LAN only: whoever reaches it is on that LAN (ip-sysctl.rst, arp_ignore).
    run(*inside(lan, ("sysctl", "--quiet", "--write", "net.ipv4.conf.all.arp_ignore=1")))
    for segment in SEGMENTS:
        if not _has(lan, segment.switch):
            _ip(lan, "link", "add", segment.switch, "type", "bridge")
            address = segment.outside or f"{lab.target_address}/24"
            _ip(lan, "address", "add", address, "dev", segment.switch)
        _ip(lan, "link", "set", segment.switch, "up")


def connect(lab: Lab, host: HostPlace, pid: int, lan: int) -> None:
    """Cables from the host to every switch, its Linux bridge, and its address on the wire. Repeatable."""
    _ip(pid, "link", "set", "lo", "up")
    if not _has(pid, BRIDGE):
        others = 0 if lab.is_default else len(HOST_NAMES)
        _skip_numbers(pid, (others + host.number) * _NUMBERS_APART)
        _ip(pid, "link", "add", BRIDGE, "type", "bridge")
    _ip(pid, "link", "set", BRIDGE, "up")
    for segment in SEGMENTS:
        if not _has(pid, segment.port):
            _plug(segment, host, pid, lan)


def _plug(segment: Segment, host: HostPlace, pid: int, lan: int) -> None:
    """A cable from the host to the switch."""
    far = f"{host.name}-{segment.switch}"
    near_end = ["ip", "link", "add", segment.port, "netns", str(pid)]
    if segment is WIRE:  # the same after a restart, for the others remember it
        near_end += ["address", f"02:00:5e:00:00:{host.number:02x}"]
    run(*near_end, "type", "veth", "peer", "name", far, "netns", str(lan))
    _ip(lan, "link", "set", far, "master", segment.switch, "up")
    if segment is BRIDGED:
        _ip(pid, "link", "set", segment.port, "master", BRIDGE)
    if segment is WIRE:
        _ip(pid, "address", "add", f"{host.address}/24", "dev", segment.port)
    _ip(pid, "link", "set", segment.port, "up")


def connect_machine(lab: Lab, lan: int) -> None:
    """The cable from this machine to the wire, so that it reaches the hosts by TCP. Repeatable.

    Raises LabError when the machine itself uses the lab's addresses, or another lab does.
    """
    if _has(lan, _MACHINE_PORT):
        return
    if overlap := _routes_to(f"{lab.wire}.0/24"):
        raise LabError(f"the lab's network {lab.wire}.0/24 is in use on this machine: {overlap}")
    link = lab.machine_link
    run("ip", "link", "add", link, "type", "veth", "peer", "name", _MACHINE_PORT, "netns", str(lan))
    _ip(lan, "link", "set", _MACHINE_PORT, "master", WIRE.switch, "up")
    run("ip", "address", "add", f"{lab.machine_address}/24", "dev", link)
    run("ip", "link", "set", link, "up")


def disconnect_machine(lab: Lab) -> None:
    """Take the cable away; no fault when there is none."""
    attempt("ip", "link", "delete", lab.machine_link)


def _skip_numbers(pid: int, count: int) -> None:
    """Let the host number its interfaces from `count` on.

    macvtap makes /dev/tapN for interface number N, in the one /dev of the whole machine: two hosts with the same
    numbers would get each other's device. Numbers are given upwards, so that many cables are made and taken away.
    """
    group = ("group", "99")
    lines = [f"link add skip{n}a {' '.join(group)} type veth peer name skip{n}b" for n in range(count // 2)]
    run(*inside(pid, ("ip", "-batch", "-")), stdin="\n".join(lines) + "\n")
    _ip(pid, "link", "delete", *group)


def _routes_to(network: str) -> str:
    """The machine's own routes that lead there, as `ip` tells them; empty when there are none."""
    routes = json.loads(run("ip", "-json", "-4", "route", "show", "match", network) or "[]")
    return ", ".join(f"{route['dst']} on {route.get('dev')}" for route in routes if route["dst"] != "default")


def _has(pid: int | None, interface: str) -> bool:
    argv = ("ip", "link", "show", "dev", interface)
    return attempt(*(argv if pid is None else inside(pid, argv))).returncode == 0


def _ip(pid: int, *arguments: str) -> None:
    run(*inside(pid, ("ip", *arguments)))
