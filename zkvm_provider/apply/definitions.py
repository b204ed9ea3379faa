"""What is defined on the host before a redefinition."""

from __future__ import annotations

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import MISSING, Hypervisor, ObjectRef


def existing_xml(hypervisor: Hypervisor, ref: ObjectRef) -> str | None:
    """The object's persistent XML; None when there is none."""
    try:
        return hypervisor.dump(ref)
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise
