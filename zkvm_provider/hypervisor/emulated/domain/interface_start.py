"""An interface at start: the network is translated into a bridge or a macvtap (bridge_driver.c, qemu_interface.c)."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import (
    child,
    get,
    internal,
    qemu_ended,
    qemu_lacks,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.world import NetworkSeen
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_QEMU_MODELS = frozenset({"virtio", "virtio-transitional", "virtio-non-transitional", "e1000e"})
_LONGEST_NAME = 15
"""Linux: IFNAMSIZ without the closing zero."""
_NWFILTER = 33
"""VIR_FROM_NWFILTER."""
_DIRECT_MODES = frozenset({"bridge", "private", "vepa", "passthrough"})


def prepare_interface(boot: Boot, interface: Node) -> None:
    """Allocate the actual device: find the network, merge its portgroup, decide bridge or macvtap."""
    if interface.get("type") == "network":
        _translate(boot, interface)
    _refuse_vlan(interface)
    _refuse_filter(interface)
    if interface.get("type") == "hostdev" and not boot.world.host.has_vfio:
        raise unsupported("host doesn't support passthrough of host PCI devices")


def start_interface(boot: Boot, interface: Node) -> None:
    """Make the tap or macvtap: the host's devices must be there; name the target."""
    kind, source = interface.get("type"), interface.find("source")
    _check_target(boot, interface)
    if kind == "vdpa":
        path = get(interface, "source", "dev")
        text = f"Unable to open '{path}' for vdpa device: No such file or directory"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.QEMU, text)
    if kind == "direct" and source is not None:
        device = source.get("dev") or ""
        if not boot.world.net_device_kind(device):
            raise refusal(
                ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, f"Unable to get index for interface {device}: No such device"
            )
        set_default(child(interface, "target"), "dev", boot.world.next_macvtap())
    elif kind in {"bridge", "network"} and source is not None:
        bridge = source.get("bridge") or ""
        if not boot.world.net_device_kind(bridge):
            text = f"Cannot get interface MTU on '{bridge}': No such device"
            raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, text)
        _name_tap(boot, interface)
    elif kind == "ethernet":
        _name_tap(boot, interface)
    _refuse_shaping(boot, interface)
    if missing := _missing_filter(boot, interface):
        text = f"referenced filter '{missing}' is missing"
        raise BackendError(f"internal error: {text}", code=ErrorCode.INTERNAL_ERROR, domain=_NWFILTER)
    if kind == "vhostuser" and get(interface, "source", "mode") == "server":
        raise qemu_ended(f"Failed to bind socket to {get(interface, 'source', 'path')}: Permission denied")
    model = get(interface, "model", "type", "virtio")
    if model not in _QEMU_MODELS:
        raise qemu_lacks(model, interface)


def _check_target(boot: Boot, interface: Node) -> None:
    """A tap's own name: short enough for Linux, not twice; an unmanaged one must be there."""
    name, kind = get(interface, "target", "dev"), interface.get("type")
    if not name or kind not in {"bridge", "network", "ethernet"}:
        return
    if len(name) > _LONGEST_NAME:
        text = f"Network interface name '{name}' is too long: Numerical result out of range"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, text)
    is_there = bool(boot.world.net_device_kind(name))
    if get(interface, "target", "managed") == "no" and not is_there:
        raise internal("target managed='no' but specified dev doesn't exist")
    before = [other for other in boot.guest.each("interface") if get(other, "target", "dev") == name]
    if before and before[0] is not interface:
        text = f"The {name} interface already exists"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.NONE, text)


def _name_tap(boot: Boot, interface: Node) -> None:
    target = child(interface, "target")
    if target.get("dev") is None:
        target.set("dev", boot.world.next_tap())


def _translate(boot: Boot, interface: Node) -> None:
    source = child(interface, "source")
    name = source.get("network") or ""
    seen = boot.world.network(name)
    if seen is None:
        text = f"no network with matching name '{name}'"
        raise refusal(ErrorCode.NO_NETWORK, ErrorDomain.NETWORK, text)
    if not seen.active:
        text = f"network '{name}' is not active"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.NETWORK, text)
    network = etree.fromstring(seen.xml.encode())
    _merge_port(boot, interface, network)
    source.set("portid", boot.guest.uuid())
    _actual_source(interface, network, seen, _uplink_users(boot, interface, name))


def _uplink_users(boot: Boot, interface: Node, network: str) -> Counter[str]:
    """How many interfaces are on each uplink of the network, in this guest and in the others that run."""
    users = Counter(boot.world.uplink_users(network))
    for other in boot.guest.each("interface"):
        if other is not interface and get(other, "source", "network") == network:
            users[get(other, "source", "dev")] += 1
    return users


def _actual_source(interface: Node, network: Node, seen: NetworkSeen, users: Counter[str]) -> None:
    source = child(interface, "source")
    forward = network.find("forward")
    mode = "" if forward is None else forward.get("mode", "nat")
    bridge = seen.bridge or get(network, "bridge", "name")
    if mode in _DIRECT_MODES and not bridge:
        device = _forward_device(forward, users, alone=mode == "passthrough")
        if not device:
            told = "requires exclusive access to interfaces, but none are available"
            text = f"network '{network.findtext('name')}' {told}"
            raise internal(text, ErrorDomain.NETWORK)
        interface.set("type", "direct")
        source.set("dev", device)
        source.set("mode", mode)
        return
    if mode == "bridge":
        interface.set("type", "bridge")
    if bridge:
        source.set("bridge", bridge)


def _forward_device(forward: Node | None, users: Counter[str], *, alone: bool) -> str:
    """The uplink with the fewest interfaces; with `alone` one that has none."""
    if forward is None:
        return ""
    listed = [each.get("dev") or "" for each in forward.iterfind("interface")] or [forward.get("dev") or ""]
    device = min(listed, key=lambda name: users[name])
    return "" if alone and users[device] else device


def _merge_port(boot: Boot, interface: Node, network: Node) -> None:
    """VLAN, virtual port and bandwidth: the interface's own first, then the portgroup's, then the network's."""
    group = _portgroup(network, get(interface, "source", "portgroup"))
    for tag in ("vlan", "bandwidth"):
        for giver in (group, network if tag == "vlan" else None):
            found = None if giver is None else giver.find(tag)
            if interface.find(tag) is None and found is not None:
                interface.append(deepcopy(found))
    for giver in (group, network):
        found = None if giver is None else giver.find("virtualport")
        if found is not None:
            _merge_virtualport(interface, found)
    port = interface.find("virtualport")
    if port is not None and port.get("type") == "openvswitch":
        set_default(child(port, "parameters"), "interfaceid", boot.guest.uuid())


def _portgroup(network: Node, name: str) -> Node | None:
    for group in network.findall("portgroup"):
        if group.get("name") == name if name else group.get("default") == "yes":
            return group
    return None


def _merge_virtualport(interface: Node, given: Node) -> None:
    mine = child(interface, "virtualport")
    set_default(mine, "type", given.get("type") or "")
    theirs = given.find("parameters")
    if theirs is not None:
        for name, value in theirs.attrib.items():
            set_default(child(mine, "parameters"), str(name), str(value))


def _refuse_vlan(interface: Node) -> None:
    if interface.find("vlan") is None:
        return
    port, kind = get(interface, "virtualport", "type"), interface.get("type")
    supported = (kind == "bridge" and port == "openvswitch") or kind == "hostdev"
    if kind == "direct" and get(interface, "source", "mode") == "passthrough":
        supported = True
    if not supported:
        mac = get(interface, "mac", "address")
        text = f"interface {mac} - vlan tag not supported for this connection type"
        raise unsupported(text, ErrorDomain.DOMAIN)


def _refuse_filter(interface: Node) -> None:
    """Only now it shows that a network hands out macvtap devices (virDomainActualNetDefValidate)."""
    if interface.find("filterref") is not None and interface.get("type") not in {"bridge", "network", "ethernet"}:
        mac = get(interface, "mac", "address")
        told = f"filterref is not supported for network interfaces of type {interface.get('type')}"
        raise unsupported(f"interface {mac} - {told}")


def refuse_reshaping(boot: Boot, interface: Node) -> None:
    """Limits and filters put on an interface that is plugged in: what the host lacks, said as an update says it."""
    bandwidth, device = interface.find("bandwidth"), get(interface, "target", "dev")
    if bandwidth is not None and not boot.world.host.has_traffic_shaping:
        raise _no_qdisc(device)
    if _missing_filter(boot, interface):
        text = f"failed to add new filter rules to '{device}' - attempting to restore old rules"
        raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.QEMU, text)


def _missing_filter(boot: Boot, interface: Node) -> str:
    """The name of a filter that the interface refers to and the host has not; empty otherwise."""
    name = get(interface, "filterref", "filter")
    return "" if name in boot.world.host.network_filters else name


def _refuse_shaping(boot: Boot, interface: Node) -> None:
    bandwidth = interface.find("bandwidth")
    if bandwidth is None or interface.get("type") in {"user", "hostdev"}:
        return
    if not boot.world.host.has_traffic_shaping:
        raise _no_qdisc(get(interface, "target", "dev"))


def _no_qdisc(device: str) -> BackendError:
    command = f"tc qdisc add dev {device} parent 1:1 handle 2: sfq perturb 10"
    text = f"Child process ({command}) unexpected exit status 2: Error: Specified qdisc kind is unknown.\n"
    return internal(text, ErrorDomain.NONE)
