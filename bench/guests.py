"""The guest that everything here is measured with: a block disk, one macvtap interface, an sclp console; never started.

Written twice, as libvirt's XML and as the inputs of a `Guest`, because no measurement may depend on our own renderer.
"""

from __future__ import annotations

from zkvm_provider.model.partial import Tree

PREFIX = "zkvm-bench-"
UPLINK = "enccw0.0.4300"
"""The network card of the emulated default host and of the KVM lab's hosts."""
DISK = "/dev/disk/by-path/ccw-0.0.0e1e-part1"
"""A DASD of the emulated default host. All guests name the same one: none of them is started."""


def names(count: int) -> list[str]:
    """`zkvm-bench-0000` and so on."""
    return [f"{PREFIX}{number:04d}" for number in range(count)]


def xml(name: str) -> str:
    """The guest as an administrator would write it: libvirt fills in the rest."""
    return (
        f"<domain type='qemu'><name>{name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>"
        "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type></os><devices>"
        f"<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='{DISK}'/>"
        "<target dev='vda' bus='virtio'/></disk>"
        f"<interface type='direct'><source dev='{UPLINK}' mode='bridge'/><model type='virtio'/></interface>"
        "<console type='pty'><target type='sclp'/></console></devices></domain>"
    )


def inputs(name: str, host: str) -> dict[str, Tree]:
    """The same guest as inputs on the wire."""
    return {
        "host": host,
        "name": name,
        "memory": "256 MiB",
        "vcpus": 1,
        "domainType": "qemu",
        "power": "stopped",
        "disks": [{"name": "root", "block": DISK}],
        "interfaces": [{"name": "lan", "macvtap": {"dev": UPLINK}}],
        "consoles": [{"name": "console", "kind": "sclp"}],
    }
