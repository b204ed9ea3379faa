"""Waiting until a guest that was started is up: its agent or the DHCP server is asked; the last answer is told."""

from __future__ import annotations

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.wait import wait_until
from zkvm_provider.errors import BackendError, Refused, TimedOut
from zkvm_provider.hypervisor.guest_network import AddressSource
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.model.waiting import ReadySource
from zkvm_provider.reconcile.host_steps import WaitForGuest

_WORDS = {
    ReadySource.AGENT: ("the guest's agent", "is qemu-guest-agent installed and started in the guest?"),
    ReadySource.LEASE: ("libvirt's DHCP server", "does the guest ask for an address, on a network that gives some?"),
}


def wait_for_guest(desk: Desk, step: WaitForGuest) -> None:
    """Return once the source answers as wanted. Raises TimedOut with whom was asked and what was answered last."""
    ref, source = ObjectRef(kind=ObjectKind.DOMAIN, uuid=step.uuid), ReadySource(step.source)
    asked, remedy = _WORDS[source]
    last = ""

    def is_ready() -> bool:
        nonlocal last
        try:
            found = desk.endpoint.hypervisor.addresses(ref, AddressSource(source.value))
        except BackendError as refused:
            if refused.code == ErrorCode.OPERATION_INVALID:
                raise Refused(
                    "the guest stopped while zkvm waited for it", remedy=f"look at: zkvm console {step.name}"
                ) from refused
            last = str(refused)
            return False
        last = "no address of this guest"
        return source is ReadySource.AGENT or bool(found)

    told: set[int] = set()

    def tell(waited: float) -> None:
        if int(waited) not in told:
            told.add(int(waited))
            desk.tell(f"waiting for {asked} ({waited:.0f} s of {step.timeout_s} s)")

    if not wait_until(
        is_ready, timeout_s=step.timeout_s, clock=desk.clock, stop=desk.stop, deadline=desk.deadline, told=tell
    ):
        raise TimedOut(f"an answer of {asked} (it said last: {last})", waited_s=step.timeout_s, remedy=remedy)
