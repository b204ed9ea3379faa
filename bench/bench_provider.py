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
from bench.plain import PlainLibvirt, sweep, swept
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


@pytest.fixture(scope="module", params=["floor", "zkvm, emulated", "zkvm on libvirt"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, size: Sizes
) -> Iterator[tuple[str, Client]]:
    folder = tmp_path_factory.mktemp("provider")
    real = request.getfixturevalue("real") if request.param.endswith("libvirt") else ""
    with swept(real), driven("floor" if request.param == "floor" else "zkvm", folder) as driver:
        client = Client(driver, real or f"emulated://{folder}/lab.sqlite", size.provider)
        yield request.param, client
        client.take_away()


@pytest.mark.parametrize("operation", OPERATIONS)
def bench_operation(benchmark: Any, client: tuple[str, Client], operation: str, size: Sizes) -> None:
    who, speaker = client
    benchmark.group = f"provider/{operation}"
    benchmark.extra_info |= {"who": who, "items": size.provider, "floor": ["floor"]}
    benchmark.pedantic(
        getattr(speaker, operation),
        setup=partial(speaker.prepare, operation),
        rounds=rounds_of(operation, size),
        warmup_rounds=1,
    )


@pytest.mark.parametrize("operation", ["create", "read", "delete"])
@pytest.mark.parametrize("where", ["emulated", "libvirt"])
def bench_same_calls(
    benchmark: Any, request: pytest.FixtureRequest, tmp_path: Path, size: Sizes, where: str, operation: str
) -> None:
    """What an operation asks of the host, counted; and for a real one, the same asked by libvirt-python alone."""
    real = request.getfixturevalue("real") if where == "libvirt" else ""
    with (
        swept(real),
        noted(real or f"emulated://{tmp_path}/lab.sqlite", size.provider, tmp_path) as (speaker, recording),
    ):
        calls = calls_of(operation, speaker, recording)
        benchmark.group = f"provider/{operation}" if where == "libvirt" else f"calls/{operation}"
        who = "libvirt-python, same calls" if where == "libvirt" else "no host"
        benchmark.extra_info |= {"who": who, "items": size.provider, "calls": counted(calls), "floor": []}
        if where == "emulated":
            benchmark.pedantic(list, rounds=1)
        else:
            setup = partial(begin_again, real, speaker, operation, calls)
            benchmark.pedantic(replay, setup=setup, rounds=rounds_of(operation, size))


def rounds_of(operation: str, size: Sizes) -> int:
    """More than elsewhere: they are short, and a machine is not as fast in one second as in the next."""
    return size.rounds * (2 if operation in CHANGING else 4)


def calls_of(operation: str, speaker: Client, recording: Recording) -> list[Call]:
    """What the operation asks of the host, for all guests."""
    speaker.prepare(operation)
    recording.take()
    getattr(speaker, operation)()
    return recording.take()


def begin_again(
    real: str, speaker: Client, operation: str, calls: list[Call]
) -> tuple[tuple[PlainLibvirt, list[Call]], dict[str, Any]]:
    """Guests on the host as the operation needs them, whatever was replayed, and one who knows none of them."""
    sweep(real)
    speaker.forget()
    speaker.prepare(operation)
    return (PlainLibvirt(real), calls), {}


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
