"""What protects a guest: Secure Execution, and keys that are wrapped for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


class LaunchSecurity(StrEnum):
    """How a guest is shut off from its host (libvirt `<launchSecurity type>`)."""

    S390_PV = "s390-pv"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWrapping:
    """Protected keys of the CPACF: whether the guest may wrap keys of each kind. A host allows both unless told."""

    aes: Annotated[bool | None, Meta(doc="AES keys. Absent: as the host's QEMU has it (on).")] = None
    dea: Annotated[bool | None, Meta(doc="DEA and TDEA keys. Absent: as the host's QEMU has it (on).")] = None


def settled_key_wrapping(wrapping: KeyWrapping | None) -> KeyWrapping | None:
    """Nothing said is no key wrapping element."""
    return None if wrapping == KeyWrapping() else wrapping
