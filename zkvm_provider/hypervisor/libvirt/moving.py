"""Live migration over libvirt: one call that may take long, its progress, and what became of it when the line broke."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any, Final, Protocol

from zkvm_provider.errors import BackendError, Unreachable, Unsupported
from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.line import Late, Lost
from zkvm_provider.hypervisor.libvirt.objects import Connected, find
from zkvm_provider.hypervisor.libvirt.pool import Connections
from zkvm_provider.hypervisor.libvirt.refusals import Subject, translate
from zkvm_provider.hypervisor.port import (
    MISSING,
    ErrorCode,
    Hypervisor,
    Migration,
    MigrationProgress,
    ObjectRef,
    Told,
)

_POLL_S: Final = 0.25
_LIMIT_S: Final = 7 * 86400.0


class Source(Hypervisor, Protocol):
    """The host a guest leaves."""

    def limit_downtime(self, ref: ObjectRef, milliseconds: int) -> None:
        """How long the guest may stand still at the end of the migration that is under way."""

    def enter_post_copy(self, ref: ObjectRef) -> None:
        """Let the guest run on the target from now on; the migration must have been begun with that option."""


def migrate(
    source: Source, target: Hypervisor, line: Callable[[], Connections], ref: ObjectRef, how: Migration, told: Told
) -> None:
    """Send the one call, and ask for its progress meanwhile. Raises libvirt's refusal, or Unreachable."""
    full, there, connections = source.look_up(ref), target.facts().uri, line()
    question = lambda connection: _send(connection, full, target, how)
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="migration") as pool:
            call = pool.submit(connections.ask, question, _LIMIT_S)
            _follow(source, full, call.result, how, told)
    except Lost as lost:
        _settle(source, target, full, lost)
    except Late as late:
        raise Unreachable(there, f"the migration of {full} has not ended in {late.waited_s:.0f} s") from late
    except load().libvirtError as failure:
        raise translate(failure, verb="migrate", what=Subject("domain", name=full.name), uri=there) from failure
    finally:
        connections.close()


def progress_of(found: Any) -> MigrationProgress | None:
    """virDomainGetJobStats, when the job is a migration."""
    libvirt = load()
    told = found.jobStats(0)
    is_incoming = told.get("operation") == libvirt.VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN
    is_outgoing = told.get("operation") == libvirt.VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT
    if told.get("type", 0) == libvirt.VIR_DOMAIN_JOB_NONE or not (is_incoming or is_outgoing):
        return None
    return MigrationProgress(
        elapsed_ms=told.get("time_elapsed", 0),
        total_bytes=told.get("data_total", 0),
        remaining_bytes=told.get("data_remaining", 0),
        passes=told.get("memory_iteration", 0),
        is_incoming=is_incoming,
    )


def _send(connection: Connected, ref: ObjectRef, target: Hypervisor, how: Migration) -> None:
    libvirt = load()
    domain = find(connection, ref)
    parameters: dict[str, Any] = {}
    if how.data_uri:
        parameters[libvirt.VIR_MIGRATE_PARAM_URI] = how.data_uri
    if how.bandwidth_mib_s:
        parameters[libvirt.VIR_MIGRATE_PARAM_BANDWIDTH] = how.bandwidth_mib_s
    if how.uri:
        domain.migrateToURI3(how.uri, parameters, _flags(how) | libvirt.VIR_MIGRATE_PEER2PEER)
        return
    lend = getattr(target, "lend", None)
    if lend is None:
        raise Unsupported("a migration to a host of another kind", needs="libvirt on both hosts")
    lend(lambda opened: domain.migrate3(opened, parameters, _flags(how)))


def _flags(how: Migration) -> int:
    libvirt = load()
    chosen = {
        libvirt.VIR_MIGRATE_TUNNELLED: how.tunnelled,
        libvirt.VIR_MIGRATE_AUTO_CONVERGE: how.auto_converge,
        libvirt.VIR_MIGRATE_POSTCOPY: how.post_copy,
        libvirt.VIR_MIGRATE_COMPRESSED: how.compressed,
        libvirt.VIR_MIGRATE_NON_SHARED_DISK: how.copy_storage == "all",
        libvirt.VIR_MIGRATE_NON_SHARED_INC: how.copy_storage == "incremental",
        libvirt.VIR_MIGRATE_UNSAFE: how.unsafe,
    }
    always = libvirt.VIR_MIGRATE_LIVE | libvirt.VIR_MIGRATE_PERSIST_DEST | libvirt.VIR_MIGRATE_UNDEFINE_SOURCE
    return int(always | sum(flag for flag, is_wanted in chosen.items() if is_wanted))


def _follow(source: Source, ref: ObjectRef, end: Callable[[float], object], how: Migration, told: Told) -> None:
    """Until the call ends: tell the progress, set the downtime once there is a job, give up when told to.

    Post-copy is only allowed by its flag: it begins when it is asked for, after the first pass (`virsh migrate
    --postcopy-after-precopy`).
    """
    is_set, is_given_up, is_over = not how.max_downtime_ms, False, not how.post_copy
    while True:
        try:
            end(_POLL_S)
            return
        except NotYet:
            pass
        try:
            progress = source.job(ref)
            if progress is not None and not is_set:
                source.limit_downtime(ref, how.max_downtime_ms)
                is_set = True
            if progress is not None and progress.passes > 1 and not is_over:
                source.enter_post_copy(ref)
                is_over = True
            if not is_given_up and not told(progress or MigrationProgress()) and progress is not None:
                source.abort_job(ref)
                is_given_up = True
        except BackendError as refused:
            if refused.code not in {*MISSING, ErrorCode.OPERATION_INVALID}:
                raise  # it has left, or the job ended between two questions


def _settle(source: Source, target: Hypervisor, ref: ObjectRef, lost: Lost) -> None:
    """The line broke: the source's daemon may go on without us. Only a guest that is there and not here has moved."""
    here = {row.ref.uuid for row in source.list(ref.kind)}
    arrived = {row.ref.uuid for row in target.list(ref.kind) if row.active}
    if ref.uuid in arrived and ref.uuid not in here:
        return
    reason = f"the connection broke during the migration of {ref} ({lost.reason})"
    remedy = "the host may go on with it: run the same command again, which looks where the guest is"
    raise Unreachable(target.facts().uri, f"{reason}; {remedy}") from lost
