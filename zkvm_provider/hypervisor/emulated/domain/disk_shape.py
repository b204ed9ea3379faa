"""The shape of `<disk>`: storage sources, backing chains, driver options (domain_conf.c, storage_source)."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.guest import unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, Shape, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    BIG,
    BLOCK_DEVICE,
    COUNT,
    NAME,
    ON_OFF,
    PATH,
    PORT,
    POSITIVE,
    SIZE,
    TEXT,
    UNIT,
    UUID,
    VOLUME_NAME,
    YES_NO,
    Place,
    Value,
    choice,
    hexadecimal,
    matching,
)
from zkvm_provider.hypervisor.port import ErrorDomain

DISK_TYPES = choice("file", "block", "dir", "network", "volume", "nvme", "vhostuser")
DISK_DEVICES = choice("disk", "cdrom", "floppy", "lun")
DISK_BUSES = choice("ide", "fdc", "scsi", "virtio", "xen", "usb", "uml", "sata", "sd", "none")
DISK_MODELS = choice("virtio", "virtio-transitional", "virtio-non-transitional")
STARTUP_POLICY = choice("default", "mandatory", "requisite", "optional")
_NETWORKS_OF_ONE_HOST = {"iscsi", "nbd", "http", "https", "ftp", "ftps", "tftp", "ssh", "vxhs"}
PROTOCOLS = choice(
    "none", "nbd", "rbd", "sheepdog", "gluster", "iscsi", "http", "https", "ftp", "ftps", "tftp", "vxhs", "nfs", "ssh"
)
FORMATS = choice(
    "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow", "qcow2", "qed",
    "vmdk", "none",
)  # fmt: skip


def _read_driver_format(value: str, _place: Place) -> str:
    """The driver's format (virDomainDiskDefDriverParseXML); `aio` is what the tap driver of old calls raw."""
    if value != "aio" and (value == "none" or not FORMATS.schema.fullmatch(value)):
        raise unsupported(f"unknown driver format value '{value}'", ErrorDomain.DOMAIN)
    return value


def _read_rerror_policy(value: str, place: Place) -> str:
    if value == "enospace":
        raise unsupported(f"Invalid disk read error policy: '{value}'", ErrorDomain.DOMAIN)
    return _RERROR_POLICY.read(value, place)


def _read_encryption_format(value: str, _place: Place) -> str:
    if not _ENCRYPTION_FORMAT.schema.fullmatch(value):
        raise unsupported(f"unknown volume encryption format type {value}", ErrorDomain.STORAGE)
    return value


_RERROR_POLICY = choice("default", "stop", "report", "ignore")
_ENCRYPTION_FORMAT = choice("qcow", "default", "luks", "luks2")
DRIVER_FORMAT = Value(schema=re.compile(f"aio|{FORMATS.schema.pattern}"), read=_read_driver_format)
SECLABEL = element(
    "seclabel",
    {"model": NAME, "relabel": YES_NO, "labelskip": YES_NO},
    element("label", text=NAME),
    traits="many",
)
SECRET_REFERENCE = {"type": NAME, "uuid": UUID, "usage": NAME}
AUTH = element(
    "auth",
    {"username": NAME},
    element("secret", SECRET_REFERENCE, need=("type",)),
    need=("username", "secret"),
)
HOST = element(
    "host",
    {"name": NAME, "port": PORT, "transport": choice("tcp", "unix", "rdma", "vsock"), "socket": PATH},
    traits="many",
)
ENCRYPTION = element(
    "encryption",
    {
        "format": Value(schema=_ENCRYPTION_FORMAT.schema, read=_read_encryption_format),
        "engine": choice("qemu", "librbd"),
    },
    element("secret", {"type": choice("passphrase"), "uuid": UUID, "usage": NAME}, need=("type",), traits="many"),
    element("cipher", {"name": NAME, "size": COUNT, "mode": NAME, "hash": NAME}),
    element("ivgen", {"name": NAME, "hash": NAME}),
    need=("format",),
)
_RESERVATION_SOURCE = element("source", {"type": choice("unix"), "path": PATH, "mode": choice("client")})
RESERVATIONS = element("reservations", {"managed": YES_NO}, _RESERVATION_SOURCE, need=("managed",))
INITIATOR = element("initiator", None, element("iqn", {"name": NAME}, need=("name",)))
_SLICE = element("slice", {"type": choice("storage"), "offset": BIG, "size": BIG}, need=("type", "offset", "size"))

_HEX = hexadecimal(4), hexadecimal(2), hexadecimal(1)
NVME_ADDRESS = element("address", {"domain": _HEX[0], "bus": _HEX[1], "slot": _HEX[1], "function": _HEX[2]})


def _source_children() -> tuple[Shape, ...]:
    return (
        element("slices", None, _SLICE),
        HOST,
        element("snapshot", {"name": NAME}),
        element("config", {"file": PATH}),
        INITIATOR,
        element("timeout", {"seconds": BIG}),
        element("ssl", {"verify": YES_NO}),
        element("cookies", None, element("cookie", {"name": NAME}, text=TEXT, traits="many")),
        element("readahead", {"size": BIG}),
        element("identity", {"user": NAME, "group": NAME}),
        SECLABEL,
        AUTH,
        ENCRYPTION,
        RESERVATIONS,
        NVME_ADDRESS,
    )


SOURCE = element(
    "source",
    {
        "file": PATH,
        "dev": BLOCK_DEVICE,
        "dir": PATH,
        "protocol": PROTOCOLS,
        "name": NAME,
        "query": NAME,
        "pool": NAME,
        "volume": VOLUME_NAME,
        "mode": choice("host", "direct"),
        "type": choice("pci", "unix"),
        "path": PATH,
        "managed": YES_NO,
        "namespace": COUNT,
        "tls": YES_NO,
        "tlsHostname": NAME,
        "startupPolicy": STARTUP_POLICY,
        "index": POSITIVE,
    },
    *_source_children(),
)
DRIVER = element(
    "driver",
    {
        "name": NAME,
        "type": DRIVER_FORMAT,
        "cache": choice("default", "none", "writethrough", "writeback", "directsync", "unsafe"),
        "error_policy": choice("default", "stop", "report", "ignore", "enospace"),
        "rerror_policy": Value(schema=_RERROR_POLICY.schema, read=_read_rerror_policy),
        "io": choice("default", "native", "threads", "io_uring"),
        "ioeventfd": ON_OFF,
        "event_idx": ON_OFF,
        "copy_on_read": ON_OFF,
        "discard": choice("default", "unmap", "ignore"),
        "iothread": POSITIVE,
        "detect_zeroes": choice("default", "off", "on", "unmap"),
        "queues": POSITIVE,
        "queue_size": POSITIVE,
        **VIRTIO_OPTIONS,
    },
    element("metadata_cache", None, element("max_size", {"unit": UNIT}, text=SIZE)),
    traits="fleeting",
)
IOTUNE_NAMES = (
    "total_bytes_sec", "read_bytes_sec", "write_bytes_sec", "total_iops_sec", "read_iops_sec", "write_iops_sec",
    "total_bytes_sec_max", "read_bytes_sec_max", "write_bytes_sec_max", "total_iops_sec_max", "read_iops_sec_max",
    "write_iops_sec_max", "size_iops_sec", "group_name", "total_bytes_sec_max_length", "read_bytes_sec_max_length",
    "write_bytes_sec_max_length", "total_iops_sec_max_length", "read_iops_sec_max_length",
    "write_iops_sec_max_length",
)  # fmt: skip
IOTUNE = element(
    "iotune",
    None,
    *(element(name, text=NAME if name == "group_name" else BIG) for name in IOTUNE_NAMES),
    traits="fleeting",
)


def _backing_store(depth: int) -> Shape:
    deeper = () if depth == 0 else (_backing_store(depth - 1),)
    return element(
        "backingStore",
        {"type": DISK_TYPES, "index": POSITIVE},
        element("format", {"type": FORMATS}, element("metadata_cache", None), need=("type",)),
        SOURCE,
        *deeper,
    )


BACKING_STORE = _backing_store(12)
_TARGET = element(
    "target",
    {
        "dev": matching(r"(ioemu:)?(fd|hd|sd|vd|xvd|ubd)[a-zA-Z0-9_]+"),
        "bus": DISK_BUSES,
        "tray": choice("open", "closed"),
        "removable": ON_OFF,
        "rotation_rate": POSITIVE,
    },
    need=("dev",),
)


def _fits_schema(node: Node) -> bool:
    """A LUN is a block device, a network or a volume; a source carries what its disk type needs."""
    kind = node.get("type", "file")
    if node.get("device") == "lun" and kind not in {"block", "network", "volume", "nvme"}:
        return False
    source = node.find("source")
    wanted = {"network": ("protocol",), "volume": ("pool", "volume")}.get(kind, ())
    if source is None:
        return _tunes_one_way(node)
    if source.get("protocol") in _NETWORKS_OF_ONE_HOST and len(source.findall("host")) > 1:
        return False
    return all(source.get(name) is not None for name in wanted) and _tunes_one_way(node)


def _tunes_one_way(node: Node) -> bool:
    """A limit is given in total or for each direction, not both."""
    tune = node.find("iotune")
    if tune is None:
        return True
    given = {str(child.tag) for child in tune}
    kinds = ("bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max")
    return not any(f"total_{kind}" in given and {f"read_{kind}", f"write_{kind}"} & given for kind in kinds)


DISK = element(
    "disk",
    {
        "type": DISK_TYPES,
        "device": DISK_DEVICES,
        "model": DISK_MODELS,
        "rawio": YES_NO,
        "sgio": choice("filtered", "unfiltered"),
        "snapshot": choice("no", "internal", "external", "manual"),
    },
    DRIVER,
    AUTH,
    SOURCE,
    BACKING_STORE,
    element("backenddomain", {"name": NAME}),
    element(
        "geometry", {"cyls": COUNT, "heads": COUNT, "secs": COUNT, "trans": choice("auto", "none", "lba")},
        traits="fleeting",
    ),
    element(
        "blockio", {"logical_block_size": COUNT, "physical_block_size": COUNT, "discard_granularity": COUNT},
        traits="fleeting",
    ),
    element("mirror", {"type": DISK_TYPES, "job": NAME, "ready": NAME}, element("format", {"type": FORMATS}), SOURCE),
    _TARGET,
    IOTUNE,
    element("readonly"),
    element("shareable"),
    element("transient", {"shareBacking": YES_NO}),
    element("serial", text=matching(r"[A-Za-z0-9_.+ \-]*")),
    element("wwn", text=matching(r"(0x)?[0-9a-fA-F]{16}")),
    element("vendor", text=matching(r"[ -~]{0,8}")),
    element("product", text=matching(r"[ -~]{0,16}")),
    ENCRYPTION,
    *DEVICE_INFO,
    need=("target",),
    rule=_fits_schema,
    traits="many",
)  # fmt: skip
