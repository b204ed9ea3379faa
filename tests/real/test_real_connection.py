"""Connections that break, hang or never come to be: no caller hangs, nothing is done twice, nothing is called gone."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.real.conftest import QUICK
from tests.real.daemon import Daemon, uri_of
from tests.real.presence import binding
from tests.real.proxy import Moment, Procedure, Proxy
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import BackendError, TimedOut, Unreachable
from zkvm_provider.hypervisor.libvirt.backend import LibvirtHost
from zkvm_provider.hypervisor.libvirt.line import Keepalive
from zkvm_provider.hypervisor.libvirt.objects import Connected, find, listed
from zkvm_provider.hypervisor.libvirt.pool import Connections, Limits
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef, PowerState, Scope

UUID = "e748ac35-7f3b-4294-9cbd-88576b41e369"
VOLUME = "<volume><name>v1</name><capacity>1048576</capacity></volume>"
POOL = "default-pool"
HANG_LIMIT_S = 20.0


def guest_xml(name: str = "g1", *, uuid: str = "") -> str:
    identity = f"<uuid>{uuid}</uuid>" if uuid else ""
    return (
        f"<domain type='test'><name>{name}</name>{identity}<memory>65536</memory><vcpu>1</vcpu>"
        "<os><type arch='s390x'>hvm</type></os></domain>"
    )


def names(host: LibvirtHost, kind: ObjectKind = ObjectKind.DOMAIN) -> list[str]:
    return [row.ref.name for row in host.list(kind)]


def state(host: LibvirtHost, ref: ObjectRef) -> PowerState | None:
    return next(row.state for row in host.list(ObjectKind.DOMAIN) if row.ref == ref)


# no connection


def test_a_refused_connection_is_unreachable_with_the_command_to_try(tmp_path: Path) -> None:
    binding()
    host = LibvirtHost(uri_of(tmp_path / "nobody"), HandClock(), limits=QUICK)
    with pytest.raises(Unreachable, match=r"No such file or directory; try: virsh -c '.*nobody' hostname"):
        host.facts()


@pytest.fixture
def deaf(folder: Path) -> Iterator[str]:
    """A socket that accepts and never answers."""
    binding()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "deaf"))
        listener.listen(16)
        yield f"qemu+unix:///system?socket={folder / 'deaf'}"


def test_a_daemon_that_never_answers_cannot_hang_a_caller(deaf: str) -> None:
    limits = Limits(open_s=0.3)
    clock = HandClock()
    host = LibvirtHost(deaf, clock, limits=limits)
    with pytest.raises(Unreachable, match=r"did not answer within 0\.3 s"):
        host.list(ObjectKind.DOMAIN)
    with pytest.raises(Unreachable, match="a moment ago"):
        host.list(ObjectKind.DOMAIN)
    clock.wait(0.4)
    with pytest.raises(Unreachable, match=r"did not answer within 0\.3 s"):
        host.list(ObjectKind.DOMAIN)


# a connection that breaks between two verbs


def test_a_connection_that_ended_is_replaced_before_the_next_verb(host: LibvirtHost, proxy: Proxy) -> None:
    before = host.facts()
    proxy.cut()
    ref = host.define(ObjectKind.DOMAIN, guest_xml(uuid=UUID))
    host.start(ref)
    assert state(host, ref) is PowerState.RUNNING
    assert host.facts() == before


def test_a_daemon_that_was_restarted_is_found_again(host: LibvirtHost, daemon: Daemon) -> None:
    assert "test" in names(host)
    daemon.kill()
    daemon.start()
    assert "test" in names(host)


def test_a_daemon_that_stays_away_is_given_time_and_then_unreachable(
    host: LibvirtHost, daemon: Daemon, clock: HandClock
) -> None:
    host.facts()
    daemon.kill()
    start_s = clock.now_s()
    with pytest.raises(Unreachable):
        host.facts()
    assert clock.now_s() - start_s == pytest.approx(sum(QUICK.pauses_s))


def test_the_identity_of_the_machine_is_read_again_after_a_break(host: LibvirtHost, proxy: Proxy) -> None:
    asked = itertools.count(1)
    host.identify_by(lambda _hostname: str(next(asked)))
    assert [host.facts().machine_id for _ in range(3)] == ["1", "1", "1"]
    proxy.cut()
    assert host.facts().machine_id == "2"


def test_many_threads_share_a_few_connections(host: LibvirtHost, proxy: Proxy) -> None:
    with ThreadPoolExecutor(max_workers=8) as threads:
        answers = list(threads.map(lambda _: names(host), range(64)))
    assert answers == [["test"]] * 64
    assert proxy.accepted <= QUICK.connections


# a connection that breaks during a verb


def test_a_start_whose_answer_was_lost_is_settled_by_observing(host: LibvirtHost, proxy: Proxy) -> None:
    ref = host.define(ObjectKind.DOMAIN, guest_xml(uuid=UUID))
    proxy.break_at(Procedure.DOMAIN_CREATE_WITH_FLAGS, Moment.AFTER)
    host.start(ref)
    assert state(host, ref) is PowerState.RUNNING
    assert proxy.calls.count(Procedure.DOMAIN_CREATE_WITH_FLAGS) == 1


def test_a_start_that_never_arrived_is_reported_and_not_repeated(host: LibvirtHost, proxy: Proxy) -> None:
    ref = host.define(ObjectKind.DOMAIN, guest_xml(uuid=UUID))
    proxy.break_at(Procedure.DOMAIN_CREATE_WITH_FLAGS, Moment.BEFORE)
    with pytest.raises(Unreachable, match=r"broke during start of domain 'g1'.*shows that it has not happened"):
        host.start(ref)
    assert state(host, ref) is PowerState.SHUTOFF
    assert proxy.calls.count(Procedure.DOMAIN_CREATE_WITH_FLAGS) == 0
    host.start(ref)


@pytest.mark.parametrize("moment", list(Moment))
def test_a_define_with_a_uuid_may_be_sent_again(host: LibvirtHost, proxy: Proxy, moment: Moment) -> None:
    proxy.break_at(Procedure.DOMAIN_DEFINE_XML_FLAGS, moment)
    ref = host.define(ObjectKind.DOMAIN, guest_xml(uuid=UUID))
    assert (ref.name, ref.uuid) == ("g1", UUID)
    assert names(host).count("g1") == 1


def test_a_define_without_a_uuid_is_not_sent_again(host: LibvirtHost, proxy: Proxy) -> None:
    proxy.break_at(Procedure.DOMAIN_DEFINE_XML_FLAGS, Moment.AFTER)
    with pytest.raises(Unreachable, match="cannot tell whether it happened"):
        host.define(ObjectKind.DOMAIN, guest_xml())
    assert proxy.calls.count(Procedure.DOMAIN_DEFINE_XML_FLAGS) == 1


def test_a_volume_whose_answer_was_lost_is_made_once(host: LibvirtHost, proxy: Proxy) -> None:
    proxy.break_at(Procedure.STORAGE_VOL_CREATE_XML, Moment.AFTER)
    ref = host.create_volume(POOL, VOLUME)
    assert [row.ref for row in host.list(ObjectKind.VOLUME, pool=POOL)] == [ref]
    assert proxy.calls.count(Procedure.STORAGE_VOL_CREATE_XML) == 1


def test_a_volume_that_never_arrived_is_reported(host: LibvirtHost, proxy: Proxy) -> None:
    proxy.break_at(Procedure.STORAGE_VOL_CREATE_XML, Moment.BEFORE)
    with pytest.raises(Unreachable, match="has not happened"):
        host.create_volume(POOL, VOLUME)
    assert host.list(ObjectKind.VOLUME, pool=POOL) == ()


@pytest.mark.parametrize("moment", list(Moment))
def test_a_read_is_asked_once_more(host: LibvirtHost, proxy: Proxy, moment: Moment) -> None:
    proxy.break_at(Procedure.CONNECT_GET_HOSTNAME, moment)
    assert host.facts().hostname


# a daemon that stops answering


def test_keepalive_ends_a_verb_on_a_frozen_daemon(host: LibvirtHost, daemon: Daemon) -> None:
    host.facts()
    daemon.freeze()
    start_s = time.monotonic()
    with pytest.raises(Unreachable):
        host.list(ObjectKind.DOMAIN)
    assert time.monotonic() - start_s < HANG_LIMIT_S
    daemon.thaw()


def test_a_verb_that_takes_too_long_is_given_up(daemon: Daemon) -> None:
    patient = Keepalive(interval_s=60, count=5)
    host = LibvirtHost(daemon.uri, HandClock(), limits=Limits(call_s=0.5, keepalive=patient))
    host.facts()
    daemon.freeze()
    with pytest.raises(TimedOut, match=r"list of domains on .* within 0\.5 s; look at the host"):
        host.list(ObjectKind.DOMAIN)
    daemon.thaw()
    assert "test" in names(host)


# refusals


def test_a_refusal_says_object_host_code_cause_and_next_command(host: LibvirtHost, folder: Path) -> None:
    with pytest.raises(BackendError) as caught:
        host.start(ObjectRef(kind=ObjectKind.DOMAIN, name="nobody"))
    assert caught.value.code == ErrorCode.NO_DOMAIN
    text = str(caught.value)
    uri = uri_of(folder / "p")
    assert f"[libvirt 42/12] while doing start of domain 'nobody' on {uri}; most likely" in text
    assert f"virsh -c '{uri}' list --all" in text


def test_a_disk_without_a_target_never_reaches_the_daemon(host: LibvirtHost, proxy: Proxy) -> None:
    ref = host.define(ObjectKind.DOMAIN, guest_xml(uuid=UUID))
    before = len(proxy.calls)
    with pytest.raises(BackendError, match="missing target") as caught:
        host.detach(ref, "<disk type='file' device='disk'/>", Scope.CONFIG)
    assert caught.value.code == ErrorCode.NO_TARGET
    assert len(proxy.calls) == before


# handles that are kept


def test_a_domain_that_others_took_away_is_gone_although_its_handle_was_kept(host: LibvirtHost, daemon: Daemon) -> None:
    other = LibvirtHost(daemon.uri, HandClock(), limits=QUICK)
    ref = host.define(ObjectKind.DOMAIN, guest_xml(uuid=UUID))
    assert "<name>g1</name>" in host.dump(ref)
    other.undefine(ref)
    with pytest.raises(BackendError) as refused:
        host.dump(ref)
    assert refused.value.code == ErrorCode.NO_DOMAIN
    other.define(ObjectKind.DOMAIN, guest_xml("g2", uuid=UUID))
    assert "<name>g2</name>" in host.dump(ref)
    assert host.look_up(ObjectRef(kind=ObjectKind.DOMAIN, uuid=UUID)).name == "g2"
    other.close()


def test_no_connection_looks_up_what_another_ones_list_told(host: LibvirtHost, proxy: Proxy, folder: Path) -> None:
    refs = [host.define(ObjectKind.DOMAIN, guest_xml(f"g{at}")) for at in range(6)]
    connections = Connections(uri_of(folder / "p"), HandClock(), QUICK)
    both = threading.Barrier(QUICK.connections)

    def dumped(is_first: bool) -> list[str]:
        def all_of_them(connection: Connected) -> list[str]:
            if is_first:
                listed(connection, ObjectKind.DOMAIN, "")
            both.wait(QUICK.call_s)  # neither connection is free for the other's questions
            return [find(connection, ref).XMLDesc() for ref in refs]

        return connections.ask(all_of_them, QUICK.call_s)

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(dumped, [True, False])
    assert first == second
    assert "<name>g5</name>" in first[5]
    assert proxy.calls.count(Procedure.DOMAIN_LOOKUP_BY_UUID) == 0
    connections.close()
