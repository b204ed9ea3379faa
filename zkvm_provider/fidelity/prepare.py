"""The machine the recorded cases ran on: its inventory, and the objects that were there before each case.

Sources: the preconditions in the recorded data's own README, and the lab it was recorded in.
"""

from __future__ import annotations

from pathlib import Path

from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind

VOLUME_POOL = "f-vols"
"""Where the volume cases are made, one after the other."""

_INACTIVE_NETWORK = """
<network>
  <name>default</name><forward mode='nat'/><bridge name='virbr0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'/>
</network>
"""

_ACTIVE_NETWORKS = (
    """
<network>
  <name>lab-isolated</name><bridge name='virbr1'/><ip address='192.168.232.1' netmask='255.255.255.0'/>
</network>
""",
    """
<network>
  <name>n-ovs</name><forward mode='bridge'/><bridge name='ovsbr0'/><virtualport type='openvswitch'/>
  <portgroup name='plain' default='yes'/>
  <portgroup name='vlan42'><vlan><tag id='42'/></vlan></portgroup>
  <portgroup name='trunk'><vlan trunk='yes'><tag id='42'/><tag id='47' nativeMode='untagged'/></vlan></portgroup>
</network>
""",
)

_FOLDER_POOLS = {"p-dir": "/srv/zkvm-lab/pool-dir", VOLUME_POOL: "/srv/zkvm-lab/f-vols"}
_ISCSI_POOL = """
<pool type='iscsi'>
  <name>p-iscsi</name>
  <source><host name='127.0.0.1'/><device path='iqn.2026-01.com.zkvm:t1'/></source>
  <target><path>/dev/disk/by-path</path></target>
</pool>
"""
_VOLUME = "<volume><name>raw.img</name><capacity unit='MiB'>64</capacity><allocation>0</allocation></volume>"


def inventory_text() -> str:
    """The YAML inventory of the recorded host: no KVM, 24 GiB, the lab's devices and disk images."""
    return (Path(__file__).parent / "fidelity.yaml").read_text(encoding="utf-8")


def prepare(machine: Hypervisor) -> None:
    """Make the networks and pools every case may meet."""
    machine.define(ObjectKind.NETWORK, _INACTIVE_NETWORK)
    for xml in _ACTIVE_NETWORKS:
        machine.start(machine.define(ObjectKind.NETWORK, xml))
    for name, path in _FOLDER_POOLS.items():
        xml = f"<pool type='dir'><name>{name}</name><target><path>{path}</path></target></pool>"
        pool = machine.define(ObjectKind.POOL, xml)
        machine.build_pool(pool)
        machine.start(pool)
    machine.define(ObjectKind.POOL, _ISCSI_POOL)
    machine.create_volume("p-dir", _VOLUME)
