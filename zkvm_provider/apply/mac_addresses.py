"""MAC addresses that are given by hand, against those of the host's other guests: libvirt takes the same one twice."""

from __future__ import annotations

from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.errors import Fault
from zkvm_provider.model.guest import Guest


def mac_faults(desk: Desk, uuid: str, guest: Guest, previous: Any) -> list[Fault]:
    """Addresses that another guest of the host has. What the guest had before is not asked about again."""
    before = {each.mac for each in previous.interfaces or ()} if isinstance(previous, Guest) else set()
    said = [(at, each.mac) for at, each in enumerate(guest.interfaces or ()) if each.mac and each.mac not in before]
    if not said or not desk.fresh:
        return []
    holders = desk.view.macs()
    return [
        Fault(
            path=f"interfaces[{at}].mac",
            reason=f"{mac} is the MAC address of guest {holder!r} on {desk.place}; choose another, or leave it out",
        )
        for at, mac in said
        if (holder := next((name for other, name in holders.get(str(mac), ()) if other != uuid), None))
    ]
