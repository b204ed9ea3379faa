"""Where the lab lies, and the names and addresses it gives."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path

DEFAULT_ROOT = Path("/var/tmp/zkvm-kvmlab")  # noqa: S108 - made with mode 700, and refused when someone else owns it
ROOT_VARIABLE = "ZKVM_KVMLAB"
_SOCKET_PATH_LIMIT = 107
"""Longest path of a unix socket under Linux (unix(7): sun_path has 108 bytes, one for the closing zero)."""

LAN = "lan"
"""The machine that plays everything outside the hosts: switches, routers, the SAN."""

HOST_NAMES = ("lpar1", "lpar2")
UPLINK = "enccw0.0.4300"
"""The hosts' network card for macvtap, called as on the host of the talk."""
BRIDGE = "zkbr0"
OVS_BRIDGE = "ovsbr0"
OVS_VLAN = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPlace:
    """One host of the lab; `number` counts from 1, `wire` is the lab's network (three numbers of an address)."""

    folder: Path
    name: str
    number: int
    wire: str

    @property
    def address(self) -> str:
        return f"{self.wire}.{self.number}"

    @property
    def uuid(self) -> str:
        """Fixed: migration compares the uuids of the hosts."""
        digit = str(self.number)
        return f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}"

    @property
    def run(self) -> Path:
        """What the host sees as `/run`."""
        return self.folder / "run"

    @property
    def socket(self) -> Path:
        return self.run / "libvirt" / "libvirt-sock"

    @property
    def images(self) -> Path:
        """What the host sees as `/var/lib/libvirt/images`."""
        return self.folder / "lib" / "images"

    @property
    def volume_disk(self) -> Path:
        """The image behind the loop device that is meant for a volume group."""
        return self.folder / "volumes.raw"

    @property
    def boot(self) -> Path:
        """What the host sees as `/boot`: the guests' kernel and initrd."""
        return self.folder / "boot"

    @property
    def uri(self) -> str:
        return f"qemu+unix:///system?socket={self.socket}"

    @property
    def tcp_uri(self) -> str:
        return f"qemu+tcp://{self.address}/system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """The lab's folder; everything that the lab makes lies in it, but for what the kernel keeps."""

    root: Path

    @property
    def hosts(self) -> tuple[HostPlace, ...]:
        return tuple(
            HostPlace(folder=self.root / name, name=name, number=number, wire=self.wire)
            for number, name in enumerate(HOST_NAMES, 1)
        )

    @property
    def is_default(self) -> bool:
        return self.root == DEFAULT_ROOT

    @property
    def wire(self) -> str:
        """The network between the hosts, of RFC 2544's range for tests; another folder has another network."""
        return "198.18.77" if self.is_default else f"198.19.{self._digest}"

    @property
    def machine_link(self) -> str:
        """The one interface in the machine's own network: the way to the hosts' TCP sockets."""
        return "zkvmlab" if self.is_default else f"zkvmlab-{self._digest}"

    @property
    def machine_address(self) -> str:
        return f"{self.wire}.254"

    @property
    def target_address(self) -> str:
        """Where the iSCSI target listens."""
        return f"{self.wire}.3"

    @property
    def _digest(self) -> int:
        return zlib.crc32(str(self.root).encode()) % 256

    @property
    def lan(self) -> Path:
        return self.root / LAN

    @property
    def kernel(self) -> Path:
        return self.root / "guest" / "kernel"

    @property
    def initrd(self) -> Path:
        return self.root / "guest" / "initrd.img"

    @property
    def is_path_short(self) -> bool:
        """Whether the sockets' paths fit into what the kernel allows."""
        return all(len(str(host.socket)) <= _SOCKET_PATH_LIMIT for host in self.hosts)


def lab_at(root: Path | None) -> Lab:
    """The lab of the command line, else of the environment (`ZKVM_KVMLAB`), else the default one."""
    chosen = root or Path(os.environ.get(ROOT_VARIABLE) or DEFAULT_ROOT)
    return Lab(root=chosen.absolute())


def cache_folder() -> Path:
    """What survives the lab: packages of the guest's Linux, and libvirt's findings about QEMU."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "zkvm" / "kvmlab"
