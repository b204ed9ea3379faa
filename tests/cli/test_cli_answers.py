"""What `zkvm` prints: virsh's, s390-tools' and qemu-img's layouts, and the same facts as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Zkvm
from zkvm_provider.errors import InvalidInput, NotFound, WrongState


def test_list_has_virshs_layout(zkvm: Zkvm) -> None:
    assert zkvm("list").text == (
        " Id   Name      State\n"
        "-------------------------\n"
        " 1    linux01   running\n"
        "\n"
    )  # fmt: skip


def test_list_shows_a_stopped_guest_only_with_all(zkvm: Zkvm) -> None:
    assert zkvm("destroy", "linux01").text == "Domain 'linux01' destroyed\n\n"
    assert "linux01" not in zkvm("list").text
    assert " -    linux01   shut off\n" in zkvm("list", "--all").text


def test_dominfo_names_memory_and_vcpus(zkvm: Zkvm) -> None:
    lines = zkvm("dominfo", "linux01").text.splitlines()
    for line in (
        "Name:           linux01",
        "UUID:           00000000-0000-4000-8000-000000000001",
        "State:          running",
        "CPU(s):         1",
        "Max memory:     1048576 KiB",
        "Used memory:    1048576 KiB",
        "Autostart:      disable",
    ):
        assert line in lines


@pytest.mark.parametrize(("size", "kib"), [("512M", 524288), ("524288", 524288), ("1GiB", 1048576)])
def test_setmem_takes_virshs_sizes(zkvm: Zkvm, size: str, kib: int) -> None:
    assert zkvm("setmem", "linux01", size).code == 0
    assert f"Used memory:    {kib} KiB" in zkvm("dominfo", "linux01").text
    assert "Max memory:     1048576 KiB" in zkvm("dominfo", "linux01").text


def test_setmem_config_waits_for_the_next_start(zkvm: Zkvm) -> None:
    zkvm("setmem", "linux01", "512M", "--config")
    assert "Used memory:    1048576 KiB" in zkvm("dominfo", "linux01").text
    assert "<currentMemory unit='KiB'>524288<" in zkvm("dumpxml", "linux01", "--inactive").text


def test_setmem_above_the_maximum_is_libvirts_refusal(zkvm: Zkvm) -> None:
    answer = zkvm("setmem", "linux01", "2G")
    assert answer.code != 0
    assert "cannot set memory higher than max memory" in str(answer.failure)


def test_setmem_names_a_wrong_size(zkvm: Zkvm) -> None:
    answer = zkvm("setmem", "linux01", "many")
    assert isinstance(answer.failure, InvalidInput)
    assert "SIZE" in str(answer.failure)


def test_setmem_live_needs_a_running_guest(zkvm: Zkvm) -> None:
    zkvm("destroy", "linux01")
    assert isinstance(zkvm("setmem", "linux01", "512M", "--live").failure, WrongState)


def test_lscss_predicts_for_a_stopped_guest(zkvm: Zkvm) -> None:
    running = zkvm("lscss", "linux01").text
    assert running.splitlines()[2] == "0.0.0000 0.0.0000  0000/00 3832/05 yes  80  80  ff   00000000 00000000"
    zkvm("destroy", "linux01")
    stopped = zkvm("lscss", "linux01").text
    assert stopped.splitlines()[2] == "0.0.0000 0.0.0000  0000/00 3832/05      80  80  ff   00000000 00000000"


def test_console_shows_the_guests_boot(zkvm: Zkvm) -> None:
    assert "Linux version 4.2.0" in zkvm("console", "linux01").text


def test_start_and_shutdown_speak_as_virsh_does(zkvm: Zkvm) -> None:
    assert zkvm("shutdown", "linux01").text == "Domain 'linux01' is being shutdown\n\n"
    assert zkvm("start", "linux01").text == "Domain 'linux01' started\n\n"


def test_a_second_start_is_libvirts_refusal(zkvm: Zkvm) -> None:
    assert "domain is already running" in str(zkvm("start", "linux01").failure)


def test_storage_and_networks_have_virshs_layouts(zkvm: Zkvm) -> None:
    assert " images   active   yes\n" in zkvm("pool-list").text
    assert " data.qcow2   /var/lib/libvirt/images/data.qcow2\n" in zkvm("vol-list", "images").text
    assert zkvm("net-list").text.startswith(" Name   State    Autostart   Persistent\n")
    assert " lan    active   no          yes\n" in zkvm("net-list").text


@pytest.mark.parametrize("name", ["data.qcow2", "images/data.qcow2", "/var/lib/libvirt/images/data.qcow2"])
def test_vol_info_has_qemu_imgs_layout(zkvm: Zkvm, name: str) -> None:
    lines = zkvm("vol-info", name).text.splitlines()
    assert lines[:5] == [
        "image: /var/lib/libvirt/images/data.qcow2",
        "file format: qcow2",
        "virtual size: 20 GiB (21474836480 bytes)",
        "disk size: 196 KiB",
        "cluster_size: 65536",
    ]
    assert "    compat: 1.1" in lines


def test_an_unknown_guest_is_named_with_those_there_are(zkvm: Zkvm) -> None:
    answer = zkvm("dominfo", "linux99")
    assert isinstance(answer.failure, NotFound)
    assert "'linux99'" in str(answer.failure)
    assert "linux01" in str(answer.failure)


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("dominfo", "linux01"),
        ("dumpxml", "linux01"),
        ("lscss", "linux01"),
        ("console", "linux01"),
        ("pool-list",),
        ("vol-list", "images"),
        ("vol-info", "data.qcow2"),
        ("net-list",),
        ("effects",),
        ("emulator", "show"),
        ("emulator", "log"),
        ("emulator", "inventory"),
        ("setmem", "linux01", "512M"),
        ("destroy", "linux01"),
        ("emulator", "reset", "--yes"),
    ],
)
def test_every_answer_can_be_json_before_or_after_the_command(zkvm: Zkvm, command: tuple[str, ...]) -> None:
    assert zkvm(*command, "--json").json() is not None


def test_json_may_stand_before_the_command(zkvm: Zkvm) -> None:
    assert zkvm("--json", "list").json()[0]["name"] == "linux01"


def test_effects_of_one_kind(zkvm: Zkvm) -> None:
    rows = zkvm("effects", "guest", "--json").json()
    assert {row["kind"] for row in rows} == {"Guest"}
    memory = [row for row in rows if row["path"] == "memory" and row["use"] == "running"]
    assert {row["rule"]["effect"] for row in memory} == {"next boot"}
    text = " ".join(zkvm("effects", "guest").text.split())
    assert "memory next boot any change, in use: libvirt cannot change the maximum of a running guest" in text
    assert "configuration any change, not in use current_memory live any change, in use: the balloon moves" in text
    assert isinstance(zkvm("effects", "Gast").failure, InvalidInput)


def test_the_journal_tells_every_verb_and_a_reset_forgets(zkvm: Zkvm) -> None:
    assert zkvm("emulator", "log", "--json").json()[0]["verb"] == "define"
    assert zkvm("emulator", "reset", "--yes").code == 0
    zkvm("emulator", "show")
    assert zkvm("list", "--all", "--json").json() == []


def test_no_command_but_the_emulators_makes_a_store(zkvm: Zkvm) -> None:
    answer = zkvm("--uri", "emulated:elsewhere.sqlite", "list")
    assert isinstance(answer.failure, NotFound)
    assert "elsewhere.sqlite" in str(answer.failure)


def test_doctor_says_what_is_there(zkvm: Zkvm) -> None:
    answer = zkvm("doctor")
    assert answer.code == 0
    assert "ok       Python: 3." in answer.text
    assert "lpar1: libvirt 9.0.0, QEMU 7.2" in answer.text


def test_a_host_that_was_imported_is_the_same_from_the_programs_own_folder(zkvm: Zkvm, tmp_path: Path) -> None:
    answer = zkvm("import", "-o", str(tmp_path / "its own"))
    assert answer.code == 0
    assert f"cd '{tmp_path}/its own'" in answer.text
    assert f'HOST = "emulated://{tmp_path}/.zkvm/lab.sqlite"' in (tmp_path / "its own" / "host.py").read_text()
