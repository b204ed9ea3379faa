"""The port's questions about the network of guests, each as one look at a store."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.session import Session


class GuestNetworkVerbs:
    """Part of `EmulatedHost`, whose session it looks into."""

    _session: Session

    def network_filters(self) -> tuple[str, ...] | None:
        with self._session.look("network_filters") as tx:
            return tuple(sorted(tx.inventory.network_filters))
