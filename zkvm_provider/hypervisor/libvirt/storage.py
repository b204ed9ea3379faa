"""What libvirt's storage calls need besides themselves: flags, capabilities, streams."""

from __future__ import annotations

from typing import Any

from lxml import etree

from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.objects import Connected
from zkvm_provider.hypervisor.port import ErrorCode


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
