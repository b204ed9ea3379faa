"""Never given, given and gone, and assigned are three different things."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.plan.plan_cases import guest_of
from zkvm_provider.model.guest import Boot, Guest, Shutdown
from zkvm_provider.model.security import LaunchSecurity
from zkvm_provider.reconcile.absent import settle
from zkvm_provider.reconcile.shape import ASSIGNED, specs

_CHECKED = guest_of(
    {
        "host": "lpar1",
        "currentMemory": "512 MiB",
        "vcpus": 2,
        "maxVcpus": 4,
        "machine": "s390-ccw-virtio-7.1",
        "boot": {"kernel": "/boot/k"},
        "disks": [{"name": "root", "block": "/dev/a", "io": "native", "cache": "directsync", "devno": "0x0001"}],
        "interfaces": [{"name": "lan", "network": "lan", "link": "down"}],
        "luns": [{"name": "db", "block": "/dev/mapper/db"}],
        "controllers": [{"name": "fast", "index": 1}],
        "mdevs": [{"name": "crypto", "model": "vfio-ap", "device": "669d9b23-fe1b-4ecb-be08-a2fabca99b71"}],
        "consoles": [{"name": "os", "kind": "virtio"}],
        "iothreads": 2,
        "cpuTune": {"shares": 2048, "vcpuPins": {"0": "0-3"}},
        "hugepages": False,
        "filesystems": [{"name": "shared", "source": "/srv/shared"}],
        "cpu": {"mode": "custom", "model": "z14", "features": {"vx": "require"}},
        "watchdog": {"action": "poweroff"},
        "xmlPatches": [{"name": "a", "path": "on_crash", "value": "preserve"}],
        "rng": {"rateBytes": 1024},
        "vsock": {"cid": 42},
        "agent": True,
        "keyWrapping": {"aes": False},
        "debug": {"freeze": True},
        "memballoon": "virtio",
        "autostart": True,
        "power": "stopped",
        "shutdown": {"graceS": 10},
        "waitFor": {"source": "agent"},
        "migration": {"mode": "p2p"},
        "nextBoot": "restart",
        "metadata": {"ticket": "1"},
        "domainType": "qemu",
    }
)
_GIVEN = replace(_CHECKED, launch_security=LaunchSecurity.S390_PV)
"""Every field at once, also the one that excludes another."""
_BACK: dict[str, Any] = {"current_memory": _GIVEN.memory, "max_vcpus": 2, "metadata": {}}


def _optional() -> list[str]:
    return [spec.name for spec in specs(Guest) if not spec.required]


@pytest.mark.parametrize("field", _optional())
def test_a_field_given_before_and_gone_goes_back(field: str) -> None:
    spec = next(each for each in specs(Guest) if each.name == field)
    gone: dict[str, Any] = {field: None}
    settled = settle(replace(_GIVEN, **gone), _GIVEN)
    start = spec.meta.initial if spec.meta.initial is not None else spec.meta.default
    expected = () if spec.is_list else _BACK.get(field, start)
    if field in ASSIGNED:
        expected = None
    assert getattr(settled.value, field) == expected
    assert settled.has_opinion(field) is (field not in ASSIGNED)


@pytest.mark.parametrize("field", _optional())
def test_a_field_never_given_stays_without_opinion(field: str) -> None:
    nothing = Guest(name="linux01", memory=_GIVEN.memory)
    settled = settle(nothing, nothing)
    assert settled.value == nothing
    assert settled.cleared == frozenset()


def test_the_case_above_gives_every_field() -> None:
    assert [spec.name for spec in specs(Guest) if getattr(_GIVEN, spec.name) is None] == []


def test_devices_are_settled_by_name_in_any_order() -> None:
    before = guest_of(
        {"disks": [{"name": "a", "block": "/a", "io": "native", "cache": "directsync"}, {"name": "b", "block": "/b"}]}
    )
    now = guest_of({"disks": [{"name": "b", "block": "/b"}, {"name": "a", "block": "/a"}]})
    settled = settle(now, before)
    disks = {disk.name: disk for disk in settled.value.disks or ()}
    assert settled.cleared == {"disks[a].io"}
    assert str(disks["a"].cache) == "none"
    assert disks["b"].cache is None


def test_parts_are_settled_field_by_field() -> None:
    before = replace(_GIVEN, boot=Boot(kernel="/k", initrd="/i"), shutdown=Shutdown(grace_s=10))
    now = replace(_GIVEN, boot=Boot(kernel="/k"), shutdown=Shutdown())
    settled = settle(now, before)
    assert settled.cleared == {"boot.initrd"}
    assert settled.value.shutdown is not None
    assert settled.value.shutdown.grace_s == 120
