"""Pools and networks under a new name: undefined under the old one, then defined with the same uuid.

libvirt cannot rename them. A process that ends between the two leaves nothing on the host, and the journal says so: the
next update makes the object again instead of calling it removed by others.
"""

from __future__ import annotations

from typing import Final

from zkvm_provider.apply.desk import Desk

_NOTE: Final = "is being renamed"


def record(desk: Desk, entry: str, *, old: str | None, new: str | None) -> None:
    """Before the first step: that the object is ours, and whether it may vanish for a moment. `old` None: it is new."""
    if old is None and not is_under_way(desk, entry):
        desk.journal.write(desk.machine_id, entry, desk.identity)
    elif old is not None and old != new:
        desk.journal.write(desk.machine_id, entry, desk.identity, note=_NOTE)


def is_under_way(desk: Desk, entry: str) -> bool:
    """A renaming of ours has begun and has not ended."""
    found = desk.journal.find(desk.machine_id, entry, desk.identity)
    return found is not None and found.note == _NOTE


def end(desk: Desk, entry: str) -> None:
    """Every step is done."""
    if is_under_way(desk, entry):
        desk.journal.write(desk.machine_id, entry, desk.identity)
