"""What libvirt's network driver demands of a definition beyond its syntax (`networkValidate`, 9.0.0)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.network.shape import Network, PortGroup
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def check_network(network: Network) -> None:
    """Raise CONFIG_UNSUPPORTED for what the network's forward mode does not allow."""
    if "\n" in network.name:
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.XML, "invalid char in name: \n")
    if not network.forward.has_own_bridge:
        _check_no_host_side(network)
    if network.bandwidth is not None and not _may_shape(network):
        raise _unsupported(_with_mode("Unsupported network-wide <bandwidth> element in network {name}", network))
    _check_devices(network)
    _check_dhcp(network)
    _check_port_groups(network)


def _may_shape(network: Network) -> bool:
    forward = network.forward
    return forward.has_own_bridge or (forward.mode == "bridge" and network.bridge is not None)


def _check_no_host_side(network: Network) -> None:
    present = (
        ("mac", network.mac is not None),
        ("ip", bool(network.ips)),
        ("dns", network.dns.has_records),
        ("domain", network.domain is not None),
    )
    for tag, is_there in present:
        if is_there:
            raise _unsupported(_with_mode(f"Unsupported <{tag}> element in network {{name}}", network))


def _check_devices(network: Network) -> None:
    forward = network.forward
    if forward.mode == "hostdev" and forward.devices:
        raise _unsupported(
            f"hostdev network '{network.name}' lists '{forward.devices[0]}' in the device pool, but hostdev networks "
            "require all devices to be listed by PCI address, not network device name"
        )
    if forward.pci_devices:
        pci = forward.pci_devices[0]
        if forward.mode != "hostdev":
            raise _unsupported(
                f"network '{network.name}' has forward mode '{forward.mode}' but lists a device by PCI address in "
                "the device pool. This is only supported for networks with forward mode 'hostdev'"
            )
        place = f"{pci.domain:04x}:{pci.bus:02x}:{pci.slot:02x}.{pci.function:x}"
        path = f"/sys/bus/pci/devices/{place}"
        raise _unsupported(f"device '{path}' in network '{network.name}' is not an SR-IOV Virtual Function")
    if forward.devices and forward.physical_function:
        words = "<address>, <interface>, and <pf> elements of <forward> in network"
        raise _unsupported(f"{words} {network.name} are mutually exclusive")


def _check_dhcp(network: Network) -> None:
    for version in (4, 6):
        if sum(ip.has_dhcp for ip in network.ips if ip.address.version == version) > 1:
            raise _unsupported(
                f"Multiple IPv{version} dhcp sections found -- dhcp is supported only for a single "
                f"IPv{version} address on each network"
            )


def _check_port_groups(network: Network) -> None:
    default: PortGroup | None = None
    allowed = _allows_vlan(network)
    misplaced = False
    for position, group in enumerate(network.port_groups):
        misplaced = misplaced or _misplaces_vlan(group, network, allowed)
        if group.is_default:
            if default is not None:
                raise _unsupported(
                    f"network '{network.name}' has multiple default <portgroup> elements "
                    f"({default.name} and {group.name}), but only one default is allowed"
                )
            default = group
        if any(group.name == other.name for other in network.port_groups[position + 1 :]):
            words = f"multiple <portgroup> elements with the same name ({group.name}) in network '{network.name}'"
            raise _unsupported(words)
        if group.bandwidth is not None and not _may_shape(network):
            words = f"Unsupported <bandwidth> element in network '{{name}}' in portgroup '{group.name}'"
            raise _unsupported(_with_mode(words, network))
    if misplaced or (network.vlan is not None and not allowed and default is None):
        words = f"<vlan> element specified for network {network.name}, whose type doesn't support vlan configuration"
        raise _unsupported(words)


def _allows_vlan(network: Network) -> bool:
    mode, port = network.forward.mode, network.virtual_port
    return mode in {"hostdev", "passthrough"} or (mode == "bridge" and port is not None and port.kind == "openvswitch")


def _misplaces_vlan(group: PortGroup, network: Network, allowed: bool) -> bool:
    if network.vlan is None and group.vlan is None:
        return False
    if group.virtual_port is not None:
        return network.forward.mode != "bridge" or group.virtual_port.kind != "openvswitch"
    return not allowed


def _with_mode(words: str, network: Network) -> str:
    return f"{words.format(name=network.name)} with forward mode='{network.forward.mode}'"


def _unsupported(reason: str) -> Exception:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NETWORK, reason)
