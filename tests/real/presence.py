"""Whether libvirt is there to be tried: a test without it is skipped with the reason, and fails in CI."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.needing import need
from tools.kvmlab.command import inside
from tools.kvmlab.places import BRIDGE, UPLINK, HostPlace
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file

REAL_URI = "ZKVM_TEST_URI"
"""Environment variable: the libvirt host the contract is tried on; absent or `lab`, a KVM lab of the tests' own.

What tests make there is removed again.
"""


def binding() -> Any:
    """The module `libvirt`."""
    try:
        return import_module("libvirt")
    except ImportError as failure:
        need("libvirt binding", f"{failure}; `zkvm doctor` says how to install it")


@dataclass(frozen=True, slots=True, kw_only=True)
class RealHost:
    """A host to be tried, and what lies there: files as its libvirtd sees them, names of its network devices."""

    uri: str
    folder: str
    kernel: str = ""
    initrd: str = ""
    bridge: str = "br0"
    nic: str = "eth1"
    shell: str | None = None


def is_lab() -> bool:
    """Whether the real host is one of the KVM lab: nobody named another."""
    return os.environ.get(REAL_URI, "") in ("", "lab")


def named_host(folder: Path) -> RealHost:
    """The host that ZKVM_TEST_URI names; ZKVM_TEST_KERNEL and its like (`_PARTS`) say what is there."""
    told = {name.lower(): os.environ.get(f"ZKVM_TEST_{name}", "") for name in _PARTS}
    return RealHost(**{"folder": str(folder), **{name: text for name, text in told.items() if text}})


_PARTS = ("URI", "KERNEL", "INITRD", "BRIDGE", "NIC", "FOLDER", "SHELL")


def lab_host(host: HostPlace) -> RealHost:
    """A host of the lab that the tests brought up; its commands run in its namespaces."""
    pid = living(pid_file(host.folder))
    assert pid is not None, f"{host.name} is down"
    return RealHost(  # noqa: S604 - the host's shell, not subprocess's
        uri=host.uri,
        shell=f"exec:{shlex.join(inside(pid, []))}",
        folder="/var/lib/libvirt/images",
        kernel="/boot/kernel",
        initrd="/boot/initrd.img",
        bridge=BRIDGE,
        nic=UPLINK,
    )
