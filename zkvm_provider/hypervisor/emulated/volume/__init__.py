"""Storage volumes as libvirt 9.0.0 and qemu-img 7.2 make them: pure functions from text to text."""

from __future__ import annotations

from random import Random

from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.volume import logical
from zkvm_provider.hypervisor.emulated.volume.content import HEAD_BYTES, with_content
from zkvm_provider.hypervisor.emulated.volume.create import make_volume, stamp
from zkvm_provider.hypervisor.emulated.volume.facts import VolumeFacts, facts_of
from zkvm_provider.hypervisor.emulated.volume.read import read_volume
from zkvm_provider.hypervisor.emulated.volume.resize import refreshed, resized
from zkvm_provider.hypervisor.emulated.volume.shape import Volume
from zkvm_provider.hypervisor.emulated.volume.world import HostImage, VolumeWorld
from zkvm_provider.hypervisor.emulated.volume.write import write_volume

__all__ = [
    "HEAD_BYTES",
    "HostImage",
    "VolumeFacts",
    "VolumeWorld",
    "create_volume",
    "probe_volume",
    "resize_volume",
    "resized_logical",
    "thin_volume",
    "volume_facts",
    "written_volume",
]


def create_volume(xml: str, pool: PoolFacts, world: VolumeWorld, rng: Random, now_s: float) -> VolumeFacts:
    """Make a volume in an active pool (virStorageVolCreateXML); `.xml` of the answer is what libvirt shows.

    `now_s` (seconds since the epoch) becomes the time stamps; `rng` makes the LV uuid of a logical pool.
    Raises `BackendError`: text libvirt refuses, a taken name, no space, no secret, no backing store.
    """
    return facts_of(make_volume(xml, pool, world, rng, now_s))


def resize_volume(xml: str, pool: PoolFacts, capacity_bytes: int, *, shrink: bool) -> VolumeFacts:
    """The volume of this XML with another capacity (virStorageVolResize). Raises `BackendError`.

    Smaller without `shrink`, or a pool that cannot resize: refused. That no running domain holds the
    lock of a qcow2 is the caller's to check.
    """
    return facts_of(resized(_shown(xml), pool, capacity_bytes, shrink=shrink))


def thin_volume(name: str, capacity_bytes: int, pool: PoolFacts, rng: Random, now_s: float) -> VolumeFacts:
    """A thin logical volume as libvirt shows it; its extents are those of the thin pool."""
    return facts_of(logical.thin(name, capacity_bytes, pool, rng, stamp(now_s)))


def resized_logical(xml: str, capacity_bytes: int) -> VolumeFacts:
    """The logical volume of this XML after LVM's own tools resized it and the pool was refreshed."""
    return facts_of(logical.resized(_shown(xml), capacity_bytes))


def written_volume(xml: str, head: bytes, size: int) -> VolumeFacts:
    """The volume of this XML after an upload of `size` bytes that begin with `head`."""
    return facts_of(with_content(_shown(xml), head, size))


def probe_volume(xml: str) -> str:
    """The volume's XML after a refresh of the pool, when libvirt reads compat and features off the file."""
    return write_volume(refreshed(_shown(xml)))


def volume_facts(xml: str) -> VolumeFacts:
    """What the rest of the emulator needs to know of a volume, from its XML."""
    return facts_of(_shown(xml))


def _shown(xml: str) -> Volume:
    """A volume of ours: it has a format where its XML shows one."""
    return read_volume(xml, has_formats="<format " in xml)
