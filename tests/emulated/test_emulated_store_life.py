"""The machine as a whole: repeatable, journalled, shared, and valid after any kill."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.emulated.emulated_labs import HOST, LMB_GUEST, Lab, make_lab
from zkvm_provider.errors import BackendError, InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope
from zkvm_provider.wiring import administer, connect

POOL = "<pool type='dir'><name>p</name><target><path>/srv/p</path></target></pool>"
VOLUME = "<volume><name>v</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>"
NETWORK = "<network><name>n</name><forward mode='nat'/><ip address='192.168.9.1' prefix='24'/></network>"
ANYWHERE = LMB_GUEST.replace("<mac address='10:ba:11:be:15:ef'/>", "")


def one_day(lab: Lab) -> None:
    """A bit of everything, with chance in it (uuid, MAC, bridge) and a refusal."""
    host = lab.hypervisor
    host.define(ObjectKind.NETWORK, NETWORK)
    host.build_pool(host.define(ObjectKind.POOL, POOL))
    host.start(ObjectRef(kind=ObjectKind.POOL, name="p"))
    host.create_volume("p", VOLUME)
    ref = lab.run(ANYWHERE)
    with pytest.raises(BackendError):
        host.start(ref)
    lab.clock.wait(60)
    host.set_memory(ref, 524288, Scope.LIVE)
    host.stop(ref)


def test_same_seed_and_same_verbs_give_the_same_machine(tmp_path: Path) -> None:
    dumps = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        lab = make_lab(tmp_path / name)
        one_day(lab)
        dumps.append(lab.operator.dump())
    assert dumps[0] == dumps[1]


def test_another_seed_gives_another_machine(tmp_path: Path) -> None:
    dumps = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        lab = make_lab(tmp_path / name, seed=name)
        one_day(lab)
        dumps.append(lab.operator.dump())
    assert dumps[0] != dumps[1]


def test_a_reset_store_lives_the_same_day_again(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    one_day(lab)
    before = lab.operator.dump()
    lab.operator.reset()
    lab.clock.wait(-60)
    one_day(lab)
    assert lab.operator.dump() == before


def test_a_reset_of_one_host_leaves_the_other(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    other = connect(f"emulated://{tmp_path}/lab.sqlite?host=lpar2", create=True).hypervisor
    lab.define()
    other.define(ObjectKind.DOMAIN, LMB_GUEST)
    lab.operator.reset(HOST)
    counts = {host.host: host.domains for host in lab.operator.describe()}
    assert counts == {"lpar1": 0, "lpar2": 1}


@pytest.mark.parametrize("host", [HOST, ""], ids=["one host", "all hosts"])
def test_a_host_made_new_is_empty_and_still_the_machine_it_was(tmp_path: Path, host: str) -> None:
    lab = make_lab(tmp_path)
    other = lab.operator.inventory(HOST).replace("cpus: 16", "cpus: 7")
    lab.operator.reset(HOST, inventory=other)
    lab.define()
    lab.operator.reset(host)
    assert lab.hypervisor.list(ObjectKind.DOMAIN) == ()
    assert (lab.operator.inventory(HOST), lab.hypervisor.facts().cpus) == (other, 7)


def test_only_a_whole_store_gets_another_seed(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    with pytest.raises(InvalidInput, match="seed"):
        lab.operator.reset(HOST, seed="7")
    before = lab.hypervisor.facts().machine_id
    lab.operator.reset(seed="7")
    assert lab.hypervisor.facts().machine_id != before


def test_the_journal_numbers_verbs_and_names_objects_without_xml(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    ref = lab.run(LMB_GUEST.replace("<devices>", "<description>s3cret</description><devices>"))
    with pytest.raises(BackendError):
        lab.hypervisor.start(ref)
    rows = [(row.number, row.verb, row.object, row.outcome) for row in lab.operator.log()]
    assert rows == [
        (1, "define", "domain 'lmb_guest'", "done"),
        (2, "start", "domain 'lmb_guest'", "done"),
        (3, "start", "domain 'lmb_guest'", "refused 55/10"),
    ]
    assert "s3cret" not in repr(lab.operator.log())


def test_a_password_of_a_display_is_in_the_persistent_configuration_only(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    display = "<graphics type='vnc' port='-1' autoport='yes' passwd='s3cret'/></devices>"
    ref = lab.run(LMB_GUEST.replace("</devices>", display))
    config, running = (lab.hypervisor.dump(ref, live=live) for live in (False, True))
    assert "passwd='s3cret'" in config
    assert "<graphics type='vnc'" in running
    assert "s3cret" not in running


def test_a_refused_verb_leaves_only_its_journal_row(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    ref = lab.run()
    before = lab.operator.dump()
    with pytest.raises(BackendError):
        lab.hypervisor.set_vcpus(ref, 9, Scope.LIVE | Scope.CONFIG)
    changed = set(lab.operator.dump().splitlines()) - set(before.splitlines())
    assert len(changed) == 1
    assert "set_vcpus" in changed.pop()


def test_a_refusal_tells_verb_and_object(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    with pytest.raises(BackendError) as caught:
        lab.hypervisor.start(ObjectRef(kind=ObjectKind.DOMAIN, name="nobody"))
    assert (caught.value.verb, caught.value.what) == ("start", "domain 'nobody'")


def test_many_threads_define_each_guest_once(tmp_path: Path) -> None:
    lab = make_lab(tmp_path)
    refused: list[BackendError] = []

    def define_all() -> None:
        for number in range(4):
            try:
                lab.define(ANYWHERE.replace("lmb_guest", f"g{number}"))
            except BackendError as failure:
                refused.append(failure)

    threads = [threading.Thread(target=define_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.ref.name for row in lab.hypervisor.list(ObjectKind.DOMAIN)] == ["g0", "g1", "g2", "g3"]
    assert {failure.code for failure in refused} == {9}
    assert len(refused) == 20


WORKS = """
import sys
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import connect
host = connect(sys.argv[1], create=True).hypervisor
xml = sys.stdin.read()
for number in range(10_000):
    ref = host.define(ObjectKind.DOMAIN, xml.replace("lmb_guest", f"g{number}"))
    print(ref.name, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7])
def test_a_machine_is_valid_after_a_kill_at_any_moment(tmp_path: Path, after: int) -> None:
    uri = f"emulated://{tmp_path}/lab.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", WORKS, uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(ANYWHERE)
        worker.stdin.close()
        for _ in range(after):
            worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
    names = [row.ref.name for row in connect(uri).hypervisor.list(ObjectKind.DOMAIN)]
    log = administer(uri).log()
    assert len(names) >= after
    assert [row.object for row in log] == [f"domain 'g{number}'" for number in range(len(names))]
    with sqlite3.connect(tmp_path / "lab.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
