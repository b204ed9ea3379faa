"""Pools and networks under a new name: undefined under the old one, then defined with the same uuid.

libvirt cannot rename them. A process that ends between the two leaves nothing on the host, and the journal says so: the
next update makes the object again instead of calling it removed by others.
"""

from __future__ import annotations

from typing import Final

from zkvm_provider.apply.desk import Desk
from zkvm_provider.hypervisor.port import ObjectRef

_NOTE: Final = "is being renamed"


def record(desk: Desk, ref: ObjectRef, *, old: str | None, new: str | None) -> None:
    """Before the first step: that the object is ours, and whether it may vanish for a moment. `old` None: it is new.

    With its XML: what administrators added is to be there under the new name, too.
    """
    entry = _entry(ref)
    if old is None and not is_under_way(desk, ref):
        desk.journal.write(desk.machine_id, entry, desk.identity)
    elif old is not None and old != new:
        note = f"{_NOTE}\n{desk.endpoint.hypervisor.dump(ref)}"
        desk.journal.write(desk.machine_id, entry, desk.identity, note=note)


def is_under_way(desk: Desk, ref: ObjectRef) -> bool:
    """A renaming of ours has begun and has not ended."""
    return _note(desk, ref)[0] == _NOTE


def xml_before(desk: Desk, ref: ObjectRef) -> str | None:
    """The definition that a renaming under way took away, or is about to."""
    begun, _, xml = _note(desk, ref)
    return xml if begun == _NOTE and xml else None


def end(desk: Desk, ref: ObjectRef) -> None:
    """Every step is done."""
    if is_under_way(desk, ref):
        desk.journal.write(desk.machine_id, _entry(ref), desk.identity)


def _note(desk: Desk, ref: ObjectRef) -> tuple[str, str, str]:
    found = desk.journal.find(desk.machine_id, _entry(ref), desk.identity)
    return (found.note if found is not None else "").partition("\n")


def _entry(ref: ObjectRef) -> str:
    return f"{ref.kind.value} {ref.uuid}"
