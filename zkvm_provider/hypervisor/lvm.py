"""The seam to a host's LVM: what libvirt's logical pools do not tell and cannot do.

Part of `HostDevices` (port.py). Sizes are bytes. libvirt 9.0.0 refuses to resize a logical volume (error 3/18), and
what it calls sparse there is a snapshot of nothing, not a thin volume.
"""

from __future__ import annotations

from typing import Protocol

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalVolume:
    """One line of `lvs`; `thin_pool` is the pool of a thin volume, empty for others."""

    name: str
    size_bytes: int
    thin_pool: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeGroup:
    """One line of `vgs` with its volumes. `thin_pools` are names; `missing_devices`: physical volumes that are gone."""

    name: str
    extent_bytes: int
    size_bytes: int
    free_bytes: int
    missing_devices: int = 0
    volumes: tuple[LogicalVolume, ...] = ()
    thin_pools: tuple[str, ...] = ()

    def volume(self, name: str) -> LogicalVolume | None:
        """The volume of that name."""
        return next((each for each in self.volumes if each.name == name), None)


class LvmDevices(Protocol):
    """What an operator types on the host about its volume groups. libvirt sees a change after `refresh_pool`."""

    def volume_groups(self) -> tuple[VolumeGroup, ...] | None:
        """Every volume group, sorted by name (`vgs`, `lvs`); None where nobody can look (no shell)."""

    def create_thin_volume(self, group: str, thin_pool: str, name: str, size_bytes: int) -> None:
        """`lvcreate --thin --virtualsize`. Raises `Refused` with what LVM said."""

    def resize_logical_volume(self, group: str, name: str, size_bytes: int) -> None:
        """`lvextend`, or `lvreduce` for a smaller size. Repeatable. Raises `Refused` with what LVM said."""
