"""The machines the port's contract is tried on, and the XML it is tried with.

A backend is one entry of `MACHINES`; where one differs, `differences.yaml` says why. The texts are as small as libvirt
allows; what is asked of the answers holds for a real libvirt as well
(captures of libvirt 9.0.0 with QEMU 7.2 for s390x).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.port.real import Lent, balloon_is_at, until
from tests.real.presence import RealHost, binding
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import (
    DomainStats,
    ErrorCode,
    HostDevices,
    Hypervisor,
    ObjectKind,
    ObjectRef,
    Scope,
)
from zkvm_provider.wiring import connect

BOTH = Scope.LIVE | Scope.CONFIG
KERNEL = "/boot/vmlinux-4.4.0-rc5"
INITRD = "/boot/initramfs-4.4.0-rc5.img"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A connected host that the tests may use up; `folder` is a place for pools that does not exist yet."""

    hypervisor: Hypervisor
    devices: HostDevices
    virt_type: str
    folder: str
    kernel: str = KERNEL
    initrd: str = INITRD
    bridge: str = "br0"
    nic: str = "eth1"
    boots: bool = False
    """Its guests take time until their operating system is up."""

    def domain_xml(self, name: str = "g1", *, devices: str = "", uuid: str = "", extra: str = "") -> str:
        """A guest of 1 GiB (512 MiB of it in use) and 1 of 4 vCPUs that boots a kernel."""
        identity = f"<uuid>{uuid}</uuid>" if uuid else ""
        return (
            f"<domain type='{self.virt_type}'><name>{name}</name>{identity}{extra}"
            "<memory unit='KiB'>1048576</memory><currentMemory unit='KiB'>524288</currentMemory>"
            "<vcpu current='1'>4</vcpu>"
            "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type>"
            f"<kernel>{self.kernel}</kernel><initrd>{self.initrd}</initrd></os>"
            f"<devices>{devices}<console type='pty'><target type='sclp'/></console></devices></domain>"
        )

    def defined(self, name: str = "g1", *, devices: str = "") -> ObjectRef:
        return self.hypervisor.define(ObjectKind.DOMAIN, self.domain_xml(name, devices=devices))

    def running(self, name: str = "g1", *, devices: str = "") -> ObjectRef:
        ref = self.defined(name, devices=devices)
        self.hypervisor.start(ref)
        if self.boots:
            until(lambda: balloon_is_at(self.hypervisor, ref, 524288), f"the start of {name}'s operating system")
        return ref

    def eventually(self, holds: Callable[[], bool], what: str) -> None:
        """What a guest's operating system does itself happens at once where guests are emulated."""
        if self.boots:
            until(holds, what)
        assert holds(), what

    def pool(self, name: str = "p1") -> ObjectRef:
        """An active pool of type dir in a new folder."""
        xml = f"<pool type='dir'><name>{name}</name><target><path>{self.folder}/{name}</path></target></pool>"
        ref = self.hypervisor.define(ObjectKind.POOL, xml)
        self.hypervisor.build_pool(ref)
        self.hypervisor.start(ref)
        return ref

    def volume(
        self, name: str = "v1.qcow2", *, pool: str = "p1", size: int = 1024**3, kind: str = "qcow2"
    ) -> ObjectRef:
        return self.hypervisor.create_volume(pool, volume_xml(name, size=size, kind=kind))

    def stats(self, ref: ObjectRef) -> DomainStats:
        return next(row for row in self.hypervisor.stats() if row.ref.name == ref.name)


def emulated(tmp_path: Path) -> Machine:
    endpoint = connect(f"emulated://{tmp_path}/lab.sqlite", create=True, clock=HandClock())
    return Machine(hypervisor=endpoint.hypervisor, devices=endpoint.devices, virt_type="kvm", folder="/srv/contract")


def libvirt_test_driver(tmp_path: Path) -> Machine:
    """libvirt's built-in driver on an empty node of its own: real libvirt code, pretended machines."""
    binding()
    node = tmp_path / "node.xml"
    node.write_text("<node/>")
    endpoint = connect(f"test://{node}", clock=HandClock())
    return Machine(hypervisor=endpoint.hypervisor, devices=endpoint.devices, virt_type="test", folder="/srv/contract")


def libvirt_real(host: RealHost) -> Machine:
    """A real host, lent."""
    endpoint = connect(host.uri, shell=host.shell)
    return Machine(
        hypervisor=Lent(endpoint.hypervisor, host.uri),
        devices=endpoint.devices,
        virt_type=endpoint.hypervisor.facts().virt_types[0],
        folder=f"{host.folder}/zkvm-contract-{os.getpid()}",  # new: what lies in a pool's folder goes with the pool
        kernel=host.kernel or KERNEL,
        initrd=host.initrd or INITRD,
        bridge=host.bridge,
        nic=host.nic,
        boots=True,
    )


MACHINES: dict[str, Callable[[Path], Machine]] = {
    "emulated": emulated,
    "libvirt-test-driver": libvirt_test_driver,
}
REAL = "libvirt-real"


def volume_xml(name: str, *, size: int = 1024**3, kind: str = "qcow2", backing: str = "") -> str:
    below = f"<backingStore><path>{backing}</path><format type='qcow2'/></backingStore>" if backing else ""
    return (
        f"<volume><name>{name}</name><capacity unit='bytes'>{size}</capacity><allocation>0</allocation>"
        f"<target><format type='{kind}'/></target>{below}</volume>"
    )


def disk_xml(path: str, *, target: str = "vdb", kind: str = "qcow2", devno: str = "") -> str:
    address = f"<address type='ccw' cssid='0xfe' ssid='0x0' devno='{devno}'/>" if devno else ""
    return (
        f"<disk type='file' device='disk'><driver name='qemu' type='{kind}'/><source file='{path}'/>"
        f"<target dev='{target}' bus='virtio'/>{address}</disk>"
    )


def absent(kind: ObjectKind, name: str = "nobody") -> ObjectRef:
    return ObjectRef(kind=kind, name=name, pool="p1" if kind is ObjectKind.VOLUME else "")


def refused(code: ErrorCode, verb: Callable[[], object]) -> BackendError:
    """Call `verb`, expect libvirt's refusal with that code, and give it back."""
    with pytest.raises(BackendError) as caught:
        verb()
    assert caught.value.code == code, caught.value
    return caught.value
