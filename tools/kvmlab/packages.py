"""Debian packages of the lab: what is missing is installed, each with its reason."""

from __future__ import annotations

import os
import subprocess

from tools.kvmlab.command import LabError, attempt
from tools.lab.say import step

REASONS = {
    "libvirt-daemon-system": "the hosts' libvirtd",
    "libvirt-clients": "virsh",
    "libvirt-daemon-driver-storage-iscsi-direct": "storage pools over iSCSI",
    "qemu-system-misc": "QEMU for s390x",
    "qemu-utils": "qemu-img",
    "qemu-block-extra": "guests' disks over iSCSI",
    "openvswitch-switch": "Open vSwitch",
    "lvm2": "volume groups",
    "tgt": "the iSCSI target",
    "dnsmasq-base": "DHCP in libvirt's networks",
    "iproute2": "network interfaces",
    "iptables": "libvirt's NAT networks",
    "procps": "sysctl",
    "libvirt-dev": "libvirt-python is built against it",
    "pkg-config": "finds libvirt-dev",
    "gcc": "compiles libvirt-python",
    "python3-dev": "libvirt-python is built against it",
}
_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0")


def missing() -> list[str]:
    """Packages of the lab that are not installed."""
    form = "${Package} ${db:Status-Status}\n"
    told = attempt("dpkg-query", "--show", f"--showformat={form}", *REASONS).stdout
    installed = {line.split()[0] for line in told.splitlines() if line.endswith(" installed")}
    return [name for name in REASONS if name not in installed]


def install(names: list[str]) -> None:
    """Fetch and install with apt, whose progress is shown. Raises LabError when apt fails."""
    step("installing from the machine's Debian mirror (about a minute):")
    for name in names:
        print(f"      {name:<45} {REASONS[name]}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for argv in ((*_APT, "update"), (*_APT, "install", "--yes", "--no-install-recommends", *names)):
        if subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            raise LabError(f"{' '.join(argv)} did not work; its messages are above")
