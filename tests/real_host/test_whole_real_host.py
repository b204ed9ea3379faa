"""A real host, furnished with virsh, becomes a program; after the bulk import there is nothing to change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.lab import Lab as Stack
from tests.real_host.inventory import Inventory
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(300),
]

POOL = "<pool type='dir'><name>e2e-old</name><target><path>/var/lib/libvirt/e2e-old</path></target></pool>"
VOLUME = (
    "<volume><name>e2e-old.qcow2</name><capacity>16777216</capacity><target><format type='qcow2'/></target></volume>"
)
LAN = "<network><name>e2e-lan</name><forward mode='bridge'/><bridge name='zkbr0'/></network>"
RUNNING = """
<domain type='qemu'><name>e2e-old-1</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
  <os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type>
    <kernel>/boot/kernel</kernel><initrd>/boot/initrd.img</initrd></os>
  <devices>
    <disk type='volume' device='disk'><driver name='qemu' type='qcow2'/>
      <source pool='e2e-old' volume='e2e-old.qcow2'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><source network='e2e-lan'/><model type='virtio'/></interface>
    <console type='pty'><target type='sclp'/></console>
  </devices></domain>
"""
STOPPED = """
<domain type='qemu'><name>e2e-old-2</name><memory unit='MiB'>64</memory><vcpu current='1'>2</vcpu>
  <os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/kernel</kernel></os>
  <devices><interface type='direct'><source dev='enccw0.0.4300' mode='bridge'/><model type='virtio'/></interface>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng></devices></domain>
"""


def test_a_real_host_becomes_a_program_without_a_change(
    stack: Stack, inventory: Inventory, host: HostPlace, tmp_path: Path
) -> None:
    inventory.virsh("pool-define", xml=POOL)
    inventory.virsh("pool-build", "e2e-old")
    inventory.virsh("pool-start", "e2e-old")
    inventory.virsh("vol-create", "e2e-old", xml=VOLUME)
    inventory.virsh("net-define", xml=LAN)
    inventory.virsh("net-start", "e2e-lan")
    for xml in (RUNNING, STOPPED):
        inventory.virsh("define", xml=xml)
    inventory.virsh("start", "e2e-old-1")
    names = ("e2e-old-1", "e2e-old-2")
    before = [inventory.virsh("dumpxml", "--inactive", name) for name in names]

    written = tmp_path / "written"
    assert "2 Guest" in stack.zkvm("--uri", host.uri, "import", "-o", str(written))
    for path in written.iterdir():
        if path.name != "Pulumi.yaml":
            shutil.copytree(path, stack.folder / path.name) if path.is_dir() else shutil.copy(path, stack.folder)
    stack.run("import", "--file", "import.json", "--generate-code=false", "--protect=false", "--yes", expect=0)
    stack.preview("--expect-no-changes")
    stack.up("--expect-no-changes", "--refresh")
    assert [inventory.virsh("dumpxml", "--inactive", name) for name in names] == before
