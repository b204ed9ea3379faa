"""A disk at start: secrets, volumes, files, node numbers (qemu_domain.c, qemu_process.c)."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.disk_images import claim_image, use_of
from zkvm_provider.hypervisor.emulated.domain.drives import LAST_SCSI_UNIT
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    child,
    drop,
    get,
    internal,
    qemu_ended,
    qemu_lacks,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_SECTOR = 512
_LONGEST_QUEUE = 1024
_FORMATS_WITH_BACKING = {"cow", "qcow", "qcow2", "qed", "vmdk"}


def prepare_disk(boot: Boot, disk: Node) -> None:
    """Secrets must exist before anything of the host is looked at."""
    for secret in (*disk.iterfind(".//auth/secret"), *disk.iterfind(".//encryption/secret")):
        kind, usage, uuid = (secret.get(name) or "" for name in ("type", "usage", "uuid"))
        if not boot.world.secret_exists(kind=kind, usage=usage, uuid=uuid):
            what = f"usage '{usage}'" if usage else f"uuid '{uuid}'"
            raise refusal(ErrorCode.NO_SECRET, ErrorDomain.SECRET, f"no secret with matching {what}")


def start_disk(boot: Boot, disk: Node, *, number: int = 0) -> None:
    """Look at the sources and number the chain, from `number` if it is given.

    libvirt takes the disks from the last to the first.
    """
    source = disk.find("source")
    if source is None:
        drop(child(disk, "driver"), "type")
        drop(child(disk, "target"), "tray")
        return
    local, path = _resolve(boot, disk, source)
    with_owner = get(disk, "driver", "type") in _FORMATS_WITH_BACKING
    if local and with_owner and boot.world.is_out_of_reach(path):
        raise _broken_chain(boot, path, with_owner=True, why="Permission denied")
    if local and not boot.world.file_exists(path):
        if source.get("startupPolicy") == "optional" and not boot.hotplug:
            _start_without(boot, disk, source)
            return
        raise _broken_chain(boot, path, with_owner=with_owner)
    if local and with_owner:
        _reach_backing(boot, path)
    if disk.get("device") == "lun" and get(disk, "target", "bus") == "virtio":
        raise internal(
            "qemu unexpectedly closed the monitor: "
            "Please set scsi=off for virtio-blk devices in order to use virtio 1.0"
        )
    if disk.get("type") == "nvme":
        raise _no_nvme(source)
    is_shared = disk.find("shareable") is not None and disk.find("readonly") is None
    if is_shared and not get(disk, "driver", "cache"):
        child(disk, "driver").set("cache", "none")
    source.set("index", str(number or _next_index(boot)))
    backing = disk.find("backingStore")
    if backing is None and local:
        etree.SubElement(disk, "backingStore")
    elif backing is not None:
        _number_chain(boot, backing)


def change_medium(boot: Boot, disk: Node, number: int) -> None:
    """A running drive gets another medium, or none, under the node number `number`."""
    if disk.find("source") is not None:
        start_disk(boot, disk, number=number)
    child(disk, "source").set("index", str(number))


def next_node_number(boot: Boot) -> int:
    """The number of the next medium: above all there were, counting drives that were started empty."""
    least = max(_highest_index(boot.guest), len(boot.guest.each("disk"))) + 1
    return boot.world.next_node(boot.domain_id, least)


def cover_transient(boot: Boot, disk: Node) -> None:
    """A transient disk is written to an overlay of its own, which goes with the guest (qemuSnapshotDisk…)."""
    source = disk.find("source")
    if disk.find("transient") is None or source is None or disk.get("type") != "file":
        return
    driver, path = child(disk, "driver"), source.get("file") or ""
    backing = etree.Element("backingStore", {"type": "file", "index": source.get("index") or ""})
    etree.SubElement(backing, "format", {"type": driver.get("type") or "raw"})
    etree.SubElement(backing, "source", {"file": path})
    below = disk.find("backingStore")
    backing.append(etree.Element("backingStore") if below is None else below)
    source.addnext(backing)
    driver.set("type", "qcow2")
    source.set("file", f"{path}.TRANSIENT-{boot.guest.root.findtext('name')}")
    source.set("index", str(_next_index(boot)))


def _check_options(disk: Node) -> None:
    """Values libvirt hands on and QEMU refuses when it is started."""
    size = get(disk, "driver", "queue_size")
    if size and not (_is_power_of_2(int(size)) and 2 <= int(size) <= _LONGEST_QUEUE):
        raise qemu_ended(f"invalid queue-size property ({size}), must be a power of 2 (max {_LONGEST_QUEUE})")
    for name in ("logical_block_size", "physical_block_size", "discard_granularity"):
        value = get(disk, "blockio", name)
        if value and not _is_power_of_2(int(value)):
            raise qemu_ended(f"Property .{name} doesn't take value '{value}', it's not a power of 2")
    unit = get(disk, "address", "unit", "0")
    if get(disk, "target", "bus") == "scsi" and int(unit) > LAST_SCSI_UNIT:
        raise qemu_ended(f"bad scsi device lun: {unit}")
    if get(disk, "driver", "page_per_vq"):
        raise qemu_ended("Property 'virtio-blk-ccw.page-per-vq' not found")
    for part in disk.iterfind("source/slices/slice"):
        if int(part.get("size") or 0) % _SECTOR:
            raise qemu_ended(f"Specified size is not multiple of {_SECTOR}")


def _is_power_of_2(number: int) -> bool:
    return number > 0 and number & (number - 1) == 0


def _no_nvme(source: Node) -> BackendError:
    """The emulated host has no PCI functions of its own."""
    address = source.find("address")
    at = [("" if address is None else address.get(name) or "")[2:] for name in ("domain", "bus", "slot", "function")]
    place = f"{at[0]}:{at[1]}:{at[2]}.{at[3]}"
    text = f"Device {place} not found: could not access /sys/bus/pci/devices/{place}/config"
    return refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, f"{text}: No such file or directory")


def _reach(boot: Boot, disk: Node, source: Node) -> None:
    """An image on the network: QEMU must find who serves it. An emulated host reaches iSCSI targets only."""
    if disk.get("type") != "network":
        return
    protocol, name = source.get("protocol"), source.get("name") or ""
    if protocol != "iscsi":
        raise qemu_ended(f"Failed to connect to the {protocol} server of '{name}': Connection refused")
    target, _, unit = name.partition("/")
    if not boot.world.iscsi_lun_exists(target, int(unit) if unit.isdigit() else 0):
        raise qemu_ended("iSCSI: Failed to connect to LUN : SENSE KEY:ILLEGAL_REQUEST(5)")


def launch_disk(boot: Boot, disk: Node) -> None:
    """QEMU takes the disk; whatever it refuses, libvirt has let pass."""
    if get(disk, "target", "bus") == "fdc":
        raise qemu_lacks("floppy", disk)
    _check_options(disk)
    source = disk.find("source")
    if source is not None:
        _reach(boot, disk, source)
        open_image(boot, disk)


def open_image(boot: Boot, disk: Node) -> None:
    """QEMU opens what is a file or device of the host."""
    source = disk.find("source")
    local, path = (False, "") if source is None else _resolve(boot, disk, source)
    if local and path:
        with_source = [each for each in boot.guest.each("disk") if each is not disk and each.find("source") is not None]
        own = [each for each in with_source if _resolve(boot, each, child(each, "source")) == (True, path)]
        claim_image(boot, path, disk, [use_of(each) for each in own])


def _start_without(boot: Boot, disk: Node, source: Node) -> None:
    """An optional source that is missing: a drive starts empty, a disk is left out."""
    if disk.get("device") in {"cdrom", "floppy"}:
        disk.remove(source)
        drop(child(disk, "driver"), "type")
    else:
        boot.guest.devices.remove(disk)


def _resolve(boot: Boot, disk: Node, source: Node) -> tuple[bool, str]:
    """(is a local file, its path) of the disk's source; a volume is looked up in its pool."""
    kind = disk.get("type")
    if kind == "volume":
        pool, name = source.get("pool") or "", source.get("volume") or ""
        seen = boot.world.volume(pool, name)
        if seen is None:
            text = f"no storage vol with matching name '{name}'"
            raise refusal(ErrorCode.NO_STORAGE_VOL, ErrorDomain.STORAGE, text)
        if not seen.pool_active:
            text = f"storage pool '{pool}' containing volume '{name}' is not active"
            raise unsupported(text, ErrorDomain.STORAGE)
        return not seen.is_network, seen.path
    if kind in {"file", "block", "dir"}:
        return True, source.get("file") or source.get("dev") or source.get("dir") or ""
    return False, ""


def _broken_chain(boot: Boot, path: str, *, with_owner: bool, why: str = "No such file or directory") -> BackendError:
    host = boot.world.host
    owner = f" (as uid:{host.qemu_uid}, gid:{host.qemu_gid})" if with_owner else ""
    text = f"Cannot access storage file '{path}'{owner}: {why}"
    return refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, text)


def _reach_backing(boot: Boot, path: str) -> None:
    """libvirt reads the chain before QEMU does, as its user."""
    host = boot.world.host
    for below in boot.world.files_below(path):
        is_closed = boot.world.is_out_of_reach(below)
        if is_closed or not boot.world.file_exists(below):
            why = "Permission denied" if is_closed else "No such file or directory"
            text = f"Cannot access backing file '{below}' of storage file '{path}'"
            text += f" (as uid:{host.qemu_uid}, gid:{host.qemu_gid}): {why}"
            raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, text)


def _number_chain(boot: Boot, backing: Node) -> None:
    source = backing.find("source")
    if source is None:
        return
    path = source.get("file") or source.get("dev") or ""
    if backing.get("type") in {"file", "block"} and not boot.world.file_exists(path):
        raise _broken_chain(boot, path, with_owner=True)
    backing.set("index", str(_next_index(boot)))
    deeper = backing.find("backingStore")
    if deeper is None:
        etree.SubElement(backing, "backingStore")
    else:
        _number_chain(boot, deeper)


def _next_index(boot: Boot) -> int:
    return boot.world.next_node(boot.domain_id, _highest_index(boot.guest) + 1)


def _highest_index(guest: Guest) -> int:
    devices = guest.devices
    used = [int(found.get("index") or 0) for found in devices.iterfind("disk//source[@index]")]
    used += [int(found.get("index") or 0) for found in devices.iterfind("disk//backingStore[@index]")]
    return max(used, default=0)
