"""Whether libvirt is there to be tried: a test without it is skipped with the reason, and fails in CI."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

REAL_URI = "ZKVM_TEST_URI"
"""Environment variable: the libvirt host the contract is tried on. What tests make there is removed again."""


def binding() -> Any:
    """The module `libvirt`."""
    try:
        return import_module("libvirt")
    except ImportError as failure:
        reason = f"no libvirt binding ({failure}); `zkvm doctor` says how to install it"
    if os.environ.get("CI"):
        pytest.fail(f"CI needs libvirt: {reason}")
    pytest.skip(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealHost:
    """A host to be tried, and what lies there: files as its libvirtd sees them, names of its network devices."""

    uri: str
    folder: str
    kernel: str = ""
    initrd: str = ""
    bridge: str = "br0"
    nic: str = "eth1"


def real_host(folder: Path) -> RealHost:
    """The host that ZKVM_TEST_URI names: a libvirt URI, or `lab` for the lab's first host.

    ZKVM_TEST_KERNEL, _INITRD, _BRIDGE, _NIC and _FOLDER say what to use there. Never without being asked: what is
    tried there takes minutes.
    """
    binding()
    told = {name.lower(): os.environ.get(f"ZKVM_TEST_{name}", "") for name in _PARTS}
    if told["uri"] == "lab":
        return _lab()
    if not told["uri"]:
        pytest.skip(f"no real libvirt: set {REAL_URI} to a libvirt URI, or to `lab` while the KVM lab is up")
    return RealHost(**{"folder": str(folder), **{name: text for name, text in told.items() if text}})


_PARTS = ("URI", "KERNEL", "INITRD", "BRIDGE", "NIC", "FOLDER")


def _lab() -> RealHost:
    from tools.kvmlab.places import BRIDGE, UPLINK, lab_at

    host = lab_at(None).hosts[0]
    if not host.socket.exists():
        pytest.fail("the KVM lab is down; `make lab` starts it")
    return RealHost(
        uri=host.uri,
        folder="/var/lib/libvirt/images",
        kernel="/boot/kernel",
        initrd="/boot/initrd.img",
        bridge=BRIDGE,
        nic=UPLINK,
    )
