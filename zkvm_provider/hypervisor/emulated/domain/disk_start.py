"""A disk at start: secrets, volumes, files, node numbers (qemu_domain.c, qemu_process.c)."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import get, internal, qemu_lacks, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_FORMATS_WITH_BACKING = {"cow", "qcow", "qcow2", "qed", "vmdk"}


def prepare_disk(boot: Boot, disk: Node) -> None:
    """Secrets must exist before anything of the host is looked at."""
    for secret in (*disk.iterfind(".//auth/secret"), *disk.iterfind(".//encryption/secret")):
        kind, usage, uuid = (secret.get(name) or "" for name in ("type", "usage", "uuid"))
        if not boot.world.secret_exists(kind=kind, usage=usage, uuid=uuid):
            what = f"usage '{usage}'" if usage else f"uuid '{uuid}'"
            raise refusal(ErrorCode.NO_SECRET, ErrorDomain.SECRET, f"no secret with matching {what}")


def start_disk(boot: Boot, disk: Node) -> None:
    """Look at the sources and number the chain. libvirt takes the disks from the last to the first."""
    source = disk.find("source")
    if source is None:
        return
    local, path = _resolve(boot, disk, source)
    if local and not boot.world.file_exists(path):
        if source.get("startupPolicy") == "optional" and not boot.hotplug:
            _start_without(boot, disk, source)
            return
        raise _broken_chain(boot, path, with_owner=get(disk, "driver", "type") in _FORMATS_WITH_BACKING)
    if disk.get("device") == "lun" and get(disk, "target", "bus") == "virtio":
        raise internal(
            "qemu unexpectedly closed the monitor: "
            "Please set scsi=off for virtio-blk devices in order to use virtio 1.0"
        )
    if get(disk, "target", "bus") == "fdc":
        raise qemu_lacks("floppy", disk)
    number = _next_index(boot)
    source.set("index", str(number))
    backing = disk.find("backingStore")
    if backing is None and local:
        etree.SubElement(disk, "backingStore")
    elif backing is not None:
        _number_chain(boot, backing, number + 1)


def _start_without(boot: Boot, disk: Node, source: Node) -> None:
    """An optional source that is missing: a drive starts empty, a disk is left out."""
    if disk.get("device") in {"cdrom", "floppy"}:
        disk.remove(source)
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


def _broken_chain(boot: Boot, path: str, *, with_owner: bool) -> BackendError:
    host = boot.world.host
    owner = f" (as uid:{host.qemu_uid}, gid:{host.qemu_gid})" if with_owner else ""
    text = f"Cannot access storage file '{path}'{owner}: No such file or directory"
    return refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.STORAGE, text)


def _number_chain(boot: Boot, backing: Node, number: int) -> None:
    source = backing.find("source")
    if source is None:
        return
    path = source.get("file") or source.get("dev") or ""
    if backing.get("type") in {"file", "block"} and not boot.world.file_exists(path):
        raise _broken_chain(boot, path, with_owner=True)
    backing.set("index", str(number))
    deeper = backing.find("backingStore")
    if deeper is None:
        etree.SubElement(backing, "backingStore")
    else:
        _number_chain(boot, deeper, number + 1)


def _next_index(boot: Boot) -> int:
    devices = boot.guest.devices
    used = [int(found.get("index") or 0) for found in devices.iterfind("disk//source[@index]")]
    used += [int(found.get("index") or 0) for found in devices.iterfind("disk//backingStore[@index]")]
    return max(used, default=0) + 1
