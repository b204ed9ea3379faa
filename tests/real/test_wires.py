"""Whoever calls makes the call himself where libvirt's socket is known, and on a thread aside where it is not."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.real.daemon import Daemon
from tests.real.presence import binding
from zkvm_provider.hypervisor.libvirt.aside import StillWaiting
from zkvm_provider.hypervisor.libvirt.line import Keepalive, Late, Line, Lost
from zkvm_provider.hypervisor.libvirt.wire import Wire, spotting
from zkvm_provider.turns import take_turns

PATIENT = Keepalive(interval_s=60, count=5)
SHORT_S, LONG_S = 0.3, 3600.0


def opened(uri: str) -> Line:
    binding()
    line = Line(uri, PATIENT)
    line.open(LONG_S)
    return line


def thread_of_a_call(line: Line) -> threading.Thread:
    return line.ask(lambda _connection: threading.current_thread(), LONG_S)


@pytest.fixture
def pair() -> Iterator[tuple[Wire, socket.socket]]:
    """A wire, and what is at its other end."""
    near, far = socket.socketpair()
    with near, far:
        yield Wire(near), far


# who calls


def test_the_caller_makes_the_call_where_the_socket_is_known(daemon: Daemon) -> None:
    with closing(opened(daemon.uri)) as line:
        assert thread_of_a_call(line) is threading.current_thread()


def test_lines_opened_at_once_know_each_its_own_socket(daemon: Daemon) -> None:
    with ThreadPoolExecutor(4) as threads:
        lines = list(threads.map(opened, [daemon.uri] * 4))
    first, *others = lines
    daemon.freeze()
    with pytest.raises(Late):
        first.ask(lambda connection: connection.getHostname(), SHORT_S)
    daemon.thaw()
    for line in others:
        assert thread_of_a_call(line) is threading.current_thread()
        assert line.ask(lambda connection: connection.getHostname(), LONG_S)
    for line in lines:
        line.close()


def test_a_driver_inside_the_process_is_called_aside() -> None:
    with closing(opened("test:///default")) as line:
        assert thread_of_a_call(line).name == "libvirt-aside"


@pytest.mark.skipif(sys.platform != "linux", reason="the policy is Linux's")
def test_what_libvirt_starts_while_it_connects_has_the_usual_policy() -> None:
    """A session's daemon is started so, and what it runs are guests."""

    def policy_of_a_call() -> int:
        take_turns()
        with closing(opened("test:///default")) as line:
            return line.ask(lambda _connection: os.sched_getscheduler(0), LONG_S)

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(policy_of_a_call).result() == os.SCHED_OTHER


def test_a_connection_is_called_aside_where_two_sockets_may_be_its_own(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    libvirt, strangers = binding(), []
    connect = libvirt.open

    def at_once(uri: str) -> object:
        strangers.append(socket.socket())
        return connect(uri)

    monkeypatch.setattr(libvirt, "open", at_once)
    with closing(opened(daemon.uri)) as line:
        assert thread_of_a_call(line).name == "libvirt-aside"
        daemon.freeze()
        with pytest.raises(Late):
            line.ask(lambda connection: connection.getHostname(), SHORT_S)
        daemon.thaw()
    strangers.pop().close()


@pytest.mark.parametrize("how", [Line.close, Line.abandon])
def test_a_line_that_is_closed_leaves_no_thread(daemon: Daemon, how: Callable[[Line], None]) -> None:
    before = set(threading.enumerate())
    line = opened(daemon.uri)
    own = [each for each in set(threading.enumerate()) - before if each.name == "libvirt-aside"]
    how(line)
    for thread in own:
        thread.join(LONG_S)
    assert len(own) == 1


# how a call ends


def test_a_call_that_nobody_answers_is_late_and_its_line_is_of_no_use(daemon: Daemon) -> None:
    with closing(opened(daemon.uri)) as line:
        daemon.freeze()
        with pytest.raises(Late, match=r"within 0\.3 s"):
            line.ask(lambda connection: connection.listAllDomains(), SHORT_S)
        assert not line.is_usable
        with pytest.raises(Lost) as lost:
            line.ask(lambda connection: connection.listAllDomains(), LONG_S)
        assert not lost.value.was_sent
        daemon.thaw()


def test_a_short_limit_is_kept_after_a_long_one(pair: tuple[Wire, socket.socket]) -> None:
    wire, far = pair
    assert wire.within(LONG_S, lambda: "at once") == "at once"
    with pytest.raises(StillWaiting):
        wire.within(SHORT_S, lambda: waiting(far))
    assert far.recv(1) == b""


def test_a_call_that_ended_in_time_is_not_cut_later(pair: tuple[Wire, socket.socket]) -> None:
    wire, far = pair
    wire.within(SHORT_S, lambda: None)
    other, its_far = socket.socketpair()
    with other, its_far, pytest.raises(StillWaiting):  # when this one ends, the limit of the first is long over
        Wire(other).within(2 * SHORT_S, lambda: waiting(its_far))
    assert far.send(b"there is still somebody") > 0


def test_a_failure_within_the_limit_stays_what_it_is(pair: tuple[Wire, socket.socket]) -> None:
    wire, _ = pair
    with pytest.raises(ZeroDivisionError):
        wire.within(LONG_S, lambda: 1 // 0)


def test_a_socket_with_the_number_of_one_that_was_closed_is_a_new_one() -> None:
    old = socket.socket()
    number = old.fileno()
    with spotting() as spotted:
        old.close()
        new = socket.socket()
    assert new.fileno() == number
    assert spotted.wire is not None
    spotted.wire.let_go()
    new.close()


def test_a_wire_that_nobody_uses_any_more_lets_go() -> None:
    near, far = socket.socketpair()
    wire = Wire(near)
    wire.within(LONG_S, lambda: None)
    del wire
    gc.collect()
    assert near.fileno() == -1
    far.close()


def waiting(far: socket.socket) -> None:
    """As libvirt does: wait for the other end until the connection has ended."""
    far.recv(1)
    raise ConnectionError
