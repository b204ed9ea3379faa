"""A network's redefinition keeps what others added to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.merge_network import merge_network, merge_portgroup
from zkvm_provider.libvirtxml.parse.network import network_of, parse_network
from zkvm_provider.libvirtxml.render import render_network, render_portgroup
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.network import NatNetwork, OvsNetwork, Portgroup

BUILTIN = Templates(None)
UUID = "00000000-0000-4000-8000-00000000c0de"
CAPTURES = sorted((Path(__file__).parent.parent / "fidelity" / "networks").glob("*.out.xml"))
ADMINISTERED = f"""
<network connections='1'><name>nat</name><uuid>{UUID}</uuid>
  <forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>
  <bridge name='virbr7' stp='off' delay='0'/><mac address='52:54:00:00:00:0f'/>
  <dns><txt name='a' value='b'/><forwarder addr='10.0.0.1'/>
    <host ip='10.9.5.9'><hostname>one</hostname><hostname>two</hostname></host></dns>
  <bandwidth><inbound average='1000'/></bandwidth>
  <ip address='10.9.5.1' prefix='24'><tftp root='/srv'/>
    <dhcp><range start='10.9.5.5' end='10.9.5.9'/><host mac='52:54:00:00:00:01' ip='10.9.5.20'/><bootp file='x'/></dhcp>
  </ip>
  <ip family='ipv6' address='fd00::1' prefix='64'/>
</network>"""


NOT_OURS = {"04-isolated-noip", "11-bridge-no-name", "21-hostdev-pci", "304-nat-ipv6", "306-open", "340-title-newline"}
NOT_OURS |= {"347-ipv6-guest"}
"""Networks of kinds that zkvm has not."""


def case_of(path: Path) -> str:
    return path.name.partition(".")[0]


def said(xml: str) -> list[tuple[object, ...]]:
    """Every element with its text and attributes, but for what is said in two ways.

    A netmask is a prefix, and without either the address' class says it; libvirt repeats the first device of a
    `<forward>`; VLANs are zkvm's alone.
    """
    root = etree.fromstring(xml.encode())
    for each in [*root.iter("ip"), *root.iter("forward")]:
        for name in ("netmask", "prefix", *(("dev",) if len(each) else ())):
            each.attrib.pop(name, "")
    found = ((each.tag, (each.text or "").strip(), *sorted(each.items())) for each in root.iter())
    return sorted(found, key=str)


@pytest.mark.parametrize("path", [each for each in CAPTURES if case_of(each) not in NOT_OURS], ids=case_of)
def test_a_captured_network_survives_a_redefinition(path: Path) -> None:
    observed = path.read_text(encoding="utf-8")
    parsed = parse_network(observed)
    rendered = render_network(network_of(parsed), parsed.uuid, BUILTIN)
    merged = merge_network(rendered, observed)
    assert parse_network(merged) == parsed
    assert said(merged) == said(observed)
    assert merge_network(rendered, merged) == merged


@pytest.mark.parametrize("case", sorted(NOT_OURS))
def test_a_network_of_another_kind_is_not_read(case: str) -> None:
    parsed = parse_network((CAPTURES[0].parent / f"{case}.out.xml").read_text(encoding="utf-8"))
    with pytest.raises(Unsupported, match=parsed.name):
        network_of(parsed)


@pytest.mark.parametrize(
    ("address", "cidr"),
    [("10.1.2.1", "10.0.0.0/8"), ("172.16.2.1", "172.16.0.0/16"), ("192.168.153.1", "192.168.153.0/24")],
)
def test_without_a_prefix_the_class_of_the_address_says_it(address: str, cidr: str) -> None:
    parsed = parse_network(f"<network><name>n</name><ip address='{address}'/></network>")
    assert isinstance(parsed.own, NatNetwork)
    assert parsed.own.cidr == cidr


def test_what_an_administrator_added_to_a_nat_network_stays() -> None:
    wanted = NatNetwork(name="nat", cidr="10.9.5.0/24", dhcp_ranges=("10.9.5.100-10.9.5.120",))
    merged = merge_network(render_network(wanted, UUID, BUILTIN), ADMINISTERED)
    for kept in ("virbr7", "<txt", "<hostname>two", "<bandwidth>", "<tftp", "10.9.5.20", "<bootp", "fd00::1", "1024"):
        assert kept in merged, kept
    for gone in ("10.9.5.5", "10.0.0.1", "connections"):
        assert gone not in merged, gone


def test_a_changed_portgroup_keeps_its_bandwidth() -> None:
    observed = """<network><name>n</name><portgroup name='a' trustGuestRxFilters='yes'><vlan><tag id='1'/></vlan>
    <bandwidth><inbound average='5'/></bandwidth></portgroup></network>"""
    merged = merge_portgroup(render_portgroup(Portgroup(name="a", access=2), BUILTIN), observed)
    assert "average" in merged
    assert "trustGuestRxFilters" in merged
    assert 'id="2"' in merged
    assert 'id="1"' not in merged
    whole = merge_network(render_network(OvsNetwork(name="n", bridge="b", portgroups=()), UUID, BUILTIN), observed)
    assert "portgroup" not in whole
