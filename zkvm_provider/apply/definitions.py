"""What is defined on the host before a redefinition."""

from __future__ import annotations

from zkvm_provider.apply import renaming
from zkvm_provider.apply.desk import Desk
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import MISSING, Hypervisor, ObjectRef


def xml_to_keep(desk: Desk, ref: ObjectRef) -> str | None:
    """What a redefinition carries over: of what is there, or was until it was undefined to be renamed."""
    existing = existing_xml(desk.endpoint.hypervisor, ref)
    return existing if existing is not None else renaming.xml_before(desk, ref)


def existing_xml(hypervisor: Hypervisor, ref: ObjectRef) -> str | None:
    """The object's persistent XML; None when there is none."""
    try:
        return hypervisor.dump(ref)
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise
