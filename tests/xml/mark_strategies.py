"""Random contents of zkvm's mark in a guest's metadata."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from zkvm_provider.model.guest import Guest


@st.composite
def remembered(draw: st.DrawFn, guest: Guest) -> dict[str, Any]:
    """What zkvm's mark says of a guest beside its owner."""
    interfaces, luns = guest.interfaces or (), guest.luns or ()
    names = [*(disk.name for disk in guest.disks or ()), *(lun.name for lun in luns)]
    return {
        "templates": draw(st.sampled_from(["", "0123456789abcdef"])),
        "boots": draw(st.none() | st.sampled_from(["", *names])),
        "given_devnos": tuple(sorted((f"interfaces[{each.name}]", each.devno) for each in interfaces if each.devno)),
        "given_units": tuple(sorted((f"luns[{each.name}]", each.unit) for each in luns if each.unit is not None)),
    }
