"""A user's own templates on a real libvirt: what they add comes as it was told, and is gone with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.provider.driver import driving
from tests.provider.template_runs import FOLDER, TemplateRuns, diff_lines, extending
from tests.real_host.inventory import Inventory
from tools.kvmlab.places import HostPlace
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(200)]

NET, POOL, VOLUME, DOMAIN = ObjectKind.NETWORK, ObjectKind.POOL, ObjectKind.VOLUME, ObjectKind.DOMAIN
NAT: dict[str, Any] = {"name": "own", "cidr": "192.168.222.0/24", "dnsHosts": [{"name": "a", "ip": "192.168.222.9"}]}
TXT = "<txt name='who' value='template'/>"
NETWORK_TEXTS = {
    "network": extending(
        "network",
        network_extra="<route address='10.77.0.0' prefix='16' gateway='192.168.222.2'/>"
        "<ip family='ipv6' address='FD00:0DB8::1' prefix='64'/>",
    ),
    "network_own": extending("network/own", dns_extra=TXT),
}


@pytest.fixture
def templating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: HostPlace, inventory: Inventory
) -> Iterator[TemplateRuns]:
    (tmp_path / "Pulumi.yaml").write_text("name: lab\n")
    (tmp_path / FOLDER).mkdir()
    monkeypatch.chdir(tmp_path)
    with driving() as driver:
        yield TemplateRuns(folder=tmp_path / FOLDER, driver=driver, host=connect(host.uri), uri=host.uri)


def scopes(runs: TemplateRuns, kind: ObjectKind) -> list[str]:
    """Both XML documents of the object `own`, without what libvirt counts and what a folder's mode is."""
    dumps = (runs.xml(kind, "own", live=live) for live in (False, True))
    return [re.sub(r"<(capacity|allocation|available|mode)\b.*>.*</\1>", "", dump) for dump in dumps]


def without_mark(runs: TemplateRuns) -> str:
    """A number that the video card had is never used again: the mark remembers it."""
    return re.sub(r"<metadata>.*</metadata>", "", runs.xml(DOMAIN, "own"), flags=re.DOTALL)


def test_a_network(templating: TemplateRuns) -> None:
    templating.begin()
    made = templating.made("NatNetwork", **NAT)
    bare = scopes(templating, NET)

    templating.begin(**NETWORK_TEXTS)
    told = templating.previewed(made)
    assert [line.partition(":")[0] for line in diff_lines(told)] == ["+dns", "+.", "+."]
    assert any("stopped, redefined with the same uuid and started" in text for text in told)
    added = templating.updated(made)
    for xml in scopes(templating, NET):
        assert TXT in xml
        assert "<route address='10.77.0.0'" in xml
        assert "address='fd00:db8::1'" in xml
    read = templating.driver.read(added)
    assert read is not None
    assert read.output_tree == added.output_tree, "libvirt's spelling of an address is no drift"

    templating.begin(network=extending("network", network_extra="<title>ours</title>"))
    before = scopes(templating, NET)
    said = templating.refused(added, preview=False)
    assert f"{templating.folder}/network.xml.j2: libvirt refuses the XML" in said
    assert scopes(templating, NET) == before

    theirs = templating.xml(NET, "own").replace(TXT, f"{TXT}<txt name='mine' value='1'/>")
    templating.host.hypervisor.define(NET, theirs)
    templating.begin()
    gone = templating.updated(added)
    assert [xml.replace("<txt name='mine' value='1'/>", "") for xml in scopes(templating, NET)] != scopes(
        templating, NET
    )
    for xml, was in zip(scopes(templating, NET), bare, strict=True):
        assert re.sub(r"\s*<txt name='mine' value='1'/>", "", xml) == was
    templating.driver.delete(gone)


def test_a_portgroup_changes_while_the_network_runs_and_others_words_outlive_a_new_name(
    templating: TemplateRuns,
) -> None:
    shaped = "<bandwidth><inbound average='1000'/></bandwidth>"
    groups = [{"name": "a", "access": 7}, {"name": "b", "access": 8}]
    templating.begin()
    made = templating.made("OvsNetwork", name="own", bridge="ovsbr0", portgroups=groups)
    bare = scopes(templating, NET)
    theirs = f"<portgroup name='a'>\n    {shaped.replace('1000', '512')}"
    templating.host.hypervisor.define(NET, templating.xml(NET, "own").replace("<portgroup name='a'>", theirs))
    text = f"{{% if group.name == 'b' %}}{shaped}{{% endif %}}"
    templating.begin(network_portgroup=extending("network/portgroup", portgroup_extra=text))
    assert any("live (portgroups[b] changed while the network runs" in each for each in templating.previewed(made))
    added = templating.updated(made)
    assert all("<inbound average='1000'/>" in xml for xml in scopes(templating, NET))
    templating.begin()
    gone = templating.updated(added)
    assert scopes(templating, NET)[1] == bare[1]
    renamed = templating.driver.update(gone, {**gone.input_tree, "name": "own2"})
    xml = templating.xml(NET, "own2")
    assert "<inbound average='512'/>" in xml
    assert "1000" not in xml
    templating.driver.delete(renamed)


def test_a_pool_and_a_volume_in_it(templating: TemplateRuns) -> None:
    templating.begin()
    pool = templating.made("StoragePool", name="own", target="/var/lib/libvirt/own-templates")
    bare = scopes(templating, POOL)

    texts = {
        "pool": extending("pool", pool_target_extra="<permissions><mode>0750</mode></permissions>"),
        "volume": extending("volume", volume_target_extra="<features><lazy_refcounts/></features><nocow/>"),
    }
    templating.begin(**texts)
    assert diff_lines(templating.previewed(pool)) == ["+target/permissions: <mode>0750</mode>"]
    pool = templating.updated(pool)
    for live in (False, True):
        assert "<mode>0750</mode>" in templating.xml(POOL, "own", live=live)
    read = templating.driver.read(pool)
    assert read is not None
    assert not templating.differs(read)

    disk = templating.made("Qcow2Disk", name="data", pool=pool.id, capacity="1 GiB")
    assert "<lazy_refcounts/>" in templating.xml(VOLUME, "data", pool="own")
    assert any("does not show of it" in text and "<nocow/>" in text for text in templating.driver.engine.texts())

    templating.begin(pool=extending("pool", pool_extra="<refresh/>"))
    before = scopes(templating, POOL)
    said = templating.refused(pool, preview=False)
    assert f"{templating.folder}/pool.xml.j2: libvirt refuses the XML" in said
    assert scopes(templating, POOL) == before

    templating.begin()
    assert any("it keeps what it was made with" in text for text in templating.previewed(disk))
    after = templating.driver.update(disk, disk.inputs)
    assert not templating.differs(after)
    pool = templating.updated(pool)
    assert scopes(templating, POOL) == bare
    templating.driver.delete(after)
    templating.driver.delete(pool)


def test_a_guest(templating: TemplateRuns) -> None:
    templating.begin()
    made = templating.made("Guest", name="own", memory="256 MiB", power="stopped")
    bare = without_mark(templating)
    templating.begin(
        guest=extending(
            "guest",
            domain_extra="<title>Payroll</title><memoryBacking><nosharepages/></memoryBacking>",
            devices_extra="<graphics type='vnc'/>",
        )
    )
    added = templating.driver.update(made, made.inputs)
    assert "<video>" in templating.xml(DOMAIN, "own")
    templating.begin()
    gone = templating.driver.update(added, added.inputs)
    assert without_mark(templating) == bare
    assert not templating.differs(gone)
    templating.driver.delete(gone)
