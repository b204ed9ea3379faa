"""Networks as libvirt 9.0.0 reads, completes, checks and writes them: pure functions from text to text."""

from __future__ import annotations

from random import Random

from zkvm_provider.hypervisor.emulated.network.check import check_network
from zkvm_provider.hypervisor.emulated.network.complete import check_identity, complete
from zkvm_provider.hypervisor.emulated.network.definition import NetworkDefinition
from zkvm_provider.hypervisor.emulated.network.read import read_network
from zkvm_provider.hypervisor.emulated.network.start import check_start, with_nat_ports
from zkvm_provider.hypervisor.emulated.network.update import update_network
from zkvm_provider.hypervisor.emulated.network.world import HostInterface, NetworkEntry, NetworkWorld
from zkvm_provider.hypervisor.emulated.network.write import write_network

__all__ = [
    "HostInterface",
    "NetworkDefinition",
    "NetworkEntry",
    "NetworkWorld",
    "define_network",
    "start_network",
    "update_network",
]


def define_network(xml: str, world: NetworkWorld, rng: Random, *, validate: bool) -> NetworkDefinition:
    """The persistent definition libvirt makes of `xml` (virNetworkDefineXML).

    Fills in uuid, MAC and bridge name where they are missing, from `rng` and the names taken in `world`.
    When the uuid is that of a known network the result replaces it. Raises `BackendError`: text libvirt
    refuses, an element it does not know (`validate` only), a name or bridge of another network.
    """
    network = complete(read_network(xml, validate=validate), world, rng)
    check_network(network)
    check_identity(network, world.networks())
    return NetworkDefinition(name=network.name, uuid=network.uuid or "", xml=write_network(network))


def start_network(config_xml: str, world: NetworkWorld) -> str:
    """The live XML of a network started from its definition (virNetworkCreate).

    `config_xml` is what `define_network` returned. Raises `BackendError` when the host does not allow it:
    the address range or bridge is in use, no virtual function is free. The caller checks that the network
    is inactive.
    """
    network = read_network(config_xml, validate=False)
    check_start(network, world)
    return write_network(with_nat_ports(network))
