"""What making a volume may ask of the host."""

from __future__ import annotations

from typing import Protocol

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.pool import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class HostImage:
    """A file or block device of the host that may serve as a backing store.

    `xml` is its volume XML where it is a volume of some pool, else empty; sizes in bytes.
    """

    path: str
    format: str
    capacity_bytes: int
    xml: str = ""


class VolumeWorld(Protocol):
    """The host as a new volume sees it. Every answer is a snapshot of one transaction."""

    def has_volume(self, name: str) -> bool:
        """Whether the pool already has a volume of that name."""

    def image(self, path: str) -> HostImage | None:
        """The image at an absolute path, or None where there is none."""

    def space(self) -> Space:
        """Capacity and allocation of the file system or volume group the pool lies in."""

    def has_secret(self, uuid: str) -> bool:
        """Whether libvirt holds a secret of that uuid."""
