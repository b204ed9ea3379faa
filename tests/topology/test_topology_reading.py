"""What is read from hosts."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, cast

import pytest

from tests.topology.pictured_labs import endpoints, small_lab
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ErrorCode, Hypervisor, ObjectKind, ObjectRef
from zkvm_provider.topology.picture import Guest, Host, Picture, Tone
from zkvm_provider.topology.reading import read_picture


def guest(host: Host, name: str) -> Guest:
    return next(each for each in host.guests if each.name == name)


def test_guests_hang_on_what_they_use(small: Picture) -> None:
    ties = {(each.name, tie.label, tie.key) for each in small.hosts[0].guests for tie in each.ties}
    lun = "ccw-0.0.1c98-fc-0x500507630603c763-lun-0x4022403300000000"
    assert ties == {
        ("linux01", "images/root.qcow2", "1/pool/images"),
        ("linux01", "ccw-0.0.0e1e-part1", "1/dasd/0.0.0e1e"),
        ("linux01", "lan", "1/network/lan"),
        ("linux01", "switch · vlan42 · VLAN 42", "1/network/switch"),
        ("database", "images/data.qcow2", "1/pool/images"),
        ("database", lun, "1/lun/36005076306ffc7630000000000004033"),
        ("database", "switch · vlan42 · VLAN 42", "1/network/switch"),
        ("spare", "bridge br0", "1/direct/bridge/br0"),
    }


def test_networks_tell_their_vlans_and_what_carries_them(small: Picture) -> None:
    told = {each.name: (each.kind, each.carrier, each.vlans) for each in small.hosts[0].networks}
    assert told["lan"] == ("macvtap bridge", "enccw0.0.4300", ())
    vlans = ("vlan42 · VLAN 42 · default", "all · trunk 42, 43 (native 42)")
    assert told["switch"] == ("Open vSwitch", "ovsbr0", vlans)


class Reluctant:
    """A host that refuses to tell of some objects."""

    def __init__(self, host: Hypervisor, *names: str) -> None:
        self._host, self._names = host, names

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)

    def dump(self, ref: ObjectRef, *, live: bool = False) -> str:
        if ref.name in self._names:
            raise BackendError("not for you", code=int(ErrorCode.OPERATION_DENIED), domain=10)
        return self._host.dump(ref, live=live)


@pytest.mark.parametrize("name", ["linux01", "lan", "images", "root.qcow2"])
def test_what_a_host_refuses_to_tell_is_said_and_the_rest_is_shown(tmp_path: Path, name: str) -> None:
    [endpoint] = endpoints(small_lab(tmp_path)[0])
    reluctant = dataclasses.replace(endpoint, hypervisor=cast("Hypervisor", Reluctant(endpoint.hypervisor, name)))
    host = read_picture([reluctant]).hosts[0]
    assert any("not for you" in note for note in host.notes)
    assert guest(host, "spare").tone is Tone.OFF
    assert name not in {*(each.name for each in host.pools), *(each.name for each in host.guests)}


def test_states_and_pending_changes(small: Picture, crowded: Picture) -> None:
    host = small.hosts[0]
    assert {each.name: each.tone for each in host.guests} == {
        "database": Tone.RUNNING,
        "linux01": Tone.RUNNING,
        "spare": Tone.OFF,
    }
    pending = guest(host, "database").pending
    assert [each.split(":")[0] for each in pending] == ["max_vcpus 4 → 8", "boot.cmdline differs"]
    assert guest(host, "linux01").pending == ()
    assert sum(1 for each in crowded.hosts[0].guests if each.tone is Tone.PAUSED) == 14


def test_a_network_that_was_redefined_under_its_guests_has_pending_changes(tmp_path: Path) -> None:
    uris = small_lab(tmp_path)
    hypervisor = endpoints(*uris)[0].hypervisor
    xml = hypervisor.dump(ObjectRef(kind=ObjectKind.NETWORK, name="lan"))
    hypervisor.define(ObjectKind.NETWORK, xml.replace("enccw0.0.4300", "enccw0.0.4310"))
    found = {each.name: each.pending for each in read_picture(endpoints(uris[0])).hosts[0].networks}
    assert found["lan"] == ("uplinks differ: next start of the network",)
    assert found["switch"] == ()
