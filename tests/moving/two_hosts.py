"""A guest on one of two emulated hosts, moved through the provider as the engine would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.provider.convergers import real_convergers
from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.clock import HandClock
from zkvm_provider.hypervisor.emulated.administration import Administration
from zkvm_provider.hypervisor.faults import FaultCounter, PlannedFault, with_faults
from zkvm_provider.hypervisor.port import Endpoint, Hypervisor, ObjectKind, PowerState
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.wiring import administer, connect

GUEST = kind_of("Guest")
NAMES = ("lpar1", "lpar2")
SHARED = "/srv/shared/images"
RUNS, OFF = PowerState.RUNNING, PowerState.SHUTOFF


def refused(act: Callable[[], object]) -> str:
    """What the provider says when it refuses."""
    with pytest.raises(grpc.RpcError) as caught:
        act()
    return str(caught.value.details())


@dataclass(slots=True, kw_only=True)
class TwoHosts:
    """`driver` speaks to the provider; `faults` are planned for the verbs to come (counted anew by `break_at`)."""

    store: Path
    clock: HandClock
    driver: Driver
    counter: list[FaultCounter] = field(default_factory=list)

    def at(self, name: str) -> Endpoint:
        return connect(self.uri(name), create=True, clock=self.clock)

    def uri(self, name: str) -> str:
        return f"emulated://{self.store}?host={name}"

    @property
    def operator(self) -> Administration:
        return administer(self.uri("lpar1"), clock=self.clock)

    def break_at(self, *faults: PlannedFault) -> None:
        """From here on verbs are counted from 1, and these faults strike."""
        self.counter[:] = [FaultCounter(faults, self.clock)]

    def count(self) -> int:
        """Verbs since `break_at`."""
        return self.counter[0].number

    def restart_provider(self) -> None:
        """A new run: the provider remembers nothing."""
        hosts: Tree = {name: {"uri": self.uri(name)} for name in NAMES}
        self.driver.start(owner="test", hosts=hosts, host="lpar1")

    def made(self, inputs: Mapping[str, Tree]) -> Resource:
        return self.driver.create(GUEST, "g", self.driver.check(GUEST, "g", dict(inputs)))

    def preview(self, guest: Resource, inputs: Mapping[str, Tree]) -> list[str]:
        """The effect lines."""
        self.driver.engine.messages.clear()
        self.driver.update(guest, self.driver.check(GUEST, "g", dict(inputs), guest.inputs), preview=True)
        return self.driver.engine.texts()

    def updated(self, guest: Resource, inputs: Mapping[str, Tree]) -> Resource:
        return self.driver.update(guest, self.driver.check(GUEST, "g", dict(inputs), guest.inputs))

    def states(self) -> dict[str, dict[str, PowerState]]:
        """Name to state of every domain, by host."""
        return {name: _states(self.at(name).hypervisor) for name in NAMES}

    def running_copies(self, name: str = "g") -> int:
        return sum(states.get(name) is PowerState.RUNNING for states in self.states().values())


def _states(hypervisor: Hypervisor) -> dict[str, PowerState]:
    return {info.ref.name: info.state or PowerState.NOSTATE for info in hypervisor.list(ObjectKind.DOMAIN)}


@contextmanager
def two_hosts(folder: Path) -> Iterator[TwoHosts]:
    """A provider with both hosts in its configuration."""
    clock, counter = HandClock(), list[FaultCounter]()
    store = folder / "lab.sqlite"

    def reach(uri: str) -> Endpoint:
        endpoint = connect(uri, create=True, clock=clock)
        return with_faults(endpoint, _Latest(counter))

    with driving(real_convergers(reach, folder, clock=clock)) as driver:
        pair = TwoHosts(store=store, clock=clock, driver=driver, counter=counter)
        pair.break_at()
        for name in NAMES:
            pair.at(name)
        pair.restart_provider()
        yield pair


class _Latest(FaultCounter):
    """The counter that counts now: every connection has it, and a test starts it anew."""

    def __init__(self, held: list[FaultCounter]) -> None:
        self._held = held

    def next(self) -> int:
        return self._held[0].next()

    def strike(self, *what: object) -> None:
        self._held[0].strike(*what)  # type: ignore[arg-type]


def guest(host: str = "lpar1", /, **more: Any) -> dict[str, Any]:
    """A guest with nothing that binds it to its host."""
    return {
        "host": host,
        "name": "g",
        "memory": "256 MiB",
        "boot": {"kernel": "/boot/vmlinux-4.4.0-rc5"},
        "disks": [{"name": "root", "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1", "devno": "0x0e1e"}],
        "interfaces": [{"name": "lan", "macvtap": {"dev": "enccw0.0.4300"}}],
        **more,
    }
