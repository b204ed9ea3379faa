"""Making a volume: the checks of libvirt's storage driver in its order, then the file or logical volume."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.pool.shape import Permissions
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.volume import image_size, logical
from zkvm_provider.hypervisor.emulated.volume.formats import WITH_FORMATS
from zkvm_provider.hypervisor.emulated.volume.qemu_img import make_image, with_sizes
from zkvm_provider.hypervisor.emulated.volume.read import read_volume
from zkvm_provider.hypervisor.emulated.volume.shape import Times, Volume
from zkvm_provider.hypervisor.emulated.volume.world import VolumeWorld
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_MODE = 0o600
"""Of files and folders alike."""
_NOT_MAKEABLE = frozenset({"iscsi", "iscsi-direct", "scsi", "mpath"})


def make_volume(xml: str, pool: PoolFacts, world: VolumeWorld, rng: Random, now_s: float) -> Volume:
    """The volume as it lies in the pool afterwards. Raises `BackendError`."""
    asked = read_volume(xml, has_formats=pool.kind in WITH_FORMATS)
    if world.has_volume(asked.name):
        raise refusal(ErrorCode.STORAGE_VOL_EXIST, ErrorDomain.STORAGE, f"storage volume '{asked.name}' exists already")
    if pool.kind in _NOT_MAKEABLE:
        raise refusal(ErrorCode.NO_SUPPORT, ErrorDomain.STORAGE, "storage pool does not support volume creation")
    if pool.kind == "disk":
        words = "partitioning the disk of a pool (it needs parted, which the emulated host has not)"
        raise refusal(ErrorCode.NO_SUPPORT, ErrorDomain.STORAGE, words)
    asked = replace(asked, times=stamp(now_s))
    if pool.kind == "logical":
        return logical.make(asked, pool, world, rng)
    return _make_file(asked, pool, world)


def _make_file(asked: Volume, pool: PoolFacts, world: VolumeWorld) -> Volume:
    if "/" in asked.name:
        words = f"volume name '{asked.name}' cannot contain '/'"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.STORAGE, words)
    path = f"{pool.target.rstrip('/')}/{asked.name}"
    if asked.name in {".", ".."} or world.image(path) is not None:
        words = f"volume target path '{path}' already exists"
        raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.STORAGE, words)
    placed = replace(asked, path=path, key=path, permissions=_owned(asked.permissions), extents=())
    if asked.format == "dir":
        return replace(placed, kind="dir", capacity=0, allocation=0, physical=0)
    placed = replace(placed, kind="file")
    if asked.format in {"raw", "none"} and asked.encryption is None:
        return _make_raw(placed, world)
    return make_image(placed, pool, world)


def _make_raw(volume: Volume, world: VolumeWorld) -> Volume:
    if volume.backing is not None:
        raise refusal(ErrorCode.NO_SUPPORT, ErrorDomain.STORAGE, "backing storage not supported for raw volumes")
    if volume.allocation > world.space().available_bytes:
        words = f"cannot allocate {volume.allocation} bytes in file '{volume.path}': No space left on device"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, words)
    return with_sizes(volume, image_size.raw(volume.capacity, volume.allocation))


def _owned(asked: Permissions) -> Permissions:
    """Root owns what nobody asked for; labels are shown by security drivers only, and there is none."""
    return Permissions(
        mode=_MODE if asked.mode is None else asked.mode,
        owner=asked.owner or 0,
        group=asked.group or 0,
    )


def stamp(now_s: float) -> Times:
    """The time stamps of a file that is made now."""
    seconds, rest = int(now_s), int(now_s % 1 * 10**9)
    stamp = f"{seconds}.{rest:09d}" if rest else f"{seconds}"
    return Times(atime=stamp, mtime=stamp, ctime=stamp)
