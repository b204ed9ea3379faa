"""Filling in what a definition leaves open: uuid, bridge name, MAC address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from zkvm_provider.hypervisor.emulated.network.read import read_network
from zkvm_provider.hypervisor.emulated.network.shape import Network
from zkvm_provider.hypervisor.emulated.network.world import NetworkEntry, NetworkWorld
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_HIGHEST_BRIDGE = 256
_TEMPLATE = "virbr%d"


def complete(network: Network, world: NetworkWorld, rng: Random) -> Network:
    """The network with uuid, and for one that has a bridge of its own, bridge name and MAC address.

    Raises INTERNAL_ERROR where the bridge name belongs to another network or none is left.
    """
    known = world.networks()
    if network.forward.has_own_bridge:
        bridge = _bridge(network, known, {interface.name for interface in world.interfaces()})
        network = replace(network, bridge=bridge, mac=network.mac or _random_mac(rng))
    return replace(network, uuid=network.uuid or str(UUID(int=rng.getrandbits(128), version=4)))


def check_identity(network: Network, known: Sequence[NetworkEntry]) -> None:
    """Raise OPERATION_FAILED where the name or uuid belongs to another network."""
    for entry in known:
        if entry.uuid == network.uuid and entry.name != network.name:
            words = f"network '{entry.name}' is already defined with uuid {entry.uuid}"
            raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.NETWORK, words)
    for entry in known:
        if entry.name == network.name and entry.uuid != network.uuid:
            words = f"network '{network.name}' already exists with uuid {entry.uuid}"
            raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.NETWORK, words)


def used_bridges(known: Sequence[NetworkEntry], *, besides: str = "") -> frozenset[str]:
    """Bridge names in the definitions and running networks, without those of the network `besides`."""
    texts = (text for entry in known if entry.name != besides for text in (entry.config_xml, entry.live_xml) if text)
    return frozenset(bridge for text in texts if (bridge := read_network(text, validate=False).bridge))


def _bridge(network: Network, known: Sequence[NetworkEntry], devices: set[str]) -> str:
    used = used_bridges(known, besides=network.name)
    if network.bridge and "%d" not in network.bridge:
        if network.bridge in used:
            raise _internal(f"bridge name '{network.bridge}' already in use.")
        return network.bridge
    template = network.bridge or _TEMPLATE
    for number in range(_HIGHEST_BRIDGE + 1):
        name = template.replace("%d", str(number))
        if name not in used and name not in devices:
            return name
    raise _internal(f"Bridge generation exceeded max id {_HIGHEST_BRIDGE}")


def _random_mac(rng: Random) -> str:
    return ":".join(("52", "54", "00", *(f"{rng.getrandbits(8):02x}" for _ in range(3))))


def _internal(reason: str) -> Exception:
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NETWORK, reason)
