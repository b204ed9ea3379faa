"""Emulated machines for tests of the emulator itself, and the guest of the talk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zkvm_provider.clock import HandClock
from zkvm_provider.hypervisor.emulated.administration import Administration
from zkvm_provider.hypervisor.port import (
    DomainStats,
    HostDevices,
    Hypervisor,
    ObjectKind,
    ObjectRef,
    PowerState,
)
from zkvm_provider.wiring import administer, connect

HOST = "lpar1"

LMB_GUEST = """\
<domain type='kvm'>
  <name>lmb_guest</name>
  <memory unit='MiB'>1024</memory>
  <vcpu placement='static' current='1'>4</vcpu>
  <iothreads>1</iothreads>
  <os>
    <type arch='s390x' machine='s390-ccw-virtio'>hvm</type>
    <kernel>/boot/vmlinux-4.4.0-rc5</kernel>
    <initrd>/boot/initramfs-4.4.0-rc5.img</initrd>
    <cmdline>selinux=0 root=/dev/vda</cmdline>
  </os>
  <devices>
    <emulator>/usr/bin/qemu-system-s390x</emulator>
    <disk type='block' device='disk'>
      <driver name='qemu' type='raw' cache='none'/>
      <source dev='/dev/disk/by-path/ccw-0.0.0e1e-part1'/>
      <target dev='vda' bus='virtio'/>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/>
    </disk>
    <controller type='virtio-serial' index='0'>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/>
    </controller>
    <interface type='direct'>
      <mac address='10:ba:11:be:15:ef'/>
      <source dev='enccw0.0.4300' mode='bridge'/>
      <model type='virtio'/>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0000'/>
    </interface>
    <console type='pty'><target type='virtio'/></console>
    <memballoon model='virtio'>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0002'/>
    </memballoon>
  </devices>
</domain>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """One emulated host with its operator and a clock the test turns."""

    hypervisor: Hypervisor
    devices: HostDevices
    operator: Administration
    clock: HandClock

    def define(self, xml: str = LMB_GUEST) -> ObjectRef:
        return self.hypervisor.define(ObjectKind.DOMAIN, xml)

    def run(self, xml: str = LMB_GUEST) -> ObjectRef:
        ref = self.define(xml)
        self.hypervisor.start(ref)
        return ref

    def stats(self, ref: ObjectRef) -> DomainStats:
        return next(row for row in self.hypervisor.stats() if row.ref.name == ref.name)

    def state(self, ref: ObjectRef) -> PowerState:
        return self.stats(ref).state

    def events(self, *, after: int = 0) -> list[tuple[str, str]]:
        return [(row.event, row.detail) for row in self.operator.events(after=after)]

    def last_event(self) -> int:
        return max((row.number for row in self.operator.events()), default=0)


def make_lab(folder: Path, *, seed: str = "") -> Lab:
    """A new store in `folder` with the host `lpar1`."""
    clock = HandClock()
    uri = f"emulated://{folder}/lab.sqlite" + (f"?seed={seed}" if seed else "")
    endpoint = connect(uri, create=True, clock=clock)
    return Lab(
        hypervisor=endpoint.hypervisor,
        devices=endpoint.devices,
        operator=administer(uri, clock=clock),
        clock=clock,
    )


def blank_disk_guest(image: str) -> str:
    """A guest with nothing to boot from but a volume."""
    return (
        "<domain type='kvm'><name>blank</name><memory unit='MiB'>512</memory>"
        "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type></os><devices>"
        f"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{image}'/>"
        "<target dev='vda' bus='virtio'/></disk></devices></domain>"
    )
