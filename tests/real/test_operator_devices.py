"""The host's own tools over a shell that answers from recorded output, and without any shell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.port.machines import Machine, emulated, refused
from tests.real.test_operator_parsers import told
from zkvm_provider.errors import NotFound, Refused, Unsupported
from zkvm_provider.hypervisor.operator import channels
from zkvm_provider.hypervisor.operator.devices import OperatorDevices
from zkvm_provider.hypervisor.operator.shell import Done, LocalShell, Shell
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef

MACHINE_ID = "0123456789abcdef0123456789abcdef"
DISK = "<disk type='file' device='disk'><source file='/x'/><target dev='vda' bus='virtio'/></disk>"
NIC = "<interface type='direct'><source dev='eth1' mode='bridge'/></interface>"
SERIAL = "<console type='pty'><target type='virtio'/></console>"


class Recorded:
    """A shell that knows the answers to some commands; `ran` is what was asked."""

    def __init__(self, **answers: str | Done) -> None:
        self._answers = {
            "lsdasd -a": told("lsdasd-a.txt"),
            "cat /proc/partitions": told("partitions.txt"),
            "cat /proc/mounts": told("mounts.txt"),
            "cat /proc/swaps": told("swaps.txt"),
            "cat /etc/machine-id": f"{MACHINE_ID}\n",
            "ip -d -j link": told("ip-link.json"),
            **answers,
        }
        self.ran: list[str] = []

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        assert not stdin, "none of these commands reads anything"
        line = " ".join(argv)
        self.ran.append(line)
        answer = self._answers.get(line, Done(code=0, out="", err=""))
        return answer if isinstance(answer, Done) else Done(code=0, out=answer, err="")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Whose libvirt is behind the tools: here the emulator's."""
    return emulated(tmp_path)


def over(machine: Machine, shell: Shell | None) -> OperatorDevices:
    return OperatorDevices("qemu+tcp://h/system", machine.hypervisor, reach=lambda _uri, _hostname: shell)


def test_setting_a_dasd_online_waits_for_its_names(machine: Machine) -> None:
    shell = Recorded()
    over(machine, shell).set_dasd_online("0.0.36AB", True)
    assert shell.ran[-2:] == ["chzdev --enable dasd 0.0.36ab", "udevadm settle"]


@pytest.mark.parametrize(("bus_id", "users"), [("0.0.3600", "/dev/dasda1, /dev/dasda2"), ("0.0.3601", "/dev/dasdb1")])
def test_a_dasd_that_is_mounted_or_swapped_on_stays_online(machine: Machine, bus_id: str, users: str) -> None:
    shell = Recorded()
    with pytest.raises(Refused, match=f"in use: {users}"):
        over(machine, shell).set_dasd_online(bus_id, False)
    assert not any(line.startswith("chzdev") for line in shell.ran)


def test_a_refusal_of_chzdev_is_passed_on(machine: Machine) -> None:
    shell = Recorded(**{"chzdev --disable dasd 0.0.0190": Done(code=6, out="", err="Device is in use\n")})
    with pytest.raises(Refused, match=r"chzdev --disable dasd 0\.0\.0190 on .*: Device is in use"):
        over(machine, shell).set_dasd_online("0.0.0190", False)


def test_a_dasd_that_is_not_there_is_not_found(machine: Machine) -> None:
    with pytest.raises(NotFound, match=r"0\.0\.9999"):
        over(machine, Recorded()).set_dasd_online("0.0.9999", True)


def test_a_host_without_s390_tools_has_no_dasds(machine: Machine) -> None:
    assert over(machine, Recorded(**{"lsdasd -a": Done(code=127, out="", err="not found")})).dasds() == ()


def test_the_machine_id_comes_from_the_host(machine: Machine) -> None:
    assert over(machine, Recorded()).machine_id("lpar1") == MACHINE_ID


@pytest.mark.parametrize("shell", [None, Recorded(**{"cat /etc/machine-id": "uninitialized\n"})])
def test_without_a_machine_id_the_host_name_stands_in(machine: Machine, shell: Recorded | None) -> None:
    assert over(machine, shell).machine_id("lpar1") == "name:lpar1"


def test_a_file_is_looked_for_on_the_host(machine: Machine) -> None:
    shell = Recorded(**{"test -e /gone": Done(code=1, out="", err="")})
    assert over(machine, shell).file_exists("/there")
    assert not over(machine, shell).file_exists("/gone")


def test_on_this_machine_a_file_is_looked_for_without_a_process(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    (tmp_path / "dangling").symlink_to("gone")
    devices = over(machine, LocalShell(limit_s=0))
    found = [name for name in ("there", "gone", "dangling", "there/below") if devices.file_exists(f"{tmp_path}/{name}")]
    assert found == ["there"]


# without a shell


def test_without_a_shell_dasds_are_refused_naming_the_shell(machine: Machine) -> None:
    devices = over(machine, None)
    with pytest.raises(Unsupported, match=r"needs a shell on the host: use qemu\+ssh"):
        devices.dasds()
    with pytest.raises(Unsupported, match=r"needs a shell on the host: use qemu\+ssh"):
        devices.set_dasd_online("0.0.3600", True)


def test_without_a_shell_nothing_is_called_missing(machine: Machine) -> None:
    devices = over(machine, None)
    assert devices.file_exists("/may/be/there")
    assert devices.swaps() == ()


# subchannels


def test_a_prediction_is_that_of_the_emulated_machine(machine: Machine) -> None:
    ref = machine.defined("g1", devices=NIC + DISK + SERIAL + "<rng model='virtio'><backend model='random'/></rng>")
    ours = over(machine, None).subchannels(ref)
    theirs = machine.devices.subchannels(ref)
    assert ours
    assert [(row.device, row.subchannel, row.cu_type, row.in_use) for row in ours] == [
        (row.device, row.subchannel, row.cu_type, row.in_use) for row in theirs
    ]


def test_devices_plugged_into_a_running_guest_come_last() -> None:
    order = channels.started_with(told("qemu-processes.txt"), "e748ac35-7f3b-4294-9cbd-88576b41e369")
    assert order == ("virtio-serial0", "virtio-disk0", "net0", "balloon0")
    address = "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x{:04x}'/></{}>"
    xml = (
        "<domain><devices><disk><alias name='ua-new'/>" + address.format(0x0200, "disk")
        + "<disk><alias name='virtio-disk0'/>" + address.format(0x0E1E, "disk")
        + "<interface><alias name='net0'/>" + address.format(0, "interface")
        + "<memballoon><alias name='balloon0'/>" + address.format(2, "memballoon")
        + "<controller type='virtio-serial'><alias name='virtio-serial0'/>" + address.format(1, "controller")
        + "</devices></domain>"
    )  # fmt: skip
    rows = channels.predict(xml, in_use=True, order=order)
    assert [(row.device, row.subchannel, row.cu_type) for row in rows] == [
        ("0.0.0001", "0.0.0000", "3832/03"),
        ("0.0.0e1e", "0.0.0001", "3832/02"),
        ("0.0.0000", "0.0.0002", "3832/01"),
        ("0.0.0002", "0.0.0003", "3832/05"),
        ("0.0.0200", "0.0.0004", "3832/02"),
    ]


def test_an_absent_guest_has_no_subchannels(machine: Machine) -> None:
    nobody = ObjectRef(kind=ObjectKind.DOMAIN, name="nobody")
    refused(ErrorCode.NO_DOMAIN, lambda: over(machine, None).subchannels(nobody))
