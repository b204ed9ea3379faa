"""Logical volumes of a host: the real LVM, or a stand-in for its activation where device-mapper is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.kvmlab.places import HostPlace

CONTROL = Path("/dev/mapper/control")
_TOOL = Path("/usr/sbin/lvm")
_STAND_IN = Path(__file__).with_name("lvm_standin.py")
_LVM_CONF = """\
devices {{
    # The host's own device and what lies on it: other disks of this machine are none of the lab's business.
    global_filter = [ "a|^{device}$|", "r|.*|" ]
    use_devicesfile = 0
    scan = [ "/dev" ]
}}
global {{ activation = {activation} }}
backup {{ backup = 0 archive = 0 }}
"""


def has_device_mapper() -> bool:
    """Whether the kernel offers device-mapper, of which logical volumes are made.

    The node alone says nothing: LVM's tools make it where the kernel has no such driver, and then it cannot be opened.
    """
    try:
        with CONTROL.open("rb"):
            return True
    except OSError:
        return False


def prepare(host: HostPlace, device: str) -> None:
    """LVM's configuration for one device; where device-mapper is missing, the stand-in beside the real tool."""
    activation = int(has_device_mapper())
    (host.folder / "lvm" / "lvm.conf").write_text(_LVM_CONF.format(activation=activation, device=device))
    if not activation:
        tools = host.run / "lvm-real"
        tools.mkdir(exist_ok=True)
        shutil.copy2(_TOOL.resolve(), tools / "lvm")
        stand_in = tools / "stand-in"
        shutil.copyfile(_STAND_IN, stand_in)
        stand_in.chmod(0o755)


def mounts(host: HostPlace) -> list[tuple[Path, Path]]:
    """What the host sees in place of the machine's LVM."""
    seen = [(host.folder / "lvm", Path("/etc/lvm"))]
    if not has_device_mapper():
        seen.append((host.run / "lvm-real" / "stand-in", _TOOL.resolve()))
    return seen
