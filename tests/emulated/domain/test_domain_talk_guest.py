"""The lab's guest `g1` with everything plugged into it while it ran, against what libvirt printed then."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tests.emulated.domain.domain_makers import defined, lab
from tests.emulated.domain.domain_worlds import LabWorld
from tests.emulated.domain.test_domain_golden import neutral
from zkvm_provider.hypervisor.emulated.domain import attach, set_max_memory, set_memory, set_vcpus, start
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

LIVE = Path(__file__).parents[2] / "fidelity" / "live"
SOURCE = (LIVE / "g1.in.xml").read_text()
BRIDGE = "<interface type='bridge'><mac address='{}'/><source bridge='{}'/>{}</interface>"
NETWORK = "<interface type='network'><mac address='{}'/><source network='{}'{}/></interface>"
OVS_VLAN = "<vlan><tag id='42'/></vlan><virtualport type='openvswitch'/>"
PLUGGED = (
    BRIDGE.format("52:54:00:aa:cc:01", "ovsbr0", OVS_VLAN),
    "<interface type='direct'><mac address='52:54:00:aa:cc:02'/><source dev='mv0' mode='bridge'/></interface>",
    BRIDGE.format("52:54:00:aa:cc:03", "zkbr0", ""),
    NETWORK.format("52:54:00:bb:00:09", "n-ovs", " portgroup='nosuchpg'"),
    NETWORK.format("52:54:00:bb:00:01", "n-macvtap", ""),
    "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>",
    "<disk type='volume' device='lun'><driver name='qemu' type='raw'/>"
    "<source pool='p-iscsidirect' volume='unit:0:0:2'/><target dev='sda' bus='scsi'/></disk>",
    "<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2026-01.com.zkvm:t1/1'>"
    "<host name='127.0.0.1' port='3260'/></source></hostdev>",
)


def with_mac(xml: str) -> str:
    return xml.replace("<source network='nat1'/>", "<mac address='52:54:00:47:c7:41'/><source network='nat1'/>")


def identified(xml: str) -> str:
    return xml.replace("<name>g1</name>", "<name>g1</name><uuid>2f0adf64-2935-4c82-a9c1-db100f86022a</uuid>")


def running(config: str, world: LabWorld) -> str:
    return start(config, world=world, domain_id=1, profile=DEFAULT_PROFILE)


def test_the_talks_guest_boots_as_captured() -> None:
    live = running(defined(identified(with_mac(SOURCE))), lab())
    live = set_vcpus(live, 2, live=True, profile=DEFAULT_PROFILE)
    want = (LIVE / "g1-booted.live.xml").read_text()
    assert neutral(live, "<uuid><mac") == neutral(want, "<uuid><mac")


def test_the_changed_configuration_is_the_captured_one() -> None:
    config = set_max_memory(defined(identified(with_mac(SOURCE))), 524288, live=False)
    config = set_vcpus(config, 3, live=False, profile=DEFAULT_PROFILE)
    assert config.strip() == (LIVE / "g1-everything.inactive.xml").read_text().strip()


def test_everything_plugged_into_the_running_guest_is_as_captured() -> None:
    world = lab()
    controller = "<controller type='scsi' index='0' model='virtio-scsi'/>"
    live = running((LIVE / "g1-everything.inactive.xml").read_text(), world)
    for device in (controller, *PLUGGED):
        live = attach(live, device, live=True, world=world, profile=DEFAULT_PROFILE)
    live = set_memory(live, 204800, live=True)
    want = (LIVE / "g1-everything.live.xml").read_text()
    assert neutral(live, "<uuid><mac") == neutral(want, "<uuid><mac")
    assert len(etree.fromstring(live.encode()).findall("devices/interface")) == 6
