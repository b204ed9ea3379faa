"""The talk's entry LINUX01 with its committed map becomes the guest that is promised."""

from __future__ import annotations

from typing import Any

from tests.zvm.conftest import EXAMPLES
from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Call, Device, GuestPlan, Resource


def guest_of(conversion: Conversion) -> GuestPlan:
    (guest,) = conversion.program.guests
    return guest


def said(device: Device | Resource) -> dict[str, Any]:
    return {name: each.value for name, each in device.arguments.items()}


def test_the_entry_is_the_talks() -> None:
    source = (EXAMPLES.parents[1] / "tests" / "zvm" / "talk" / "LINUX01.DIRECT").read_text(encoding="utf-8")
    assert (EXAMPLES / "linux01" / "USER.DIRECT").read_text(encoding="utf-8") == source


def test_memory_cpus_and_boot(linux01: Conversion) -> None:
    scalars = {name: each.value for name, each in guest_of(linux01).scalars.items()}
    boot = scalars.pop("boot")
    assert isinstance(boot, Call)
    assert boot.arguments["disk"].value == "disk-0200"
    assert scalars == {
        "name": "LINUX01",
        "memory": "1 GiB",
        "current_memory": "512 MiB",
        "max_vcpus": 2,
        "vcpus": 1,
        "metadata": {"zvm-userid": "LINUX01"},
    }


def test_both_disks_keep_their_numbers_and_capacities(linux01: Conversion) -> None:
    guest = guest_of(linux01)
    assert [said(each)["devno"] for each in guest.devices["disks"]] == ["0x0191", "0x0200"]
    assert not any("read_only" in each.arguments for each in guest.devices["disks"])
    assert [said(each)["capacity"] for each in guest.resources] == ["737280 B", "73728000 B"]


def test_the_adapter_is_one_interface_on_the_talks_uplink(linux01: Conversion) -> None:
    (nic,) = guest_of(linux01).devices["interfaces"]
    assert said(nic)["devno"] == "0x0500"
    macvtap = said(nic)["macvtap"]
    assert {name: each.value for name, each in macvtap.arguments.items()} == {"dev": "eth1"}


def test_the_console_is_sclp(linux01: Conversion) -> None:
    (console,) = guest_of(linux01).devices["consoles"]
    assert said(console) == {"name": "console", "kind": "sclp"}


def test_every_line_has_the_fate_that_is_documented(linux01: Conversion) -> None:
    assert [each.fate for each in linux01.lines] == [
        Fate.CONVERTED,  # USER
        Fate.CONVERTED,  # MACHINE
        Fate.APPROXIMATED,  # IPL 190
        Fate.APPROXIMATED,  # CONSOLE 3270
        Fate.NONE,  # SPOOL
        Fate.NONE,
        Fate.NONE,
        Fate.CONVERTED,  # SPECIAL
        Fate.CONVERTED,  # MDISK 191
        Fate.CONVERTED,  # MDISK 200
    ]
    assert [(each.severity.value, each.line) for each in linux01.findings] == [("note", 2), ("warning", 3)]
