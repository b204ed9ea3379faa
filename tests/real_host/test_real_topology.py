"""The picture of a real host: a running guest on an Open vSwitch network, and what waits."""

from __future__ import annotations

import pytest

from tests.real_host.inventory import Inventory
from tools.kvmlab.places import HostPlace
from zkvm_provider.hypervisor.port import ObjectKind, Scope
from zkvm_provider.topology.picture import Tone
from zkvm_provider.topology.reading import read_picture
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(300)]

NETWORK = """
<network><name>pictured</name><forward mode='bridge'/><bridge name='ovsbr0'/><virtualport type='openvswitch'/>
  <portgroup name='web' default='yes'><vlan><tag id='42'/></vlan></portgroup></network>
"""
GUEST = """
<domain type='qemu'><name>pictured</name><memory unit='MiB'>128</memory><vcpu current='1'>2</vcpu>
  <os><type arch='s390x'>hvm</type><kernel>/boot/kernel</kernel><initrd>/boot/initrd.img</initrd></os>
  <devices>
    <interface type='network'><source network='pictured' portgroup='web'/><model type='virtio'/></interface>
    <interface type='direct'><source dev='enccw0.0.4300' mode='bridge'/><model type='virtio'/></interface>
    <console type='pty'><target type='sclp'/></console>
  </devices></domain>
"""


def test_a_real_host_is_pictured(host: HostPlace, inventory: Inventory) -> None:
    endpoint = connect(host.uri)
    hypervisor = endpoint.hypervisor
    network = hypervisor.define(ObjectKind.NETWORK, NETWORK)
    hypervisor.start(network)
    ref = hypervisor.define(ObjectKind.DOMAIN, GUEST)
    hypervisor.start(ref)
    hypervisor.set_vcpus(ref, 4, Scope.CONFIG, maximum=True)
    hypervisor.define(ObjectKind.NETWORK, hypervisor.dump(network).replace("<tag id='42'/>", "<tag id='43'/>"))

    seen = read_picture([endpoint]).hosts[0]

    guest = next(each for each in seen.guests if each.name == "pictured")
    assert (guest.tone, guest.vcpus, guest.memory_bytes) == (Tone.RUNNING, 1, 128 * 1024**2)
    assert {tie.key for tie in guest.ties} == {"1/network/pictured", "1/direct/macvtap/enccw0.0.4300"}
    assert [each.partition(":")[0] for each in guest.pending] == ["max_vcpus 2 → 4"]
    switch = next(each for each in seen.networks if each.name == "pictured")
    assert (switch.kind, switch.carrier, switch.vlans) == ("Open vSwitch", "ovsbr0", ("web · VLAN 42 · default",))
    assert switch.pending == ("portgroups differ: next start of the network",)
