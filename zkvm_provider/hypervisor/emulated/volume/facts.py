"""A volume in a few words."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.volume.shape import Volume
from zkvm_provider.hypervisor.emulated.volume.write import write_volume


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFacts:
    """A volume's identity, sizes in bytes, and image facts as `qemu-img info` tells them.

    `kind` is libvirt's volume type (file, block, dir, network); `compat` is set for qcow2 only (`0.10`,
    `1.1`).
    """

    name: str
    key: str
    path: str
    kind: str
    format: str
    capacity_bytes: int
    allocation_bytes: int
    physical_bytes: int
    compat: str = ""
    backing_path: str = ""
    backing_format: str = ""
    xml: str


def facts_of(volume: Volume) -> VolumeFacts:
    """The facts; a volume of a pool without formats counts as raw."""
    image_format = volume.format or "raw"
    is_qcow2 = image_format == "qcow2"
    return VolumeFacts(
        name=volume.name,
        key=volume.key,
        path=volume.path,
        kind=volume.kind,
        format=image_format,
        capacity_bytes=volume.capacity,
        allocation_bytes=volume.allocation,
        physical_bytes=volume.physical,
        compat=(volume.compat or "0.10") if is_qcow2 else "",
        backing_path=volume.backing.path if volume.backing else "",
        backing_format=volume.backing.format if volume.backing else "",
        xml=write_volume(volume),
    )
