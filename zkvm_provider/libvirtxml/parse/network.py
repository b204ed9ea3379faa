"""A network's XML as a value."""

from __future__ import annotations

from dataclasses import dataclass

from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.xmltext import attribute, read_answer, text_of
from zkvm_provider.model.interface import MacvtapMode


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
    )
