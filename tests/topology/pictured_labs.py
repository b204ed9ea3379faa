"""Emulated hosts to be pictured: two with everything once, and one with three hundred guests. Made by port calls."""

from __future__ import annotations

from pathlib import Path

from zkvm_provider.hypervisor.port import Endpoint, Hypervisor, ObjectKind, ObjectRef, Scope
from zkvm_provider.wiring import connect

HIDDEN = "rd.zfcp.password=DONOTTELL"
POOL = "<pool type='dir'><name>images</name><target><path>/var/lib/libvirt/images</path></target></pool>"
LAN = "<network><name>lan</name><forward mode='bridge'><interface dev='enccw0.0.4300'/></forward></network>"
SWITCH = """
<network><name>switch</name><forward mode='bridge'/><bridge name='ovsbr0'/><virtualport type='openvswitch'/>
  <portgroup name='vlan42' default='yes'><vlan><tag id='42'/></vlan></portgroup>
  <portgroup name='all'><vlan trunk='yes'><tag id='42' nativeMode='untagged'/><tag id='43'/></vlan></portgroup>
</network>
"""
ON_IMAGE = "<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/><source pool='images' volume='{}'/>"
ON_DASD = (
    "<disk type='block' device='disk'><driver name='qemu' type='raw'/>"
    "<source dev='/dev/disk/by-path/ccw-0.0.0e1e-part1'/>"
)
ON_LUN = (
    "<disk type='block' device='lun'><driver name='qemu' type='raw'/>"
    "<source dev='/dev/disk/by-path/ccw-0.0.1c98-fc-0x500507630603c763-lun-0x4022403300000000'/>"
    "<target dev='sda' bus='scsi'/></disk>"
)
ON_LAN = "<interface type='network'><source network='lan'/><model type='virtio'/></interface>"
ON_SWITCH = "<interface type='network'><source network='switch' portgroup='vlan42'/><model type='virtio'/></interface>"
ON_BRIDGE = "<interface type='bridge'><source bridge='br0'/><model type='virtio'/></interface>"


def domain(name: str, devices: str = "", *, memory_mib: int = 1024, cmdline: str = HIDDEN) -> str:
    """A domain's XML."""
    return (
        f"<domain type='kvm'><name>{name}</name><memory unit='MiB'>{memory_mib}</memory><vcpu current='1'>4</vcpu>"
        "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel>"
        f"<cmdline>{cmdline}</cmdline></os>"
        f"<devices>{devices}<console type='pty'><target type='sclp'/></console></devices></domain>"
    )


def disk(source: str, target: str = "vda") -> str:
    """A virtio disk; `source` is open at its end."""
    return f"{source}<target dev='{target}' bus='virtio'/></disk>"


def small_lab(folder: Path) -> list[str]:
    """Two hosts: three guests on one, none on the other. Their URIs."""
    uris = [f"emulated://{folder}/small.sqlite?host={name}" for name in ("lpar1", "lpar2")]
    first, second = (connect(uri, create=True).hypervisor for uri in uris)
    _furnish(first)
    second.define(ObjectKind.POOL, POOL)
    for name in ("root.qcow2", "data.qcow2"):
        first.create_volume("images", _volume(name))
    run(first, domain("linux01", disk(ON_IMAGE.format("root.qcow2")) + disk(ON_DASD, "vdb") + ON_LAN + ON_SWITCH))
    database = domain("database", disk(ON_IMAGE.format("data.qcow2")) + ON_LUN + ON_SWITCH, memory_mib=8192)
    ref = run(first, database)
    first.set_vcpus(ref, 8, Scope.CONFIG, maximum=True)
    first.define(ObjectKind.DOMAIN, first.dump(ref).replace(HIDDEN, f"quiet {HIDDEN}"))
    first.define(ObjectKind.DOMAIN, domain("spare", ON_BRIDGE))
    return uris


def crowd(folder: Path, guests: int = 300) -> str:
    """One host with many guests, in every state. Its URI."""
    uri = f"emulated://{folder}/crowd.sqlite?host=lpar1"
    host = connect(uri, create=True).hypervisor
    _furnish(host)
    for number in range(guests):
        name = f"{('web', 'batch', 'was', 'oracle')[number % 4]}{number:03}"
        devices = ON_LAN
        if number % 4 == 1:
            host.create_volume("images", _volume(f"{name}.qcow2"))
            devices = disk(ON_IMAGE.format(f"{name}.qcow2")) + ON_SWITCH
        ref = host.define(ObjectKind.DOMAIN, domain(name, devices, memory_mib=512))
        if number % 5:
            host.start(ref)
        if number % 17 == 1 and number % 5:
            host.suspend(ref)
        if number % 11 == 2 and number % 5:
            host.set_vcpus(ref, 8, Scope.CONFIG, maximum=True)
    return uri


def endpoints(*uris: str) -> list[Endpoint]:
    """Connections to hosts that are there."""
    return [connect(uri) for uri in uris]


def run(host: Hypervisor, xml: str) -> ObjectRef:
    """Define and start."""
    ref = host.define(ObjectKind.DOMAIN, xml)
    host.start(ref)
    return ref


def _volume(name: str) -> str:
    return (
        f"<volume><name>{name}</name><capacity unit='GiB'>20</capacity>"
        "<target><format type='qcow2'/><compat>1.1</compat></target></volume>"
    )


def _furnish(host: Hypervisor) -> None:
    for kind, xml in ((ObjectKind.POOL, POOL), (ObjectKind.NETWORK, LAN), (ObjectKind.NETWORK, SWITCH)):
        ref = host.define(kind, xml)
        if kind is ObjectKind.POOL:
            host.build_pool(ref)
        host.start(ref)
