"""Rules of pools and volumes that look at more than one field."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.field import wire_name
from zkvm_provider.model.pool import AdapterKind, PoolKind, PoolSource
from zkvm_provider.model.pool_kinds import FACTS, PoolFacts
from zkvm_provider.model.reading import Node


def pool_source_fits_its_kind(pool: Node) -> Iterator[Fault]:
    """What the kind needs is there, and nothing that means nothing for it."""
    if not pool.is_settled("kind") or not pool.is_settled("source"):
        return
    kind = pool.known("kind") or PoolKind.DIR
    facts, source = FACTS[kind], pool.child("source")
    given = [] if source is None else [name for name in PoolSource.__dataclass_fields__ if source.is_given(name)]
    at = pool.at("source")
    for name in facts.needs:
        if name not in given:
            yield Fault(path=f"{at}.{wire_name(name)}", reason=f"is missing: a pool of kind {kind.value} needs it")
    for name in given:
        if name not in facts.fields and source is not None:
            takes = f"it takes {', '.join(map(wire_name, facts.fields))}" if facts.fields else "it has no source"
            yield Fault(path=source.at(name), reason=f"means nothing for a pool of kind {kind.value}; {takes}")
    if source is not None:
        yield from _devices_and_format(kind, facts, source)


def _devices_and_format(kind: PoolKind, facts: PoolFacts, source: Node) -> Iterator[Fault]:
    devices, word = source.known("devices"), source.known("format")
    if devices is not None and "devices" in facts.needs and len(devices) != 1:
        yield Fault(path=source.at("devices"), reason=f"{len(devices)} are given; a pool of kind {kind.value} has one")
    if word is not None and "format" in facts.fields and word not in facts.formats:
        known = ", ".join(facts.formats)
        yield Fault(path=source.at("format"), reason=f"{word!r} is not known for kind {kind.value}; known are {known}")


def pool_target_fits_its_kind(pool: Node) -> Iterator[Fault]:
    """A folder where the kind has one; elsewhere libvirt decides."""
    if not pool.is_settled("kind") or not pool.is_settled("target"):
        return
    kind = pool.known("kind") or PoolKind.DIR
    target, facts, source = pool.known("target"), FACTS[kind], pool.child("source")
    if target is None:
        if facts.has_folder and not pool.is_given("target"):
            yield Fault(path=pool.at("target"), reason=f"is missing: a pool of kind {kind.value} needs it")
        return
    if kind is PoolKind.ISCSI_DIRECT:
        yield Fault(path=pool.at("target"), reason="leave it out: LUNs of iscsi-direct have no path on the host")
    group = source.known("volume_group") if source is not None else None
    if kind is PoolKind.LOGICAL and group is not None and target.rstrip("/") != f"/dev/{group}":
        reason = f"leave it out: volumes of volume group {group} are in /dev/{group}"
        yield Fault(path=pool.at("target"), reason=reason)


def pool_can_be_built_and_emptied(pool: Node) -> Iterator[Fault]:
    """LUNs are the SAN's: a pool neither makes nor deletes them."""
    if not pool.is_settled("kind"):
        return
    kind = pool.known("kind") or PoolKind.DIR
    if FACTS[kind].finds_volumes:
        for name in ("build", "delete_contents"):
            if pool.known(name):
                reason = f"a pool of kind {kind.value} only finds its volumes; it neither makes nor deletes any"
                yield Fault(path=pool.at(name), reason=reason)
    source = pool.child("source")
    if not pool.known("build") or not pool.is_settled("source"):
        return
    if kind is PoolKind.LOGICAL and (source is None or not source.is_given("devices")):
        yield Fault(path=pool.at("build"), reason="a new volume group needs `source.devices` to be made of")
    if kind is PoolKind.FS and (source is None or source.is_settled("format")):
        word = source.known("format") if source is not None else None
        if word in {None, "auto"}:
            yield Fault(path=pool.at("build"), reason="a new file system needs `source.format`, for instance ext4")


def pool_adapter_is_named(pool: Node) -> Iterator[Fault]:
    """By name, or by the world wide names of the virtual one."""
    source = pool.child("source")
    adapter = source.child("adapter") if source is not None else None
    if adapter is None or not adapter.is_settled("kind"):
        return
    kind = adapter.known("kind") or AdapterKind.SCSI_HOST
    needs = ("name",) if kind is AdapterKind.SCSI_HOST else ("wwnn", "wwpn")
    takes = needs if kind is AdapterKind.SCSI_HOST else ("parent", *needs)
    for name in ("name", "parent", "wwnn", "wwpn"):
        if name in needs and not adapter.is_given(name):
            yield Fault(path=adapter.at(name), reason=f"is missing: an adapter of kind {kind.value} needs it")
        if name not in takes and adapter.is_given(name):
            yield Fault(path=adapter.at(name), reason=f"means nothing for an adapter of kind {kind.value}")


def raw_has_nothing_below(volume: Node) -> Iterator[Fault]:
    """Only qcow2 knows what lies below it."""
    for name in ("backing", "source"):
        if volume.is_given(name) and volume.known("format") is DiskFormat.RAW:
            yield Fault(path=volume.at(name), reason="a raw image cannot have one; use format qcow2")


def one_thing_below(volume: Node) -> Iterator[Fault]:
    """An image of one's own, or another volume; each with what belongs to it."""
    if volume.known("backing") is not None and volume.known("source") is not None:
        yield Fault(path=volume.at("source"), reason="is given beside `backing`; a disk lies on one of them")
    if volume.is_given("sha256") and not volume.is_given("source"):
        yield Fault(path=volume.at("sha256"), reason="means something only beside `source`")
    backing = volume.known("backing")
    is_path = isinstance(backing, str) and backing.startswith("/")
    if is_path and not volume.is_given("backing_format"):
        yield Fault(path=volume.at("backing_format"), reason="is missing: a `backing` given by path needs it")
    if volume.is_given("backing_format") and not is_path and volume.is_settled("backing"):
        yield Fault(path=volume.at("backing_format"), reason="means something only beside a `backing` given by path")


VOLUME_RULES = (raw_has_nothing_below, one_thing_below)
POOL_RULES = (
    pool_source_fits_its_kind,
    pool_target_fits_its_kind,
    pool_can_be_built_and_emptied,
    pool_adapter_is_named,
)
