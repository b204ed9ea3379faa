"""Mishaps that users meet: forced replacement, stopped networks and pools, a device unplugged by hand."""

from __future__ import annotations

import pytest

from tests.e2e.lab import Lab
from tests.e2e.programs import guest, volumes
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef, Scope
from zkvm_provider.wiring import connect

pytestmark = pytest.mark.pulumi_cli


def machine(lab: Lab) -> Endpoint:
    return connect(f"emulated://{lab.store}")


@pytest.mark.parametrize("before", ["", "delete_before_replace=False, "])
def test_a_forced_replacement_leaves_one_guest_and_one_disk(lab: Lab, before: str) -> None:
    options = f'opts=pulumi.ResourceOptions({before}replace_on_changes=["*"])'
    program = volumes(1).replace('capacity="1 GiB")', f'capacity="1 GiB", {options})')
    program += f"""
zkvm.Guest("g", name="g", memory="SIZE", disks=[zkvm.DiskArgs(name="root", volume=disks[0])],
    shutdown=zkvm.ShutdownArgs(grace_s=0), {options})
"""
    lab.program(program.replace("SIZE", "512 MiB"))
    lab.up()
    lab.program(program.replace("SIZE", "600 MiB"))
    lab.up()
    host = machine(lab).hypervisor
    assert [info.ref.name for info in host.list(ObjectKind.DOMAIN)] == ["g"]
    assert [info.ref.name for info in host.list(ObjectKind.VOLUME, pool="pool")] == ["disk0.qcow2"]
    assert "unchanged" in lab.refresh("--expect-no-changes")
    lab.up("--expect-no-changes")


def test_a_stopped_network_and_pool_are_drift_and_are_started_again(lab: Lab) -> None:
    lan = 'zkvm.InterfaceArgs(name="lan", network=net)'
    disk = 'zkvm.DiskArgs(name="data", volume=disks[0])'
    program = 'net = zkvm.MacvtapNetwork("net", name="net", devices=["eth1"])\n' + volumes(1)
    lab.program(program + guest(interfaces=lan, disks=disk))
    lab.up()
    host = machine(lab).hypervisor
    host.stop(ObjectRef(kind=ObjectKind.NETWORK, name="net"))
    host.stop(ObjectRef(kind=ObjectKind.POOL, name="pool"))

    refreshed = lab.refresh()
    assert "not refreshed" in refreshed
    lab.up()
    assert "unchanged" in lab.refresh("--expect-no-changes")
    assert {info.ref.name for info in host.list(ObjectKind.NETWORK) if info.active} == {"net"}
    assert {info.ref.name for info in host.list(ObjectKind.POOL) if info.active} == {"pool"}


def test_a_disk_unplugged_by_hand_is_drift_and_is_plugged_in_again(lab: Lab) -> None:
    disk = 'zkvm.DiskArgs(name="data", volume=disks[0])'
    lab.program(volumes(1) + guest(disks=disk))
    lab.up()
    host = machine(lab).hypervisor
    ref = ObjectRef(kind=ObjectKind.DOMAIN, name="linux01")
    host.detach(ref, "<disk type='volume' device='disk'><target dev='vda' bus='virtio'/></disk>", Scope.LIVE)
    assert "<disk " not in host.dump(ref, live=True)

    assert "disks" in lab.run("refresh", "--yes", "--diff", expect=0)
    lab.up()
    assert host.dump(ref, live=True).count("<disk ") == 1


def test_a_running_guest_keeps_the_disk_it_booted_from(lab: Lab) -> None:
    program = (
        volumes(1) + 'zkvm.Guest("g", name="g", memory="512 MiB", disks=[zkvm.DiskArgs(name="NAME", volume=disks[0])])'
    )
    lab.program(program.replace("NAME", "root"))
    lab.up()
    lab.program(program.replace("NAME", "system"))
    preview = lab.preview()
    assert "removed: next boot (the running guest boots from this disk)" in preview
    assert "live" not in [line for line in preview.text.splitlines() if "disks[" in line]
    lab.up()
    host = machine(lab).hypervisor
    assert host.dump(ObjectRef(kind=ObjectKind.DOMAIN, name="g"), live=True).count("<disk ") == 1


def test_a_volume_made_by_a_renamed_resource_is_not_called_foreign(lab: Lab) -> None:
    lab.program(volumes(1))
    lab.up()
    lab.program(volumes(1).replace('f"disk{n}", pool', 'f"renamed{n}", pool'))
    outcome = lab.preview(expect=None)
    assert outcome.code != 0
    assert "was not made by zkvm" not in outcome.text
    assert "aliases" in outcome.text


def test_a_pool_is_not_emptied_under_a_stopped_guest(lab: Lab) -> None:
    lab.program(volumes(0).replace('target="', 'delete_contents=True, target="'))
    lab.up()
    host = machine(lab).hypervisor
    host.create_volume("pool", "<volume><name>theirs.img</name><capacity unit='MiB'>1</capacity></volume>")
    host.define(
        ObjectKind.DOMAIN,
        "<domain type='kvm'><name>theirs</name><memory>524288</memory><os><type arch='s390x'>hvm</type></os><devices>"
        "<disk type='volume' device='disk'><source pool='pool' volume='theirs.img'/>"
        "<target dev='vda' bus='virtio'/></disk>"
        "</devices></domain>",
    )
    refused = lab.destroy(expect=None)
    assert refused.code != 0
    assert "guest theirs" in refused
    assert [info.ref.name for info in host.list(ObjectKind.VOLUME, pool="pool")] == ["theirs.img"]
