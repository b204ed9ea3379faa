"""What a network's define and start may ask of the host and of the other networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEntry:
    """A network the host knows. `config_xml` is the persistent definition, `live_xml` the running one.

    Either is empty when there is none: a transient network has no config, a stopped one no live XML.
    """

    name: str
    uuid: str
    config_xml: str = ""
    live_xml: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.live_xml)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostInterface:
    """A network interface of the host that no libvirt network made; `addresses` like `10.1.1.1/24`."""

    name: str
    addresses: tuple[str, ...] = ()


class NetworkWorld(Protocol):
    """The host as a network sees it. Every answer is a snapshot of one transaction."""

    def networks(self) -> Sequence[NetworkEntry]:
        """Every network of the host, active or not, in any order."""

    def interfaces(self) -> Sequence[HostInterface]:
        """Every interface of the host besides the bridges that active networks made."""

    def has_traffic_shaping(self) -> bool:
        """Whether the kernel has the queueing disciplines that `<bandwidth>` needs."""
