"""Storage volumes as libvirt 9.0.0 and qemu-img 7.2 make them: pure functions from text to text."""

from __future__ import annotations

from random import Random

from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.volume.facts import VolumeFacts
from zkvm_provider.hypervisor.emulated.volume.world import HostImage, VolumeWorld

__all__ = [
    "HostImage",
    "VolumeFacts",
    "VolumeWorld",
    "create_volume",
    "probe_volume",
    "resize_volume",
    "volume_facts",
]


def create_volume(xml: str, pool: PoolFacts, world: VolumeWorld, rng: Random, now_s: float) -> VolumeFacts:
    """Make a volume in an active pool (virStorageVolCreateXML); `.xml` of the answer is what libvirt shows.

    `now_s` (seconds since the epoch) becomes the time stamps; `rng` makes the LV uuid of a logical pool.
    Raises `BackendError`: text libvirt refuses, a taken name, no space, no secret, no backing store.
    """
    raise NotImplementedError


def resize_volume(xml: str, pool: PoolFacts, capacity_bytes: int, *, shrink: bool, available_bytes: int) -> VolumeFacts:
    """The volume of this XML with another capacity (virStorageVolResize). Raises `BackendError`.

    Smaller without `shrink`, or a pool that cannot resize: refused. That no running domain holds the
    lock of a qcow2 is the caller's to check.
    """
    raise NotImplementedError


def probe_volume(xml: str) -> str:
    """The volume's XML after a refresh of the pool, when libvirt reads compat and features off the file."""
    raise NotImplementedError


def volume_facts(xml: str) -> VolumeFacts:
    """What the rest of the emulator needs to know of a volume, from its XML."""
    raise NotImplementedError
