"""A host for tests of the network rules: what it has is said in the constructor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from zkvm_provider.hypervisor.emulated.network import HostInterface, NetworkEntry, define_network


@dataclass(kw_only=True)
class NetworkLab:
    """Networks and interfaces of a host."""

    known: list[NetworkEntry] = field(default_factory=list)
    devices: list[HostInterface] = field(default_factory=list)
    shaping: bool = True

    def networks(self) -> Sequence[NetworkEntry]:
        return self.known

    def interfaces(self) -> Sequence[HostInterface]:
        return self.devices

    def has_traffic_shaping(self) -> bool:
        return self.shaping

    def add(self, xml: str, *, active: bool = False) -> NetworkEntry:
        """Define a network as the host would, and start it if wanted."""
        made = define_network(xml, self, dice(100 + len(self.known)), validate=False)
        live = made.xml if active else ""
        entry = NetworkEntry(name=made.name, uuid=made.uuid, config_xml=made.xml, live_xml=live)
        self.known.append(entry)
        return entry


def dice(seed: int) -> Random:
    """Repeatable chance."""
    return Random(seed)  # noqa: S311
