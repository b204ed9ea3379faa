"""Storage pools as libvirt 9.0.0 reads, completes, checks and writes them: pure functions over text."""

from __future__ import annotations

from random import Random

from zkvm_provider.hypervisor.emulated.pool.definition import PoolDefinition, PoolFacts
from zkvm_provider.hypervisor.emulated.pool.world import ChangeKind, HostChange, PoolEntry, PoolWorld, Space

__all__ = [
    "ChangeKind",
    "HostChange",
    "PoolDefinition",
    "PoolEntry",
    "PoolFacts",
    "PoolWorld",
    "Space",
    "build_pool",
    "define_pool",
    "delete_pool",
    "pool_facts",
    "pool_space",
    "pool_xml",
    "start_pool",
]


def define_pool(xml: str, world: PoolWorld, rng: Random, *, validate: bool) -> PoolDefinition:
    """The persistent definition libvirt makes of `xml` (virStoragePoolDefineXML).

    Raises `BackendError`: text libvirt refuses, an unknown element (`validate` only), a name that belongs to
    another pool, a source or target another pool holds.
    """
    raise NotImplementedError


def start_pool(xml: str, world: PoolWorld) -> None:
    """Check that the host allows the pool of this definition to start (virStoragePoolCreate).

    Raises `BackendError`: folder, device, volume group, SCSI host or target missing.
    """
    raise NotImplementedError


def pool_space(xml: str, world: PoolWorld) -> Space:
    """Capacity and allocation of the pool while it is active, in bytes."""
    raise NotImplementedError


def pool_xml(xml: str, space: Space | None) -> str:
    """The XML libvirt shows: with `space` for an active pool, with zeros for an inactive one (None)."""
    raise NotImplementedError


def build_pool(xml: str, world: PoolWorld) -> tuple[HostChange, ...]:
    """What virStoragePoolBuild does to the host; empty when all is there. Raises `BackendError`."""
    raise NotImplementedError


def delete_pool(xml: str, world: PoolWorld) -> tuple[HostChange, ...]:
    """What virStoragePoolDelete does to the host. Raises `BackendError`: folder not empty, kind cannot."""
    raise NotImplementedError


def pool_facts(xml: str) -> PoolFacts:
    """What the rest of the emulator needs to know of a defined pool."""
    raise NotImplementedError
