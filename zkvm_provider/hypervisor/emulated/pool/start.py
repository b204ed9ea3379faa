"""Whether the host lets a pool start, and how large it then is (the backends' startPool and refreshPool, 9.0.0)."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from zkvm_provider.hypervisor.emulated.pool.shape import Pool
from zkvm_provider.hypervisor.emulated.pool.world import PoolWorld, Space
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_NOTHING = Space(capacity_bytes=0, allocation_bytes=0)
_MOUNT_OPTIONS = ("nodev", "nosuid", "noexec")


def check_start(pool: Pool, world: PoolWorld) -> None:
    """Raise where folder, device, export, volume group, SCSI host or target is missing."""
    checks = {
        "dir": _check_folder,
        "fs": _check_file_system,
        "netfs": _check_export,
        "logical": _check_volume_group,
        "disk": _check_disk,
        "scsi": _check_scsi_host,
        "iscsi": _check_target,
        "iscsi-direct": _check_target,
    }
    check = checks.get(pool.kind)
    if check is not None:
        check(pool, world)


def started(pool: Pool) -> Pool:
    """The definition as it is from the start on: a partition table nobody named is taken for `dos`, and said so."""
    if pool.kind != "disk" or pool.source.format != "unknown":
        return pool
    return replace(pool, source=replace(pool.source, format="dos"))


def space_of(pool: Pool, world: PoolWorld) -> Space:
    """Capacity and allocation of the active pool; zero for kinds whose sizes are those of their LUNs."""
    if pool.kind in {"dir", "fs"}:
        return world.space(pool.target or "/")
    if pool.kind == "netfs":
        return world.nfs_export(pool.source.hosts[0].name, pool.source.directory or "/") or _NOTHING
    if pool.kind == "logical":
        return world.volume_group(pool.source.name or "") or _NOTHING
    return _NOTHING


def _check_folder(pool: Pool, world: PoolWorld) -> None:
    if not world.folder_exists(pool.target or ""):
        words = f"cannot open directory '{pool.target}': No such file or directory"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, words)


def _check_file_system(pool: Pool, world: PoolWorld) -> None:
    if len(pool.source.devices) != 1:
        raise _internal("expected exactly 1 device for the storage pool")
    device = pool.source.devices[0].path
    command = f"{_mount(pool)} -t {pool.source.format} {device} {pool.target}"
    _check_mount_point(command, pool, world)
    if not world.device_exists(device):
        raise _mount_failed(command, f"special device {device} does not exist.", pool)
    if world.content_of(device) not in {"", pool.source.format} and pool.source.format != "auto":
        words = f"wrong fs type, bad option, bad superblock on {device}, missing codepage or helper program"
        raise _mount_failed(command, f"{words}, or other error.", pool)


def _check_export(pool: Pool, world: PoolWorld) -> None:
    source = pool.source
    if len(source.hosts) != 1:
        raise _internal("expected exactly 1 host for the storage pool")
    export = f"{source.hosts[0].name}:{source.directory}"
    kind = "" if source.format == "auto" else f" -t {source.format}"
    command = f"{_mount(pool)}{kind} {export} {pool.target}"
    _check_mount_point(command, pool, world)
    if world.nfs_export(source.hosts[0].name, source.directory or "/") is None:
        raise _mount_failed(command, f"mounting {export} failed: no such export", pool)


def _mount(pool: Pool) -> str:
    version = pool.source.protocol_version
    options = (*_MOUNT_OPTIONS, *((f"nfsvers={version}",) if version else ()), *pool.mount_options)
    return f"/bin/mount -o {shlex.quote(','.join(options))}"


def _check_mount_point(command: str, pool: Pool, world: PoolWorld) -> None:
    if not world.folder_exists(pool.target or ""):
        raise _mount_failed(command, "mount point does not exist.", pool)


def _mount_failed(command: str, reason: str, pool: Pool) -> Exception:
    hint = "       dmesg(1) may have more information after failed mount system call.\n"
    words = f"unexpected exit status 32: mount: {pool.target}: {reason}\n{hint}"
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, f"Child process ({command}) {words}")


def _check_volume_group(pool: Pool, world: PoolWorld) -> None:
    if world.volume_group(pool.source.name or "") is None:
        words = f"cannot find logical volume group name '{pool.source.name}'"
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.STORAGE, words)


def _check_disk(pool: Pool, world: PoolWorld) -> None:
    device = pool.source.devices[0].path
    if not world.device_exists(device):
        words = f"device path '{device}' doesn't exist"
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.STORAGE, words)
    wanted = started(pool).source.format
    if world.content_of(device) not in {"", wanted}:
        words = f"Format of device '{device}' does not match the expected format '{wanted}'"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.STORAGE, words)


def _check_scsi_host(pool: Pool, world: PoolWorld) -> None:
    adapter = pool.source.adapter
    if adapter is None:
        raise _internal("missing storage pool source adapter")
    hosts = world.scsi_hosts()
    if adapter.kind == "fc_host":
        _check_parent(adapter.word("parent"), hosts)
        return
    name = adapter.word("name")
    number = name.removeprefix("scsi_host").removeprefix("host")
    if not number.isdecimal():
        words = f"invalid adapter name '{name}' for SCSI pool"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NONE, words)
    if f"scsi_host{number}" not in hosts:
        path = f"/sys/class/scsi_host/host{number}/scan"
        words = f"Could not open '{path}' to trigger host scan: No such file or directory"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, words)


def _check_parent(parent: str, hosts: Sequence[str]) -> None:
    """A virtual HBA needs NPIV on its parent; FCP devices of a Z host have none to hand out to libvirt."""
    if not parent:
        words = "'parent' for vHBA not specified, and cannot find one on this host"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NODEDEV, words)
    if parent not in hosts:
        words = f"parent '{parent}' specified for vHBA does not exist"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NODEDEV, words)
    words = f"parent '{parent}' specified for vHBA is not vport capable"
    raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NODEDEV, words)


def _check_target(pool: Pool, world: PoolWorld) -> None:
    source = pool.source
    if len(source.hosts) != 1:
        raise _internal("Expected exactly 1 host for the storage pool")
    if len(source.devices) != 1:
        raise _internal("Expected exactly 1 device for the storage pool")
    if source.devices[0].path not in world.iscsi_targets():
        host, iqn = source.hosts[0].name, source.devices[0].path
        if pool.kind == "iscsi-direct":
            raise _internal(f"Failed to connect to LUN : no target {iqn} at {host}")
        command = f"/usr/bin/iscsiadm --mode node --portal {host}:{source.hosts[0].port or 3260},1"
        words = f"Child process ({command} --targetname {iqn} --login) unexpected exit status 21"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, words)


def _internal(reason: str) -> Exception:
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.STORAGE, reason)
