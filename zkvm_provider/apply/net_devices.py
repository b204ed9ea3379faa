"""Network interfaces of a host, as networks and guests stand on them."""

from __future__ import annotations

from zkvm_provider.apply.desk import Desk
from zkvm_provider.errors import Fault
from zkvm_provider.hypervisor.port import UNTOLD, NetDevice

_WORDS = {"ovs": "Open vSwitch bridge", "bridge": "Linux bridge"}


def net_device(desk: Desk, name: str) -> NetDevice | None:
    """The host's interface of that name; asked anew when it is not among those seen a moment ago."""
    for fresh in (False, True):
        for device in desk.view.net_devices(fresh=fresh):
            if device.name == name:
                return device
    return None


def uplink_fault(desk: Desk, path: str, name: str) -> Fault | None:
    """An interface to stand on that the host has not, or that cannot carry other MAC addresses than its own."""
    found = net_device(desk, name)
    if found is None:
        have = ", ".join(device.name for device in desk.view.net_devices(fresh=False)) or "none"
        return Fault(path=path, reason=f"{desk.place} has no network interface {name!r}; it has {have}")
    return layer3_fault(desk, path, found)


def bridge_fault(desk: Desk, path: str, name: str, kind: str) -> Fault | None:
    """A bridge the host has not. `kind` is `bridge` or `ovs`; where nobody tells bridges, libvirt does at the start."""
    found = net_device(desk, name)
    devices = desk.view.net_devices(fresh=False)
    if any(each.kind == UNTOLD for each in devices) or (found is not None and found.kind == kind):
        return _port_fault(desk, path, name)
    have = ", ".join(sorted(each.name for each in devices if each.kind == kind)) or "none"
    what = _WORDS[kind]
    if found is not None and found.kind in _WORDS:
        return Fault(path=path, reason=f"{name!r} on {desk.place} is a {_WORDS[found.kind]}, no {what}; it has {have}")
    return Fault(path=path, reason=f"{desk.place} has no {what} {name!r}; it has {have}")


def _port_fault(desk: Desk, path: str, bridge: str) -> Fault | None:
    """OSA and HiperSockets interfaces that are ports of a Linux bridge: in layer 3 refused, warned of where no port."""
    for port in desk.view.net_devices(fresh=False):
        if port.master != bridge or not port.bus_id:
            continue
        if (fault := layer3_fault(desk, path, port)) is not None:
            return fault
        note = _port_note(desk, bridge, port)
        if note and desk.is_preview and note not in desk.notes:
            desk.notes.append(note)
    return None


def _port_note(desk: Desk, bridge: str, port: NetDevice) -> str:
    """Why frames for guests may not come through a port; empty where they do, and where the device does not tell."""
    if port.learns or not port.bridge_role:
        return ""
    what = f"{port.name}, a port of {bridge} on {desk.place},"
    if port.bridge_role == "none":
        either = f"chzdev qeth {port.bus_id} bridge_role=primary (one primary an adapter)"
        other = f"chzdev qeth {port.bus_id} vnicc/flooding=1 vnicc/learning=1"
        return f"{what} hands on no frames for guests' MAC addresses: it has no bridge role; {either}, or {other}"
    if port.bridge_state == "inactive":
        return f"{what} is {port.bridge_role} bridge port, but inactive: another one of its adapter has the role"
    return ""


def layer3_fault(desk: Desk, path: str, device: NetDevice) -> Fault | None:
    """An OSA or HiperSockets interface in layer 3 drops frames for other MAC addresses than its own."""
    if device.layer2 or not device.bus_id:
        return None
    number = device.bus_id
    reason = (
        f"{device.name} on {desk.place} works in layer 3, which carries no frames of guests; set layer 2 on the host: "
        f"chzdev qeth {number} layer2=1 (it takes the interface offline for a moment)"
    )
    return Fault(path=path, reason=reason)
