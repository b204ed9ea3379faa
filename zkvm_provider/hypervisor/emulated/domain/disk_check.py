"""What libvirt refuses about a disk (domain_validate.c, qemu_validate.c), in its order."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, get, internal, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.targets import target_index
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_SHAREABLE_FORMATS = {"raw"}


def check_disk(guest: Guest, disk: Node) -> None:
    """Refuse one disk; the driver's own rules first, as virDomainDeviceDefValidate does."""
    if disk.find("source") is None and disk.get("device") in {"disk", "lun"}:
        text = f"missing source information for device {get(disk, 'target', 'dev')}"
        raise refusal(ErrorCode.NO_SOURCE, ErrorDomain.DOMAIN, text)
    _check_lun(disk)
    _check_driver(guest, disk)
    _check_bus(disk)
    _check_labels(disk)
    _check_address(disk)


def _check_lun(disk: Node) -> None:
    if disk.get("device") != "lun":
        return
    kind, protocol = disk.get("type"), get(disk, "source", "protocol")
    if kind == "network" and protocol != "iscsi":
        text = f"disk device='lun' is not supported for protocol='{protocol}'"
        raise unsupported(text, ErrorDomain.DOMAIN)
    if kind not in {"block", "network", "volume"}:
        raise unsupported("disk device='lun' is only valid for block type disk source", ErrorDomain.DOMAIN)
    bus = get(disk, "target", "bus")
    if bus not in {"virtio", "scsi"}:
        raise unsupported(f"disk device='lun' is not supported for bus='{bus}'")
    if get(disk, "driver", "type") != "raw":
        raise unsupported("disk device 'lun' using target '" + get(disk, "target", "dev") + "' must use 'raw' format")


def check_iotune(disk: Node) -> None:
    """A limit is total or per direction (virDomainDiskDefIotuneParse)."""
    tune = disk.find("iotune")
    if tune is None:
        return
    for what, suffix in (("bytes_sec", ""), ("iops_sec", ""), ("bytes_sec", "_max"), ("iops_sec", "_max")):
        total = tune.findtext(f"total_{what}{suffix}", "0") != "0"
        parts = any(tune.findtext(f"{side}_{what}{suffix}", "0") != "0" for side in ("read", "write"))
        if total and parts:
            text = f"total and read/write {what}{suffix} cannot be set at the same time"
            raise bad_domain(text)


def _check_driver(guest: Guest, disk: Node) -> None:
    bus, name = get(disk, "target", "bus"), get(disk, "target", "dev")
    driver = {key: get(disk, "driver", key) for key in ("io", "cache", "type", "queues", "queue_size", "iothread")}
    if get(disk, "driver", "name") != "qemu":
        raise unsupported(f"unsupported driver name '{get(disk, 'driver', 'name')}' for disk '{name}'")
    for option in ("queues", "queue_size"):
        if driver[option] and bus != "virtio":
            text = f"{option} attribute in disk driver element is only supported by virtio-blk"
            raise unsupported(text, ErrorDomain.DOMAIN)
    for option in ("iommu", "ats", "packed", "page_per_vq"):
        if get(disk, "driver", option) and bus != "virtio":
            text = f"{option} driver option is only supported for virtio devices"
            raise unsupported(text, ErrorDomain.DOMAIN)
    if driver["io"] == "native" and driver["cache"] not in {"none", "directsync"}:
        raise unsupported(
            "native I/O needs either no disk cache or directsync cache mode, QEMU will fallback to aio=threads"
        )
    is_written_by_all = disk.find("shareable") is not None and disk.find("readonly") is None
    if is_written_by_all and driver["type"] not in _SHAREABLE_FORMATS:
        raise unsupported(f"shared access for disk '{name}' requires use of supported storage format")
    if get(disk, "driver", "copy_on_read") == "on":
        if disk.get("device") in {"cdrom", "floppy"}:
            raise unsupported(f"copy_on_read is not supported for removable disk '{name}'")
        if disk.find("readonly") is not None:
            raise unsupported(f"copy_on_read is not compatible with read-only disk '{name}'")
    if driver["iothread"]:
        _check_iothread(guest, bus, driver["iothread"])


def _check_iothread(guest: Guest, bus: str, iothread: str) -> None:
    if bus != "virtio":
        raise unsupported(f"IOThreads not available for bus {bus} target")
    if iothread not in guest.iothread_ids():
        raise unsupported(f"Disk iothread '{iothread}' not defined in iothreadid")


def _check_bus(disk: Node) -> None:
    bus, device = get(disk, "target", "bus"), disk.get("device")
    name = get(disk, "target", "dev")
    if bus == "virtio" and device in {"cdrom", "floppy"}:
        raise unsupported(f"disk type 'virtio' of '{name}' does not support ejectable media")
    if bus == "usb":
        raise unsupported("This QEMU doesn't support '-device usb-storage'")
    if bus in {"xen", "uml", "sd", "none"}:
        raise unsupported(f"unexpected disk bus {bus}")
    if device == "floppy" and bus != "fdc":
        raise unsupported(f"Unsupported floppy bus '{bus}'")
    if disk.find("geometry") is not None and disk.find("geometry[@trans]") is not None and bus != "ide":
        raise unsupported(f"CHS translation mode can only be set for 'ide' bus not '{bus}'")
    if get(disk, "target", "removable") and bus != "usb":
        raise bad_domain("removable is only valid for usb or scsi disks")
    if disk.get("model") and bus != "virtio":
        raise unsupported("disk model only supported for virtio bus", ErrorDomain.DOMAIN)


def _check_labels(disk: Node) -> None:
    bus = get(disk, "target", "bus")
    if disk.find("wwn") is not None and bus not in {"ide", "scsi"}:
        raise unsupported("Only ide and scsi disk support wwn")
    if (disk.find("vendor") is not None or disk.find("product") is not None) and bus != "scsi":
        raise unsupported("Only scsi disk supports vendor and product")
    serial = disk.findtext("serial")
    if serial and not re.fullmatch(r"[A-Za-z0-9\-_ .+]*", serial):
        raise internal(f"driver serial '{serial}' contains unsafe characters")


def _check_address(disk: Node) -> None:
    kind, bus, name = get(disk, "address", "type"), get(disk, "target", "bus"), get(disk, "target", "dev")
    if name[-1:].isdigit():
        raise unsupported(f"invalid disk target '{name}', partitions can't appear in disk targets")
    if get(disk, "target", "rotation_rate") and bus not in {"scsi", "ide", "sata"}:
        raise internal("rotation rate is only valid for SCSI/IDE/SATA bus")
    if bus == "scsi" and get(disk, "address", "bus", "0") != "0":
        raise internal("SCSI controller only supports 1 bus")
    if disk.get("device") in {"disk", "lun"} and target_index(name) is None:
        raise internal(f"Invalid harddisk device name: {name}", ErrorDomain.DOMAIN)
    if bus in {"scsi", "fdc"} and kind not in {"", "drive"}:
        raise unsupported(f"unexpected address type for {bus} disk", ErrorDomain.DOMAIN)
    if bus == "virtio" and kind == "drive":
        raise unsupported("virtio disk cannot have an address of type 'drive'")


def check_targets(guest: Guest) -> None:
    """No target name twice (virDomainDiskDefCheckDuplicateInfo)."""
    seen: dict[str, str] = {}
    for disk in guest.each("disk"):
        name = get(disk, "target", "dev")
        source = next(
            (get(disk, "source", key) for key in ("file", "dev", "dir", "name") if get(disk, "source", key)), ""
        )
        if name in seen:
            text = f"target '{name}' duplicated for disk sources '{seen[name]}' and '{source}'"
            raise bad_domain(text)
        seen[name] = source
