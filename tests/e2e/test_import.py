"""A guest that others made: refused by name, taken over by import, and then unchanged."""

from __future__ import annotations

import pytest

from tests.e2e.lab import Lab
from tests.e2e.programs import guest
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import connect

pytestmark = pytest.mark.pulumi_cli

FOREIGN = """
<domain type='kvm'>
  <name>linux02</name>
  <memory unit='MiB'>512</memory>
  <vcpu current='1'>2</vcpu>
  <os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel></os>
  <title>made by hand</title>
  <devices>
    <disk type='block' device='disk'><driver name='qemu' type='raw' cache='none'/>
      <source dev='/dev/disk/by-path/ccw-0.0.0e1e'/><target dev='vda' bus='virtio'/>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0191'/></disk>
    <console type='pty'><target type='sclp'/></console>
  </devices>
</domain>
"""

PROGRAM = """
zkvm.Guest(
    "linux02",
    name="linux02",
    memory="512 MiB",
    max_vcpus=2,
    boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.2.0"),
    disks=[zkvm.DiskArgs(name="disk-vda", block="/dev/disk/by-path/ccw-0.0.0e1e")],
    consoles=[zkvm.ConsoleArgs(name="console-0", kind="sclp")],
    power="stopped",
)
"""


def make_foreign(lab: Lab) -> str:
    uri = f"emulated://{lab.store}"
    host = connect(uri, create=True)
    host.devices.set_dasd_online("0.0.0e1e", True)
    ref = host.hypervisor.define(ObjectKind.DOMAIN, FOREIGN)
    host.hypervisor.close()
    return ref.uuid


def test_a_foreign_guest_is_refused_and_named_with_the_import_command(lab: Lab) -> None:
    make_foreign(lab)
    lab.program(PROGRAM)
    preview = lab.preview(expect=None)
    assert preview.code != 0
    assert "guest 'linux02'" in preview
    assert "already exists and was not made by zkvm" in preview
    assert "pulumi import zkvm:index:Guest" in preview


def test_an_imported_guest_is_unchanged_and_keeps_what_zkvm_does_not_own(lab: Lab) -> None:
    uuid = make_foreign(lab)
    lab.program(PROGRAM)
    lab.run("import", "zkvm:index:Guest", "linux02", "emulated:::linux02", "--yes", "--generate-code=false", expect=0)
    lab.up("--expect-no-changes")
    assert lab.outputs_of("Guest", "linux02")["uuid"] == uuid

    lab.program(PROGRAM.replace('memory="512 MiB"', 'memory="1 GiB"'))
    lab.up()
    xml = lab.zkvm("dumpxml", "--inactive", "linux02")
    assert "<title>made by hand</title>" in xml
    assert "devno='0x0191'" in xml
    assert "<memory unit='KiB'>1048576</memory>" in xml


def test_importing_what_is_not_there_says_so(lab: Lab) -> None:
    lab.program("")
    outcome = lab.run(
        "import", "zkvm:index:Guest", "nobody", "emulated:::nobody", "--yes", "--generate-code=false", expect=None
    )
    assert outcome.code != 0
    assert "does not exist" in outcome.text


def test_a_guest_made_by_zkvm_can_be_imported_into_another_stack(lab: Lab) -> None:
    lab.program(guest())
    lab.up()
    uuid = lab.outputs_of("Guest", "linux01")["uuid"]
    other = lab.folder.parent / "other"
    taken_over = lab.copy(other)
    taken_over.run("stack", "init", "second", expect=0, PULUMI_STACK="second")
    taken_over.run(
        *("import", "zkvm:index:Guest", "linux01", "emulated:::linux01", "--yes", "--generate-code=false"),
        expect=0,
        PULUMI_STACK="second",
    )
    assert uuid in taken_over.run("stack", "export", expect=0, PULUMI_STACK="second")
