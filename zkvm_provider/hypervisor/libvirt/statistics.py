"""State, memory and vCPUs of every domain in one call (virConnectGetAllDomainStats)."""

from __future__ import annotations

from typing import Any

from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.objects import STATES, Connected, find, full_ref, look_up
from zkvm_provider.hypervisor.port import DomainStats, ObjectInfo, ObjectKind, ObjectRef, PowerState

UNKNOWN = "unknown"
REASONS: dict[PowerState, tuple[str, ...]] = {
    PowerState.RUNNING: (
        UNKNOWN, "booted", "migrated", "restored", "from snapshot", "unpaused", "migration canceled",
        "save canceled", "event wakeup", "crashed", "post-copy", "post-copy failed",
    ),
    PowerState.PAUSED: (
        UNKNOWN, "user", "migrating", "saving", "dumping", "I/O error", "watchdog", "from snapshot",
        "shutting down", "creating snapshot", "crashed", "starting up", "post-copy", "post-copy failed", "api error",
    ),
    PowerState.SHUTDOWN: (UNKNOWN, "user"),
    PowerState.SHUTOFF: (
        UNKNOWN, "shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from snapshot", "daemon",
    ),
    PowerState.CRASHED: (UNKNOWN, "panicked"),
}  # fmt: skip
"""virDomain…Reason by number, in the words of `virsh domstate --reason`."""


def read_stats(connection: Any) -> tuple[DomainStats, ...]:
    """One row for each domain, sorted by name."""
    rows = [_row(domain, record) for domain, record in connection.getAllDomainStats(_wanted(), 0)]
    return tuple(sorted(rows, key=lambda row: row.ref.name))


def _wanted() -> int:
    libvirt = load()
    wanted: int = (
        libvirt.VIR_DOMAIN_STATS_STATE
        | libvirt.VIR_DOMAIN_STATS_BALLOON
        | libvirt.VIR_DOMAIN_STATS_VCPU
        | libvirt.VIR_DOMAIN_STATS_CPU_TOTAL
    )
    return wanted


def read_row(connection: Connected, ref: ObjectRef) -> tuple[ObjectInfo, DomainStats]:
    """One domain, in two calls, or three while it is active. Raises libvirt's own error when there is none.

    A domain that is not active is persistent: libvirt forgets others when they end.
    """
    domain = find(connection, ref)
    rows = connection.domainListGetStats([domain], _wanted(), 0)
    if not rows:
        look_up(connection, ref)  # it went away between the calls, which this says
    stats = _row(*rows[0], uuid=ref.uuid)
    info = ObjectInfo(
        ref=stats.ref,
        active=stats.state.is_active,
        persistent=not stats.state.is_active or bool(domain.isPersistent()),
        autostart=bool(domain.autostart()),
        state=stats.state,
        domain_id=rows[0][0].ID() if stats.state.is_active else None,
    )
    return info, stats


def reason_of(state: PowerState, number: int) -> str:
    """libvirt's reason for a state; a number newer than this table is `unknown`."""
    reasons = REASONS.get(state, ())
    return reasons[number] if number < len(reasons) else UNKNOWN


def _row(domain: Any, record: dict[str, Any], *, uuid: str = "") -> DomainStats:
    state = STATES[record.get("state.state", 0)]
    if "balloon.maximum" not in record or "vcpu.maximum" not in record:
        record = {**_asked_one_by_one(domain), **record}  # drivers that fill in only a part
    return DomainStats(
        ref=full_ref(ObjectKind.DOMAIN, domain, uuid=uuid),
        state=state,
        state_reason=reason_of(state, record.get("state.reason", 0)),
        current_memory_kib=record["balloon.current"] if "balloon.current" in record else record["balloon.maximum"],
        max_memory_kib=record["balloon.maximum"],
        vcpus_current=record["vcpu.current"],
        vcpus_max=record["vcpu.maximum"],
        cpu_time_ns=record.get("cpu.time", 0),
        balloon_driver_is_up=_has_reported(record),
    )


def _has_reported(record: dict[str, Any]) -> bool:
    """The guest's driver sends its statistics once when it comes up; before that QEMU knows none of them."""
    return bool(record.get("balloon.last-update")) or "balloon.available" in record


def _asked_one_by_one(domain: Any) -> dict[str, Any]:
    libvirt = load()
    _state, maximum_kib, current_kib, vcpus, cpu_time_ns = domain.info()
    try:
        vcpus_max = domain.vcpusFlags(libvirt.VIR_DOMAIN_VCPU_MAXIMUM)
    except libvirt.libvirtError:
        vcpus_max = vcpus
    return {
        "balloon.current": current_kib,
        "balloon.maximum": maximum_kib,
        "vcpu.current": vcpus,
        "vcpu.maximum": vcpus_max,
        "cpu.time": cpu_time_ns,
    }
