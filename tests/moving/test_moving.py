"""A guest whose `host` changes goes there alive, and is never there twice."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

import grpc
import pytest

from tests.moving.two_hosts import OFF, RUNS, SHARED, TwoHosts, guest, refused
from zkvm_provider.hypervisor.emulated.backend import EmulatedHost
from zkvm_provider.hypervisor.faults import FaultKind, Moment, PlannedFault
from zkvm_provider.hypervisor.port import (
    HostFacts,
    Migration,
    ObjectKind,
    ObjectRef,
    Scope,
)
from zkvm_provider.model.partial import Tree


def ref(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)


def identity(hosts: TwoHosts, name: str, uuid: str) -> list[str]:
    xml = hosts.at(name).hypervisor.dump(ref(uuid), live=True)
    return re.findall(r"<uuid>.*|<mac address=.*|devno='\w+'", xml)


def verbs_of(hosts: TwoHosts, *wanted: str) -> list[tuple[str, str]]:
    return [(row.host, row.verb) for row in hosts.operator.log() if row.verb in wanted]


def test_a_running_guest_migrates_there_and_back(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    before = identity(hosts, "lpar1", made.id)
    assert hosts.preview(made, guest("lpar2")) == ["host lpar1 → lpar2: live (it migrates while it runs)"]
    assert hosts.states()["lpar2"] == {}
    moved = hosts.updated(made, guest("lpar2"))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": RUNS}}
    assert identity(hosts, "lpar2", made.id) == before
    assert hosts.preview(moved, guest("lpar2")) == []
    hosts.updated(moved, guest("lpar1"))
    assert hosts.states() == {"lpar1": {"g": RUNS}, "lpar2": {}}
    assert identity(hosts, "lpar1", made.id) == before
    assert verbs_of(hosts, "start", "stop", "migrate") == [
        ("lpar1", "start"),
        ("lpar1", "migrate"),
        ("lpar2", "migrate"),
    ]


def test_a_stopped_guest_is_defined_there_with_all_it_has(hosts: TwoHosts) -> None:
    off = {"power": "stopped", "autostart": True}
    made = hosts.made(guest(**off))
    note = "<note xmlns='urn:of:others'>kept</note>"
    hosts.at("lpar1").hypervisor.set_metadata(ref(made.id), "urn:of:others", "o", note, Scope.CONFIG)
    told = "host lpar1 → lpar2: configuration (it is defined on the other machine, and undefined here)"
    assert hosts.preview(made, guest("lpar2", **off)) == [told]
    hosts.updated(made, guest("lpar2", **off))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": OFF}}
    there = hosts.at("lpar2").hypervisor
    assert "kept" in there.dump(ref(made.id))
    assert there.list(ObjectKind.DOMAIN)[0].autostart
    assert verbs_of(hosts, "start", "migrate") == []


def test_autostart_goes_along_with_a_running_guest(hosts: TwoHosts) -> None:
    made = hosts.made(guest(autostart=True))
    hosts.updated(made, guest("lpar2", autostart=True))
    assert hosts.at("lpar2").hypervisor.list(ObjectKind.DOMAIN)[0].autostart


def test_mode_offline_shuts_it_down_and_starts_it_there(hosts: TwoHosts) -> None:
    how: dict[str, Tree] = {"migration": {"mode": "offline"}}
    made = hosts.made(guest(**how))
    assert "it is shut down, moved" in hosts.preview(made, guest("lpar2", **how))[0]
    hosts.updated(made, guest("lpar2", **how))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": RUNS}}
    assert verbs_of(hosts, "migrate") == []


def test_what_changes_at_the_same_time_is_done_on_the_new_host(hosts: TwoHosts) -> None:
    made = hosts.made(guest(vcpus=1, maxVcpus=4))
    wanted = guest("lpar2", vcpus=2, maxVcpus=4)
    assert [line.partition(":")[0] for line in hosts.preview(made, wanted)] == ["host lpar1 → lpar2", "vcpus 1 → 2"]
    moved = hosts.updated(made, wanted)
    assert [row.vcpus_current for row in hosts.at("lpar2").hypervisor.stats()] == [2]
    assert hosts.preview(moved, wanted) == []


def test_the_options_of_the_talk_can_be_said(hosts: TwoHosts) -> None:
    how: dict[str, Tree] = {"migration": {"mode": "p2p", "tunnelled": True}}
    made = hosts.made(guest(**how))
    assert hosts.preview(made, guest("lpar2", **how)) == [
        "host lpar1 → lpar2: live (it migrates while it runs, p2p, tunnelled)"
    ]
    hosts.updated(made, guest("lpar2", **how))
    assert hosts.states()["lpar2"] == {"g": RUNS}


# What stands against a move


def test_every_reason_against_a_move_is_told_at_once(hosts: TwoHosts) -> None:
    one, two = hosts.at("lpar1").hypervisor, hosts.at("lpar2").hypervisor
    for host, folder in ((one, "/srv/local"), (two, "/srv/local")):
        pool = host.define(
            ObjectKind.POOL, f"<pool type='dir'><name>local</name><target><path>{folder}</path></target></pool>"
        )
        host.build_pool(pool)
        host.start(pool)
        host.create_volume(
            "local",
            "<volume><name>d.qcow2</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>",
        )
    lan = "<network><name>{}</name><forward mode='bridge'/><bridge name='br0'/></network>"
    for name in ("gone", "still"):
        one.start(one.define(ObjectKind.NETWORK, lan.format(name)))
    two.define(ObjectKind.NETWORK, lan.format("still"))
    two.define(
        ObjectKind.DOMAIN,
        "<domain type='kvm'><name>g</name><memory>1</memory><os><type arch='s390x'>hvm</type></os></domain>",
    )
    parts: dict[str, Tree] = {
        "disks": [{"name": "root", "volume": "local/d.qcow2"}],
        "interfaces": [{"name": "a", "network": "gone"}, {"name": "b", "network": "still"}],
    }
    made = hosts.made(guest(**parts))
    state = hosts.states()
    text = refused(lambda: hosts.preview(made, guest("lpar2", **parts)))
    for part in (
        "disks[0].volume: /srv/local/d.qcow2 lies on lpar1 alone",
        "interfaces[0].network: network 'gone' does not exist on lpar2",
        "interfaces[1].network: network 'still' on lpar2 is not active",
        "name: lpar2 has another guest 'g'",
    ):
        assert part in text, text
    assert refused(lambda: hosts.updated(made, guest("lpar2", **parts))) == text
    assert hosts.states() == state


def test_a_device_of_the_host_stays_there_and_says_so(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    shelf = "<filesystem type='mount'><driver type='virtiofs'/><source dir='/srv'/><target dir='shelf'/></filesystem>"
    host = hosts.at("lpar1").hypervisor
    xml = host.dump(ref(made.id))
    memory = "<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>"
    xml = xml.replace("</devices>", f"{shelf}</devices>").replace("<os>", f"{memory}<os>", 1)
    host.define(ObjectKind.DOMAIN, xml)
    host.stop(ref(made.id))
    host.start(ref(made.id))
    text = refused(lambda: hosts.preview(made, guest("lpar2")))
    assert "host: the guest has the shared folder shelf (virtiofs), which stays on lpar1" in text


def test_older_hosts_say_what_they_cannot_do(hosts: TwoHosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old host's QEMU keeps caches to itself, the new host's does not know the machine."""
    as_it_is = EmulatedHost.facts

    def older(host: EmulatedHost) -> HostFacts:
        facts = as_it_is(host)
        if facts.hostname == "lpar1":
            return replace(facts, qemu_version="3.1.0")
        return replace(facts, machine_types=("s390-ccw-virtio-4.2",), default_machine="s390-ccw-virtio-4.2")

    monkeypatch.setattr(EmulatedHost, "facts", older)
    made = hosts.made(guest())
    text = refused(lambda: hosts.preview(made, guest("lpar2")))
    assert "host: the guest was made as s390-ccw-virtio-7.2, which lpar2 does not know" in text
    assert "disks[0].cache: cache of the default kind: QEMU of lpar1 keeps data back" in text
    direct = guest("lpar2")
    direct["disks"][0]["cache"] = "none"
    assert "disks[0].cache" not in refused(lambda: hosts.preview(made, direct))


def test_a_host_without_kvm_cannot_take_a_guest_that_has_it(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    inventory = hosts.operator.inventory("lpar2").replace("virt_types: [kvm, qemu]", "virt_types: [qemu]")
    assert "virt_types: [qemu]" in inventory
    hosts.operator.reset("lpar2", inventory=inventory)
    text = refused(lambda: hosts.preview(made, guest("lpar2", domainType="kvm")))
    assert "domainType: lpar2 offers qemu only" in text


def shared_pool(hosts: TwoHosts, name: str) -> str:
    """A pool on the file system that both hosts mount; its uuid differs from host to host."""
    host = hosts.at(name).hypervisor
    xml = f"<pool type='dir'><name>images</name><target><path>{SHARED}</path></target></pool>"
    pool = host.define(ObjectKind.POOL, xml)
    host.build_pool(pool)
    host.start(pool)
    return pool.uuid


def test_a_reference_by_uuid_is_found_by_its_name_on_the_new_host(hosts: TwoHosts) -> None:
    first, second = (shared_pool(hosts, name) for name in ("lpar1", "lpar2"))
    assert first != second
    volume = "<volume><name>d.qcow2</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>"
    hosts.at("lpar1").hypervisor.create_volume("images", volume)
    disks: dict[str, Tree] = {"disks": [{"name": "root", "volume": f"{first}/d.qcow2"}]}
    made = hosts.made(guest(**disks))
    moved = hosts.updated(made, guest("lpar2", **disks))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": RUNS}}
    assert hosts.preview(moved, guest("lpar2", **disks)) == []
    read = hosts.driver.read(moved)
    assert read is not None
    assert read.input_tree == moved.input_tree


def test_a_local_disk_moves_offline_only_when_one_answers_for_it(hosts: TwoHosts) -> None:
    files = "/boot/initramfs-4.4.0-rc5.img"
    parts: dict[str, Tree] = {"disks": [{"name": "root", "file": files}], "power": "stopped"}
    made = hosts.made(guest(**parts))
    assert f"disks[0].file: {files} lies on lpar1 alone" in refused(
        lambda: hosts.preview(made, guest("lpar2", **parts))
    )
    hosts.updated(made, guest("lpar2", **parts, migration={"unsafe": True}))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": OFF}}


def test_post_copy_that_a_host_cannot_do_leaves_the_guest_where_it_is(hosts: TwoHosts) -> None:
    how: dict[str, Tree] = {"migration": {"postCopy": True}}
    made = hosts.made(guest(**how))
    assert hosts.preview(made, guest("lpar2", **how)) == [
        "host lpar1 → lpar2: live (it migrates while it runs, post-copy)"
    ]
    assert "Postcopy is not supported" in refused(lambda: hosts.updated(made, guest("lpar2", **how)))
    assert hosts.states() == {"lpar1": {"g": RUNS}, "lpar2": {}}


# Others move guests, too


def migrate_by_hand(hosts: TwoHosts, uuid: str) -> None:
    two = hosts.at("lpar2")
    hosts.at("lpar1").hypervisor.migrate(ref(uuid), two.hypervisor, Migration(uri=two.uri), lambda _: True)


def test_a_guest_that_an_operator_migrated_is_drift_and_comes_back(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    migrate_by_hand(hosts, made.id)
    read = hosts.driver.read(made)
    assert read is not None
    assert read.input_tree == {**made.input_tree, "host": "lpar2"}
    hosts.updated(read, guest("lpar1"))
    assert hosts.states() == {"lpar1": {"g": RUNS}, "lpar2": {}}


def test_without_a_refresh_it_is_found_too_and_never_made_twice(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    migrate_by_hand(hosts, made.id)
    wanted = guest("lpar1", metadata={"ticket": "4711"})
    assert hosts.preview(made, wanted)[0].startswith("host lpar2 → lpar1: live")
    hosts.updated(made, wanted)
    assert hosts.states() == {"lpar1": {"g": RUNS}, "lpar2": {}}
    assert verbs_of(hosts, "start") == [("lpar1", "start")]


def test_an_operator_who_was_first_leaves_nothing_to_move(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    migrate_by_hand(hosts, made.id)
    moved = hosts.updated(made, guest("lpar2"))
    assert moved.output_tree["hostUri"] == hosts.uri("lpar2")
    assert len(verbs_of(hosts, "migrate")) == 1


def test_a_guest_that_was_moved_away_is_removed_where_it_is(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    migrate_by_hand(hosts, made.id)
    hosts.restart_provider()
    hosts.driver.delete(made)
    assert hosts.states() == {"lpar1": {}, "lpar2": {}}


# Moves that are broken off


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    before: dict[str, Tree]
    after: dict[str, Tree]
    copies: int


CASES = {
    "live": Case(before=guest(autostart=True), after=guest("lpar2", autostart=True), copies=1),
    "stopped": Case(before=guest(power="stopped"), after=guest("lpar2", power="stopped"), copies=0),
    "offline": Case(
        before=guest(migration={"mode": "offline"}), after=guest("lpar2", migration={"mode": "offline"}), copies=1
    ),
}


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.DURING, Moment.AFTER])
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("then", ["again", "back"])
def test_a_move_that_breaks_at_any_verb_is_finished_or_taken_back(
    hosts: TwoHosts, name: str, moment: Moment, then: str
) -> None:
    case = CASES[name]
    made = hosts.made(case.before)
    for number in itertools.count(1):
        hosts.break_at(PlannedFault(kind=FaultKind.FAIL, moment=moment, number=number))
        is_broken = False
        try:
            hosts.updated(made, case.after)
        except grpc.RpcError:
            is_broken = True
            assert hosts.running_copies() <= 1
        if hosts.count() < number:
            return
        assert is_broken or moment is Moment.DURING
        hosts.break_at()
        wanted = case.after if then == "again" else case.before
        made = hosts.updated(made, wanted)
        home, other = ("lpar2", "lpar1") if then == "again" else ("lpar1", "lpar2")
        state = RUNS if case.copies else OFF
        assert hosts.states() == {home: {"g": state}, other: {}}, number
        assert hosts.preview(made, wanted) == []
        made = hosts.updated(made, case.before)
