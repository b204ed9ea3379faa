"""`zkvm lsscsi` of a host and of a guest, and the talk's way of handing a LUN to a running guest."""

from __future__ import annotations

from tests.cli.conftest import Zkvm
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope
from zkvm_provider.wiring import connect

LINUX01 = ObjectRef(kind=ObjectKind.DOMAIN, name="linux01")
TALKS_HOSTDEV = """
<hostdev mode='subsystem' type='scsi'>
  <source><adapter name='scsi_host0'/><address bus='0' target='15' unit='1074872354'/></source>
  <address type='drive' controller='0' bus='0' target='0' unit='16383'/>
</hostdev>
"""
HARD_DISK = (
    "<disk type='file' device='disk'><source file='/boot/vmlinux-4.2.0'/><target dev='sda' bus='scsi'/>"
    "<address type='drive' controller='0' bus='0' target='0' unit='255'/></disk>"
)
PORT, LUN = "0x500507630603c763", "0x4022401100000000"


def test_the_talks_lines_come_out_on_the_host_and_in_the_guest(zkvm: Zkvm) -> None:
    host = connect("emulated:")
    host.devices.set_fcp_online("0.0.1c98", True)
    host.devices.set_lun_attached("0.0.1c98", PORT, LUN, True)
    expected = "[0:0:15:1074872354]disk    IBM      2107900          .217  /dev/sda\n"
    assert zkvm("lsscsi").text.startswith(expected)
    host.hypervisor.attach(LINUX01, TALKS_HOSTDEV, Scope.LIVE)
    assert zkvm("lsscsi", "linux01").text == "[0:0:0:32767]disk    IBM      2107900          .217  /dev/sda\n"


def test_a_unit_below_256_is_itself_and_qemus_own_disks_say_so(zkvm: Zkvm) -> None:
    host = connect("emulated:")
    host.hypervisor.attach(LINUX01, HARD_DISK, Scope.LIVE)
    assert zkvm("lsscsi", "linux01").text == "[0:0:0:255]  disk    QEMU     QEMU HARDDISK    2.5+  /dev/sda\n"


def test_fcp_devices_are_listed_with_their_ports(zkvm: Zkvm) -> None:
    lines = zkvm("lszfcp").text.splitlines()
    assert lines[2].split() == [
        "0.0.1c98", "online", "host0", "0xc05076ffe5005611", "NPort", "(fabric", "via", "point-to-point)", "no",
    ]  # fmt: skip
    assert lines[4].split() == ["0.0.1cb8", "offline", "-", "-", "-", "no"]
