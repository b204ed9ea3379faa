"""What building and deleting a pool does to the host (virStoragePoolBuild and Delete, 9.0.0)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.pool.shape import Pool
from zkvm_provider.hypervisor.emulated.pool.world import ChangeKind, HostChange, PoolWorld
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_LABELS = {"unknown": "msdos", "dos": "msdos"}
"""parted's names of the labels, where libvirt's differ."""


def build(pool: Pool, world: PoolWorld, *, formats: bool = False) -> tuple[HostChange, ...]:
    """The changes; a folder that exists is kept, and kinds that are only looked at change nothing.

    `formats`: an `fs` pool's file system is made too. Raises STORAGE_POOL_BUILT for a device that holds something.
    """
    devices = tuple(device.path for device in pool.source.devices)
    if pool.kind in {"dir", "fs", "netfs"}:
        return (*_folder(pool, world), *(_file_system(pool, devices, world) if formats and pool.kind == "fs" else ()))
    if pool.kind == "logical":
        _check_devices(devices, world)
        for device in devices:
            _check_empty(device, "LVM2_member", world)
        if world.volume_group(pool.source.name or "") is not None:
            raise _vgcreate_failed(pool, devices, f"A volume group called {pool.source.name} already exists.")
        if not devices:
            raise _vgcreate_failed(pool, devices, "No command with matching syntax recognised.")
        return (HostChange(kind=ChangeKind.MAKE_VOLUME_GROUP, what=pool.source.name or "", devices=devices),)
    if pool.kind == "disk":
        _check_devices(devices, world)
        _check_empty(devices[0], pool.source.format, world)
        label = _LABELS.get(pool.source.format, pool.source.format)
        return (HostChange(kind=ChangeKind.MAKE_LABEL, what=devices[0], devices=devices, format=label),)
    return ()


def _folder(pool: Pool, world: PoolWorld) -> tuple[HostChange, ...]:
    if world.folder_exists(pool.target or ""):
        return ()
    return (HostChange(kind=ChangeKind.MAKE_FOLDER, what=pool.target or ""),)


def _file_system(pool: Pool, devices: tuple[str, ...], world: PoolWorld) -> tuple[HostChange, ...]:
    if len(devices) != 1 or not world.device_exists(devices[0]):
        words = f"source device does not exist when formatting pool '{pool.name}'"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.STORAGE, words)
    _check_empty(devices[0], pool.source.format, world)
    made = HostChange(kind=ChangeKind.MAKE_FILESYSTEM, what=devices[0], devices=devices, format=pool.source.format)
    return (made,)


def _check_empty(device: str, wanted: str, world: PoolWorld) -> None:
    """virStorageBackendDeviceIsEmpty; the words were captured for LVM2_member, ext4 and gpt."""
    found = world.content_of(device)
    if not found:
        return
    words = f"Format of device '{device}' does not match the expected format '{wanted}', forced overwrite is necessary"
    if found == wanted:
        words = f"Device '{device}' already formatted using '{wanted}'"
    raise refusal(ErrorCode.STORAGE_POOL_BUILT, ErrorDomain.STORAGE, f"Storage pool already built: {words}")


def delete(pool: Pool, world: PoolWorld) -> tuple[HostChange, ...]:
    """The changes. Raises SYSTEM_ERROR for a folder that is missing or not empty, NO_SUPPORT for other kinds."""
    if pool.kind in {"dir", "fs", "netfs"}:
        target = pool.target or ""
        if not world.folder_exists(target):
            raise _rmdir_failed(target, "No such file or directory")
        if not world.folder_is_empty(target):
            raise _rmdir_failed(target, "Directory not empty")
        return (HostChange(kind=ChangeKind.REMOVE_FOLDER, what=target),)
    if pool.kind == "logical":
        devices = tuple(device.path for device in pool.source.devices)
        return (HostChange(kind=ChangeKind.REMOVE_VOLUME_GROUP, what=pool.source.name or "", devices=devices),)
    raise refusal(ErrorCode.NO_SUPPORT, ErrorDomain.STORAGE, "pool does not support pool deletion")


def _check_devices(devices: tuple[str, ...], world: PoolWorld) -> None:
    for device in devices:
        if not world.device_exists(device):
            words = f"Storage pool probe failed: Failed to create filesystem probe for device {device}"
            raise refusal(ErrorCode.STORAGE_PROBE_FAILED, ErrorDomain.STORAGE, words)


def _vgcreate_failed(pool: Pool, devices: tuple[str, ...], reason: str) -> Exception:
    command = " ".join(("/sbin/vgcreate", pool.source.name or "", *devices))
    words = f"Child process ({command}) unexpected exit status 5: {reason}\n"
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, words)


def _rmdir_failed(target: str, reason: str) -> Exception:
    return refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, f"failed to remove pool '{target}': {reason}")
