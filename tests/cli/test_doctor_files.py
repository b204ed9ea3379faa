"""`zkvm doctor --guest`: every file of a guest, whether QEMU reaches it, and the command that helps."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Zkvm
from zkvm_provider.cli.doctor_host import host_findings
from zkvm_provider.errors import NotFound, Unsupported
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.wiring import connect

POOL = "<pool type='dir'><name>p</name><target><path>/home/eric/pool</path></target></pool>"
LAYER = """<volume><name>w</name><capacity>1048576</capacity><target><format type='qcow2'/></target>
<backingStore><path>/home/eric/initrd</path><format type='raw'/></backingStore></volume>"""
VOLUME = "<volume><name>v</name><capacity>1048576</capacity><target><format type='raw'/></target></volume>"
GUEST = """
<domain type='kvm'><name>linux02</name><memory unit='MiB'>64</memory>
  <os><type arch='s390x'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel><initrd>/home/eric/initrd</initrd></os>
  <devices>
    <disk type='volume'><source pool='p' volume='v'/><target dev='vda' bus='virtio'/></disk>
    <disk type='volume'><source pool='p' volume='gone'/><target dev='vdb' bus='virtio'/></disk>
    <disk type='block'><source dev='/dev/dasda1'/><target dev='vdc' bus='virtio'/></disk>
    <disk type='volume'><driver type='qcow2'/><source pool='p' volume='w'/><target dev='vdd' bus='virtio'/></disk>
  </devices></domain>
"""


@pytest.fixture
def uri(zkvm: Zkvm, tmp_path: Path) -> str:
    text = default_inventory_text().replace("\nfiles:\n", "\nfiles:\n  - /home/eric/initrd\n")
    (tmp_path / "inv.yaml").write_text(f'{text}\npermissions: [{{path: /home/eric, owner: eric, mode: "0700"}}]\n')
    uri = f"emulated:doctor.sqlite?inventory={tmp_path}/inv.yaml"
    host = connect(uri, create=True).hypervisor
    pool = host.define(ObjectKind.POOL, POOL)
    host.build_pool(pool)
    host.start(pool)
    host.create_volume("p", VOLUME)
    host.create_volume("p", LAYER)
    host.define(ObjectKind.DOMAIN, GUEST)
    host.close()
    return uri


def test_each_file_of_a_guest_is_told(zkvm: Zkvm, uri: str) -> None:
    answer = zkvm("doctor", "--uri", uri, "--guest", "linux02")
    assert answer.code == 1
    lines = [line for line in answer.text.splitlines() if "of linux02" in line]
    starts = [
        "ok       boot.kernel of linux02: /boot/vmlinux-4.2.0: QEMU reaches it",
        "CLOSED   boot.initrd of linux02: QEMU's user (uid 64055) may not pass the folder /home/eric (eric:eric, mode",
        "ok       disks[2].block of linux02: /dev/dasda1: QEMU reaches it",
        "CLOSED   disks[0].volume of linux02: QEMU's user (uid 64055) may not pass the folder /home/eric",
        "CLOSED   disks[3].volume of linux02: QEMU's user (uid 64055) may not pass the folder /home/eric",
        "CLOSED   disks[3].volume of linux02: QEMU's user (uid 64055) may not pass the folder /home/eric",
        "MISSING  disks[1].volume of linux02: volume p/gone does not exist on lpar1",
    ]
    assert len(lines) == len(starts), answer.text
    for line, start in zip(lines, starts, strict=True):
        assert line.startswith(start), line
    assert "on the way to /home/eric/initrd, which /home/eric/pool/w lies on" in answer.text
    assert "chmod o+x /home/eric, or for it alone: setfacl -m u:64055:x /home/eric" in lines[1]


def test_a_guest_whose_files_are_open_is_well(zkvm: Zkvm) -> None:
    answer = zkvm("doctor", "--guest", "linux01", "--json")
    assert answer.code == 0
    found = [each for each in answer.json() if each["what"] == "boot.kernel of linux01"]
    assert [each["ok"] for each in found] == [True]


def test_a_guest_that_is_not_there_is_told(zkvm: Zkvm) -> None:
    answer = zkvm("doctor", "--guest", "nobody")
    assert isinstance(answer.failure, NotFound)
    assert "it has linux01" in str(answer.failure)


def test_a_host_that_somebody_named_has_to_be_there(zkvm: Zkvm, tmp_path: Path) -> None:
    gone = f"emulated://{tmp_path}/gone.sqlite"
    answer = zkvm("doctor", "--uri", gone)
    assert answer.code == 1
    assert f"MISSING  host at '{gone}': emulator store {tmp_path}/gone.sqlite not found" in answer.text
    (tmp_path / ".zkvm" / "lab.sqlite").unlink()
    answer = zkvm("doctor")
    assert answer.code == 0
    assert "without  host at 'emulated:'" in answer.text


def test_a_projects_own_pulumi_is_found(zkvm: Zkvm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "without  Pulumi CLI: not on PATH\n         `make up` in the repository" in zkvm("doctor").text
    built = tmp_path / "zkvm" / "pulumi-3.1.0-linux-s390x" / "bin" / "pulumi"
    built.parent.mkdir(parents=True)
    built.touch()
    assert f"`make up` provided one: export PATH={built.parent}:$PATH" in zkvm("doctor").text
    own = tmp_path / ".zkvm" / "bin" / "pulumi"
    own.parent.mkdir()
    own.touch()
    assert f"ok       Pulumi CLI: {own}" in zkvm("doctor").text


def test_without_the_binding_the_remedy_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(_uri: str) -> Endpoint:
        raise Unsupported("a libvirt URI", needs="libvirt-python; install it so")

    monkeypatch.setattr("zkvm_provider.cli.doctor_host.connect", connect)
    (finding,) = host_findings("qemu:///system", "", needed=True, has_binding=False)
    assert (finding.ok, finding.says) == (False, "cannot be asked without the libvirt binding")


def test_pip_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch, zkvm: Zkvm) -> None:
    monkeypatch.setattr("zkvm_provider.cli.doctor.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", "/nowhere")
    text = zkvm("doctor").text
    assert f"{sys.executable} -m pip install" in text
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert f"{sys.executable} -m pip" not in zkvm("doctor").text
