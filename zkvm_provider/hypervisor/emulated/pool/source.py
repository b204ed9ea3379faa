"""`<source>` of a pool: read, checked against the pool's kind, and written back."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.pool.kinds import PoolKind
from zkvm_provider.hypervisor.emulated.pool.shape import Adapter, Auth, Device, Host, Source
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    canonical_uuid,
    child,
    children,
    choice,
    content,
    filled,
    invalid_attribute,
    tristate,
    whole_number,
)
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_FC_HOST = ("parent", "parent_wwnn", "parent_wwpn", "parent_fabric_wwn", "managed", "wwnn", "wwpn")
_PCI_PARTS = {"domain": 4, "bus": 2, "slot": 2, "function": 1}


def sanitize_path(path: str) -> str:
    """libvirt's virFileSanitizePath: one slash where several stand (but for exactly two in front), none at the end."""
    head = "/" if re.match(r"//[^/]", path) else ""
    short = re.sub("/+", "/", path)
    return head + (short.rstrip("/") or "/" if short.endswith("/") else short)


def read_source(node: Node | None, kind_name: str, kind: PoolKind) -> Source:
    """The pool's source. Raises XML_ERROR, CONFIG_UNSUPPORTED for an unknown format, and others."""
    if node is None:
        return Source(format=kind.default_format)
    name = content(node, "name")
    if name is None and kind_name == "rbd":
        raise _bad("element 'name' is mandatory for RBD pool")
    source_format = _format(node, kind)
    hosts = tuple(_host(host) for host in children(node, "host"))
    devices = tuple(_device(device) for device in children(node, "device"))
    directory = filled(child(node, "dir"), "path")
    return Source(
        name=name,
        format=source_format,
        hosts=hosts,
        devices=devices,
        directory=sanitize_path(directory) if directory else ("/" if kind_name == "gluster" else None),
        adapter=_adapter(child(node, "adapter")),
        initiator=filled(child(node, "initiator/iqn"), "name"),
        auth=_auth(child(node, "auth")),
        protocol_version=_protocol(node, source_format),
        vendor=filled(child(node, "vendor"), "name"),
        product=filled(child(node, "product"), "name"),
    )


def check_adapter(adapter: Adapter | None) -> None:
    """Raise XML_ERROR for a SCSI pool's adapter that does not name what it must, INTERNAL_ERROR for a bad WWN."""
    if adapter is None:
        raise _bad("missing storage pool source adapter")
    if adapter.kind == "fc_host":
        if not adapter.word("wwnn") or not adapter.word("wwpn"):
            raise _bad("'wwnn' and 'wwpn' must be specified for adapter type 'fchost'")
        for name in ("wwnn", "wwpn"):
            if re.fullmatch(r"[0-9a-fA-F]{16}", adapter.word(name)) is None:
                raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, f"Malformed wwn: {adapter.word(name)}")
        return
    if not adapter.word("name") and not adapter.parent_address:
        raise _bad("Either 'name' or 'parent' must be specified for the 'scsi_host' adapter")
    if adapter.parent_address and adapter.unique_id is None:
        raise _bad("missing 'unique_id' for scsi_host adapter's parentaddr")


def write_source(source: Source, kind: PoolKind, out: XmlWriter) -> None:
    """Write `<source>`, with an end tag of its own even when it is empty."""
    with out.element("source"):
        if "host" in kind.source:
            for host in source.hosts:
                out.empty("host", {"name": host.name, "port": host.port or None})
        if "device" in kind.source:
            for device in source.devices:
                out.empty("device", {"path": device.path, "part_separator": device.part_separator})
        if "dir" in kind.source and source.directory:
            out.empty("dir", {"path": source.directory})
        if "adapter" in kind.source and source.adapter:
            _write_adapter(source.adapter, out)
        if "name" in kind.source:
            out.text("name", source.name)
        if "initiator" in kind.source and source.initiator:
            with out.element("initiator"):
                out.empty("iqn", {"name": source.initiator})
        if kind.formats:
            out.empty("format", {"type": source.format})
        _write_rest(source, out)


def _write_rest(source: Source, out: XmlWriter) -> None:
    if source.auth:
        with out.element("auth", {"type": source.auth.kind, "username": source.auth.username}):
            out.empty("secret", dict(source.auth.secret))
    if source.protocol_version:
        out.empty("protocol", {"ver": source.protocol_version})
    if source.vendor:
        out.empty("vendor", {"name": source.vendor})
    if source.product:
        out.empty("product", {"name": source.product})


def _format(node: Node, kind: PoolKind) -> str:
    if not kind.formats:
        return ""
    name = filled(child(node, "format"), "type")
    if name is not None and name not in kind.formats:
        raise _unsupported(f"unknown pool format type {name}")
    return name or kind.default_format


def _host(node: Node) -> Host:
    name, port = attribute(node, "name"), attribute(node, "port")
    if name is None:
        raise _bad("missing storage pool host name")
    number = 0 if port is None else whole_number(port)
    if number is None:
        raise invalid_attribute(node, "port", port or "")
    return Host(name=name, port=number)


def _device(node: Node) -> Device:
    path = attribute(node, "path")
    if path is None:
        raise _bad("missing storage pool source device path")
    return Device(path=path, part_separator=tristate(node, "part_separator"))


def _adapter(node: Node | None) -> Adapter | None:
    if node is None:
        return None
    kind = choice(node, "type", ("scsi_host", "fc_host"))
    if kind == "fc_host":
        tristate(node, "managed")
        words = tuple((name, value) for name in _FC_HOST if (value := filled(node, name)) is not None)
        return Adapter(kind=kind, words=words)
    parent = child(node, "parentaddr")
    name = filled(node, "name")
    if parent is not None and name is not None:
        raise _bad("Use of both 'name' and 'parentaddr' in scsi_host adapter is not supported")
    if kind is None and parent is not None:
        raise _bad("'type' for 'parentaddr' must be 'scsi_host'")
    if parent is None:
        return Adapter(kind="scsi_host", words=() if name is None else (("name", name),))
    unique = attribute(parent, "unique_id")
    number = None if unique is None else whole_number(unique)
    if unique is not None and number is None:
        raise _bad(f"Missing or invalid scsi adapter 'unique_id' value: {unique}")
    address = child(parent, "address")
    if address is None:
        raise _bad("Missing scsi_host PCI address element")
    return Adapter(kind="scsi_host", unique_id=number, parent_address=_pci(address))


def _pci(address: Node) -> tuple[tuple[str, str], ...]:
    parts: list[tuple[str, str]] = []
    for name, width in _PCI_PARTS.items():
        text = attribute(address, name) or "0"
        try:
            parts.append((name, f"0x{int(text, 0):0{width}x}"))
        except ValueError:
            raise invalid_attribute(address, name, text) from None
    return tuple(parts)


def _write_adapter(adapter: Adapter, out: XmlWriter) -> None:
    if not adapter.parent_address:
        out.empty("adapter", {"type": adapter.kind, **dict(adapter.words)})
        return
    with (
        out.element("adapter", {"type": adapter.kind}),
        out.element("parentaddr", {"unique_id": adapter.unique_id}),
    ):
        out.empty("address", dict(adapter.parent_address))


def _auth(node: Node | None) -> Auth | None:
    if node is None:
        return None
    username, kind = attribute(node, "username"), attribute(node, "type")
    if username is None:
        raise _bad("missing username for auth")
    if kind is None:
        raise _unsupported("storage pool missing auth type")
    if kind not in {"chap", "ceph"}:
        raise _unsupported(f"unknown auth type '{kind}'")
    secret = child(node, "secret")
    if secret is None:
        raise _bad("missing <secret> element in auth")
    uuid, usage = attribute(secret, "uuid"), attribute(secret, "usage")
    if (uuid is None) == (usage is None):
        words = "either auth secret uuid or usage expected" if uuid else "missing auth secret uuid or usage attribute"
        raise _bad(words)
    if uuid is not None:
        canonical = canonical_uuid(uuid)
        if canonical is None:
            raise _bad(f"invalid auth secret uuid '{uuid}'")
        return Auth(kind=kind, username=username, secret=(("uuid", canonical),))
    return Auth(kind=kind, username=username, secret=(("usage", usage or ""),))


def _protocol(node: Node, source_format: str) -> str | None:
    version = filled(child(node, "protocol"), "ver")
    if version is None:
        return None
    if source_format not in {"", "auto", "nfs"}:
        raise _unsupported(f"storage pool protocol ver unsupported for pool type '{source_format}'")
    if "," in version:
        words = f"storage pool protocol ver '{version}' must not contain ','"
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.STORAGE, words)
    return version


def _bad(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, reason)


def _unsupported(reason: str) -> Exception:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.STORAGE, reason)
