"""The watchdog diag288: what happens to a guest whose operating system no longer answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


class WatchdogAction(StrEnum):
    """What QEMU does when the watchdog is not fed (libvirt `<watchdog action>`)."""

    RESET = "reset"
    SHUTDOWN = "shutdown"
    POWEROFF = "poweroff"
    PAUSE = "pause"
    NONE = "none"
    DUMP = "dump"
    INJECT_NMI = "inject-nmi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchdog:
    """The s390 watchdog diag288, fed by the guest's `diag288_wdt` (z/VM: SET VTIMER and a restart by an operator)."""

    action: Annotated[
        WatchdogAction | None,
        Meta(
            doc="What happens when it is not fed; `inject-nmi` is a restart interruption, which takes a dump.",
            initial=WatchdogAction.RESET,
        ),
    ] = None
