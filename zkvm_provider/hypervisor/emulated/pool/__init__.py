"""Storage pools as libvirt 9.0.0 reads, completes, checks and writes them: pure functions over text."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

from zkvm_provider.hypervisor.emulated.pool.build import build, delete
from zkvm_provider.hypervisor.emulated.pool.check import check_pool
from zkvm_provider.hypervisor.emulated.pool.definition import PoolDefinition, PoolFacts
from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS
from zkvm_provider.hypervisor.emulated.pool.read import read_pool
from zkvm_provider.hypervisor.emulated.pool.start import check_start, space_of, started
from zkvm_provider.hypervisor.emulated.pool.world import ChangeKind, HostChange, PoolEntry, PoolWorld, Space
from zkvm_provider.hypervisor.emulated.pool.write import write_pool

__all__ = [
    "KINDS",
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
    pool = read_pool(xml, validate=validate)
    if pool.uuid is None:
        pool = replace(pool, uuid=str(UUID(int=rng.getrandbits(128), version=4)))
    check_pool(pool, world)
    return PoolDefinition(name=pool.name, uuid=pool.uuid or "", xml=write_pool(pool, None))


def start_pool(xml: str, world: PoolWorld) -> str:
    """The definition as it is once the host has let the pool start (virStoragePoolCreate).

    Raises `BackendError`: folder, device, volume group, SCSI host or target missing, another partition table.
    """
    pool = read_pool(xml, validate=False)
    check_start(pool, world)
    return write_pool(started(pool), None)


def pool_space(xml: str, world: PoolWorld) -> Space:
    """Capacity and allocation of the pool while it is active, in bytes."""
    return space_of(read_pool(xml, validate=False), world)


def pool_xml(xml: str, space: Space | None) -> str:
    """The XML libvirt shows: with `space` for an active pool, with zeros for an inactive one (None)."""
    return write_pool(read_pool(xml, validate=False), space)


def build_pool(xml: str, world: PoolWorld, *, formats: bool = False) -> tuple[HostChange, ...]:
    """What virStoragePoolBuild does to the host; empty when all is there. Raises `BackendError`.

    `formats` is the flag NO_OVERWRITE: the file system of an `fs` pool is made, on a device without data.
    """
    return build(read_pool(xml, validate=False), world, formats=formats)


def delete_pool(xml: str, world: PoolWorld) -> tuple[HostChange, ...]:
    """What virStoragePoolDelete does to the host. Raises `BackendError`: folder not empty, kind cannot."""
    return delete(read_pool(xml, validate=False), world)


def pool_facts(xml: str) -> PoolFacts:
    """What the rest of the emulator needs to know of a defined pool."""
    pool = read_pool(xml, validate=False)
    return PoolFacts(
        kind=pool.kind,
        name=pool.name,
        uuid=pool.uuid or "",
        target=pool.target or "",
        source_name=pool.source.name or (pool.source.adapter.word("name") if pool.source.adapter else ""),
        hosts=tuple(host.name for host in pool.source.hosts),
        devices=tuple(device.path for device in pool.source.devices),
    )
