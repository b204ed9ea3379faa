"""What an administrator does by hand to the guest and the networks of the kit, in one scope or in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from zkvm_provider.hypervisor.network_update import NetworkSection, NetworkUpdate, UpdateCommand
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef, SchedulerParameter, Scope, Thread

GUEST: Final = ObjectRef(kind=ObjectKind.DOMAIN, name="linux01")
LIVE, CONFIG, BOTH = Scope.LIVE, Scope.CONFIG, Scope.LIVE | Scope.CONFIG
DISK: Final = (
    "<disk type='block' device='disk'><driver name='qemu' type='raw'/>"
    "<source dev='/dev/disk/by-path/ccw-0.0.0200-part1'/><target dev='vdz' bus='virtio'/></disk>"
)
NIC: Final = "<interface type='bridge'><source bridge='br0'/><model type='virtio'/></interface>"

Edit = Callable[[Hypervisor, Scope], Any]


def _device(host: Hypervisor, name: str) -> str:
    """The XML of a device of the guest."""
    tags = "disk|interface|hostdev"
    for found in re.finditer(rf"<({tags})[ >].*?</\1>", host.dump(GUEST), re.DOTALL):
        if f"<alias name='ua-{name}'/>" in found[0]:
            return found[0]
    raise LookupError(name)


def _link_down(host: Hypervisor, scope: Scope) -> None:
    """Plugged anew, for its network has several uplinks."""
    has = _device(host, "lan")
    host.detach(GUEST, has, scope)
    xml = re.sub("<link [^>]*>", "", has)
    host.attach(GUEST, xml.replace("<model ", "<link state='down'/><model "), scope)


GUEST_EDITS: Final[dict[str, tuple[Edit, str]]] = {
    "current memory": (lambda host, scope: host.set_memory(GUEST, 512 * 1024, scope), "currentMemory"),
    "iothread added": (lambda host, scope: host.add_iothread(GUEST, 2, scope), "iothreads"),
    "shares": (
        lambda host, scope: host.set_scheduler(GUEST, SchedulerParameter.SHARES, 1024, scope),
        "cpuTune.shares",
    ),
    "quota": (
        lambda host, scope: host.set_scheduler(GUEST, SchedulerParameter.VCPU_QUOTA, 50_000, scope),
        "cpuTune.quota",
    ),
    "pin": (lambda host, scope: host.pin(GUEST, Thread.VCPU, 0, (0, 1), scope), 'cpuTune.vcpuPins["0"]'),
    "link down": (_link_down, "interfaces[0].link"),
    "disk detached": (lambda host, scope: host.detach(GUEST, _device(host, "data"), scope), "disks[0]"),
    "interface detached": (lambda host, scope: host.detach(GUEST, _device(host, "direct"), scope), "interfaces[1]"),
    "LUN detached": (lambda host, scope: host.detach(GUEST, _device(host, "san"), scope), "luns[0]"),
    "mediated device detached": (lambda host, scope: host.detach(GUEST, _device(host, "through"), scope), "mdevs[0]"),
    "disk attached": (lambda host, scope: host.attach(GUEST, DISK, scope), "disks[3]"),
    "interface attached": (lambda host, scope: host.attach(GUEST, NIC, scope), "interfaces[4]"),
}
"""What each does, and the property that tells it. In both scopes unless the scope is named."""

CONFIG_ONLY: Final[dict[str, tuple[Edit, str]]] = {
    "maximum memory": (lambda host, scope: host.set_max_memory(GUEST, 2 * 1024 * 1024, scope), "memory"),
    "vCPUs up": (lambda host, scope: host.set_vcpus(GUEST, 3, scope), "vcpus"),
    "vCPUs down": (lambda host, scope: host.set_vcpus(GUEST, 1, scope), "vcpus"),
    "maximum of vCPUs": (lambda host, scope: host.set_vcpus(GUEST, 6, scope, maximum=True), "maxVcpus"),
}


def _update(name: str, section: NetworkSection, command: UpdateCommand, xml: str) -> Edit:
    ref = ObjectRef(kind=ObjectKind.NETWORK, name=name)
    update = NetworkUpdate(section=section, command=command, xml=xml)
    return lambda host, scope: host.update_network(ref, update, scope)


_HOST: Final = "<host mac='52:54:00:00:00:02' name='two' ip='192.168.150.12'/>"
_BLUE: Final = "<portgroup name='vlan42' default='yes'><vlan><tag id='43'/></vlan></portgroup>"

NETWORK_EDITS: Final[dict[tuple[str, str], tuple[Edit, str]]] = {
    ("NatNetwork", "DHCP host gone"): (
        _update("nat", NetworkSection.DHCP_HOST, UpdateCommand.DELETE, _HOST),
        "dhcpHosts[1]",
    ),
    ("NatNetwork", "DHCP range added"): (
        _update(
            "nat",
            NetworkSection.DHCP_RANGE,
            UpdateCommand.ADD_LAST,
            "<range start='192.168.150.30' end='192.168.150.40'/>",
        ),
        "dhcpRanges[1]",
    ),
    ("NatNetwork", "DNS host gone"): (
        _update("nat", NetworkSection.DNS_HOST, UpdateCommand.DELETE, "<host ip='192.168.150.21'/>"),
        "dnsHosts[1]",
    ),
    ("OvsNetwork", "VLAN of a portgroup"): (
        _update("switch", NetworkSection.PORTGROUP, UpdateCommand.MODIFY, _BLUE),
        "portgroups[0].access",
    ),
    ("MacvtapNetwork", "uplink gone"): (
        _update("lan", NetworkSection.FORWARD_INTERFACE, UpdateCommand.DELETE, "<interface dev='enccw0.0.4310'/>"),
        "devices[1]",
    ),
}


def redefined(name: str, old: str, new: str) -> Callable[[Hypervisor], None]:
    """The network's configuration edited as `virsh net-edit` does; what runs goes on as it was."""
    ref = ObjectRef(kind=ObjectKind.NETWORK, name=name)

    def edit(host: Hypervisor) -> None:
        xml = host.dump(ref)
        assert old in xml
        host.define(ObjectKind.NETWORK, xml.replace(old, new))

    return edit


REDEFINED: Final[dict[tuple[str, str], tuple[Callable[[Hypervisor], None], str]]] = {
    ("NatNetwork", "domain"): (redefined("nat", "lab.test", "other.test"), "domain"),
    ("NatNetwork", "gateway"): (redefined("nat", "address='192.168.150.254'", "address='192.168.150.253'"), "gateway"),
    ("OvsNetwork", "VLAN"): (
        redefined("switch", "<tag id='7'/>\n  </vlan>", "<tag id='8'/>\n  </vlan>"),
        "vlan.access",
    ),
    ("MacvtapNetwork", "mode"): (redefined("lan", "mode='bridge'", "mode='vepa'"), "mode"),
    ("BridgeNetwork", "bridge"): (redefined("flat", "name='br0'", "name='ovsbr0'"), "bridge"),
}
