"""Drift of the running object, of its configuration, or of both: told by a refresh and mended where it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.provider.conformance import laws
from tests.provider.conformance import scope_edits as edits
from tests.provider.conformance.cases import BY_NAME, CONFIGURATION
from tests.provider.driver import Resource
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef, Scope, Thread
from zkvm_provider.model.kinds import Kind
from zkvm_provider.wiring import administer, connect

GUEST = pytest.mark.parametrize("kind", [BY_NAME["Guest"]], ids=["Guest"])
SCOPES = {"live": Scope.LIVE, "config": Scope.CONFIG, "both": Scope.LIVE | Scope.CONFIG}
NETWORKS = {"NatNetwork": "nat", "OvsNetwork": "switch", "MacvtapNetwork": "lan", "BridgeNetwork": "flat"}


def host() -> Hypervisor:
    return connect(f"emulated://{Path.cwd()}/.zkvm/lab.sqlite").hypervisor


def of_networks(table: dict[tuple[str, str], Any]) -> pytest.MarkDecorator:
    cases = [pytest.param(BY_NAME[kind], what, id=f"{kind}-{what}") for kind, what in table]
    return pytest.mark.parametrize(("kind", "what"), cases)


DRAWN = ("devno", "index", "portid", "used", "connections")
"""Attributes that another device number or another start changes."""


def shown(ref: ObjectRef) -> tuple[list[str], ...]:
    """Both definitions, every element a text of its own, without what is drawn anew."""
    return tuple(_elements(host().dump(ref, live=live)) for live in (False, True))


def _elements(xml: str) -> list[str]:
    root = etree.fromstring(xml.encode(), etree.XMLParser(remove_blank_text=True))
    for element in root.iter():
        for name in DRAWN:
            element.attrib.pop(name, "")
        if re.match("vnet|macvtap", element.get("dev", "")):
            del element.attrib["dev"]
        element.tail = None
        if element.tag == "dns":
            element[:] = sorted(element, key=etree.tostring)  # libvirt appends
    tops = [*root, *root.findall("devices/*")]
    return sorted(
        etree.tostring(each, encoding="unicode") for each in tops if each.tag not in {"devices", "vcpus", "iothreadids"}
    )


def told(case: laws.Case) -> tuple[Resource, list[str], list[str]]:
    """The refreshed state, the properties that differ from the program, and the messages."""
    case.driver.start(**CONFIGURATION)
    case.driver.engine.messages.clear()
    seen = case.driver.read(case.resource)
    assert seen is not None
    found = sorted(case.driver.diff(seen, case.resource.inputs).detailedDiff)
    return seen, found, case.driver.engine.texts()


def mended(case: laws.Case, seen: Resource, ref: ObjectRef, before: tuple[list[str], ...]) -> None:
    case.driver.engine.messages.clear()
    case.driver.update(seen, case.resource.inputs, preview=True)
    assert case.driver.engine.texts(), "the preview says nothing"
    laws.settled(case.driver, case.driver.update(seen, case.resource.inputs))
    for now, then in zip(shown(ref), before, strict=True):
        assert set(now) ^ set(then) == set()


@GUEST
@pytest.mark.parametrize(("scope", "what"), list(product(SCOPES, edits.GUEST_EDITS)))
def test_a_guest_changed_in_any_scope(kind: Kind, case: laws.Case, scope: str, what: str) -> None:
    edit, path = edits.GUEST_EDITS[what]
    before = shown(edits.GUEST)
    edit(host(), SCOPES[scope])
    assert shown(edits.GUEST) != before
    seen, found, _ = told(case)
    assert found == [path]
    mended(case, seen, edits.GUEST, before)


@GUEST
@pytest.mark.parametrize("what", edits.CONFIG_ONLY)
def test_a_guest_whose_next_start_others_changed(kind: Kind, case: laws.Case, what: str) -> None:
    edit, path = edits.CONFIG_ONLY[what]
    before = shown(edits.GUEST)
    edit(host(), Scope.CONFIG)
    seen, found, _ = told(case)
    assert found == [path]
    mended(case, seen, edits.GUEST, before)


@GUEST
def test_a_vcpu_that_cannot_be_unplugged_is_said_to_wait(kind: Kind, case: laws.Case) -> None:
    host().set_vcpus(edits.GUEST, 3, Scope.LIVE)
    _, found, messages = told(case)
    assert not found
    assert messages == ["waits: vcpus 3 → 2: next boot (s390x cannot unplug a vCPU)"]


@GUEST
def test_scopes_that_drifted_apart_are_told_together(kind: Kind, case: laws.Case) -> None:
    """Different fields, each in its scope; and one field in both, each in its own way."""
    before = shown(edits.GUEST)
    for what, scope in (("quota", Scope.LIVE), ("disk attached", Scope.LIVE), ("current memory", Scope.CONFIG)):
        edits.GUEST_EDITS[what][0](host(), scope)
    pin = edits.GUEST_EDITS["pin"][0]
    pin(host(), Scope.LIVE)
    host().pin(edits.GUEST, Thread.VCPU, 0, (2,), Scope.CONFIG)
    seen, found, messages = told(case)
    assert found == ["cpuTune.quota", 'cpuTune.vcpuPins["0"]', "currentMemory", "disks[3]"]
    twice = "cpu_tune.vcpu_pins.0 was changed in two ways: it is 2 in the configuration, 0-1 in the running guest"
    assert twice in messages
    mended(case, seen, edits.GUEST, before)


@of_networks(edits.NETWORK_EDITS)
@pytest.mark.parametrize("scope", SCOPES)
def test_a_network_changed_in_any_scope(kind: Kind, case: laws.Case, scope: str, what: str) -> None:
    edit, path = edits.NETWORK_EDITS[kind.name, what]
    ref = ObjectRef(kind=ObjectKind.NETWORK, name=NETWORKS[kind.name])
    before = shown(ref)
    edit(host(), SCOPES[scope])
    seen, found, _ = told(case)
    assert found == [path]
    mended(case, seen, ref, before)


@of_networks(edits.REDEFINED)
def test_a_network_that_was_edited_and_runs_as_it_was(kind: Kind, case: laws.Case, what: str) -> None:
    """Written back, and not stopped for it."""
    edit, path = edits.REDEFINED[kind.name, what]
    ref = ObjectRef(kind=ObjectKind.NETWORK, name=NETWORKS[kind.name])
    before, verbs = shown(ref), len(stops())
    edit(host())
    seen, found, _ = told(case)
    assert found == [path]
    mended(case, seen, ref, before)
    assert len(stops()) == verbs


def stops() -> list[str]:
    rows = administer(f"emulated://{Path.cwd()}/.zkvm/lab.sqlite").log()
    return [row.verb for row in rows if row.verb == "stop"]


STOPPED: dict[str, Callable[[], None]] = {
    "StoragePool": lambda: host().stop(ObjectRef(kind=ObjectKind.POOL, name="images")),
    "NatNetwork": lambda: host().stop(ObjectRef(kind=ObjectKind.NETWORK, name="nat")),
    "DasdDisk": lambda: connect(f"emulated://{Path.cwd()}/.zkvm/lab.sqlite").devices.set_dasd_online("0.0.0e20", False),
    "MediatedDevice": lambda: host().stop(
        next(i.ref for i in host().list(ObjectKind.NODE_DEVICE) if i.ref.name.startswith("mdev_") and i.persistent)
    ),
}


@pytest.mark.parametrize("kind", [BY_NAME[name] for name in STOPPED], ids=lambda kind: kind.name)
def test_what_others_stopped_is_started_again(kind: Kind, case: laws.Case) -> None:
    STOPPED[kind.name]()
    seen, found, _ = told(case)
    assert found == ["active"]
    laws.settled(case.driver, case.driver.update(seen, case.resource.inputs))
