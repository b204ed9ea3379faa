"""What other tools take without a word, refused in the preview with what to do: MAC addresses, portgroups, bridges."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.provider.driver import Driver
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.wiring import connect

GUEST, SWITCH = kind_of("Guest"), kind_of("OvsNetwork")
MAC = "52:54:00:00:00:42"


def guest(name: str, **interface: Any) -> dict[str, Any]:
    return {"name": name, "memory": "256 MiB", "power": "stopped", "interfaces": [{"name": "lan", **interface}]}


def refusal(driver: Driver, inputs: dict[str, Any], *, name: str = "it") -> str:
    with pytest.raises(grpc.RpcError) as failure:
        driver.create(GUEST, name, inputs, preview=True)
    return str(failure.value)


def test_a_mac_address_of_another_guest_is_told_with_its_holder(driver: Driver) -> None:
    driver.create(GUEST, "first", guest("first", bridge="br0", mac=MAC))
    told = refusal(driver, guest("second", bridge="br0", mac=MAC.upper()), name="second")
    assert f"{MAC} is the MAC address of guest 'first'" in told


def test_a_wrong_bridge_is_told_before_anything_is_made(driver: Driver) -> None:
    assert "has no Linux bridge 'br9'; it has br0" in refusal(driver, guest("linux01", bridge="br9"))
    assert "is a Linux bridge, no Open vSwitch bridge; it has ovsbr0" in refusal(driver, guest("linux01", ovs="br0"))


def test_a_portgroup_that_is_not_there_is_refused(driver: Driver) -> None:
    """libvirt plugs such an interface in without any VLAN."""
    switch = {"name": "switch", "bridge": "ovsbr0", "portgroups": [{"name": "blue", "access": 42}]}
    made = driver.create(SWITCH, "switch", switch)
    told = refusal(driver, guest("linux01", network=made.id, portgroup="red"))
    assert "has no portgroup 'red'; it has blue" in told
    assert driver.create(GUEST, "it", guest("linux01", network=made.id, portgroup="blue")).id


def test_how_a_native_vlan_is_seen_is_kept_and_what_others_make_of_it_is_told(driver: Driver) -> None:
    groups: list[dict[str, Any]] = [{"name": "many", "trunk": [7, 9]}]
    switch = {"name": "switch", "bridge": "ovsbr0", "portgroups": groups}
    plain = driver.create(SWITCH, "switch", driver.check(SWITCH, "switch", switch))
    machine, ref = connect("emulated:").hypervisor, ObjectRef(kind=ObjectKind.NETWORK, uuid=plain.id)

    def by_others(old: str, new: str) -> None:
        machine.define(ObjectKind.NETWORK, machine.dump(ref).replace(old, new))

    by_others("<tag id='9'/>", "<tag id='9' nativeMode='tagged'/>")
    driver.update(plain, plain.inputs, preview=True)
    told = "portgroups[many] trunk of VLANs 7, 9, native 9 tagged → trunk of VLANs 7, 9"
    assert any(told in text for text in driver.engine.texts())
    tagged = driver.check(SWITCH, "switch", {**switch, "portgroups": [{**groups[0], "nativeTagged": 9}]})
    made = driver.update(plain, tagged)
    assert "<tag id='9' nativeMode='tagged'/>" in machine.dump(ref)
    read = driver.read(made)
    assert read is not None
    assert read.input_tree == made.input_tree

    by_others("nativeMode='tagged'", "nativeMode='untagged'")
    read = driver.read(made)
    assert read is not None
    assert [*driver.diff(read, made.inputs).detailedDiff] == ["portgroups[0].nativeTagged"]
    driver.update(read, made.inputs)
    assert "<tag id='9' nativeMode='tagged'/>" in machine.dump(ref)


def test_a_vlan_on_a_linux_bridge_is_refused_at_once(driver: Driver) -> None:
    with pytest.raises(Exception, match="no VLANs of its own in libvirt 9"):
        driver.check(GUEST, "it", guest("linux01", bridge="br0", vlan={"access": 42}))


def test_an_uplink_in_layer_3_carries_no_frames_of_guests_and_is_refused(tmp_path: Path, driver: Driver) -> None:
    default = (files("zkvm_provider.hypervisor.emulated") / "inventory" / "default.yaml").read_text(encoding="utf-8")
    inventory = tmp_path / "inventory.yaml"
    layer3 = default.replace("enccw0.0.4310, layer2: true", "enccw0.0.4310, layer2: false")
    inventory.write_text(layer3, encoding="utf-8")
    host = f"emulated://{tmp_path}/layer3.sqlite?inventory={inventory}"
    network = {"host": host, "name": "lan", "devices": ["enccw0.0.4300", "enccw0.0.4310"]}
    with pytest.raises(grpc.RpcError) as failure:
        driver.create(kind_of("MacvtapNetwork"), "lan", network, preview=True)
    assert "chzdev qeth 0.0.4310 layer2=1" in str(failure.value)
    assert "devices[1]" in str(failure.value)
    assert "0.0.4300" not in str(failure.value)
    told = refusal(driver, {**guest("linux01", macvtap={"dev": "enccw0.0.4310"}), "host": host})
    assert "works in layer 3, which carries no frames of guests" in told


def test_a_packet_filter_that_the_host_has_not_is_told_with_those_it_has(driver: Driver) -> None:
    """libvirt takes any name, and refuses the start."""
    told = refusal(driver, guest("linux01", bridge="br0", filterRef={"filter": "no-spoofing"}))
    assert "has no network filter 'no-spoofing'; it has allow-arp" in told
    assert "interfaces[0].filterRef.filter" in told


def test_a_filter_of_macvtap_is_refused(driver: Driver) -> None:
    """libvirt takes it on a network of macvtap devices, and filters nothing."""
    macvtap = guest("linux01", macvtap={"dev": "eth0"}, filterRef={"filter": "clean-traffic"})
    with pytest.raises(Exception, match="libvirt filters no macvtap"):
        driver.check(GUEST, "it", macvtap)
    made = driver.create(kind_of("MacvtapNetwork"), "lan", {"name": "lan", "devices": ["eth0"]})
    told = refusal(driver, guest("linux01", network=made.id, filterRef={"filter": "clean-traffic"}))
    assert "is one of macvtap devices, which libvirt does not filter" in told


def test_limits_and_a_filter_come_and_go_while_the_guest_runs(driver: Driver) -> None:
    """In place, by an update of the device: neither its MAC address nor its device number moves."""
    plain = {**guest("linux01", bridge="br0"), "power": "running"}
    limits = {"inbound": {"average": 1000, "peak": 2000}, "outbound": {"average": 500}}
    shaped = {**guest("linux01", bridge="br0", bandwidth=limits, filterRef={"filter": "clean-traffic"})}
    shaped["power"] = "running"
    made = driver.create(GUEST, "it", plain)
    with_limits = driver.update(made, shaped)
    assert with_limits.output_tree["devices"] == made.output_tree["devices"]
    assert with_limits.output_tree["pending"] == []
    assert interface_of(driver.read(with_limits))["bandwidth"] == limits
    without = driver.update(with_limits, plain)
    assert without.output_tree["devices"] == made.output_tree["devices"]
    assert "bandwidth" not in interface_of(driver.read(without))


def interface_of(resource: Any) -> dict[str, Any]:
    (interface,) = resource.input_tree["interfaces"]
    return dict(interface)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("layer2: true, bridge: br0", "it has no bridge role; chzdev qeth 0.0.4310 bridge_role=primary"),
        ("layer2: true, bridge: br0, bridge_role: primary", ""),
        ("layer2: true, bridge: br0, learns: true", ""),
        ("layer2: true", ""),
    ],
)
def test_an_osa_under_a_bridge_that_hands_on_no_frames_is_warned_of(
    tmp_path: Path, driver: Driver, facts: str, says: str
) -> None:
    host = host_with(tmp_path, facts)
    driver.create(GUEST, "it", {**guest("linux01", bridge="br0"), "host": host}, preview=True)
    told = [text for text in driver.engine.texts() if "a port of br0" in text]
    assert [says in text for text in told] == ([True] if says else [])


def test_an_osa_in_layer_3_under_a_bridge_is_refused(tmp_path: Path, driver: Driver) -> None:
    host = host_with(tmp_path, "layer2: false, bridge: br0")
    assert "chzdev qeth 0.0.4310 layer2=1" in refusal(driver, {**guest("linux01", bridge="br0"), "host": host})


def host_with(folder: Path, facts: str) -> str:
    """A host whose second OSA is as `facts` say."""
    default = (files("zkvm_provider.hypervisor.emulated") / "inventory" / "default.yaml").read_text(encoding="utf-8")
    inventory = folder / "facts.yaml"
    inventory.write_text(default.replace("enccw0.0.4310, layer2: true", f"enccw0.0.4310, {facts}"), encoding="utf-8")
    return f"emulated://{folder}/facts.sqlite?inventory={inventory}"
