"""libvirt validates what zkvm's templates make once for each form of it, and always what others had a hand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.provider.convergers import real_convergers
from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import Endpoint, ErrorCode, ErrorDomain
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")


class Witness:
    """A hypervisor that notes whether each definition was to be validated, and refuses the next one if told so."""

    def __init__(self, wrapped: Any) -> None:
        self._wrapped = wrapped
        self.validated: list[bool] = []
        self.asked: list[str] = []
        self.refuses = False

    def define(self, kind: Any, xml: str, *, validate: bool = True) -> Any:
        self.validated.append(validate)
        if self.refuses:
            self.refuses = False
            raise BackendError("no", code=ErrorCode.XML_INVALID_SCHEMA, domain=ErrorDomain.NONE, verb="define")
        self.asked.append("define")
        return self._wrapped.define(kind, xml, validate=validate)

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._wrapped, name)

        def call(*values: Any, **named: Any) -> Any:
            self.asked.append(name)
            return verb(*values, **named)

        return call


@contextmanager
def provider(folder: Path, templates: Path | None = None) -> Iterator[tuple[Driver, Witness]]:
    seen: list[Witness] = []

    def connected(uri: str) -> Endpoint:
        endpoint = connect(uri, create=True)
        seen.append(Witness(endpoint.hypervisor))
        return replace(endpoint, hypervisor=seen[-1])

    with driving(real_convergers(connected, folder, templates=templates)) as driver:
        driver.start(owner="team", host=f"emulated://{folder}/lab.sqlite")
        guest(driver, "first")
        yield driver, seen[0]


def guest(driver: Driver, name: str, **inputs: Tree) -> Resource:
    return driver.create(GUEST, name, driver.check(GUEST, name, {"memory": 512, "power": "stopped", **inputs}))


PATCH: Tree = [{"name": "note", "op": "add", "path": ".", "value": "<description>hello</description>"}]


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[tuple[Driver, Witness]]:
    with provider(tmp_path) as found:
        yield found


def test_a_second_guest_of_the_same_form_is_not_validated_again(spoken: tuple[Driver, Witness]) -> None:
    driver, host = spoken
    guest(driver, "second", memory=768)
    guest(driver, "third", metadata={"room": "B 12"})
    assert host.validated == [True, False, False]


@pytest.mark.parametrize(
    "inputs",
    [
        {"interfaces": [{"name": "lan", "macvtap": {"dev": "enccw0.0.4300"}}]},
        {"machine": "s390-ccw-virtio-7.1"},
        {"consoles": [{"name": "c", "kind": "virtio"}]},
    ],
)
def test_a_guest_of_another_form_is_validated(spoken: tuple[Driver, Witness], inputs: dict[str, Tree]) -> None:
    driver, host = spoken
    guest(driver, "second", **inputs)
    assert host.validated == [True, True]


def test_patched_guests_are_always_validated(spoken: tuple[Driver, Witness]) -> None:
    driver, host = spoken
    for name in ("second", "third"):
        guest(driver, name, xmlPatches=PATCH)
    assert host.validated == [True, True, True]


def test_a_change_of_what_an_administrator_may_have_added_to_is_validated(spoken: tuple[Driver, Witness]) -> None:
    driver, host = spoken
    second = guest(driver, "second")
    news = driver.check(GUEST, "second", {"memory": 768, "power": "stopped"}, second.inputs)
    driver.update(second, news)
    assert host.validated == [True, False, True]


def test_what_a_users_template_made_is_always_validated(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "guest.xml.j2").write_text("{% extends 'builtin/guest.xml.j2' %}")
    with provider(tmp_path, folder) as (driver, host):
        guest(driver, "second")
        assert host.validated == [True, True]


def test_a_form_that_was_refused_is_validated_again(spoken: tuple[Driver, Witness]) -> None:
    driver, host = spoken
    console: dict[str, Tree] = {"consoles": [{"name": "c", "kind": "sclp"}]}
    host.refuses = True
    with pytest.raises(Exception, match="no"):
        guest(driver, "second", **console)
    guest(driver, "second", **console)
    guest(driver, "third", **console)
    assert host.validated == [True, True, True, False]


def test_a_new_guest_that_stays_off_is_made_by_one_change(spoken: tuple[Driver, Witness]) -> None:
    driver, host = spoken
    host.asked.clear()
    guest(driver, "second")
    changes: Callable[[str], int] = host.asked.count
    assert (changes("define"), changes("set_metadata"), changes("dump")) == (1, 0, 1)
