"""The port's questions about the network of guests, each as one look at a store."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated import leases
from zkvm_provider.hypervisor.emulated.session import Session
from zkvm_provider.hypervisor.guest_network import AddressSource
from zkvm_provider.hypervisor.port import ObjectRef


class GuestNetworkVerbs:
    """Part of `EmulatedHost`, whose session it looks into."""

    _session: Session

    def network_filters(self) -> tuple[str, ...] | None:
        with self._session.look("network_filters") as tx:
            return tuple(sorted(tx.inventory.network_filters))

    def addresses(self, ref: ObjectRef, source: AddressSource) -> tuple[str, ...]:
        with self._session.look("addresses", str(ref)) as tx:
            return leases.addresses(tx, ref, source)
