"""Which verb does what in which state of a domain: one table, as data.

A row says the state after the verb, libvirt's reason for it, and the events that are seen, in order; or libvirt's
refusal. Sources: the QEMU driver of libvirt 9.0.0 as measured (refusals, `live/events-t6.txt` of the golden data),
`virsh domstate --reason` for the words of the reasons.
"""

from __future__ import annotations

from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, PowerState


class Act(Enum):
    """What can happen to a domain's power: by a verb, or by the guest itself."""

    START = "start"
    START_PAUSED = "start-paused"
    SHUTDOWN = "shutdown"
    DESTROY = "destroy"
    SUSPEND = "suspend"
    RESUME = "resume"
    GUEST_POWEROFF = "guest-poweroff"
    GUEST_REBOOT = "guest-reboot"
    GUEST_CRASH = "guest-crash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The domain goes to `state` for `reason`; `events` as (event, detail) of libvirt's lifecycle callbacks."""

    state: PowerState
    reason: str
    events: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """libvirt says no: OPERATION_INVALID from `domain` with `text`."""

    domain: ErrorDomain
    text: str
    code: ErrorCode = ErrorCode.OPERATION_INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The guest is only asked; nothing changes until it acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Accepted without effect."""


Outcome = Move | Refusal | Ask | Nothing

_NOT_RUNNING = Refusal(domain=ErrorDomain.DOMAIN, text="domain is not running")
_QEMU_NOT_RUNNING = Refusal(domain=ErrorDomain.QEMU, text="domain is not running")
_ALREADY_RUNNING = Refusal(domain=ErrorDomain.QEMU, text="domain is already running")

_BOOTED = Move(state=PowerState.RUNNING, reason="booted", events=(("RESUMED", "UNPAUSED"), ("STARTED", "BOOTED")))
_HELD = Move(state=PowerState.PAUSED, reason="user", events=(("STARTED", "BOOTED"), ("SUSPENDED", "PAUSED")))
_DESTROYED = Move(state=PowerState.SHUTOFF, reason="destroyed", events=(("SHUTDOWN", "HOST"), ("STOPPED", "DESTROYED")))
_POWERED_OFF = Move(
    state=PowerState.SHUTOFF, reason="shutdown", events=(("SHUTDOWN", "GUEST"), ("STOPPED", "SHUTDOWN"))
)
_PAUSED = Move(state=PowerState.PAUSED, reason="user", events=(("SUSPENDED", "PAUSED"),))
_UNPAUSED = Move(state=PowerState.RUNNING, reason="unpaused", events=(("RESUMED", "UNPAUSED"),))
_REBOOTED = Move(state=PowerState.RUNNING, reason="booted", events=(("REBOOT", ""),))
_CRASHED = Move(state=PowerState.SHUTOFF, reason="crashed", events=(("CRASHED", "PANICKED"), ("STOPPED", "CRASHED")))
PRESERVED = Move(state=PowerState.CRASHED, reason="panicked", events=(("CRASHED", "PANICKED"),))
"""A crash under `on_crash` preserve: QEMU stays."""

TABLE: dict[tuple[PowerState, Act], Outcome] = {
    (PowerState.SHUTOFF, Act.START): _BOOTED,
    (PowerState.SHUTOFF, Act.START_PAUSED): _HELD,
    (PowerState.SHUTOFF, Act.SHUTDOWN): _NOT_RUNNING,
    (PowerState.SHUTOFF, Act.DESTROY): _NOT_RUNNING,
    (PowerState.SHUTOFF, Act.SUSPEND): _NOT_RUNNING,
    (PowerState.SHUTOFF, Act.RESUME): _NOT_RUNNING,
    (PowerState.SHUTOFF, Act.GUEST_POWEROFF): _NOT_RUNNING,
    (PowerState.SHUTOFF, Act.GUEST_REBOOT): _NOT_RUNNING,
    (PowerState.SHUTOFF, Act.GUEST_CRASH): _NOT_RUNNING,
    (PowerState.RUNNING, Act.START): _ALREADY_RUNNING,
    (PowerState.RUNNING, Act.START_PAUSED): _ALREADY_RUNNING,
    (PowerState.RUNNING, Act.SHUTDOWN): Ask(),
    (PowerState.RUNNING, Act.DESTROY): _DESTROYED,
    (PowerState.RUNNING, Act.SUSPEND): _PAUSED,
    (PowerState.RUNNING, Act.RESUME): _ALREADY_RUNNING,
    (PowerState.RUNNING, Act.GUEST_POWEROFF): _POWERED_OFF,
    (PowerState.RUNNING, Act.GUEST_REBOOT): _REBOOTED,
    (PowerState.RUNNING, Act.GUEST_CRASH): _CRASHED,
    (PowerState.PAUSED, Act.START): _ALREADY_RUNNING,
    (PowerState.PAUSED, Act.START_PAUSED): _ALREADY_RUNNING,
    (PowerState.PAUSED, Act.SHUTDOWN): _QEMU_NOT_RUNNING,
    (PowerState.PAUSED, Act.DESTROY): _DESTROYED,
    (PowerState.PAUSED, Act.SUSPEND): Nothing(),
    (PowerState.PAUSED, Act.RESUME): _UNPAUSED,
    (PowerState.PAUSED, Act.GUEST_POWEROFF): _QEMU_NOT_RUNNING,
    (PowerState.PAUSED, Act.GUEST_REBOOT): _QEMU_NOT_RUNNING,
    (PowerState.PAUSED, Act.GUEST_CRASH): _QEMU_NOT_RUNNING,
    (PowerState.CRASHED, Act.START): _ALREADY_RUNNING,
    (PowerState.CRASHED, Act.START_PAUSED): _ALREADY_RUNNING,
    (PowerState.CRASHED, Act.SHUTDOWN): _QEMU_NOT_RUNNING,
    (PowerState.CRASHED, Act.DESTROY): _DESTROYED,
    (PowerState.CRASHED, Act.SUSPEND): _PAUSED,
    (PowerState.CRASHED, Act.RESUME): _UNPAUSED,
    (PowerState.CRASHED, Act.GUEST_POWEROFF): _QEMU_NOT_RUNNING,
    (PowerState.CRASHED, Act.GUEST_REBOOT): _QEMU_NOT_RUNNING,
    (PowerState.CRASHED, Act.GUEST_CRASH): _QEMU_NOT_RUNNING,
}
"""Total over the states an emulated domain can be in."""

STATES = (PowerState.SHUTOFF, PowerState.RUNNING, PowerState.PAUSED, PowerState.CRASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When an asked-for change comes: after some seconds, after some looks, or at once (both zero)."""

    seconds: float = 0.0
    looks: int = 0

    @property
    def is_immediate(self) -> bool:
        return self.seconds == 0 and self.looks == 0

    @classmethod
    def parse(cls, text: str) -> Pace:
        """`at-once`, `after-seconds:2.5` or `after-looks:3`. Raises ValueError naming the choices."""
        kind, _, number = text.partition(":")
        try:
            match kind:
                case "at-once" if not number:
                    return cls()
                case "after-seconds" if float(number) >= 0:
                    return cls(seconds=float(number))
                case "after-looks" if int(number) >= 0:
                    return cls(looks=int(number))
        except ValueError:
            pass
        raise ValueError(f"expected at-once, after-seconds:S or after-looks:N, got {text!r}")
