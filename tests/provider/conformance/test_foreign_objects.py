"""Another's object in the place of ours: refused with its owner and the command that takes it over, and never touched.

What has no owner, a host, a DASD or a LUN, is used by both, and is afterwards as the first had it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import grpc
import pytest

from tests.provider.conformance import laws
from tests.provider.conformance.cases import BY_NAME, CONFIGURATION, every_kind
from tests.provider.conformance.import_ids import IMPORT_IDS
from tests.provider.driver import Driver
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope
from zkvm_provider.libvirtxml.xmltext import ZKVM
from zkvm_provider.model.kinds import KINDS, Kind
from zkvm_provider.wiring import administer, connect

SHARED: Final = frozenset({"Host", "DasdDisk", "ScsiLun"})
OTHERS: Final[laws.Configured] = {"host": "emulated:", "owner": "others"}
OWNED: Final = [kind for kind in KINDS if kind.name not in SHARED]


def store() -> str:
    return f"emulated://{Path.cwd()}/.zkvm/lab.sqlite"


def verbs() -> int:
    """How many verbs changed the host so far."""
    return len(administer(store()).log())


def forget_who_made_it(kind: Kind) -> None:
    """As if it had been made by hand: neither our journal nor our mark knows it."""
    for path in Path(".zkvm").glob("*journal*"):
        path.unlink()
    if kind.name == "Guest":
        guest = ObjectRef(kind=ObjectKind.DOMAIN, name="linux01")
        connect(store()).hypervisor.set_metadata(guest, ZKVM, "zkvm", None, Scope.CONFIG | Scope.LIVE)


def refusals(driver: Driver, kind: Kind, case: laws.Case) -> list[str]:
    """What preview and creation of the same thing say in another stack."""
    driver.start(**OTHERS)
    inputs = driver.check(kind, "it", case.resource.inputs)
    said = []
    for preview in (True, False):
        with pytest.raises(grpc.RpcError) as refused:
            driver.create(kind, "it", inputs, preview=preview)
        error = refused.value
        assert error.code() in {grpc.StatusCode.ALREADY_EXISTS, *laws.UNDERSTOOD}
        said.append(str(error.details()))
    return said


def is_told(text: str, kind: Kind, case: laws.Case) -> None:
    """With the command, ready to be copied, and what it names is what `pulumi import` takes."""
    host, _, key = IMPORT_IDS[kind.name][-1].rpartition("::")
    key = key or case.resource.id
    assert f"pulumi import zkvm:index:{kind.name} RESOURCE-NAME '{host or 'emulated:'}::{key}'" in text


@pytest.mark.parametrize("kind", OWNED, ids=lambda kind: kind.name)
def test_another_stack_s_object_is_refused_with_its_owner(kind: Kind, case: laws.Case) -> None:
    before = verbs()
    for text in refusals(case.driver, kind, case):
        assert f"belongs to kit ({case.resource.urn})" in text
        is_told(text, kind, case)
    assert verbs() == before
    case.driver.start(**CONFIGURATION)
    laws.settled(case.driver, case.resource)


@pytest.mark.parametrize("kind", OWNED, ids=lambda kind: kind.name)
def test_an_object_made_by_hand_is_refused(kind: Kind, case: laws.Case) -> None:
    forget_who_made_it(kind)
    before = verbs()
    for text in refusals(case.driver, kind, case):
        assert "already" in text
        assert "belongs to" not in text
        is_told(text, kind, case)
    assert verbs() == before


@pytest.mark.parametrize("kind", [BY_NAME[name] for name in sorted(SHARED)], ids=lambda kind: kind.name)
def test_what_has_no_owner_is_used_by_both_and_left_as_it_was(kind: Kind, case: laws.Case) -> None:
    before = verbs()
    case.driver.start(**OTHERS)
    theirs = case.driver.create(kind, "it", case.driver.check(kind, "it", case.resource.inputs))
    case.driver.start(**OTHERS)
    case.driver.delete(theirs)
    assert verbs() == before
    case.driver.start(**CONFIGURATION)
    laws.settled(case.driver, case.resource)


@pytest.mark.parametrize("kind", [BY_NAME["MediatedDevice"]], ids=["MediatedDevice"])
def test_a_dasd_that_is_another_s_mediated_device_is_refused(kind: Kind, case: laws.Case) -> None:
    driver = case.driver
    first = driver.create(kind, "first", driver.check(kind, "first", {"parent": "0.0.0e21"}))
    driver.start(**OTHERS)
    with pytest.raises(grpc.RpcError) as refused:
        driver.create(kind, "second", driver.check(kind, "second", {"parent": "0.0.0e21"}), preview=True)
    text = str(refused.value.details())
    assert f"parent: 0.0.0e21 is in mediated device {first.id} already, which belongs to kit" in text


@every_kind
def test_a_refused_creation_can_be_followed_by_the_import_it_names(kind: Kind, case: laws.Case) -> None:
    """What the other stack imports differs in nothing from what is there."""
    case.driver.start(**OTHERS)
    import_id = IMPORT_IDS[kind.name][-1] or f"emulated:::{case.resource.id}"
    found = case.driver.import_(kind, "it", import_id)
    assert found is not None
    assert found.id == case.resource.id
    inputs = case.driver.check(kind, "it", found.inputs, found.inputs)
    assert not laws.detail(case.driver.diff(found, inputs))
