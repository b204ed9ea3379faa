"""What libvirt's storage calls need besides themselves: flags, capabilities, streams."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

from lxml import etree

from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.objects import Connected
from zkvm_provider.hypervisor.port import ErrorCode

_PART_BYTES: Final = 256 * 1024
"""libvirt's own size of a stream's packet (VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX)."""


def read_pool_kinds(connection: Connected) -> tuple[str, ...]:
    """Pool types with a backend (virConnectGetStoragePoolCapabilities); none told by drivers without the call."""
    libvirt = load()
    try:
        text = connection.getStoragePoolCapabilities(0)
    except libvirt.libvirtError as failure:
        if failure.get_error_code() == ErrorCode.NO_SUPPORT:
            return ()
        raise
    pools = etree.fromstring(text.encode()).iterfind("pool")
    return tuple(sorted(pool.get("type", "") for pool in pools if pool.get("supported") == "yes"))


def build_flags(pool: Any, *, formats: bool) -> int:
    """A file system is made only when asked for, and never over data; other backends take no flag for that."""
    is_fs = etree.fromstring(pool.XMLDesc(0).encode()).get("type") == "fs"
    flag: int = load().VIR_STORAGE_POOL_BUILD_NO_OVERWRITE
    return flag if formats and is_fs else 0


def upload(volume: Any, source: Iterable[bytes], size: int) -> None:
    """Stream the parts into the volume; what fails on either side ends the stream."""
    stream = volume.connect().newStream(0)
    volume.upload(stream, 0, size, 0)
    try:
        for part in source:
            for at in range(0, len(part), _PART_BYTES):
                _send(stream, part[at : at + _PART_BYTES])
    except BaseException:
        with suppress(load().libvirtError):
            stream.abort()
        raise
    stream.finish()


def download(volume: Any, length: int) -> bytes:
    """The first bytes of the volume."""
    stream = volume.connect().newStream(0)
    volume.download(stream, 0, length, 0)
    parts = bytearray()
    while part := stream.recv(_PART_BYTES):
        parts += part
    stream.finish()
    return bytes(parts)


def _send(stream: Any, part: bytes) -> None:
    """A blocking stream may take less than it was given."""
    while part:
        part = part[stream.send(part) :]
