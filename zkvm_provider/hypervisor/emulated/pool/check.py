"""What defining a pool refuses besides its text: no backend, taken names, a source that another pool holds."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS
from zkvm_provider.hypervisor.emulated.pool.read import read_pool
from zkvm_provider.hypervisor.emulated.pool.shape import Pool
from zkvm_provider.hypervisor.emulated.pool.world import PoolWorld
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def check_pool(pool: Pool, world: PoolWorld) -> None:
    """Raise INTERNAL_ERROR without a backend for the kind, OPERATION_FAILED for conflicts with other pools."""
    kind = KINDS[pool.kind]
    if "\n" in pool.name:
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.XML, "invalid char in name: \n")
    if not kind.is_installed:
        words = f"missing backend for pool type {kind.number} ({pool.kind})"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.STORAGE, words)
    known = world.pools()
    for entry in known:
        if entry.name != pool.name and _is_same_source(pool, read_pool(entry.xml, validate=False)):
            raise _failed(f"Storage source conflict with pool: '{entry.name}'")
    for entry in known:
        if entry.uuid == pool.uuid and entry.name != pool.name:
            raise _failed(f"pool '{entry.name}' is already defined with uuid {entry.uuid}")
    for entry in known:
        if entry.name == pool.name and entry.uuid != pool.uuid:
            raise _failed(f"pool '{pool.name}' already exists with uuid {entry.uuid}")


def _is_same_source(pool: Pool, other: Pool) -> bool:
    """virStoragePoolObjSourceFindDuplicate: what counts as the same source differs by kind."""
    if pool.kind != other.kind:
        return False
    ours, theirs = pool.source, other.source
    if pool.kind == "dir":
        return pool.target == other.target
    if pool.kind == "netfs":
        return ours.directory == theirs.directory and _is_same_host(pool, other)
    if pool.kind == "scsi":
        return ours.adapter is not None and ours.adapter == theirs.adapter
    if pool.kind in {"iscsi", "iscsi-direct"}:
        same = _is_same_host(pool, other) and ours.initiator == theirs.initiator
        return same and _shares_device(pool, other)
    if pool.kind == "logical":
        return ours.name == theirs.name or _shares_device(pool, other)
    if pool.kind in {"fs", "disk"}:
        return _shares_device(pool, other)
    return pool.kind == "mpath"


def _is_same_host(pool: Pool, other: Pool) -> bool:
    ours, theirs = pool.source.hosts, other.source.hosts
    if len(ours) != 1 or len(theirs) != 1:
        return False
    if ours[0].port and ours[0].port != theirs[0].port:
        return False
    return ours[0].name == theirs[0].name


def _shares_device(pool: Pool, other: Pool) -> bool:
    ours = {device.path for device in pool.source.devices}
    return any(device.path in ours for device in other.source.devices)


def _failed(reason: str) -> Exception:
    return refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.STORAGE, reason)
