"""Parts of the KVM lab that need no lab."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.kvmlab import initramfs, lvm_standin, modules, needs, packages, process
from tools.kvmlab.command import LabError, run
from tools.kvmlab.machine import Spec, command, is_machine_of
from tools.kvmlab.places import DEFAULT_ROOT, HOST_NAMES, Lab
from tools.kvmlab.teardown import machines_of, take_down
from tools.kvmlab.up import exclusively

_HEADER = 110
"""Bytes of a newc header: 6 of magic, 13 fields of 8 hexadecimal digits."""

names = st.text(alphabet="abcxyz-_", min_size=1, max_size=20)


def members(archive: bytes) -> list[tuple[str, int, bytes]]:
    """Path, mode and data of each member, read by the format's description."""
    found: list[tuple[str, int, bytes]] = []
    data, at = gzip.decompress(archive), 0
    while True:
        assert data[at : at + 6] == b"070701"
        fields = [int(data[at + 6 + 8 * n : at + 14 + 8 * n], 16) for n in range(13)]
        name_end = at + _HEADER + fields[11]
        start = (name_end + 3) // 4 * 4
        path = data[at + _HEADER : name_end - 1].decode()
        if path == "TRAILER!!!":
            return found
        found.append((path, fields[1], data[start : start + fields[6]]))
        at = (start + fields[6] + 3) // 4 * 4


@given(st.dictionaries(names, st.binary(max_size=50), max_size=8))
def test_an_archive_gives_back_what_went_in(files: dict[str, bytes]) -> None:
    entries = [initramfs.folder("bin"), *(initramfs.program(f"bin/{name}", data) for name, data in files.items())]
    archive = initramfs.archive(entries)
    expected = [("bin", 0o040755, b""), *((f"bin/{name}", 0o100755, data) for name, data in files.items())]
    assert members(archive) == expected
    assert initramfs.archive(entries) == archive


def driver(folder: Path, name: str, *needs: str) -> None:
    (folder / f"{name}.ko").write_bytes(b"\x7fELF\0license=GPL\0depends=" + ",".join(needs).encode() + b"\0name=x\0")


def test_a_driver_comes_after_what_it_needs(tmp_path: Path) -> None:
    driver(tmp_path, "virtio-net", "net_failover")
    driver(tmp_path, "net_failover", "failover")
    driver(tmp_path, "failover")
    (tmp_path / "modules.builtin").write_text("kernel/drivers/virtio/virtio-ring.ko\n")
    assert list(modules.in_order(tmp_path, ("virtio_net", "virtio_ring", "failover"))) == [
        "failover",
        "net_failover",
        "virtio_net",
    ]


def test_a_driver_that_the_kernel_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "modules.builtin").write_text("")
    with pytest.raises(LabError, match="virtio_blk"):
        modules.in_order(tmp_path, ("virtio_blk",))


def test_labs_of_two_folders_share_neither_addresses_nor_interfaces() -> None:
    ours, other = Lab(root=DEFAULT_ROOT), Lab(root=Path("/srv/lab"))
    assert ours.wire != other.wire
    assert ours.machine_link != other.machine_link
    assert len(other.machine_link) <= 15


def test_hosts_have_uuids_of_their_own() -> None:
    uuids = [host.uuid for host in Lab(root=DEFAULT_ROOT).hosts]
    assert uuids == ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
    assert len(uuids) == len(HOST_NAMES)


def test_a_folder_too_deep_for_sockets_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    with pytest.raises(LabError, match="too long"), exclusively(Lab(root=deep)):
        pass
    assert not deep.exists()


def test_two_commands_do_not_bring_up_one_lab() -> None:
    root = Path("/tmp") / f"zkvm-lock-{os.getpid()}"
    try:
        with exclusively(Lab(root=root)), pytest.raises(LabError, match="another command"), exclusively(Lab(root=root)):
            pass
    finally:
        root.rmdir()


def test_a_folder_that_is_no_lab_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with pytest.raises(LabError, match="does not look like"):
        take_down(Lab(root=tmp_path))
    assert (tmp_path / "precious").exists()


def test_whoever_is_not_root_is_told_what_root_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(LabError, match="needs root: it makes namespaces"):
        needs.check_user_and_system()


def test_every_missing_feature_of_the_kernel_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def kernel(*argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(argv, int("bridge" in argv), "", "Unknown device type.")

    monkeypatch.setattr(needs, "attempt", kernel)
    monkeypatch.setattr(needs, "_FILES", {"/dev/no-such-file": "loop devices"})
    with pytest.raises(LabError, match=r"it lacks Linux bridges \(CONFIG_BRIDGE\), loop devices"):
        needs.check_kernel()


def test_a_package_that_is_not_installed_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(packages.REASONS, "no-such-package", "the test")
    monkeypatch.setitem(packages.REASONS, "dpkg", "every Debian has it")
    assert "no-such-package" in packages.missing()
    if shutil.which("dpkg-query"):
        assert "dpkg" not in packages.missing()


def test_a_machine_is_known_by_its_words_and_its_lab() -> None:
    words = command(Spec(name="lpar1", root="/srv/lab", log="/dev/null"))
    assert is_machine_of(words, Path("/srv/lab"))
    assert not is_machine_of(words, Path("/srv/lab2"))
    assert not is_machine_of(["vim", "tools/kvmlab/machine.py", "/srv/lab"], Path("/srv/lab"))
    assert machines_of(Path("/srv/lab")) == []


def test_a_number_that_another_process_got_later_is_not_taken_for_ours(tmp_path: Path) -> None:
    file = tmp_path / "machine.pid"
    process.remember(os.getpid(), file)
    assert process.living(file) == os.getpid()
    file.write_text(f"{os.getpid()} 1\n")
    assert process.living(file) is None


def test_a_fault_quotes_the_program() -> None:
    with pytest.raises(LabError, match=r"ls --no-such-option ended with exit code 2: .*no-such-option"):
        run("ls", "--no-such-option")
    with pytest.raises(LabError, match="no-such-program"):
        run("no-such-program")


@pytest.mark.parametrize(
    ("words", "switch"),
    [
        (["-ay", "vg"], "y"),
        (["-aly", "vg"], "y"),
        (["-aln", "vg"], "n"),
        (["-a", "n", "vg"], "n"),
        (["--activate", "y", "vg"], "y"),
        (["--addtag", "x", "vg"], None),
    ],
)
def test_activation_is_read_as_lvm_does(words: list[str], switch: str | None) -> None:
    assert lvm_standin.activation(words) == switch


@pytest.mark.parametrize(
    ("word", "expected"),
    [("/dev/vg/lv", "vg/lv"), ("vg/lv", "vg/lv"), ("/dev/loop0", "/dev/loop0"), ("-f", "-f")],
)
def test_a_volume_is_named_by_group_and_volume(word: str, expected: str) -> None:
    naming: Callable[[str], str] = lvm_standin.group_and_volume
    assert naming(word) == expected
