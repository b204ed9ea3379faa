"""Volume XML to values: what a client asks for, and what libvirt has written."""

from __future__ import annotations

import re
from dataclasses import replace

from zkvm_provider.hypervisor.emulated.pool.permissions import read_permissions
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.volume.encryption import read_encryption
from zkvm_provider.hypervisor.emulated.volume.formats import FEATURES, KNOWN
from zkvm_provider.hypervisor.emulated.volume.shape import Backing, Extent, Times, Volume
from zkvm_provider.hypervisor.emulated.volume.sizes import read_size
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    child,
    children,
    content,
    filled,
    parse_document,
)
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_KINDS = ("file", "block", "dir", "network", "netdir", "ploop")


def read_volume(xml: str, *, has_formats: bool) -> Volume:
    """The volume that `xml` declares or shows; `has_formats` for pools whose volumes have a format.

    Raises `BackendError` as virStorageVolDefParse does when a volume is created.
    """
    root = parse_document(xml, root="volume", what="(storage_volume_definition)", domain=ErrorDomain.STORAGE)
    name = content(root, "name")
    if name is None:
        raise _bad("missing volume name element")
    kind = filled(root, "type") or "file"
    if kind not in _KINDS:
        raise _unsupported(f"unknown volume type '{kind}'")
    backing = _backing(root, has_formats=has_formats)
    capacity = read_size(root, "capacity")
    if capacity is None and backing is None:
        raise _bad("missing capacity element")
    allocation = read_size(root, "allocation")
    volume = Volume(
        name=name,
        kind=kind,
        key=content(root, "key") or "",
        capacity=capacity or 0,
        allocation=(capacity or 0) if allocation is None else allocation,
        physical=read_size(root, "physical") or 0,
        backing=backing,
        extents=_extents(root),
    )
    return _with_target(volume, root, has_formats=has_formats)


def _with_target(volume: Volume, root: Node, *, has_formats: bool) -> Volume:
    image_format = _format(root, "target", has_formats=has_formats)
    permissions, encryption = read_permissions(root, "target/permissions"), read_encryption(root)
    compat, features = _compat(root), _features(root)
    return replace(
        volume,
        path=content(root, "target/path") or "",
        format=image_format,
        permissions=permissions,
        times=_times(child(root, "target/timestamps")),
        encryption=encryption,
        compat="1.1" if features is not None and compat is None else compat,
        cluster_size=read_size(root, "target/clusterSize") or 0,
        features=features,
    )


def _backing(root: Node, *, has_formats: bool) -> Backing | None:
    path = content(root, "backingStore/path")
    if path is None:
        return None
    return Backing(
        path=path,
        format=_format(root, "backingStore", has_formats=has_formats),
        permissions=read_permissions(root, "backingStore/permissions"),
        times=_times(child(root, "backingStore/timestamps")),
    )


def _format(root: Node, place: str, *, has_formats: bool) -> str:
    if not has_formats:
        return ""
    name = filled(child(root, f"{place}/format"), "type")
    if name is None or name == "extended":
        return "raw"
    if name not in KNOWN:
        raise _unsupported(f"unknown volume format type {name}")
    return name


def _compat(root: Node) -> str | None:
    compat = content(root, "target/compat")
    if compat is not None and re.fullmatch(r"\s*\d+\.\s*\d+", compat) is None:
        raise _bad("forbidden characters in 'compat' attribute")
    return compat


def _features(root: Node) -> tuple[str, ...] | None:
    node = child(root, "target/features")
    if node is None:
        return None
    names = [str(feature.tag) for feature in node]
    for name in names:
        if name not in FEATURES:
            raise _unsupported(f"unsupported feature {name}")
    return tuple(name for name in FEATURES if name in names)


def _times(node: Node | None) -> Times | None:
    if node is None:
        return None
    stamps = {name: content(node, name) or "0" for name in ("atime", "mtime", "ctime", "btime")}
    return Times(**stamps)


def _extents(root: Node) -> tuple[Extent, ...]:
    return tuple(
        Extent(
            device=attribute(device, "path") or "",
            start=int(attribute(extent, "start") or "0"),
            end=int(attribute(extent, "end") or "0"),
        )
        for device in children(root, "source/device")
        for extent in children(device, "extent")
    )


def _bad(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, reason)


def _unsupported(reason: str) -> Exception:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.STORAGE, reason)
