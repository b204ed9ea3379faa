"""Storage that the KVM lab is given for these tests: devices, volume groups, more of its SAN, secrets."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from tests.effects.edits_of_pools import DISKS, FILE_SYSTEMS, GROUP_DEVICES, GROUPS, IQNS, PORTALS
from tests.effects.partitions import dos_label, gpt_label
from tools.kvmlab import iscsi
from tools.kvmlab.command import inside, run
from tools.kvmlab.places import HostPlace, Lab
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file

_SMALL, _LARGE = 16 << 20, 512 << 20
_OTHER_TARGET: Final = "iqn.2026-01.com.zkvm:effects"
_OTHER_PORT: Final = 3261
_SECRETS: Final = ("chap", "other-chap")


@contextmanager
def more_storage(lab: Lab, host: HostPlace) -> Iterator[dict[str, str]]:
    """The lab's word for each thing of the emulated host; all of it goes again."""
    with ExitStack() as stack:
        words = {
            "/dev/disk/by-path/ccw-0.0.0e1e-part1": _device(host, stack, "one"),
            "/dev/disk/by-path/ccw-0.0.0200-part1": _device(host, stack, "two"),
            "/dev/dasdb1": _file_system(host, stack, "fs-kind"),
            **{path: _file_system(host, stack, f"fs-{number}") for number, path in enumerate(FILE_SYSTEMS)},
            **dict(zip(DISKS, _disks(host, stack), strict=True)),
            **_volume_groups(lab, host, stack),
            **_san(lab, stack),
        }
        _media(host, stack)
        for usage in _SECRETS:
            _secret(host, stack, usage)
        yield words


def media_folder(host: HostPlace) -> Path:
    """Where installation media are: for the host below /var/lib/libvirt, as `FOLDERS` says."""
    return host.folder / "lib" / "ftpboot"


def _media(host: HostPlace, stack: ExitStack) -> None:
    """What lies beside the installation media already."""
    images = media_folder(host) / "iso" / "images"
    images.mkdir(parents=True)
    stack.callback(shutil.rmtree, media_folder(host))
    for name, source in (("kernel.img", "kernel"), ("initrd.img", "initrd.img")):
        shutil.copyfile(host.boot / source, images / name)


def _device(host: HostPlace, stack: ExitStack, name: str, size: int = _SMALL, start: bytes = b"") -> str:
    """A loop device; /dev is the machine's, and the same for its hosts."""
    image = host.folder / f"effects-{name}.raw"
    image.write_bytes(start)
    os.truncate(image, size)
    stack.callback(image.unlink)
    device = run("losetup", "--find", "--show", str(image)).strip()
    stack.callback(run, "losetup", "--detach", device)
    return device


def _file_system(host: HostPlace, stack: ExitStack, name: str) -> str:
    device = _device(host, stack, name)
    run("mkfs.ext4", "-q", device)
    return device


def _disks(host: HostPlace, stack: ExitStack) -> tuple[str, ...]:
    """With partition tables, but without partitions: the machine's kernel may know none."""
    labels = (dos_label(), gpt_label(_SMALL), dos_label())
    return tuple(_device(host, stack, f"disk-{number}", start=label) for number, label in enumerate(labels))


def _volume_groups(lab: Lab, host: HostPlace, stack: ExitStack) -> dict[str, str]:
    """Two, one of them on two devices. Their names are the lab's own, as the labs of a machine share /dev."""
    one, two, other = (_device(host, stack, f"pv-{number}", _LARGE) for number in range(3))
    _let_lvm_see(host, stack, (one, two, other))
    prefix = f"zk{lab.wire.replace('.', '')}"
    names = {"system": f"{prefix}a", "spare": f"{prefix}b"}
    for name, devices in ((names["system"], (one, two)), (names["spare"], (other,))):
        there(host.folder, stack, ["vgcreate", name, *devices], ["vgremove", "--force", "--yes", name])
    return {**names, GROUPS[0]: names["system"], **dict(zip(GROUP_DEVICES, (one, two), strict=True))}


def _let_lvm_see(host: HostPlace, stack: ExitStack, devices: tuple[str, ...]) -> None:
    """LVM of the host looks at the devices its configuration names."""
    file = host.folder / "lvm" / "lvm.conf"
    before = file.read_text()
    named = "".join(f'"a|^{device}$|", ' for device in devices)
    file.write_text(before.replace("global_filter = [ ", f"global_filter = [ {named}"))
    assert file.read_text() != before
    stack.callback(file.write_text, before)


def _san(lab: Lab, stack: ExitStack) -> dict[str, str]:
    """Another address and another port of the target, and another target."""
    address = f"{lab.wire}.5"
    there(
        lab.lan,
        stack,
        ["ip", "address", "add", f"{address}/24", "dev", "wire"],
        ["ip", "address", "del", f"{address}/24", "dev", "wire"],
    )
    for portal in (f"{address}:3260", f"{lab.target_address}:{_OTHER_PORT}"):
        asked = ("--mode", "portal", "--param", f"portal={portal}")
        there(lab.lan, stack, _tgtadm(lab, "new", *asked), _tgtadm(lab, "delete", *asked))
    target = ("--mode", "target", "--tid", "2")
    new, gone = ("new", *target, "--targetname", _OTHER_TARGET), ("delete", *target, "--force")
    image = lab.lan / "effects.raw"
    image.touch()
    os.truncate(image, _SMALL)
    stack.callback(image.unlink)
    there(lab.lan, stack, _tgtadm(lab, *new), _tgtadm(lab, *gone))
    unit = ("--mode", "logicalunit", "--tid", "2", "--lun", "1", "--backing-store", str(image))
    there(lab.lan, stack, _tgtadm(lab, "new", *unit))
    there(lab.lan, stack, _tgtadm(lab, "bind", *target, "--initiator-address", "ALL"))
    return {PORTALS[0]: lab.target_address, PORTALS[1]: address, IQNS[0]: iscsi.TARGET, IQNS[1]: _OTHER_TARGET}


def _tgtadm(lab: Lab, operation: str, *more: str) -> list[str]:
    setting = [f"{name}={value}" for name, value in iscsi.environment(lab).items()]
    return ["env", *setting, "tgtadm", "--lld", "iscsi", "--op", operation, *more]


def _secret(host: HostPlace, stack: ExitStack, usage: str) -> None:
    """A password by which an iSCSI target may ask who it is."""
    uuid = str(uuid5(NAMESPACE_URL, usage))
    file = host.folder / f"effects-{usage}.xml"
    file.write_text(f"<secret><uuid>{uuid}</uuid><usage type='iscsi'><target>{usage}</target></usage></secret>")
    stack.callback(file.unlink)
    run("virsh", "--connect", host.uri, "secret-define", str(file))
    stack.callback(run, "virsh", "--connect", host.uri, "secret-undefine", uuid)
    run("virsh", "--connect", host.uri, "secret-set-value", uuid, "bG92ZXJzLWFuZC1oYXRlcnM=")


def there(folder: Path, stack: ExitStack, make: list[str], take_away: list[str] | None = None) -> None:
    """Something in a machine of the lab, and what takes it away again."""
    pid = living(pid_file(folder))
    assert pid is not None, f"{folder} is down"
    run(*inside(pid, make))
    if take_away is not None:
        stack.callback(subprocess.run, inside(pid, take_away), check=False, capture_output=True)
