"""Pool XML to values: libvirt's order of reading, so that of several faults the same one is reported."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS, PoolKind
from zkvm_provider.hypervisor.emulated.pool.mount_options import read_mount_options
from zkvm_provider.hypervisor.emulated.pool.permissions import read_permissions
from zkvm_provider.hypervisor.emulated.pool.schema import require_parts
from zkvm_provider.hypervisor.emulated.pool.shape import Permissions, Pool, Source
from zkvm_provider.hypervisor.emulated.pool.source import check_adapter, read_source, sanitize_path
from zkvm_provider.hypervisor.emulated.pool.vocabulary import POOL_WORDS
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.vocabulary import require_known
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    canonical_uuid,
    child,
    content,
    filled,
    invalid_attribute,
    parse_document,
    tristate,
)
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def read_pool(xml: str, *, validate: bool) -> Pool:
    """The pool that `xml` declares. Raises `BackendError` as virStoragePoolDefParse does."""
    root = parse_document(xml, root="pool", what="(storage_pool_definition)", domain=ErrorDomain.STORAGE)
    if validate:
        require_known(root, POOL_WORDS, "storagepool.rng")
        require_parts(root)
    kind_name = _kind_name(root)
    kind = KINDS[kind_name]
    source = read_source(child(root, "source"), kind_name, kind)
    name = _name(root, source, kind)
    pool = Pool(
        kind=kind_name,
        name=name,
        uuid=_uuid(root),
        cow=_cow(root, kind_name),
        source=_checked_source(source, name, kind),
    )
    if "network" not in kind.source:
        target, permissions = _target(root, pool)
        pool = replace(pool, target=target, permissions=permissions)
    if kind_name == "iscsi-direct" and source.initiator is None:
        raise _unsupported("missing initiator IQN")
    return replace(pool, refresh_allocation=_refresh(root), mount_options=read_mount_options(root, kind_name))


def _kind_name(root: Node) -> str:
    name = attribute(root, "type")
    if name is None:
        words = "Missing required attribute 'type' in element 'pool'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, words)
    if name not in KINDS:
        raise invalid_attribute(root, "type", name)
    return name


def _name(root: Node, source: Source, kind: PoolKind) -> str:
    name = content(root, "name") or (source.name if "name" in kind.source else None)
    if name is None:
        raise _bad("missing pool source name element")
    if "/" in name:
        raise _bad(f"name {name} cannot contain '/'")
    return name


def _uuid(root: Node) -> str | None:
    text = content(root, "uuid")
    if text is None:
        return None
    uuid = canonical_uuid(text)
    if uuid is None:
        raise _bad("malformed uuid element")
    return uuid


def _cow(root: Node, kind_name: str) -> str | None:
    cow = tristate(child(root, "features/cow"), "state")
    if cow is not None and kind_name not in {"fs", "dir"}:
        words = "cow feature may only be used for 'fs' and 'dir' pools"
        raise refusal(ErrorCode.NO_SUPPORT, ErrorDomain.STORAGE, words)
    return cow


def _checked_source(source: Source, name: str, kind: PoolKind) -> Source:
    if "host" in kind.source and not source.hosts:
        raise _bad("missing storage pool source host name")
    if "dir" in kind.source and not source.directory:
        raise _bad("missing storage pool source path")
    if "name" in kind.source and source.name is None:
        source = replace(source, name=name)
    if "adapter" in kind.source:
        check_adapter(source.adapter)
    if kind.source == {"device"} and not source.devices:
        raise _bad("missing storage pool source device name")
    return source


def _target(root: Node, pool: Pool) -> tuple[str, Permissions]:
    if pool.kind == "logical":
        path: str | None = f"/dev/{pool.source.name}"
    elif pool.kind == "zfs":
        path = f"/dev/zvol/{pool.source.name}"
    else:
        path = content(root, "target/path")
    if path is None:
        raise _bad("missing storage pool target path")
    return sanitize_path(path), read_permissions(root, "target/permissions")


def _refresh(root: Node) -> str | None:
    allocation = filled(child(root, "refresh/volume"), "allocation")
    if allocation not in {None, "default", "capacity"}:
        raise _unsupported(f"unknown storage pool volume refresh allocation type {allocation}")
    return allocation


def _bad(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, reason)


def _unsupported(reason: str) -> Exception:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.STORAGE, reason)
