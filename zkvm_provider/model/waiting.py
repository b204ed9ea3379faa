"""When a guest counts as started: what zkvm waits for after it started one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta

DEFAULT_TIMEOUT_S = 300


class ReadySource(StrEnum):
    """Who is asked whether the guest is up."""

    AGENT = "agent"
    LEASE = "lease"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFor:
    """Waiting happens when zkvm starts the guest, never in a preview or a refresh."""

    source: Annotated[
        ReadySource,
        Meta(
            doc="`agent`: the guest's agent answers, which needs `agent`. `lease`: an interface on a `NatNetwork` "
            "has an address of libvirt's DHCP server."
        ),
    ]
    timeout_s: Annotated[
        int | None,
        Meta(
            doc="Seconds to wait; then the operation fails, and the guest stays.",
            unit="s",
            minimum=1,
            maximum=86400,
            default=DEFAULT_TIMEOUT_S,
        ),
    ] = None
