"""A network's XML as a value."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.parse.nat_network import read_nat
from zkvm_provider.libvirtxml.parse.vlan import read_vlan
from zkvm_provider.libvirtxml.xmltext import attribute, find, read_answer, text_of
from zkvm_provider.model.interface import MacvtapMode
from zkvm_provider.model.network import AnyNetwork, BridgeNetwork, MacvtapNetwork, NatNetwork, OvsNetwork, Portgroup
from zkvm_provider.model.vlan import Vlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNetwork:
    """What a network's XML says.

    `forward_mode` is libvirt's word, empty for an isolated network; `devices` are the host's interfaces in order of
    use; `bridge` is None where the network has none of its own.
    """

    uuid: str
    name: str
    forward_mode: str
    devices: tuple[str, ...]
    bridge: str | None
    virtual_port: str
    portgroups: tuple[Portgroup, ...]
    vlan: Vlan | None
    own: NatNetwork | None
    """One of which libvirt is the host."""

    @property
    def is_macvtap(self) -> bool:
        """Whether it hands out macvtap devices (mode bridge without a bridge, or a mode only macvtap has)."""
        return self.bridge is None and bool(self.devices) and self.forward_mode in set(MacvtapMode)

    @property
    def macvtap_mode(self) -> MacvtapMode:
        """The mode of a macvtap network. Raises Unsupported for other networks."""
        if not self.is_macvtap:
            kind = self.forward_mode or "isolated"
            raise Unsupported(f"network {self.name!r} of kind {kind}", needs="a network of macvtap devices")
        return MacvtapMode(self.forward_mode)


def network_of(parsed: ParsedNetwork) -> AnyNetwork:
    """The network in the words of the model. Raises Unsupported for one of a kind zkvm does not have."""
    if parsed.own is not None:
        return parsed.own
    if parsed.bridge is None or parsed.forward_mode != "bridge":
        return MacvtapNetwork(name=parsed.name, devices=parsed.devices, mode=parsed.macvtap_mode)
    if parsed.virtual_port == "openvswitch":
        return OvsNetwork(name=parsed.name, bridge=parsed.bridge, vlan=parsed.vlan, portgroups=parsed.portgroups)
    if parsed.virtual_port or parsed.portgroups:
        what = f"virtual port {parsed.virtual_port}" if parsed.virtual_port else "portgroups"
        raise Unsupported(f"network {parsed.name!r} on a Linux bridge with {what}", needs="an Open vSwitch bridge")
    return BridgeNetwork(name=parsed.name, bridge=parsed.bridge)


def canonical_portgroup(group: Portgroup) -> Portgroup:
    """The portgroup as it is read back."""
    return replace(group, is_default=bool(group.is_default), trunk=tuple(sorted(group.trunk)) if group.trunk else None)


def read_portgroup(element: Element) -> Portgroup:
    """A portgroup. Its `<vlan>` is one VLAN or a trunk; what else it says (bandwidth) is not the model's."""
    vlan = read_vlan(find(element, "vlan")) or Vlan()
    return Portgroup(
        name=element.get("name") or "",
        is_default=element.get("default") == "yes",
        access=vlan.access,
        trunk=vlan.trunk,
        native=vlan.native,
        native_tagged=vlan.native_tagged,
    )


def parse_network(xml: str) -> ParsedNetwork:
    """The network of a network XML. libvirt repeats the first device in `<forward dev>`. Raises Bug for other text."""
    root = read_answer(xml, "network")
    listed = (interface.get("dev") for interface in root.iterfind("forward/interface"))
    devices = tuple(device for device in listed if device)
    first = attribute(root, "forward", "dev")
    forward = root.find("forward")
    return ParsedNetwork(
        uuid=text_of(root, "uuid"),
        name=text_of(root, "name"),
        forward_mode=(forward.get("mode") or "nat") if forward is not None else "",
        devices=devices or ((first,) if first else ()),
        bridge=attribute(root, "bridge", "name") or None,
        virtual_port=attribute(root, "virtualport", "type"),
        portgroups=tuple(read_portgroup(each) for each in root.iterfind("portgroup")),
        vlan=read_vlan(find(root, "vlan")),
        own=read_nat(root),
    )
