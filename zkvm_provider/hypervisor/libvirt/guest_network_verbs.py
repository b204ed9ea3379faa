"""The port's questions about the network of guests, sent over libvirt-python."""

from __future__ import annotations

from typing import Any

from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.objects import Connected
from zkvm_provider.hypervisor.libvirt.refusals import Subject
from zkvm_provider.hypervisor.port import ErrorCode


class GuestNetworkVerbs:
    """Part of `LibvirtHost`, which sends them."""

    _read: Any

    def network_filters(self) -> tuple[str, ...] | None:
        names: tuple[str, ...] | None = self._read("network_filters", Subject("host"), _filters)
        return names


def _filters(connection: Connected) -> tuple[str, ...] | None:
    """None told by drivers without filters (libvirt's test driver), and by a daemon built without."""
    libvirt = load()
    try:
        return tuple(sorted(found.name() for found in connection.listAllNWFilters(0)))
    except libvirt.libvirtError as failure:
        if failure.get_error_code() == ErrorCode.NO_SUPPORT:
            return None
        raise
