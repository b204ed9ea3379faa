"""Changing a volume's capacity, and looking at it again (virStorageVolResize, pool refresh)."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.volume import image_size
from zkvm_provider.hypervisor.emulated.volume.shape import QCOW2_CLUSTER, Volume
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_RESIZABLE = frozenset({"raw", "none", "qcow2", "qed"})
"""Formats `qemu-img resize` (or a truncate) can change."""


def resized(volume: Volume, pool: PoolFacts, capacity: int, *, shrink: bool) -> Volume:
    """The volume with another capacity in bytes. Raises INVALID_ARG for an unwanted shrink, NO_SUPPORT."""
    if not shrink and capacity < volume.allocation:
        raise _invalid("can't shrink capacity below existing allocation")
    if not shrink and capacity < volume.capacity:
        words = "Can't shrink capacity below current capacity unless shrink flag explicitly specified"
        raise _invalid(words)
    if pool.kind not in {"dir", "fs", "netfs"}:
        words = "storage pool does not support changing of volume capacity"
        raise refusal(ErrorCode.NO_SUPPORT, ErrorDomain.STORAGE, words)
    if volume.format in {"raw", "none"}:
        allocation = min(volume.allocation, -(-capacity // image_size.BLOCK) * image_size.BLOCK)
        return replace(volume, capacity=capacity, allocation=allocation, physical=capacity)
    if volume.format not in _RESIZABLE:
        command = f"/usr/bin/qemu-img resize {volume.path} {capacity}"
        words = f"Child process ({command}) unexpected exit status 1: qemu-img: Image format driver does not support"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, f"{words} resize\n")
    if volume.format == "qcow2":
        return _resized_qcow2(volume, -(-capacity // 512) * 512)
    return replace(volume, capacity=capacity)


def refreshed(volume: Volume) -> Volume:
    """The volume as a pool refresh finds it: qcow2 of the newer level shows level and features, by its header."""
    if volume.format != "qcow2":
        return volume
    newer = volume.compat == "1.1"
    return replace(
        volume,
        compat="1.1" if newer else None,
        features=(volume.features or ()) if newer else None,
        cluster_size=volume.cluster_size or QCOW2_CLUSTER,
    )


def _resized_qcow2(volume: Volume, capacity: int) -> Volume:
    cluster = volume.cluster_size or QCOW2_CLUSTER
    before = image_size.qcow2_table_entries(volume.capacity, cluster)
    if image_size.qcow2_table_entries(capacity, cluster) <= before:
        return replace(volume, capacity=capacity)
    fresh = image_size.qcow2(volume.capacity, cluster_size=cluster)
    size = image_size.qcow2(capacity, cluster_size=cluster, moved_table=True)
    data = max(0, volume.allocation - fresh.allocation)
    return replace(
        volume,
        capacity=capacity,
        allocation=size.allocation + data,
        physical=max(volume.physical, size.physical),
    )


def _invalid(reason: str) -> Exception:
    return refusal(ErrorCode.INVALID_ARG, ErrorDomain.STORAGE, reason)
