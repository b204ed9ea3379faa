"""Networks as libvirt reads, completes, refuses, writes and starts them (the recorded cases are tested elsewhere)."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.emulated.network.network_worlds import NetworkLab, dice
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.network import HostInterface, define_network, start_network

HERE = Path(__file__).parent
UUID = "00000000-0000-4000-9000-000000000001"
MAC = "52:54:00:00:00:01"
BRIDGE = "virbr0"


def cases(name: str) -> list[Any]:
    rows = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["reason"]) for row in rows]


def define(inside: str, lab: NetworkLab | None = None, *, validate: bool = False) -> str:
    xml = f"<network><name>own</name>{inside}</network>"
    return define_network(xml, lab or NetworkLab(), dice(1), validate=validate).xml


def refusal_of(inside: str, lab: NetworkLab | None = None, *, validate: bool = False) -> tuple[int, int]:
    with pytest.raises(BackendError) as refused:
        define(inside, lab, validate=validate)
    return refused.value.code, refused.value.domain


@pytest.mark.parametrize("case", cases("written.yaml"))
def test_libvirts_way_of_writing(case: dict[str, str]) -> None:
    has_bridge = "BRIDGE" in case["written"] or "MAC" in case["written"]
    mac = f"<mac address='{MAC}'/>" if has_bridge else ""
    bridge = f"<bridge name='{BRIDGE}' stp='on' delay='0'/>\n<mac address='{MAC}'/>"
    inside = case["written"].replace("BRIDGE", bridge).replace("MAC\n", f"<mac address='{MAC}'/>\n")
    body = f"<name>own</name>\n<uuid>{UUID}</uuid>\n{inside}"
    expected = f"<network>\n{textwrap.indent(body, '  ')}</network>\n"
    assert define(f"<uuid>{UUID}</uuid>{mac}{case['given']}") == expected


@pytest.mark.parametrize("case", cases("refused.yaml"))
def test_libvirts_refusals(case: dict[str, Any]) -> None:
    assert list(refusal_of(case["given"])) == case["refused"]


@pytest.mark.parametrize("case", cases("written.yaml"))
def test_what_was_written_is_written_again(case: dict[str, str]) -> None:
    lab = NetworkLab()
    once = define(case["given"], lab)
    assert define_network(once, lab, dice(2), validate=False).xml == once


def test_without_validation_an_unknown_element_is_dropped() -> None:
    assert "colour" not in define("<colour/>", validate=False)


def test_a_name_is_needed_and_may_not_hold_a_slash() -> None:
    lab = NetworkLab()
    for xml, numbers in (("<network/>", (21, 19)), ("<network><name>a/b</name></network>", (35, 5))):
        with pytest.raises(BackendError) as refused:
            define_network(xml, lab, dice(1), validate=False)
        assert (refused.value.code, refused.value.domain) == numbers


def test_bridges_get_the_lowest_name_nobody_has() -> None:
    lab = NetworkLab(devices=[HostInterface(name="virbr1")])
    lab.add("<network><name>a</name></network>")
    lab.add("<network><name>b</name><bridge name='virbr2'/></network>")
    assert "<bridge name='virbr3' " in define("", lab)
    assert "<bridge name='lan0' " in define("<bridge name='lan%d'/>", lab)


def test_a_bridge_of_another_network_is_refused_but_ones_own_is_kept() -> None:
    lab = NetworkLab()
    own = lab.add("<network><name>own</name><bridge name='lan'/></network>")
    lab.add("<network><name>other</name><bridge name='wan'/></network>")
    assert refusal_of("<bridge name='wan'/>", lab) == (1, 19)
    assert "<bridge name='lan' " in define(f"<uuid>{own.uuid}</uuid><bridge name='lan'/>", lab)


def test_name_and_uuid_belong_together() -> None:
    lab = NetworkLab()
    other = lab.add("<network><name>other</name></network>")
    lab.add("<network><name>own</name></network>")
    assert refusal_of(f"<uuid>{other.uuid}</uuid>", lab) == (9, 19)
    assert refusal_of(f"<uuid>{UUID}</uuid>", lab) == (9, 19)


def test_a_range_is_taken_by_a_running_network_only_and_only_as_a_whole() -> None:
    lab = NetworkLab()
    lab.add("<network><name>idle</name><ip address='10.1.0.1' prefix='24'/></network>")
    lab.add("<network><name>busy</name><ip address='10.2.0.1' prefix='24'/></network>", active=True)
    assert start_network(define("<ip address='10.1.0.9' prefix='24'/>", lab), lab)
    assert start_network(define("<ip address='10.2.0.9' prefix='25'/>", lab), lab)
    with pytest.raises(BackendError, match="already in use by interface virbr1") as refused:
        start_network(define("<ip address='10.2.0.9' netmask='255.255.255.0'/>", lab), lab)
    assert (refused.value.code, refused.value.domain) == (1, 0)


def test_the_hosts_own_address_and_interface_stand_in_the_way() -> None:
    lab = NetworkLab(devices=[HostInterface(name="eth0", addresses=("10.3.0.4/16",))])
    with pytest.raises(BackendError, match="eth0"):
        start_network(define("<ip address='10.3.0.1' prefix='16'/>", lab), lab)
    with pytest.raises(BackendError, match="File exists") as refused:
        start_network(define("<bridge name='eth0'/>", lab), lab)
    assert refused.value.code == 38


def test_shaping_needs_a_kernel_that_can() -> None:
    shaped = define("<bandwidth><inbound average='10'/></bandwidth>")
    assert "<inbound average='10'/>" in start_network(shaped, NetworkLab())
    with pytest.raises(BackendError, match="qdisc"):
        start_network(shaped, NetworkLab(shaping=False))


@given(
    mode=st.sampled_from(["", "nat", "route", "open"]),
    tags=st.lists(st.integers(0, 4095), max_size=3),
    last=st.integers(1, 254),
    prefix=st.integers(8, 30),
)
def test_defining_what_was_defined_changes_nothing(mode: str, tags: list[int], last: int, prefix: int) -> None:
    forward = f"<forward mode='{mode}'/>" if mode else ""
    groups = "".join(f"<portgroup name='p{position}'/>" for position, _ in enumerate(tags))
    lab = NetworkLab()
    once = define(f"{forward}{groups}<ip address='10.9.8.{last}' prefix='{prefix}'/>", lab)
    assert define_network(once, lab, dice(3), validate=False).xml == once


@pytest.mark.parametrize(
    "inside", ["<colour/>", "<bridge name='b' colour='red'/>", "<title>a</title>", "<dns><host ip='10.0.0.1'/></dns>"]
)
def test_validation_refuses_what_the_schema_does_not_know(inside: str) -> None:
    assert refusal_of(inside, validate=True) == (92, 5)
