"""`HostDevices` of a real host: its own tools through a shell, and what libvirt can answer where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from threading import Lock

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import NotFound, Refused, Unsupported
from zkvm_provider.hypervisor.access import Access, Account, Chain, PathStep, Way
from zkvm_provider.hypervisor.lvm import VolumeGroup
from zkvm_provider.hypervisor.operator import channels, lvm, san
from zkvm_provider.hypervisor.operator.access import is_denied
from zkvm_provider.hypervisor.operator.access import ways as look_along
from zkvm_provider.hypervisor.operator.chains import chains as read_chains
from zkvm_provider.hypervisor.operator.files import OperatorFiles
from zkvm_provider.hypervisor.operator.parsers import (
    QETH_FACTS,
    is_shared,
    mounted_devices,
    parse_device_links,
    parse_links,
    parse_lsdasd,
    parse_partitions,
    parse_qeth,
    parse_swaps,
)
from zkvm_provider.hypervisor.operator.shell import Done, LocalShell, Shell, shell_behind
from zkvm_provider.hypervisor.port import (
    UNTOLD,
    Dasd,
    Hypervisor,
    NetDevice,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    SubchannelRow,
    SwapDevice,
)
from zkvm_provider.hypervisor.san import FcpDevice, ScsiDevice

NEEDS_SHELL = "a shell on the host: use qemu+ssh://HOST/system, or set `shell` of the host in the provider's `hosts`"
_MACHINE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class _Reach:
    shell: Shell | None


class OperatorDevices(OperatorFiles):
    """The host's own tools. `hypervisor` is the same host's libvirt; the shell is chosen by URI and host name."""

    def __init__(
        self, uri: str, hypervisor: Hypervisor, *, reach: Callable[[str, str], Shell | None] = shell_behind
    ) -> None:
        self._uri, self._hypervisor, self._choose = uri, hypervisor, reach
        self._reach: _Reach | None = None
        self._lock = Lock()

    def machine_id(self, hostname: str) -> str:
        """/etc/machine-id of the host that calls itself `hostname`.

        Without a shell it is `name:HOSTNAME`: libvirt's own host uuid is new at every start where there are no
        firmware tables, as on IBM Z.
        """
        shell = self._shell_of(hostname)
        if shell is None:
            return f"name:{hostname}"
        told = shell.run(["cat", "/etc/machine-id"]).out.strip()
        return told if _MACHINE_ID.fullmatch(told) else f"name:{hostname}"

    # -- DASDs --------------------------------------------------------------------------------------------

    def dasds(self) -> tuple[Dasd, ...]:
        shell = self._shell_for("DASDs")
        listed = shell.run(["lsdasd", "-a"])
        if not listed.ok:
            return ()  # a host without s390-tools is not IBM Z and has none
        return parse_lsdasd(listed.out, parse_partitions(_read(shell, "/proc/partitions")))

    def set_dasd_online(self, bus_id: str, online: bool) -> None:
        dasd = next((each for each in self.dasds() if each.bus_id == bus_id.lower()), None)
        if dasd is None:
            raise NotFound(f"DASD {bus_id}", where=self._uri, remedy="look with: lsdasd -a")
        shell = self._shell_for("DASDs")
        if not online:
            self._refuse_used(shell, dasd)
        verb = "--enable" if online else "--disable"
        done = shell.run(["chzdev", verb, "dasd", dasd.bus_id])
        if not done.ok:
            raise Refused(f"chzdev {verb} dasd {dasd.bus_id} on {self._uri}: {_said(done)}")
        if online:
            shell.run(["udevadm", "settle"])  # its names in /dev come a moment later

    def _refuse_used(self, shell: Shell, dasd: Dasd) -> None:
        busy = mounted_devices(_read(shell, "/proc/mounts"))
        busy |= {swap.filename for swap in parse_swaps(_read(shell, "/proc/swaps"))}
        used = sorted(name for name in busy if dasd.device and re.fullmatch(rf"{re.escape(dasd.device)}\d*", name))
        if used:
            raise Refused(f"DASD {dasd.bus_id} is in use: {', '.join(used)}", remedy="unmount it or swapoff first")

    # -- LVM ----------------------------------------------------------------------------------------------

    def volume_groups(self) -> tuple[VolumeGroup, ...] | None:
        shell = self._shell()
        return None if shell is None else lvm.read_groups(shell)

    def create_thin_volume(self, group: str, thin_pool: str, name: str, size_bytes: int) -> None:
        lvm.create_thin_volume(self._shell_for("thin volumes"), group, thin_pool, name, size_bytes)

    def resize_logical_volume(self, group: str, name: str, size_bytes: int) -> None:
        lvm.resize(self._shell_for("resizing logical volumes"), group, name, size_bytes)

    # -- the SAN ------------------------------------------------------------------------------------------

    def fcp_devices(self) -> tuple[FcpDevice, ...]:
        """None without a shell: libvirt tells SCSI hosts, but not which FCP devices there could be."""
        shell = self._shell()
        return () if shell is None else san.fcp_devices(shell)

    def scsi_devices(self) -> tuple[ScsiDevice, ...]:
        """None without a shell."""
        shell = self._shell()
        return () if shell is None else san.scsi_devices(shell)

    def offered_luns(self, bus_id: str, wwpn: str) -> tuple[str, ...] | None:
        shell = self._shell()
        return None if shell is None else san.offered_luns(shell, bus_id, wwpn)

    def set_fcp_online(self, bus_id: str, online: bool) -> None:
        san.set_fcp_online(self._shell_for("FCP devices"), bus_id, online, where=self._uri)

    def set_lun_attached(self, bus_id: str, wwpn: str, lun: str, attached: bool) -> None:
        san.set_lun_attached(self._shell_for("LUNs"), bus_id, wwpn, lun, attached, where=self._uri)

    def hand_over_subchannel(self, subchannel: str, to_guests: bool) -> None:
        san.hand_over_subchannel(self._shell_for("subchannels"), subchannel, to_guests, where=self._uri)

    # -- network, files, memory ---------------------------------------------------------------------------

    def net_devices(self) -> tuple[NetDevice, ...]:
        shell = self._shell()
        if shell is None:
            return self._net_devices_by_libvirt()
        links = shell.run(["ip", "-d", "-j", "link"])
        if not links.ok:
            return self._net_devices_by_libvirt()
        devices = ["find", "/sys/class/net/", "-mindepth", "1", "-maxdepth", "1", "-printf", r"%f %p/device\n"]
        names = [line.partition(" ")[0] for line in shell.run(devices).out.splitlines()]
        return parse_links(
            links.out,
            bus_ids=parse_device_links(_targets(shell, names)),
            qeth=parse_qeth(_layers(shell, names)),
            ovs=tuple(shell.run(["ovs-vsctl", "--timeout=5", "list-br"]).out.split()),
        )

    def _net_devices_by_libvirt(self) -> tuple[NetDevice, ...]:
        """libvirt's node devices tell the names of network cards; bridges are not among them (libvirt 9.0.0)."""
        found = []
        for info in self._hypervisor.list(ObjectKind.NODE_DEVICE):
            if info.ref.name.startswith("net_"):
                root = etree.fromstring(self._hypervisor.dump(info.ref).encode())
                name = root.findtext("capability[@type='net']/interface") or ""
                if name and name != "lo":
                    found.append(NetDevice(name=name, kind=UNTOLD))
        return tuple(sorted(found, key=lambda device: device.name))

    def file_exists(self, path: str) -> bool:
        """Without a shell nobody can look, and nothing is called missing that may be there: libvirt tells at start."""
        shell = self._shell()
        if isinstance(shell, LocalShell):
            return shell.has(path)
        return True if shell is None else shell.run(["test", "-e", path]).ok

    def ways(self, paths: Sequence[str]) -> tuple[Way, ...]:
        """Without a shell nobody can look, and nothing is called missing or closed: libvirt tells at start."""
        shell = self._shell() if paths else None
        return tuple(Way(path=path, exists=None) for path in paths) if shell is None else look_along(shell, paths)

    def chains(self, images: Sequence[str]) -> tuple[Chain, ...]:
        """Without a shell nobody can look; libvirt tells at start."""
        shell = self._shell() if images else None
        unknown = (Chain(image=image, is_whole=False) for image in images)
        return tuple(unknown) if shell is None else read_chains(shell, images)

    def is_denied(self, step: PathStep, account: Account, access: Access) -> bool:
        shell = self._shell()
        return shell is not None and is_denied(shell, step, account, access)

    def is_on_shared_file_system(self, path: str) -> bool:
        """Without a shell nobody can look; then libvirt's own check before a migration is the only one."""
        shell = self._shell()
        return True if shell is None else is_shared(shell.run(["stat", "-f", "-c", "%T", path]).out)

    def swaps(self) -> tuple[SwapDevice, ...]:
        """None without a shell."""
        shell = self._shell()
        return () if shell is None else parse_swaps(_read(shell, "/proc/swaps"))

    # -- guests -------------------------------------------------------------------------------------------

    def subchannels(self, domain: ObjectRef) -> tuple[SubchannelRow, ...]:
        """Of a running guest in the order its QEMU was started with; devices plugged in later come behind."""
        ref = self._hypervisor.look_up(domain)
        info = self._row(ref)
        if info is None or not info.active:
            return channels.predict(self._hypervisor.dump(ref), in_use=None)
        shell = self._shell()
        processes = shell.run(["ps", "-e", "-ww", "-o", "args="]).out if shell else ""
        live = self._hypervisor.dump(ref, live=True)
        return channels.predict(live, in_use=True, order=channels.started_with(processes, ref.uuid))

    def _row(self, ref: ObjectRef) -> ObjectInfo | None:
        return next((each for each in self._hypervisor.list(ref.kind) if each.ref.uuid == ref.uuid), None)

    # -- the shell ----------------------------------------------------------------------------------------

    def _shell_for(self, feature: str) -> Shell:
        shell = self._shell()
        if shell is None:
            raise Unsupported(f"{feature} of {self._uri}", needs=NEEDS_SHELL)
        return shell

    def _shell(self) -> Shell | None:
        with self._lock:
            known = self._reach
        return known.shell if known else self._shell_of(self._hypervisor.facts().hostname)

    def _shell_of(self, hostname: str) -> Shell | None:
        with self._lock:
            if self._reach is None:
                self._reach = _Reach(self._choose(self._uri, hostname))
            return self._reach.shell


def _read(shell: Shell, path: str) -> str:
    return shell.run(["cat", path]).out


def _said(done: Done) -> str:
    return (done.err or done.out).strip() or f"it ended with {done.code}"


def _targets(shell: Shell, names: list[str]) -> str:
    """`NAME TARGET` for every interface with a device behind it."""
    paths = [f"/sys/class/net/{name}/device" for name in names]
    told = shell.run(["find", *paths, "-maxdepth", "0", "-type", "l", "-printf", "%p %l\\n"]).out if paths else ""
    return "\n".join(line.removeprefix("/sys/class/net/").replace("/device ", " ", 1) for line in told.splitlines())


def _layers(shell: Shell, names: list[str]) -> str:
    """`PATH:VALUE` for every fact of every qeth interface."""
    paths = [f"/sys/class/net/{name}/device/{fact}" for name in names for fact in QETH_FACTS]
    return shell.run(["grep", "-sH", ".", *paths]).out if paths else ""
