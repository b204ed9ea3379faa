"""A storage pool's XML as a value."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.xmltext import attribute, read_answer, size_of, text_of
from zkvm_provider.model.pool import AdapterKind, PoolAdapter, PoolAuth, PoolKind, PoolSource

_ISCSI = frozenset({PoolKind.ISCSI.value, PoolKind.ISCSI_DIRECT.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPool:
    """What a pool's XML says. `kind` is libvirt's word, also one zkvm has no resource for.

    `source` is None where there is nothing in it. Sizes are 0 while inactive.
    """

    uuid: str
    name: str
    kind: str
    target: str
    source: PoolSource | None
    capacity_bytes: int
    allocation_bytes: int
    available_bytes: int

    @property
    def pool_kind(self) -> PoolKind:
        """The kind as zkvm knows it. Raises Unsupported for others."""
        try:
            return PoolKind(self.kind)
        except ValueError:
            known = ", ".join(kind.value for kind in PoolKind)
            raise Unsupported(f"storage pool {self.name!r} of type {self.kind}", needs=f"type {known}") from None


def parse_pool(xml: str) -> ParsedPool:
    """The pool of a pool XML of any type. Raises Bug for text that is no pool XML."""
    root = read_answer(xml, "pool")
    kind = root.get("type", "")
    source = root.find("source")
    return ParsedPool(
        uuid=text_of(root, "uuid"),
        name=text_of(root, "name"),
        kind=kind,
        target=text_of(root, "target/path"),
        source=None if source is None else canonical_source(_source(source, kind)),
        capacity_bytes=size_of(root, "capacity", default_unit="bytes") or 0,
        allocation_bytes=size_of(root, "allocation", default_unit="bytes") or 0,
        available_bytes=size_of(root, "available", default_unit="bytes") or 0,
    )


def canonical_source(source: PoolSource | None) -> PoolSource | None:
    """Without what says nothing: empty lists, an adapter's default kind; None for a source with nothing in it."""
    if source is None:
        return None
    adapter = source.adapter
    if adapter is not None:
        adapter = replace(adapter, kind=adapter.kind or AdapterKind.SCSI_HOST)
    told = replace(source, devices=source.devices or None, adapter=adapter)
    return None if told == PoolSource() else told


def _source(source: Element, kind: str) -> PoolSource:
    devices = tuple(each.get("path", "") for each in source.iterfind("device"))
    port = attribute(source, "host", "port")
    return PoolSource(
        devices=None if kind in _ISCSI else devices,
        volume_group=text_of(source, "name") or None,
        host=attribute(source, "host", "name") or None,
        port=int(port) if port else None,
        dir=attribute(source, "dir", "path") or None,
        iqn=devices[0] if kind in _ISCSI and devices else None,
        initiator=attribute(source, "initiator/iqn", "name") or None,
        auth=_auth(source),
        adapter=_adapter(source),
        format=attribute(source, "format", "type") or None,
        nfs_version=attribute(source, "protocol", "ver") or None,
    )


def _auth(source: Element) -> PoolAuth | None:
    if source.find("auth") is None:
        return None
    secret = attribute(source, "auth/secret", "uuid") or attribute(source, "auth/secret", "usage")
    return PoolAuth(username=attribute(source, "auth", "username"), secret=secret)


def _adapter(source: Element) -> PoolAdapter | None:
    """None also for an adapter named by its PCI address, which the model does not know."""
    if source.find("adapter") is None:
        return None
    kind, name, parent, wwnn, wwpn = (
        attribute(source, "adapter", word) or None for word in ("type", "name", "parent", "wwnn", "wwpn")
    )
    is_virtual = kind == AdapterKind.FC_HOST.value
    return PoolAdapter(
        kind=AdapterKind.FC_HOST if is_virtual else AdapterKind.SCSI_HOST,
        name=name,
        parent=parent,
        wwnn=wwnn,
        wwpn=wwpn,
    )
