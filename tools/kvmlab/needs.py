"""What the lab needs of the machine; everything that is missing is told at once."""

from __future__ import annotations

import os
from pathlib import Path

from tools.kvmlab import packages
from tools.kvmlab.command import LabError, attempt

_PROBES = (
    ("network cables (veth, CONFIG_VETH)", ("ip", "link", "add", "probe0", "type", "veth", "peer", "name", "probe1")),
    ("Linux bridges (CONFIG_BRIDGE)", ("ip", "link", "add", "probe0", "type", "bridge")),
)
_MACVTAP = (
    "ip link add probe0 type veth peer name probe1 && ip link add link probe0 name probe2 type macvtap mode bridge"
)
_FILES = {
    "/dev/net/tun": "network cards of guests (CONFIG_TUN)",
    "/dev/loop-control": "loop devices (CONFIG_BLK_DEV_LOOP)",
}
_FRESH = ("unshare", "--net", "--mount", "--uts", "--pid", "--fork", "--")


def check_user_and_system() -> None:
    """Root and Debian. Raises LabError."""
    if os.geteuid() != 0:
        raise LabError("the lab needs root: it makes namespaces, network interfaces and loop devices")
    release = Path("/etc/os-release")
    if not release.exists() or "\nID=debian\n" not in f"\n{release.read_text()}":
        raise LabError("the lab installs and arranges packages of Debian, and this system is another one")


def missing_from_kernel() -> list[str]:
    """Features that the running kernel lacks, tried out in namespaces that vanish at once."""
    if attempt(*_FRESH, "true").returncode != 0:
        return ["namespaces for network, mounts, host name and processes (CONFIG_NAMESPACES)"]
    missing = [what for what, argv in _PROBES if attempt(*_FRESH, *argv).returncode != 0]
    if not missing and attempt(*_FRESH, "sh", "-c", _MACVTAP).returncode != 0:
        missing.append("macvtap (CONFIG_MACVTAP)")
    return missing + [what for file, what in _FILES.items() if not Path(file).exists()]


def check_kernel() -> None:
    """Raises LabError that names every missing feature."""
    if missing := missing_from_kernel():
        raise LabError("the kernel of this machine cannot carry the lab; it lacks " + ", ".join(missing))


def why_not() -> str | None:
    """What keeps this machine from carrying the lab as it is now; nothing is installed."""
    try:
        check_user_and_system()
        if missing := packages.missing():
            return f"packages are missing ({', '.join(missing)}); `make lab` installs them"
        check_kernel()
    except LabError as error:
        return str(error)
    return None
