"""A host for tests of the pool rules: what it has is said in the constructor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from zkvm_provider.hypervisor.emulated.pool import PoolEntry, Space, define_pool


@dataclass(kw_only=True)
class PoolLab:
    """Pools, folders, devices and storage a host has."""

    known: list[PoolEntry] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    devices: set[str] = field(default_factory=set)
    groups: dict[str, Space] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    contents: dict[str, str] = field(default_factory=dict)
    exports: dict[tuple[str, str], Space] = field(default_factory=dict)
    disk: Space = field(default_factory=lambda: Space(capacity_bytes=1000, allocation_bytes=400))

    def pools(self) -> Sequence[PoolEntry]:
        return self.known

    def folder_exists(self, path: str) -> bool:
        return path in self.folders

    def folder_is_empty(self, path: str) -> bool:
        return path not in self.filled

    def device_exists(self, path: str) -> bool:
        return path in self.devices

    def content_of(self, device: str) -> str:
        return self.contents.get(device, "")

    def volume_group(self, name: str) -> Space | None:
        return self.groups.get(name)

    def scsi_hosts(self) -> Sequence[str]:
        return self.hosts

    def iscsi_targets(self) -> Sequence[str]:
        return self.targets

    def nfs_export(self, host: str, path: str) -> Space | None:
        return self.exports.get((host, path))

    def space(self, path: str) -> Space:
        return self.disk if path.startswith("/") else Space(capacity_bytes=0, allocation_bytes=0)

    def add(self, xml: str) -> PoolEntry:
        """Define a pool as the host would."""
        made = define_pool(xml, self, dice(100 + len(self.known)), validate=False)
        entry = PoolEntry(name=made.name, uuid=made.uuid, xml=made.xml, active=False)
        self.known.append(entry)
        return entry


def dice(seed: int) -> Random:
    """Repeatable chance."""
    return Random(seed)  # noqa: S311
