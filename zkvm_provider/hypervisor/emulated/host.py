"""The emulated host as its own Linux shows it: inventory plus what verbs have changed since.

Answers are facts of one transaction. Files are names only: nothing is read or written outside the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.inventory import DasdVolume, FcpDevice, RemotePort, ScsiLun
from zkvm_provider.hypervisor.emulated.pool import ChangeKind, HostChange, Space
from zkvm_provider.hypervisor.emulated.transaction import Transaction

EXTENT_BYTES = 4 * 1024**2
"""LVM's default extent size: a new volume group loses one to its metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedLun:
    """A LUN that is a SCSI device of the host now, with the numbers and the name it has at this moment."""

    host: int
    unit: int
    device: str
    fcp: FcpDevice
    port: RemotePort
    lun: ScsiLun

    def paths(self, *, has_multipath: bool) -> tuple[str, ...]:
        """Its names in /dev: the kernel's, udev's by path (the newer form first) and by identity, multipath's."""
        by_path, wwid = f"/dev/disk/by-path/ccw-{self.fcp.bus_id}", self.lun.identity
        mapped = (f"/dev/mapper/{wwid}", f"/dev/disk/by-id/dm-uuid-mpath-{wwid}") if has_multipath else ()
        return (
            self.device,
            f"{by_path}-fc-{self.port.wwpn}-lun-{self.lun.lun}",
            f"{by_path}-zfcp-{self.port.wwpn}:{self.lun.lun}",
            f"/dev/disk/by-id/scsi-{wwid}",
            f"/dev/disk/by-id/wwn-0x{wwid[1:]}",
            *mapped,
        )


class Host:
    """What is where on the host of a transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.inventory = tx.inventory

    def is_online(self, device: str, *, default: bool) -> bool:
        """Whether a device is set online; `default` is how the machine came up."""
        row = self._tx.one("SELECT online FROM device_states WHERE host = ? AND device = ?", self._tx.host, device)
        return default if row is None else bool(row["online"])

    def set_online(self, device: str, online: bool) -> None:
        """Remember a device's state across restarts (`chzdev` makes it active and persistent)."""
        self._tx.run("INSERT OR REPLACE INTO device_states VALUES (?, ?, ?)", self._tx.host, device, int(online))

    def online_dasds(self) -> tuple[DasdVolume, ...]:
        """The ECKD volumes that have names in /dev now."""
        return tuple(dasd for dasd in self.inventory.dasds if self.is_online(dasd.bus_id, default=dasd.online))

    def attached_luns(self) -> tuple[AttachedLun, ...]:
        """The LUNs the host has added behind its online FCP devices, or that were added by a scan."""
        found = [
            (self.scsi_host(fcp), port.target, scsi_unit(lun.lun), fcp, port, lun)
            for fcp in self.inventory.fcp_devices
            if self.is_online(fcp.bus_id, default=fcp.online)
            for port in fcp.ports
            for lun in port.luns
            if self.is_online(lun_key(fcp.bus_id, port.wwpn, lun.lun), default=lun.attached or fcp.scans_luns)
        ]
        found.sort(key=lambda each: each[:3])
        return tuple(
            AttachedLun(host=number, unit=unit, device=f"/dev/{_disk_name(at)}", fcp=fcp, port=port, lun=lun)
            for at, (number, _, unit, fcp, port, lun) in enumerate(found)
        )

    def scsi_host(self, fcp: FcpDevice) -> int:
        """The number of its SCSI host: the inventory's until it came online anew."""
        return int(self._tx.knob(f"scsi_host {fcp.bus_id}", default=str(fcp.scsi_host)))

    def give_scsi_host(self, fcp: FcpDevice) -> None:
        """The lowest number that no online FCP device has."""
        online = [each for each in self.inventory.fcp_devices if self.is_online(each.bus_id, default=each.online)]
        taken = {self.scsi_host(each) for each in online}
        number = next(number for number in range(len(taken) + 1) if number not in taken)
        name = f"scsi_host {fcp.bus_id}"
        self._tx.run("INSERT OR REPLACE INTO knobs VALUES (?, '', ?, ?)", self._tx.host, name, str(number))

    def device_exists(self, path: str) -> bool:
        """Whether `path` is a block device."""
        return self.device_capacity(path) is not None

    def device_capacity(self, path: str) -> int | None:
        """A block device's size in bytes (a partition counts as its disk), or None where there is none."""
        for dasd in self.online_dasds():
            if path in dasd.paths:
                return dasd.capacity
        for each in self.attached_luns():
            if path in each.paths(has_multipath=self.inventory.has_multipath):
                return each.lun.capacity
        for swap in self.inventory.swaps:
            if path == swap.filename:
                return swap.size_kib * 1024
        row = self._tx.one(
            "SELECT capacity_bytes FROM volumes WHERE host = ? AND path = ? AND path LIKE '/dev/%'",
            self._tx.host,
            path,
        )
        return None if row is None else int(row["capacity_bytes"])

    def folder_exists(self, path: str) -> bool:
        """Whether `path` is a folder: one of the inventory, made by a verb, or above one of those."""
        wanted = str(PurePosixPath(path))
        inside = f"{wanted.rstrip('/')}/"
        mounted = (each.path for each in self.inventory.filesystems)
        if any(wanted == name or name.startswith(inside) for name in (*self.inventory.folders, *mounted)):
            return True
        if any(name.startswith(inside) for name in self._files()):
            return True
        row = self._tx.one(
            "SELECT 1 FROM host_changes WHERE host = ? AND kind = ? AND (what = ? OR substr(what, 1, ?) = ?)",
            self._tx.host,
            ChangeKind.MAKE_FOLDER.value,
            wanted,
            len(wanted) + 1,
            f"{wanted}/",
        )
        return row is not None

    def folder_is_empty(self, path: str) -> bool:
        """Whether nothing lies in the folder."""
        inside = f"{path.rstrip('/')}/"
        if any(name.startswith(inside) for name in (*self._files(), *self.inventory.folders)):
            return False
        volume = self._tx.one(
            "SELECT 1 FROM volumes WHERE host = ? AND substr(path, 1, ?) = ?", self._tx.host, len(inside), inside
        )
        folder = self._tx.one(
            "SELECT 1 FROM host_changes WHERE host = ? AND kind = ? AND substr(what, 1, ?) = ?",
            self._tx.host,
            ChangeKind.MAKE_FOLDER.value,
            len(inside),
            inside,
        )
        return volume is None and folder is None

    def file_exists(self, path: str) -> bool:
        """Whether a file, folder or device node is there; volumes are files."""
        if path in self.inventory.files or path == self.inventory.emulator or path in self._files():
            return True
        volume = self._tx.one("SELECT 1 FROM volumes WHERE host = ? AND path = ?", self._tx.host, path)
        return volume is not None or self.folder_exists(path) or self.device_exists(path)

    def is_shared(self, path: str) -> bool:
        """Whether a file lies on a network or cluster file system: mounted by the inventory, or by a netfs pool."""
        mounted = self.inventory.filesystem_of(path)
        if mounted is not None and mounted.shared:
            return True
        exports = self._tx.rows(
            "SELECT target FROM pools WHERE host = ? AND kind = 'netfs' AND live_xml IS NOT NULL", self._tx.host
        )
        return any(path.startswith(f"{row['target'].rstrip('/')}/") for row in exports)

    def _files(self) -> frozenset[str]:
        """Files of the inventory, and those that verbs wrote."""
        written = self._tx.rows("SELECT path FROM host_files WHERE host = ?", self._tx.host)
        images = (image.path for image in self.inventory.images)
        return frozenset((*self.inventory.files, *images, *(row["path"] for row in written)))

    def net_device_kind(self, name: str) -> str:
        """`nic`, `bridge`, `ovs`, or empty. Bridges of started networks are there too."""
        if name in self.inventory.ovs_bridges:
            return "ovs"
        if name in self.inventory.bridges:
            return "bridge"
        if name in self.inventory.interfaces:
            return "nic"
        made = self._tx.one(
            "SELECT 1 FROM networks WHERE host = ? AND instr(live_xml, ?)", self._tx.host, f"<bridge name='{name}' "
        )
        return "" if made is None else "bridge"

    def scsi_device_exists(self, adapter: str, bus: int, target: int, unit: int) -> bool:
        """Whether the LUN is an attached SCSI device of the host."""
        return bus == 0 and any(
            (adapter, target, unit) == (f"scsi_host{each.host}", each.port.target, each.unit)
            for each in self.attached_luns()
        )

    def content_of(self, device: str) -> str:
        """What was written on a block device by a verb, or by LVM before; by libblkid's word."""
        groups = [group for group in self.inventory.volume_groups if not self._was_removed(group.name)]
        if any(device in group.devices for group in groups):
            return "LVM2_member"
        for row in self._tx.rows("SELECT kind, devices, format FROM host_changes WHERE host = ?", self._tx.host):
            if device in str(row["devices"]).split():
                if row["kind"] == ChangeKind.MAKE_VOLUME_GROUP.value:
                    return "LVM2_member"
                if row["kind"] in {ChangeKind.MAKE_FILESYSTEM.value, ChangeKind.MAKE_LABEL.value}:
                    return "dos" if row["format"] == "msdos" else str(row["format"])
        return ""

    def volume_group(self, name: str) -> Space | None:
        """An LVM volume group of the inventory, or one that a pool made."""
        taken = self._allocated(f"/dev/{name}/")
        for group in self.inventory.volume_groups:
            if group.name == name and not self._was_removed(name) and not self._are_offline(group.devices):
                return Space(capacity_bytes=group.capacity, allocation_bytes=group.used + taken)
        row = self._tx.one(
            "SELECT devices FROM host_changes WHERE host = ? AND kind = ? AND what = ?",
            self._tx.host,
            ChangeKind.MAKE_VOLUME_GROUP.value,
            name,
        )
        if row is None or self._are_offline(str(row["devices"]).split()):
            return None
        sizes = [self.device_capacity(device) or 0 for device in str(row["devices"]).split()]
        usable = sum(size // EXTENT_BYTES * EXTENT_BYTES - EXTENT_BYTES for size in sizes if size > EXTENT_BYTES)
        return Space(capacity_bytes=usable, allocation_bytes=taken)

    def _are_offline(self, devices: Sequence[str]) -> bool:
        """Whether every one of these devices is (part of) a DASD that is offline now: LVM then finds nothing."""
        online = {path for dasd in self.online_dasds() for path in dasd.paths}
        offline = {path for dasd in self.inventory.dasds for path in dasd.paths} - online
        return bool(devices) and all(device in offline for device in devices)

    def space(self, path: str) -> Space:
        """The file system a folder lies in, with what our volumes take of it."""
        mounted = self.inventory.filesystem_of(path)
        if mounted is None:
            return Space(capacity_bytes=0, allocation_bytes=0)
        folders = self._tx.rows(
            "SELECT target, total(allocation_bytes) AS taken FROM volumes WHERE host = ?"
            " AND path NOT LIKE '/dev/%' GROUP BY target",
            self._tx.host,
        )
        taken = sum(int(row["taken"]) for row in folders if self.inventory.filesystem_of(row["target"]) == mounted)
        return Space(capacity_bytes=mounted.capacity, allocation_bytes=mounted.used + taken)

    def scsi_hosts(self) -> tuple[str, ...]:
        """`scsi_hostN` of every online FCP device."""
        return tuple(
            f"scsi_host{self.scsi_host(fcp)}"
            for fcp in self.inventory.fcp_devices
            if self.is_online(fcp.bus_id, default=fcp.online)
        )

    def apply(self, changes: Sequence[HostChange]) -> None:
        """Do to the host what building or deleting a pool does."""
        for change in changes:
            match change.kind:
                case ChangeKind.REMOVE_FOLDER:
                    self._forget(ChangeKind.MAKE_FOLDER, change.what)
                case ChangeKind.REMOVE_VOLUME_GROUP:
                    self._forget(ChangeKind.MAKE_VOLUME_GROUP, change.what)
                    self._record(change)
                case ChangeKind.MAKE_VOLUME_GROUP:
                    self._forget(ChangeKind.REMOVE_VOLUME_GROUP, change.what)
                    self._record(change)
                case ChangeKind.MAKE_FOLDER | ChangeKind.MAKE_FILESYSTEM | ChangeKind.MAKE_LABEL:
                    self._record(change)

    def _record(self, change: HostChange) -> None:
        self._tx.run(
            "INSERT OR REPLACE INTO host_changes VALUES (?, ?, ?, ?, ?)",
            self._tx.host,
            change.kind.value,
            change.what,
            " ".join(change.devices),
            change.format,
        )

    def _forget(self, kind: ChangeKind, what: str) -> None:
        self._tx.run(
            "DELETE FROM host_changes WHERE host = ? AND kind = ? AND what = ?", self._tx.host, kind.value, what
        )

    def _was_removed(self, group: str) -> bool:
        row = self._tx.one(
            "SELECT 1 FROM host_changes WHERE host = ? AND kind = ? AND what = ?",
            self._tx.host,
            ChangeKind.REMOVE_VOLUME_GROUP.value,
            group,
        )
        return row is not None

    def _allocated(self, prefix: str) -> int:
        row = self._tx.one(
            "SELECT total(allocation_bytes) AS taken FROM volumes WHERE host = ? AND substr(path, 1, ?) = ?",
            self._tx.host,
            len(prefix),
            prefix,
        )
        return 0 if row is None else int(row["taken"])


def scsi_unit(lun: str) -> int:
    """Linux's number for a 64-bit LUN: its 16-bit words in reverse order (0x4022401100000000 is 1074872354)."""
    digits = lun.removeprefix("0x")
    return sum(int(digits[at : at + 4], 16) << (4 * at) for at in range(0, 16, 4))


def lun_key(bus_id: str, wwpn: str, lun: str) -> str:
    """Under what a LUN's state is remembered."""
    return f"{bus_id}/{wwpn}/{lun}"


def _disk_name(at: int) -> str:
    """sda … sdz, sdaa …"""
    letters = ""
    number = at + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return f"sd{letters}"
