"""Verbs of the port on N guests: the emulator, a real libvirtd with and without zkvm, and a bare table in SQLite."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from bench import guests
from bench.plain import PlainLibvirt, freeing, swept
from bench.sizes import Sizes
from bench.store_floor import BareStore
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.wiring import connect

DOMAIN = ObjectKind.DOMAIN
VERBS = ("define", "describe", "list", "statistics", "redefine", "undefine")
LONG = ("define", "redefine")
"""Verbs that take a real libvirtd many seconds for a thousand guests: one round a lap."""
SHORT = ("describe", "list", "statistics")
"""Verbs that leave everything as it was within a moment: more rounds."""
HOSTS = ("bare store", "emulated", "libvirt-python", "zkvm on libvirt")
LAPS = 3
"""Each measures all, one after the other."""


class Herd:
    """N guests on one host, in the state that a verb needs."""

    def __init__(self, host: Any, count: int) -> None:
        self._host = host
        self._documents = [guests.xml(name) for name in guests.names(count)]
        self._refs: list[ObjectRef] = []
        self._described: list[str] = []

    def prepare(self, verb: str) -> None:
        """Have them all, or for `define` none; nothing of this is measured, so nothing waits for validation."""
        if verb == "define":
            self.undefine()
        elif not self._refs:
            self.define(validate=False)
        if verb == "redefine" and not self._described:
            self.describe()

    def define(self, *, validate: bool = True) -> None:
        self._refs = [self._host.define(DOMAIN, text, validate=validate) for text in self._documents]

    def describe(self) -> None:
        self._described = [self._host.dump(ref) for ref in self._refs]

    def list(self) -> None:
        self._host.list(DOMAIN)

    def statistics(self) -> None:
        self._host.stats()

    def redefine(self) -> None:
        for text in self._described:
            self._host.define(DOMAIN, text)

    def undefine(self) -> None:
        for ref in self._refs:
            self._host.undefine(ref)
        self._refs, self._described = [], []

    def close(self) -> None:
        self.undefine()
        self._host.close()


@pytest.fixture(scope="module", params=[(lap, who) for lap in range(LAPS) for who in HOSTS], ids=str)
def herd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, size: Sizes
) -> Iterator[tuple[str, Herd]]:
    folder, who = tmp_path_factory.mktemp("verbs"), request.param[1]
    makers: dict[str, Callable[[], Any]] = {
        "bare store": lambda: BareStore(folder / "bare.sqlite"),
        "emulated": lambda: connect(f"emulated://{folder}/lab.sqlite", create=True).hypervisor,
        "libvirt-python": lambda: PlainLibvirt(real),
        "zkvm on libvirt": lambda: connect(real).hypervisor,
    }
    real = request.getfixturevalue("real") if "libvirt" in who else ""
    gc.collect()
    gc.freeze()  # as the provider does; nobody searches for garbage in what the hosts before him left
    with swept(real):
        herd = Herd(makers[who](), size.verbs)
        yield who, herd
        herd.close()


@pytest.mark.parametrize("verb", VERBS)
def bench_verb(benchmark: Any, herd: tuple[str, Herd], verb: str, size: Sizes) -> None:
    who, flock = herd
    benchmark.group = f"verb/{verb}"
    benchmark.extra_info |= {"who": who, "items": size.verbs, "floor": ["libvirt-python", "bare store"]}
    rounds = 1 if verb in LONG else size.rounds * (2 if verb in SHORT else 1)
    benchmark.pedantic(freeing(getattr(flock, verb)), setup=partial(flock.prepare, verb), rounds=rounds)
