"""Moving a guest between machines: every reason against it before the first step, and the migration itself."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from zkvm_provider.apply import volumes
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import find_volume
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.errors import BackendError, Bug, Fault, Refused, TimedOut
from zkvm_provider.hypervisor.port import ErrorCode, Migration, MigrationProgress, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.migratable import Migratable, parse_migratable
from zkvm_provider.model.disk import Disk, DiskCache
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.migration import CopyStorage, MigrationMode
from zkvm_provider.model.migration import Migration as How
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.desired import MoveKind
from zkvm_provider.units import format_size

_EMULATED = "emulated"
_DROPS_CACHES = (4, 0)
"""QEMU since 4.0 drops the caches of images before the other host opens them (libvirt: migration-file-drop-cache)."""


def reasons_against(desk: Desk, guest: Guest, observed: ObservedGuest, kind: MoveKind) -> Iterator[Fault]:
    """Everything that stands against the move, beyond what any guest needs on its host. `observed` is at the origin."""
    if kind is MoveKind.LEFTOVER or desk.origin is None:
        return
    how = guest.migration or How()
    yield from _hosts(desk, desk.origin, how, kind)
    if not how.unsafe:
        yield from _storage(desk, desk.origin, guest, how)
    if how.copy_storage:
        yield from _targets(desk, desk.origin, guest)
    if how.copy_storage is CopyStorage.INCREMENTAL:
        yield from _layers(desk, desk.origin, guest)
    if kind is MoveKind.LIVE:
        if observed.live is not None and observed.live.guest.launch_security is not None:
            reason = "a guest under Secure Execution cannot migrate while it runs; set `migration.mode` to offline"
            yield Fault(path="host", reason=reason)
        yield from _running(desk, desk.origin, observed)
    else:
        machine = observed.config.guest.machine or ""
        yield from _machine(desk, machine)


def way(uri: str, how: How) -> str:
    """The URI that the old host's libvirt connects to; empty when zkvm speaks to both hosts."""
    if how.mode is MigrationMode.DIRECT:
        return ""
    if how.uri:
        return how.uri
    is_remote = urlsplit(uri).scheme == _EMULATED or bool(urlsplit(uri).hostname)
    return uri if is_remote or how.mode is MigrationMode.P2P or how.tunnelled else ""


def migrate(desk: Desk, uuid: str, how: How) -> None:
    """Move the running guest from the desk's origin to the desk. Raises what the host refuses, or TimedOut."""
    if desk.origin is None:
        raise Bug("a migration without a host to leave")
    start, late = desk.clock.now_s(), False

    def told(progress: MigrationProgress) -> bool:
        nonlocal late
        waited = desk.clock.now_s() - start
        late = how.timeout_s is not None and waited > how.timeout_s
        desk.tell(f"migrating{_share(progress)} ({waited:.0f} s)")
        return not late and not desk.stop.is_set() and not desk.deadline.is_over

    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)
    try:
        desk.origin.endpoint.hypervisor.migrate(ref, desk.endpoint.hypervisor, _order(desk, how), told)
    except BackendError as failure:
        if late:
            remedy = f"it goes on on {desk.origin.place}; raise `migration.timeoutS`, or try `migration.autoConverge`"
            raise TimedOut("the migration", waited_s=float(how.timeout_s or 0), remedy=remedy) from failure
        if desk.deadline.is_over:
            raise desk.deadline.error() from failure
        if desk.stop.is_set() and failure.code in {ErrorCode.OPERATION_ABORTED, ErrorCode.OPERATION_FAILED}:
            raise Refused("cancelled while migrating", remedy=f"the guest goes on on {desk.origin.place}") from failure
        raise


def _order(desk: Desk, how: How) -> Migration:
    return Migration(
        uri=way(desk.endpoint.uri, how),
        data_uri=how.data_uri or "",
        tunnelled=bool(how.tunnelled),
        auto_converge=bool(how.auto_converge),
        post_copy=bool(how.post_copy),
        compressed=bool(how.compressed),
        copy_storage=str(how.copy_storage or ""),
        unsafe=bool(how.unsafe),
        max_downtime_ms=how.max_downtime_ms or 0,
        bandwidth_mib_s=how.bandwidth_mib_s or 0,
    )


def _share(progress: MigrationProgress) -> str:
    if not progress.total_bytes:
        return ""
    done = 1 - progress.remaining_bytes / progress.total_bytes
    return f" {format_size(progress.total_bytes)}: {max(0.0, done):.0%}"


def _hosts(desk: Desk, origin: Desk, how: How, kind: MoveKind) -> Iterator[Fault]:
    schemes = {urlsplit(place.endpoint.uri).scheme == _EMULATED for place in (desk, origin)}
    if len(schemes) > 1:
        reason = f"{origin.place} and {desk.place} are not both real or both emulated; stay among hosts of one kind"
        yield Fault(path="host", reason=reason)
        return
    uri = way(desk.endpoint.uri, how)
    if kind is MoveKind.LIVE and uri and urlsplit(uri).scheme != _EMULATED and not urlsplit(uri).hostname:
        reason = f"{origin.place} cannot reach {desk.place} by {uri}; give a URI with the name of the machine"
        yield Fault(path="migration.uri", reason=reason)


def _storage(desk: Desk, origin: Desk, guest: Guest, how: How) -> Iterator[Fault]:
    for at, disk in enumerate(guest.disks or ()):
        field = next((name for name in ("volume", "file") if getattr(disk, name)), "")
        path = _path(origin, disk) if field else ""
        if path and not how.copy_storage and not disk.read_only and not _is_shared(origin, path):
            reason = (
                f"{path} lies on {origin.place} alone: {desk.place} would see another file, or none; put it on a "
                "network file system or a block device that both have, set `migration.copyStorage`, or "
                "`migration.unsafe` if you know that both see the same file"
            )
            yield Fault(path=f"disks[{at}].{field}", reason=reason)
        elif (path or disk.block) and _may_be_stale(origin, disk) and not how.copy_storage:
            reason = f"cache {disk.cache or 'of the default kind'}: QEMU of {origin.place} keeps data back that "
            reason += f"{desk.place} would not see; set `cache` to none or directsync"
            yield Fault(path=f"disks[{at}].cache", reason=reason)


def _targets(desk: Desk, origin: Desk, guest: Guest) -> Iterator[Fault]:
    """Volumes that are copied into ones of another size: libvirt begins and QEMU breaks off, or leaves room unused."""
    for at, disk in enumerate(guest.disks or ()):
        if disk.volume is None or disk.read_only or is_stand_in(disk.volume):
            continue
        sizes = [_capacity(place, disk.volume) for place in (origin, desk)]
        if None not in sizes and sizes[0] != sizes[1]:
            here, there = (format_size(size or 0) for size in sizes)
            reason = f"{disk.volume} has {here} on {origin.place} and {there} on {desk.place}; give both one capacity"
            yield Fault(path=f"disks[{at}].volume", reason=reason)


def _layers(desk: Desk, origin: Desk, guest: Guest) -> Iterator[Fault]:
    """Only a disk's own layer is copied: over another backing file, or none, it is another disk.

    libvirt 9.0.0 copies it into a file that is there and, measured, never sees that a volume is (code 84).
    """
    for at, disk in enumerate(guest.disks or ()):
        if disk.read_only or is_stand_in(disk.volume or disk.file or ""):
            continue
        if disk.volume is not None:
            path = _path(origin, disk)
            reason = "libvirt copies a layer alone into files, not into volumes; give the disk its path as `file`"
            reason += f" ({path})" if path else ""
            reason += ", or set `migration.copyStorage` to all"
            yield Fault(path=f"disks[{at}].volume", reason=reason)
        if disk.file is None:
            continue
        bases = [_backing(place, disk.file) for place in (origin, desk)]
        if None not in bases and bases[0] != bases[1]:
            here, there = (base or "no backing file" for base in bases)
            reason = (
                f"{disk.file} lies on {here} on {origin.place} and on {there} on {desk.place}: `incremental` would "
            )
            reason += "leave out what is below; give both one backing file, or set `migration.copyStorage` to all"
            yield Fault(path=f"disks[{at}].file", reason=reason)


def _backing(place: Desk, path: str) -> str | None:
    """The backing file of the volume at a path, empty without one; None where no active pool has it."""
    found, _ = find_volume(place, volumes.id_at(place, path))
    return (found.parsed.backing_path or "") if found is not None and found.parsed is not None else None


def _capacity(place: Desk, volume: str) -> int | None:
    found, _ = find_volume(place, volume)
    return found.parsed.capacity_bytes if found is not None and found.parsed is not None else None


def _path(origin: Desk, disk: Disk) -> str:
    """The file of a disk on the host it leaves; empty where it has none to lose."""
    if disk.volume is None:
        return disk.file or ""
    found, _ = find_volume(origin, disk.volume)
    if found is None or found.parsed is None or is_stand_in(disk.volume):
        return ""
    return found.parsed.path


def _is_shared(origin: Desk, path: str) -> bool:
    return path.startswith("/dev/") or origin.endpoint.devices.is_on_shared_file_system(path)


def _may_be_stale(origin: Desk, disk: Disk) -> bool:
    version = tuple(int(part) for part in origin.facts.qemu_version.split(".")[:2] if part.isdigit())
    is_direct = disk.cache in {DiskCache.NONE, DiskCache.DIRECTSYNC}
    return not disk.read_only and not is_direct and version < _DROPS_CACHES


def _running(desk: Desk, origin: Desk, observed: ObservedGuest) -> Iterator[Fault]:
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=observed.config.uuid)
    found: Migratable = parse_migratable(origin.endpoint.hypervisor.dump(ref, live=True))
    if observed.state not in {"running", "idle", "paused"}:
        reason = f"the guest is {observed.state} on {origin.place} and cannot migrate; stop or start it there first"
        yield Fault(path="host", reason=reason)
    for device in found.bound:
        reason = f"the guest has {device}, which stays on {origin.place}; unplug it, or set `migration.mode` to offline"
        yield Fault(path="host", reason=reason)
    yield from _machine(desk, found.machine)
    models = desk.facts.cpu_models
    is_judged = observed.config.guest.domain_type == "qemu" or urlsplit(desk.endpoint.uri).scheme != _EMULATED
    if is_judged and found.cpu_model and models and found.cpu_model not in models:
        reason = f"{desk.place} cannot run the CPU model {found.cpu_model}; it has {', '.join(models)}"
        yield Fault(path="host", reason=reason)


def _machine(desk: Desk, machine: str) -> Iterator[Fault]:
    if machine and machine not in desk.facts.machine_types:
        newest = desk.facts.default_machine
        reason = f"the guest was made as {machine}, which {desk.place} does not know; its default is {newest}"
        yield Fault(path="host", reason=reason)
