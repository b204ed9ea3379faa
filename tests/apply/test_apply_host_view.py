"""One question to a host serves all who wait for its answer, and never one who asked after it was put."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import grpc
import pytest

from tests.provider.convergers import real_convergers
from tests.provider.driver import driving
from zkvm_provider.apply.host_view import Shared
from zkvm_provider.clock import HandClock
from zkvm_provider.hypervisor.port import Endpoint, HostDevices, Hypervisor, ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")


class Host:
    """Answers with the number of the question, once it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()

    def ask(self) -> int:
        self.asked += 1
        self.is_asked.set()
        assert self.may_answer.wait(20)
        return self.asked


def test_a_fresh_answer_is_never_from_before_the_question() -> None:
    host = Host()
    shared = Shared(host.ask, HandClock())
    assert [shared.get(fresh=True), shared.get(fresh=True)] == [1, 2]


def test_another_answer_lasts_a_second() -> None:
    host, clock = Host(), HandClock()
    shared = Shared(host.ask, clock)
    assert [shared.get(fresh=False), shared.get(fresh=False)] == [1, 1]
    clock.wait(1.5)
    assert shared.get(fresh=False) == 2


def test_all_who_wait_share_the_next_answer() -> None:
    host = Host()
    shared = Shared(host.ask, HandClock())
    host.may_answer.clear()
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(shared.get, fresh=True)
        assert host.is_asked.wait(20)
        begun = threading.Barrier(9)

        def ask() -> int:
            begun.wait(20)
            return shared.get(fresh=True)

        others = [pool.submit(ask) for _ in range(8)]
        begun.wait(20)
        host.may_answer.set()
        assert first.result() == 1
        answers = {other.result() for other in others}
    assert 1 not in answers, "an answer to a question put before"
    assert host.asked <= 9


def test_a_question_that_failed_is_put_again() -> None:
    failures = [OSError("gone")]

    def ask() -> str:
        if failures:
            raise failures.pop()
        return "here"

    shared = Shared(ask, HandClock())
    with pytest.raises(OSError, match="gone"):
        shared.get(fresh=False)
    assert shared.get(fresh=False) == "here"


class Seen:
    """Notes every verb that reaches one emulated host."""

    def __init__(self, folder: Path) -> None:
        self.endpoint = connect(f"emulated://{folder}/lab.sqlite", create=True)
        self.verbs: list[str] = []

    def at(self, uri: str) -> Endpoint:
        hypervisor = cast(Hypervisor, _Noting(self.endpoint.hypervisor, self.verbs))
        return Endpoint(
            uri=uri, hypervisor=hypervisor, devices=cast(HostDevices, _Noting(self.endpoint.devices, self.verbs))
        )


class _Noting:
    def __init__(self, wrapped: object, verbs: list[str]) -> None:
        self._wrapped, self._verbs = wrapped, verbs

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._wrapped, name)

        def noted(*arguments: Any, **named: Any) -> Any:
            self._verbs.append(name)
            return verb(*arguments, **named)

        return noted


def test_a_refresh_asks_once_for_all_guests_and_once_for_each_ones_xml(tmp_path: Path) -> None:
    seen, clock = Seen(tmp_path), HandClock()

    with driving(real_convergers(seen.at, tmp_path, clock=clock)) as driver:
        driver.start(owner="test")
        made = [driver.create(GUEST, name, driver.check(GUEST, name, _guest(name))) for name in ("a", "b", "c")]
        seen.endpoint.hypervisor.start(ObjectRef(kind=ObjectKind.DOMAIN, name="a"))
        clock.wait(60)
        seen.verbs.clear()
        assert None not in [driver.read(resource) for resource in made]
        asked = Counter(seen.verbs)
    assert asked == {"facts": 1, "list": 1, "stats": 1, "dump": len(made) + 1}, (
        "one more for the live XML of the running guest"
    )


def test_guests_made_within_ten_seconds_ask_once_for_the_interfaces_of_the_host(tmp_path: Path) -> None:
    seen, clock = Seen(tmp_path), HandClock()
    asked = []
    with driving(real_convergers(seen.at, tmp_path, clock=clock)) as driver:
        driver.start(owner="test")
        for name in ("a", "b", "c"):
            driver.create(GUEST, name, driver.check(GUEST, name, _guest(name)))
            asked.append(seen.verbs.count("net_devices"))
            clock.wait(8)
    assert asked == [1, 1, 2]


def test_an_interface_that_was_not_there_a_moment_ago_is_asked_for_anew(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    with driving(real_convergers(seen.at, tmp_path, clock=HandClock())) as driver:
        driver.start(owner="test")
        driver.create(GUEST, "a", driver.check(GUEST, "a", _guest("a")))
        with pytest.raises(grpc.RpcError, match="eth9"):
            driver.create(GUEST, "b", driver.check(GUEST, "b", _guest("b", uplink="eth9")))
    assert seen.verbs.count("net_devices") == 2


def _guest(name: str, *, uplink: str = "eth0") -> dict[str, Tree]:
    return {
        "host": "emulated:",
        "name": name,
        "memory": "256 MiB",
        "power": "stopped",
        "disks": [{"name": "root", "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1"}],
        "interfaces": [{"name": "lan", "macvtap": {"dev": uplink}}],
    }
