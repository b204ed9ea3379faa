"""What libvirt tells of an object: its XML, and metadata."""

from __future__ import annotations

from typing import Any

from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind


def dump(found: Any, kind: ObjectKind, *, live: bool) -> str:
    """The XML; `live=False` means the persistent one, with its passwords."""
    libvirt = load()
    match kind:
        case ObjectKind.DOMAIN:
            # A redefinition starts from the persistent XML: without its passwords it would lose them.
            flags = 0 if live else libvirt.VIR_DOMAIN_XML_INACTIVE | libvirt.VIR_DOMAIN_XML_SECURE
        case ObjectKind.NETWORK:
            flags = 0 if live else libvirt.VIR_NETWORK_XML_INACTIVE
        case ObjectKind.POOL:
            flags = 0 if live else libvirt.VIR_STORAGE_XML_INACTIVE
        case ObjectKind.VOLUME | ObjectKind.NODE_DEVICE:
            flags = 0
    text: str = found.XMLDesc(flags)
    return text


def metadata(domain: Any, namespace: str) -> str | None:
    """The element of that namespace in the persistent configuration, or None."""
    libvirt = load()
    try:
        text: str = domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, namespace, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
    except libvirt.libvirtError as failure:
        if failure.get_error_code() == ErrorCode.NO_DOMAIN_METADATA:
            return None
        raise
    return text
