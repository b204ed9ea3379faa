"""A network's redefinition keeps what others added to it."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name.partition(".")[0])
def test_a_captured_network_survives_a_redefinition(path: Path) -> None:
    observed = path.read_text(encoding="utf-8")
    parsed = parse_network(observed)
    try:
        network = network_of(parsed)
    except Unsupported:
        return
    rendered = render_network(network, parsed.uuid, BUILTIN)
    merged = merge_network(rendered, observed)
    assert parse_network(merged) == parsed
    assert merge_network(rendered, merged) == merged


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
