"""Logical volumes: sizes in extents, a key that LVM makes up, no format (storage_backend_logical.c)."""

from __future__ import annotations

import re
import shlex
import string
from dataclasses import replace
from random import Random

from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.pool.shape import Permissions
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.volume.shape import Extent, Times, Volume
from zkvm_provider.hypervisor.emulated.volume.world import VolumeWorld
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

EXTENT_BYTES = 4 * 1024**2
"""LVM's default extent."""

_DISK_GROUP = 6
_NAME = re.compile(r"[A-Za-z0-9._+][A-Za-z0-9._+-]{0,126}")
_UUID_GROUPS = (6, 4, 4, 4, 4, 4, 6)
_LETTERS = string.ascii_letters + string.digits


def make(asked: Volume, pool: PoolFacts, world: VolumeWorld, rng: Random) -> Volume:
    """The logical volume. Raises CONFIG_UNSUPPORTED for encryption, INTERNAL_ERROR as lvcreate fails."""
    if asked.encryption is not None:
        words = "storage pool does not support encrypted volumes"
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.STORAGE, words)
    _check_name(asked, pool)
    path = f"{pool.target}/{asked.name}"
    size = -(-max(asked.capacity, 1) // EXTENT_BYTES) * EXTENT_BYTES
    space = world.space()
    if size > space.available_bytes:
        wanted, free = size // EXTENT_BYTES, space.available_bytes // EXTENT_BYTES
        group = f'Volume group "{pool.source_name}" has insufficient free space ({free} extents): {wanted} required.'
        raise _lvcreate_failed(asked, pool, 5, group)
    made = replace(asked, path=path, extents=_extents(pool, space.allocation_bytes, size))
    return _block(made, size, rng)


def _check_name(asked: Volume, pool: PoolFacts) -> None:
    """lvcreate takes letters, digits and `. _ + -`, not beginning with a hyphen, and keeps some names (lvm(8))."""
    if _NAME.fullmatch(asked.name) is None or asked.name in {".", ".."}:
        usage = "Run `lvcreate --help' for more information."
        raise _lvcreate_failed(asked, pool, 3, f'Logical volume name "{asked.name}" is invalid.\n  {usage}')


def _lvcreate_failed(asked: Volume, pool: PoolFacts, status: int, said: str) -> Exception:
    """The command line as libvirt 9.0.0 was seen to give it."""
    size_kib = -(-asked.capacity // 1024)
    command = f"/sbin/lvcreate --name {shlex.quote(asked.name)} -L {size_kib}K {pool.source_name} --yes"
    words = f"Child process ({command}) unexpected exit status {status}:   {said}\n"
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, words)


def thin(name: str, size: int, pool: PoolFacts, rng: Random, times: Times) -> Volume:
    """A thin volume of `size` bytes: nothing of the group's own extents."""
    bare = Volume(name=name, kind="block", key="", capacity=size, allocation=size, times=times)
    return _block(replace(bare, path=f"{pool.target}/{name}"), size, rng)


def resized(volume: Volume, size: int) -> Volume:
    """After lvextend or lvreduce; the last piece changes its end."""
    *first, last = volume.extents or (None,)
    extents: tuple[Extent, ...] = ()
    if last is not None:
        extents = (*(each for each in first if each), replace(last, end=last.end + size - volume.capacity))
    return replace(volume, capacity=size, allocation=size, physical=size, extents=extents)


def _block(asked: Volume, size: int, rng: Random) -> Volume:
    """A block device: no format, root's and the disk group's."""
    asked_for = asked.permissions
    return replace(
        asked,
        kind="block",
        key=_lv_uuid(rng),
        capacity=size,
        allocation=size,
        physical=size,
        format="",
        compat=None,
        features=None,
        cluster_size=0,
        backing=None,
        permissions=Permissions(
            mode=0o600 if asked_for.mode is None else asked_for.mode,
            owner=asked_for.owner or 0,
            group=_DISK_GROUP if asked_for.group is None else asked_for.group,
        ),
    )


def _extents(pool: PoolFacts, start: int, size: int) -> tuple[Extent, ...]:
    """One linear piece behind what is allocated; on which disk is known only where the pool names its disks."""
    return (Extent(device=pool.devices[0], start=start, end=start + size),) if pool.devices else ()


def _lv_uuid(rng: Random) -> str:
    return "-".join("".join(rng.choice(_LETTERS) for _ in range(length)) for length in _UUID_GROUPS)
