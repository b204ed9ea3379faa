"""A user's own templates of networks: shown, made with the effect that was told, and taken back with the template."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.provider.driver import Resource
from tests.provider.template_runs import TemplateRuns, diff_lines, extending
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, StopMode

NET = ObjectKind.NETWORK
NAT: dict[str, Any] = {"name": "lan", "cidr": "192.168.150.0/24", "dnsHosts": [{"name": "a", "ip": "192.168.150.9"}]}
ROUTE = "<route address='10.9.0.0' prefix='16' gateway='192.168.150.2'/>"
TXT = "<txt name='who' value='template'/>"
RESTARTED = "configuration (stopped, redefined with the same uuid and started)"
KINDS: dict[str, tuple[dict[str, Any], dict[str, str], list[str]]] = {
    "NatNetwork": (
        NAT,
        {
            "network": extending("network", network_extra=ROUTE),
            "network_own": extending("network/own", dns_extra=TXT),
        },
        [
            '+dns: <txt name="who" value="template"/>',
            '+.: <route address="10.9.0.0" prefix="16" gateway="192.168.150.2"/>',
        ],
    ),
    "MacvtapNetwork": (
        {"name": "lan", "devices": ["enccw0.0.4300"]},
        {"network": extending("network", network_attributes_extra=" trustGuestRxFilters='yes'")},
        ["+@trustGuestRxFilters: yes"],
    ),
    "BridgeNetwork": (
        {"name": "lan", "bridge": "br0"},
        {"network": extending("network", network_extra="<port isolated='yes'/>")},
        ['+.: <port isolated="yes"/>'],
    ),
    "OvsNetwork": (
        {"name": "lan", "bridge": "ovsbr0", "portgroups": [{"name": "a", "access": 7}, {"name": "b", "access": 8}]},
        {
            "network_portgroup": extending(
                "network/portgroup",
                portgroup_extra="{% if group.name == 'b' %}<bandwidth><inbound average='1000'/></bandwidth>{% endif %}",
            )
        },
        ["+portgroup[@name='b']/bandwidth: <inbound average=\"1000\"/>"],
    ),
}


def in_both_scopes(runs: TemplateRuns) -> list[str]:
    return [runs.xml(NET, "lan"), runs.xml(NET, "lan", live=True)]


def guest_on_it(runs: TemplateRuns, source: str = "<source network='lan'/>") -> ObjectRef:
    xml = (
        "<domain type='kvm'><name>g1</name><memory>1048576</memory><os><type arch='s390x'>hvm</type>"
        "<kernel>/boot/vmlinux-4.4.0-rc5</kernel></os><devices><interface type='network'>"
        f"{source}</interface></devices></domain>"
    )
    ref = runs.host.hypervisor.define(ObjectKind.DOMAIN, xml)
    runs.host.hypervisor.start(ref)
    return ref


@pytest.mark.parametrize("kind", KINDS)
def test_an_addition_comes_with_a_restart_and_goes_with_the_template(kind: str, templating: TemplateRuns) -> None:
    inputs, texts, lines = KINDS[kind]
    templating.begin()
    made = templating.made(kind, **inputs)
    bare = in_both_scopes(templating)

    templating.begin(**texts)
    told = templating.previewed(made)
    assert diff_lines(told) == lines
    effect = "live (portgroups[b] changed while the network runs" if kind == "OvsNetwork" else RESTARTED
    assert any(text.startswith("templates") and effect in text for text in told)
    added = templating.updated(made)
    for xml, before in zip(in_both_scopes(templating), bare, strict=True):
        assert xml != before
    assert added.output_tree["uuid"] == made.output_tree["uuid"]

    templating.begin()
    assert diff_lines(templating.previewed(added)) == [line.replace("+", "-", 1) for line in lines]
    gone = templating.updated(added)
    assert in_both_scopes(templating) == bare
    assert "added" not in gone.output_tree


def test_portgroups_change_under_running_guests_who_are_named(templating: TemplateRuns) -> None:
    inputs, texts, lines = KINDS["OvsNetwork"]
    templating.begin()
    made = templating.made("OvsNetwork", **inputs)
    bare = in_both_scopes(templating)
    guest_on_it(templating, "<source network='lan' portgroup='b'/>")
    templating.begin(**texts)
    told = templating.previewed(made)
    assert diff_lines(told) == lines
    assert any(text.endswith("stay as they are until they are plugged in anew: guest g1)") for text in told)
    added = templating.updated(made)
    for xml in in_both_scopes(templating):
        assert xml.count("<inbound average='1000'/>") == 1

    more = {**inputs, "portgroups": [*inputs["portgroups"], {"name": "c", "access": 9}]}
    texts = {"network_portgroup": texts["network_portgroup"].replace("== 'b'", "in ['b', 'c']")}
    templating.begin(**texts)
    added = templating.driver.update(added, templating.driver.check(added.kind, "it", more, added.inputs))
    for xml in in_both_scopes(templating):
        assert xml.count("<inbound average='1000'/>") == 2
    assert not templating.differs(added)

    templating.begin()
    fewer = templating.driver.check(added.kind, "it", inputs, added.inputs)
    gone = templating.driver.update(added, fewer)
    assert [xml.replace(" connections='1'", "") for xml in in_both_scopes(templating)] == [
        xml.replace(" connections='1'", "") for xml in bare
    ]
    assert not templating.differs(gone)


def test_what_is_made_with_templates_shows_them_at_once(templating: TemplateRuns) -> None:
    inputs, texts, lines = KINDS["NatNetwork"]
    templating.begin(**texts)
    made = templating.made("NatNetwork", **inputs)
    assert diff_lines(templating.driver.engine.texts()) == lines
    added: Any = made.output_tree["added"]
    assert [each["path"] for each in added] == ["dns", "."]
    for xml in in_both_scopes(templating):
        assert "<txt name='who' value='template'/>" in xml
        assert "<route address='10.9.0.0'" in xml
    read = templating.driver.read(made)
    assert read is not None
    assert read.output_tree == made.output_tree


def made_with(templating: TemplateRuns) -> Resource:
    templating.begin(**KINDS["NatNetwork"][1])
    return templating.made("NatNetwork", **NAT)


def test_guests_that_a_restart_would_cut_are_named_and_nothing_is_done(templating: TemplateRuns) -> None:
    made = made_with(templating)
    guest = guest_on_it(templating)
    before = in_both_scopes(templating)
    templating.begin()
    for preview in (True, False):
        said = templating.refused(made, preview=preview)
        assert (
            "templates: the network would have to be stopped under running guests; unplug them first: guest g1" in said
        )
    assert in_both_scopes(templating) == before
    templating.host.hypervisor.stop(guest, StopMode.DESTROY)
    templating.updated(made)
    assert "route" not in "".join(in_both_scopes(templating))


def test_what_an_administrator_added_stays(templating: TemplateRuns) -> None:
    made = made_with(templating)
    theirs = templating.xml(NET, "lan").replace(
        "<txt name='who' value='template'/>",
        "<txt name='who' value='template'/><srv service='ldap' protocol='tcp'/>",
    )
    theirs = theirs.replace("</network>", "<bandwidth><inbound average='512'/></bandwidth></network>")
    templating.host.hypervisor.define(NET, theirs)
    templating.begin()
    templating.updated(made)
    for xml in in_both_scopes(templating):
        assert "<srv service='ldap' protocol='tcp'/>" in xml
        assert "<inbound average='512'/>" in xml
        assert "txt" not in xml
        assert "route" not in xml


@pytest.mark.parametrize("breaks", [False, True])
def test_what_others_added_has_the_new_name_too(
    breaks: bool, templating: TemplateRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libvirt renames no network: it is undefined, and made under the other name, perhaps by the next run."""
    made = made_with(templating)
    before = templating.xml(NET, "lan").replace(
        "</network>", "<bandwidth><inbound average='512'/></bandwidth></network>"
    )
    templating.host.hypervisor.define(NET, before)
    before = templating.xml(NET, "lan")
    templating.begin(network_own=KINDS["NatNetwork"][1]["network_own"])
    news = templating.driver.check(made.kind, "it", {**NAT, "name": "wan"}, made.inputs)
    if breaks:
        with monkeypatch.context() as breaking:
            breaking.setattr("zkvm_provider.hypervisor.emulated.backend.EmulatedHost.define", _breaking)
            with pytest.raises(Exception, match="broken"):
                templating.driver.update(made, news)
    renamed = templating.driver.update(made, news)
    after = templating.xml(NET, "wan")
    assert after == re.sub(r"\s*<route .*/>", "", before.replace("<name>lan", "<name>wan"))
    assert not templating.differs(renamed)


def test_what_an_administrator_took_away_is_drift_and_comes_back(templating: TemplateRuns) -> None:
    made = made_with(templating)
    xml = templating.xml(NET, "lan")
    templating.host.hypervisor.define(NET, xml.replace("<txt name='who' value='template'/>", ""))
    read = templating.driver.read(made)
    assert read is not None
    assert templating.differs(read)
    assert any("the running network has it already" in text for text in templating.previewed(read))
    templating.driver.update(read, read.inputs)
    assert TXT in templating.xml(NET, "lan")


def test_other_words_that_add_the_same_change_nothing(templating: TemplateRuns) -> None:
    _, texts, _ = KINDS["NatNetwork"]
    made = made_with(templating)
    before = in_both_scopes(templating)
    templating.begin(**{**texts, "network": "{# why #}" + texts["network"]})
    told = templating.previewed(made)
    assert next(text for text in told if text.startswith("templates")).endswith(
        "reported (what they add to this one is there already)"
    )
    assert len(told) == 1
    templating.updated(made)
    assert in_both_scopes(templating) == before


def test_another_value_takes_the_place_of_the_one_before(templating: TemplateRuns) -> None:
    made = made_with(templating)
    templating.begin(network=extending("network", network_extra=ROUTE.replace("150.2", "150.3")))
    templating.updated(made)
    for xml in in_both_scopes(templating):
        assert xml.count("<route") == 1
        assert "gateway='192.168.150.3'" in xml


def test_a_bridges_options_come_and_go_and_its_name_stays(templating: TemplateRuns) -> None:
    templating.begin()
    made = templating.made("NatNetwork", **NAT)
    templating.begin(network=extending("network", network_extra="<bridge stp='off' delay='2'/>"))
    added = templating.updated(made)
    assert "<bridge name='virbr0' stp='off' delay='2'/>" in templating.xml(NET, "lan")
    templating.begin()
    templating.updated(added)
    assert "<bridge name='virbr0' stp='on' delay='0'/>" in templating.xml(NET, "lan")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<network><name>other</name><uuid>{{ network.uuid }}</uuid></network>", "name must be 'lan'"),
        ("<network><name>lan</name><uuid>1</uuid></network>", "uuid must be"),
        ("<network><name>lan</nmae></network>", "not well-formed"),
        ("<pool/>", "the rendered XML is a <pool>, but must be a <network>"),
        ("{% extends 'builtin/network.xml.j2' %}{% block network_extra %}{{ network.nmae }}{% endblock %}", "nmae"),
        (extending("network", network_extra="<ip address='x'/>").replace("<ip", "<mtu size='1400'/><ip"), "mtu"),
    ],
)
def test_a_template_that_cannot_be_is_refused_in_the_preview(text: str, says: str, templating: TemplateRuns) -> None:
    made = made_with(templating)
    before = in_both_scopes(templating)
    templating.begin(network=text)
    for preview in (True, False):
        said = templating.refused(made, preview=preview)
        assert says in said
        assert f"{templating.folder}/network.xml.j2" in said
    assert in_both_scopes(templating) == before


def test_what_libvirt_does_not_know_is_the_templates_fault_and_the_network_runs_on(templating: TemplateRuns) -> None:
    made = made_with(templating)
    before = in_both_scopes(templating)
    templating.begin(network=extending("network", network_extra="<title>ours</title>"))
    said = templating.refused(made, preview=False)
    assert f"{templating.folder}/network.xml.j2: libvirt refuses the XML with what your templates add" in said
    assert ".: <title>ours</title>" in said
    assert in_both_scopes(templating) == before
    templating.begin()
    templating.updated(made)
    assert "route" not in "".join(in_both_scopes(templating))


def test_a_second_dns_of_which_libvirt_reads_the_first_is_told(templating: TemplateRuns) -> None:
    templating.begin()
    made = templating.made("NatNetwork", **NAT)
    before = in_both_scopes(templating)
    templating.begin(network=extending("network", network_extra=f"<dns>{TXT}</dns>"))
    said = templating.refused(made, preview=False)
    assert "libvirt took what your templates add but does not show it so" in said or "libvirt refuses the XML" in said
    assert in_both_scopes(templating) == before


@pytest.mark.parametrize("verb", ["define", "stop", "start"])
def test_a_process_that_ends_anywhere_leaves_nothing_behind(
    verb: str, templating: TemplateRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state is of before; only the journal knows what was added since, and the templates are others by then."""
    templating.begin()
    made = templating.made("NatNetwork", **NAT)
    bare = in_both_scopes(templating)
    templating.begin(**KINDS["NatNetwork"][1])
    with monkeypatch.context() as breaking:
        breaking.setattr(f"zkvm_provider.hypervisor.emulated.backend.EmulatedHost.{verb}", _breaking)
        with pytest.raises(Exception, match="broken"):
            templating.driver.update(made, made.inputs)
    templating.begin(network=extending("network", network_extra="<port isolated='yes'/>"))
    after = templating.driver.update(made, made.inputs)
    assert "route" not in "".join(in_both_scopes(templating))
    templating.begin()
    templating.updated(after)
    assert in_both_scopes(templating) == bare


def _breaking(*_: object, **__: object) -> None:
    raise BackendError("broken", code=1, domain=0)
