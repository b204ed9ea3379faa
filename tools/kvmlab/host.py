"""A libvirt host of the lab: its folders, its configuration, its daemons."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

from tools.kvmlab import loops, lvm, openvswitch
from tools.kvmlab.command import LabError, attempt
from tools.kvmlab.machine import Spec
from tools.kvmlab.places import HostPlace, Lab
from tools.waiting import wait_for

_EMULATOR = "qemu-system-s390x"
_VOLUME_DISK_BYTES = 4 << 30
_READY_LIMIT_S = 120.0
_MACHINE_ID = "/etc/machine-id"
_LIBVIRTD_CONF = """\
listen_tls = 0
listen_tcp = 1
listen_addr = "{address}"
auth_tcp = "none"
auth_unix_rw = "none"
auth_unix_ro = "none"
host_uuid = "{uuid}"
"""
_QEMU_CONF = """\
migration_host = "{address}"
migration_address = "{address}"
# The profiles of AppArmor lie in a folder of the machine, which the lab leaves alone.
security_driver = "none"
"""


def prepare(host: HostPlace, lab: Lab) -> None:
    """Everything the host finds when it boots: what it had, and an empty /run. Repeatable while it is down."""
    shutil.rmtree(host.run, ignore_errors=True)
    for name in ("run", "run/lock", "etc", "cache", "log", "lib", "boot", "lvm", "log/qemu"):
        (host.folder / name).mkdir(parents=True, exist_ok=True)
    account = pwd.getpwnam("libvirt-qemu")
    for name in ("qemu", "images", "dnsmasq"):
        (host.folder / "lib" / name).mkdir(exist_ok=True)
    os.chown(host.folder / "lib" / "qemu", account.pw_uid, account.pw_gid)
    hosts = "".join(f"{other.address} {other.name}\n" for other in lab.hosts)
    (host.folder / "hosts").write_text(f"127.0.0.1 localhost\n{hosts}")
    (host.folder / "etc" / "libvirtd.conf").write_text(_LIBVIRTD_CONF.format(address=host.address, uuid=host.uuid))
    (host.folder / "etc" / "qemu.conf").write_text(_QEMU_CONF.format(address=host.address))
    (host.folder / "machine-id").write_text(host.uuid.replace("-", "") + "\n")
    (host.folder / "hidden").touch(mode=0o644)
    openvswitch.prepare(host)
    lvm.prepare(host, loops.device_for(host.volume_disk, _VOLUME_DISK_BYTES))


def spec(host: HostPlace, lab: Lab) -> Spec:
    """The host as a machine: its own /run, /boot and libvirt folders over those of this machine."""
    folder = host.folder
    mounts = [
        (folder / "hosts", "/etc/hosts"),
        *([(folder / "machine-id", _MACHINE_ID)] if Path(_MACHINE_ID).exists() else []),
        (folder / "etc", "/etc/libvirt"),
        (folder / "lib", "/var/lib/libvirt"),
        (folder / "cache", "/var/cache/libvirt"),
        (folder / "log", "/var/log/libvirt"),
        (folder / "boot", "/boot"),
        *lvm.mounts(host),
        *((folder / "hidden", path) for path in _other_emulators()),
        (folder / "run", "/run"),
    ]
    return Spec(
        name=host.name,
        root=str(lab.root),
        log=str(folder / "log" / "machine.log"),
        mounts=[(str(source), str(target)) for source, target in mounts],
        daemons=[*openvswitch.daemons(), ["virtlogd"], ["libvirtd", "--listen"]],
    )


def wait_until_ready(host: HostPlace) -> None:
    """Until libvirt answers. Raises LabError with the log's place when it does not."""
    log = host.folder / "log" / "machine.log"
    try:
        wait_for(f"{host.name} answers", lambda: answers(host), limit_s=_READY_LIMIT_S, pause_s=0.1)
    except TimeoutError as late:
        raise LabError(f"{late}; its log is {log}") from late


def answers(host: HostPlace) -> bool:
    """Whether libvirt at the host's socket does its work."""
    if not host.socket.exists():
        return False
    return attempt("virsh", "--connect", host.uri, "nodeinfo").returncode == 0


def _other_emulators() -> list[Path]:
    """Emulators of other architectures: libvirtd would ask each of them what it can, 2 s apiece.

    Hidden behind a file that cannot be executed, they are not looked at, and every machine gives the same host.
    """
    folder = Path(shutil.which(_EMULATOR) or f"/usr/bin/{_EMULATOR}").parent
    found = {path.resolve() for path in folder.glob("qemu-system-*") if path.name != _EMULATOR}
    return sorted(path for path in found if path.exists() and path.name != _EMULATOR)
