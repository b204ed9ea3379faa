"""A real host's SAN over a shell that answers from recorded output."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.real.test_operator_parsers import told
from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.operator import san
from zkvm_provider.hypervisor.operator.shell import Done
from zkvm_provider.hypervisor.san import FcpDevice, ScsiDevice

PORT, LUN, OTHER = "0x500507630603c763", "0x4022401100000000", "0x4022403300000000"
SYSFS = "/sys/class/fc_host/host0"
HOST = {
    "lszdev zfcp-host --columns ID,ON --no-headings": told("lszdev-zfcp.txt"),
    "lszfcp -H": told("lszfcp-H.txt"),
    "lszfcp -D": told("lszfcp-D.txt"),
    "lsscsi -i": told("lsscsi-i.txt"),
    "lsblk -rnpo NAME,TYPE,PKNAME": told("lsblk.txt"),
    f"lsluns -c 0.0.1c98 -p {PORT}": told("lsluns.txt"),
    f"grep -sH . /sys/module/zfcp/parameters/allow_lun_scan {SYSFS}/port_name {SYSFS}/port_type": (
        "/sys/module/zfcp/parameters/allow_lun_scan:Y\n"
        f"{SYSFS}/port_name:0xc05076ffe5005611\n{SYSFS}/port_type:NPIV VPORT\n"
    ),
}


class Recorded:
    """Answers to some commands; every other one succeeds in silence. `ran` is what was asked."""

    def __init__(self, answers: dict[str, str | Done]) -> None:
        self._answers = answers
        self.ran: list[str] = []

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:  # noqa: ARG002 - nothing is typed in
        self.ran.append(" ".join(argv))
        answer = self._answers.get(" ".join(argv), "")
        return answer if isinstance(answer, Done) else Done(code=0, out=answer, err="")

    def changes(self) -> list[str]:
        return [line for line in self.ran if line.startswith(("chzdev", "driverctl", "modprobe"))]


def test_fcp_devices_tell_their_port_and_whether_luns_come_by_themselves() -> None:
    assert san.fcp_devices(Recorded({**HOST})) == (
        FcpDevice(
            bus_id="0.0.1c98",
            online=True,
            scsi_host=0,
            wwpn="0xc05076ffe5005611",
            port_type="NPIV VPORT",
            scans_luns=True,
        ),
        FcpDevice(bus_id="0.0.1ca8", online=False),
    )


def test_a_host_without_s390_tools_has_no_fcp_devices() -> None:
    missing = Done(code=127, out="", err="lszdev: command not found")
    assert san.fcp_devices(Recorded({"lszdev zfcp-host --columns ID,ON --no-headings": missing})) == ()


def test_scsi_devices_tell_lun_identity_and_multipath() -> None:
    assert san.scsi_devices(Recorded({**HOST}))[0] == ScsiDevice(
        host=0,
        channel=0,
        target=15,
        unit=1074872354,
        vendor="IBM",
        model="2107900",
        revision=".217",
        device="/dev/sda",
        wwid="36005076306ffc7630000000000004011",
        multipath="/dev/mapper/mpatha",
        bus_id="0.0.1c98",
        wwpn=PORT,
        lun=LUN,
    )


def test_the_port_tells_which_luns_it_offers() -> None:
    assert san.offered_luns(Recorded({**HOST}), "0.0.1c98", PORT) == (LUN, OTHER)
    nothing = Done(code=127, out="", err="lsluns: command not found")
    assert san.offered_luns(Recorded({f"lsluns -c 0.0.1c98 -p {PORT}": nothing}), "0.0.1c98", PORT) is None


def test_a_lun_that_is_there_already_is_not_configured_again() -> None:
    shell = Recorded({**HOST})
    san.set_lun_attached(shell, "0.0.1c98", PORT, LUN, True, where="h")
    assert shell.changes() == []


def test_a_lun_without_a_scsi_device_is_taken_back_and_told() -> None:
    shell = Recorded({**HOST})
    with pytest.raises(NotFound, match="zoning and LUN masking"):
        san.set_lun_attached(shell, "0.0.1c98", PORT, OTHER, True, where="h")
    device = f"0.0.1c98:{PORT}:{OTHER}"
    assert shell.changes() == [f"chzdev --enable zfcp-lun {device}", f"chzdev --disable zfcp-lun {device}"]


def test_chzdevs_refusal_is_told_in_its_own_words() -> None:
    busy = Done(code=1, out="", err="zfcp-lun: Device is in use")
    shell = Recorded({**HOST, f"chzdev --disable zfcp-lun 0.0.1c98:{PORT}:{LUN}": busy})
    with pytest.raises(Refused, match="Device is in use"):
        san.set_lun_attached(shell, "0.0.1c98", PORT, LUN, False, where="h")


def test_an_fcp_device_is_set_online_by_chzdev() -> None:
    shell = Recorded({**HOST})
    san.set_fcp_online(shell, "0.0.1ca8", True, where="h")
    assert shell.changes() == ["chzdev --enable zfcp-host 0.0.1ca8"]
    with pytest.raises(NotFound):
        san.set_fcp_online(shell, "0.0.ffff", True, where="h")


def test_a_subchannel_is_handed_over_and_taken_back_by_driverctl() -> None:
    shell = Recorded({})
    san.hand_over_subchannel(shell, "0.0.0023", True, where="h")
    san.hand_over_subchannel(shell, "0.0.0023", False, where="h")
    assert shell.changes() == [
        "modprobe vfio_ccw",
        "driverctl --bus css set-override 0.0.0023 vfio_ccw",
        "driverctl --bus css unset-override 0.0.0023",
    ]
