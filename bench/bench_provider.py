"""The provider over gRPC, guest by guest, beside a provider that does nothing and beside libvirt without us."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bench import guests
from bench.plain import PlainLibvirt, freeing, sweep, swept
from bench.processes import driven
from bench.recording import Call, Recording, counted, recorded
from bench.sizes import Sizes
from tests.provider.convergers import real_convergers
from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")
OPERATIONS = ("check", "diff", "create", "read", "delete")
CHANGING = ("create", "delete")
PARALLEL = 8
"""As the engine on two cores: four operations per core at a time. Check and Diff come one after the other."""


class Client:
    """The engine's part for N guests, in the state that an operation needs."""

    def __init__(self, driver: Driver, host: str, count: int) -> None:
        self._driver, self._host, self._names = driver, host, guests.names(count)
        self._checked: list[Any] = []
        self._made: list[Resource] = []

    def prepare(self, operation: str) -> None:
        if operation == "check":
            return
        if operation == "create":
            self.take_away()
            self.check()  # as the engine does before each
        elif not self._made:
            self.check()
            self.create()
        if operation == "delete":
            self._begin_run()

    def check(self) -> None:
        self._checked = [self._driver.check(GUEST, name, guests.inputs(name, self._host)) for name in self._names]

    def diff(self) -> None:
        for resource in self._made:
            self._driver.diff(resource, resource.inputs)

    def create(self) -> None:
        make: Callable[[str, Any], Resource] = partial(self._driver.create, GUEST)
        with ThreadPoolExecutor(PARALLEL) as pool:
            self._made = list(pool.map(make, self._names, self._checked))

    def read(self) -> None:
        with ThreadPoolExecutor(PARALLEL) as pool:
            assert None not in list(pool.map(self._driver.read, self._made))

    def delete(self) -> None:
        """To be measured in a run after the one that made them: there they could be a replacement's originals."""
        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(self._driver.delete, self._made))
        self._made = []

    def take_away(self) -> None:
        """Leave no guest on the host."""
        if self._made:
            self._begin_run()
            self.delete()

    def forget(self) -> None:
        """Somebody else took them away."""
        self._made = []

    def _begin_run(self) -> None:
        """As when the engine starts the provider anew, with a connection that is open already."""
        self._driver.start(owner="bench")
        self._driver.read(self._made[0])


class SameCalls:
    """What zkvm asked the host for an operation, asked again by the binding alone; it has the operations by name."""

    def __init__(self, real: str, speaker: Client, recording: Recording) -> None:
        self._real, self._speaker, self._recording = real, speaker, recording
        self._calls: dict[str, list[Call]] = {}
        self._plain = PlainLibvirt(real)

    def calls_of(self, operation: str) -> list[Call]:
        """All of them, for all guests."""
        if operation not in self._calls:
            self._calls[operation] = calls_of(operation, self._speaker, self._recording)
        return self._calls[operation]

    def prepare(self, operation: str) -> None:
        """Guests on the host as the operation needs them, whatever was replayed, and one who knows none of them."""
        self.calls_of(operation)
        sweep(self._real)
        self._speaker.forget()
        self._speaker.prepare(operation)
        self._plain.close()
        self._plain = PlainLibvirt(self._real)

    def create(self) -> None:
        replay(self._plain, self._calls["create"])

    def read(self) -> None:
        replay(self._plain, self._calls["read"])

    def delete(self) -> None:
        replay(self._plain, self._calls["delete"])


LAPS = 5
"""Each measures all, one after the other."""
SAME_CALLS = "libvirt-python, same calls"
WHO = ("floor", "zkvm, emulated", "zkvm on libvirt", SAME_CALLS)


@pytest.fixture(scope="module", params=[(lap, who) for lap in range(LAPS) for who in WHO], ids=str)
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, size: Sizes
) -> Iterator[tuple[str, Client | SameCalls]]:
    folder, who = tmp_path_factory.mktemp("provider"), request.param[1]
    real = request.getfixturevalue("real") if "libvirt" in who else ""
    if who == SAME_CALLS:
        with swept(real), noted(real, size.provider, folder) as (speaker, recording):
            yield who, SameCalls(real, speaker, recording)
        return
    with swept(real), driven("floor" if who == "floor" else "zkvm", folder) as driver:
        client = Client(driver, real or f"emulated://{folder}/lab.sqlite", size.provider)
        yield who, client
        client.take_away()


@pytest.mark.parametrize("operation", OPERATIONS)
def bench_operation(benchmark: Any, client: tuple[str, Client | SameCalls], operation: str, size: Sizes) -> None:
    who, speaker = client
    if not hasattr(speaker, operation):
        pytest.skip("no host is asked")
    benchmark.group = f"provider/{operation}"
    benchmark.extra_info |= {"who": who, "items": size.provider, "floor": ["floor"]}
    if isinstance(speaker, SameCalls):
        benchmark.extra_info |= {"calls": counted(speaker.calls_of(operation)), "floor": []}
    rounds = -(-rounds_of(operation, size) // LAPS)
    work = freeing(getattr(speaker, operation))
    benchmark.pedantic(work, setup=partial(speaker.prepare, operation), rounds=rounds, warmup_rounds=1)


@pytest.mark.parametrize("operation", ["create", "read", "delete"])
def bench_calls(benchmark: Any, tmp_path: Path, size: Sizes, operation: str) -> None:
    """What an operation asks of an emulated host, counted."""
    with noted(f"emulated://{tmp_path}/lab.sqlite", size.provider, tmp_path) as (speaker, recording):
        calls = calls_of(operation, speaker, recording)
        benchmark.group = f"calls/{operation}"
        benchmark.extra_info |= {"who": "no host", "items": size.provider, "calls": counted(calls), "floor": []}
        benchmark.pedantic(list, rounds=1)


def rounds_of(operation: str, size: Sizes) -> int:
    """More than elsewhere: they are short, and a machine is not as fast in one second as in the next."""
    return size.rounds * (2 if operation in CHANGING else 4)


def calls_of(operation: str, speaker: Client, recording: Recording) -> list[Call]:
    """What the operation asks of the host, for all guests."""
    speaker.prepare(operation)
    recording.take()
    getattr(speaker, operation)()
    return recording.take()


def replay(plain: PlainLibvirt, calls: list[Call]) -> None:
    """Ask again what libvirt was asked, one call after the other."""
    for call in calls:
        if not call.of_host:
            getattr(plain, call.verb)(*call.values, **call.named)


@contextmanager
def noted(host: str, count: int, folder: Path) -> Iterator[tuple[Client, Recording]]:
    """A client of a provider in this process whose calls to the host are noted."""
    recording = Recording()
    reach = lambda uri: recorded(connect(uri, create=True), recording)
    with driving(real_convergers(reach, folder)) as driver:
        driver.start(owner="bench")
        speaker = Client(driver, host, count)
        yield speaker, recording
        speaker.take_away()
