"""Check: completed inputs and every fault, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.model.autoname import Autonaming, AutonamingMode
from zkvm_provider.model.check import Checked, check, check_configuration
from zkvm_provider.model.configuration import Configuration, HostEntry
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.guest import DomainType
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import KINDS, kind_of
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.model.structure import structure, unstructure

SETTINGS = Configuration(
    hosts={
        "lpar1": HostEntry(uri="qemu+ssh://lpar1/system", domain_type=DomainType.AUTO),
        "lpar2": HostEntry(uri="emulated:", domain_type=DomainType.AUTO),
    },
    host="lpar1",
)


def identity_of(name: str) -> Identity:
    return Identity(owner="lab", urn=f"urn:pulumi:dev::lab::zkvm:index:Any::{name}")


IDENTITY = identity_of("linux01")


def checked(kind: str, tree: dict[str, Tree], secrets: frozenset[str] = frozenset(), **more: Any) -> Checked:
    news = Partial(tree=tree, secrets=secrets)
    if kind == "Configuration":
        return check_configuration(news)
    given = {"configuration": SETTINGS, "identity": IDENTITY, "autonaming": None, **more}
    return check(kind_of(kind), news, given.pop("olds", None), **given)


def marked(value: Any, identity: Identity = IDENTITY) -> Any:
    """The expected value with the resource's mark in the place of MARK."""
    return value.replace("MARK", identity.suffix) if isinstance(value, str) else value


def repeated(case: dict[str, Any]) -> dict[str, Tree]:
    """The input of a case; `repeat` makes a text in it longer than a file should hold."""
    tree: dict[str, Tree] = case["input"]
    if "repeat" in case:
        *above, last = case["repeat"]["path"]
        inner: Any = tree
        for key in above:
            inner = inner[key]
        return {**tree, above[0]: {**inner, last: inner[last] * case["repeat"]["times"]}}
    return tree


def test_a_case_gives_exactly_its_faults_and_inputs(case: dict[str, Any]) -> None:
    result = checked(case["kind"], repeated(case), frozenset(case.get("secrets", ())))
    wanted = case.get("faults", [])
    assert sorted(fault.path for fault in result.faults) == sorted(fault["path"] for fault in wanted), result.faults
    for fault in wanted:
        reasons = [found.reason for found in result.faults if found.path == fault["path"]]
        assert any(fault["says"] in reason for reason in reasons), reasons
    for secret in case.get("hidden", ()):
        assert all(secret not in str(found) for found in result.faults), result.faults
    for key, value in case.get("becomes", {}).items():
        assert result.inputs[key] == marked(value), key


def test_structure_agrees_with_check_on_what_is_known(known_case: dict[str, Any]) -> None:
    result = checked(known_case["kind"], repeated(known_case), frozenset(known_case.get("secrets", ())))
    is_settings = known_case["kind"] == "Configuration"
    cls = Configuration if is_settings else kind_of(known_case["kind"]).inputs
    expected = [fault.path for fault in result.faults if is_settings or not _needs_more_than_the_tree(fault)]
    tree = {key: value for key, value in result.inputs.items() if key not in {"version", "pluginDownloadURL"}}
    assert structure_faults(cls, tree) == expected


def structure_faults(cls: type, tree: dict[str, Tree]) -> list[str]:
    """Paths of what structure refuses, without what depends on secrets."""
    try:
        structure(cls, tree)
    except InvalidInput as error:
        return [fault.path for fault in error.faults]
    return []


def _needs_more_than_the_tree(fault: Fault) -> bool:
    """Configured hosts, secrets and the naming policy are Check's business, not structure's."""
    return any(words in fault.reason for words in ("provider's `hosts`", "a libvirt URI", "a secret", "no host"))


def test_absent_unknown_and_empty_are_told_apart(presence: dict[str, Any]) -> None:
    kind, field = presence["kind"], presence["field"]
    needed: dict[str, dict[str, Tree]] = {
        "Guest": {"memory": "1 GiB"},
        "Qcow2Disk": {"pool": "p", "capacity": 1},
        "LvmDisk": {"pool": "p", "capacity": 1},
        "CloudInitDisk": {"pool": "p", "userData": "#cloud-config"},
        "DasdDisk": {"busId": "0.0.0e1e"},
        "MacvtapNetwork": {"devices": ["a"]},
    }
    tree = {key: value for key, value in needed[kind].items() if key != field}
    if "given" in presence:
        tree[field] = presence["given"]
    result = checked(kind, tree)
    assert [fault.path for fault in result.faults] == presence.get("faults", [])
    if presence.get("gives") == "absent":
        assert field not in result.inputs
    elif "gives" in presence:
        assert result.inputs[field] == marked(presence["gives"])


def test_a_name_is_made_as_the_case_says(naming: dict[str, Any]) -> None:
    needed: dict[str, dict[str, Tree]] = {
        "Guest": {"memory": "1 GiB"},
        "Qcow2Disk": {"pool": "p", "capacity": 1},
        "StoragePool": {"target": "/x"},
        "MacvtapNetwork": {"devices": ["a"]},
        "Host": {},
    }
    identity = identity_of(naming.get("logical", "linux01"))
    mode = naming.get("mode")
    proposal = Autonaming(proposed_name=naming.get("proposed", ""), mode=AutonamingMode(mode)) if mode else None
    olds: dict[str, Tree] | None = {"name": naming["old"]} if "old" in naming else None
    result = checked(naming["kind"], needed[naming["kind"]], identity=identity, autonaming=proposal, olds=olds)
    expected = None if naming["gives"] == "absent" else marked(naming["gives"], identity)
    assert result.inputs.get("name") == expected
    assert [fault.path for fault in result.faults] == naming.get("faults", [])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_may_be_unknown(kind: Any) -> None:
    tree: dict[str, Tree] = {spec.wire_name: UNKNOWN for spec in fields_of(kind.inputs)}
    result = checked(kind.name, tree)
    assert result == Checked(inputs=tree, faults=())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_null_is_absent(kind: Any) -> None:
    nulls: dict[str, Tree] = {spec.wire_name: None for spec in fields_of(kind.inputs)}
    assert checked(kind.name, nulls) == checked(kind.name, {})


def test_hosts_that_are_not_known_are_waited_for() -> None:
    settings = Partial(tree={"hosts": UNKNOWN, "host": "lpar7"})
    result = checked("Guest", {"memory": "1 GiB"}, configuration=settings)
    assert (result.inputs["host"], result.faults) == ("lpar7", ())
    assert checked("Host", {}, configuration=settings).inputs["uri"] is UNKNOWN


def test_an_unknown_default_host_stays_unknown() -> None:
    settings = Partial(tree={"host": UNKNOWN})
    assert checked("Guest", {"memory": "1 GiB"}, configuration=settings).inputs["host"] is UNKNOWN


def test_without_any_configuration_the_emulator_is_the_host() -> None:
    assert checked("Guest", {"memory": "1 GiB"}, configuration=Configuration()).inputs["host"] == "emulated:"


def test_check_leaves_what_it_was_given_as_it_was() -> None:
    tree: dict[str, Tree] = {"memory": "1 GiB", "shutdown": {"graceS": 1.0}}
    checked("Guest", tree)
    assert tree == {"memory": "1 GiB", "shutdown": {"graceS": 1.0}}


def test_checking_completed_inputs_again_changes_nothing() -> None:
    first = checked("Qcow2Disk", {"pool": "p", "capacity": 1})
    assert checked("Qcow2Disk", first.inputs, olds=first.inputs) == first


def test_structure_raises_all_faults_with_their_paths() -> None:
    kind = kind_of("Guest")
    with pytest.raises(InvalidInput) as caught:
        structure(kind.inputs, {"memory": "1 GiB", "vcpus": 0, "disks": [{"name": "a"}]})
    assert [fault.path for fault in caught.value.faults] == ["vcpus", "disks[0]"]
    assert isinstance(caught.value.faults[0], Fault)


def test_sizes_of_inputs_are_texts_and_outputs_are_numbers() -> None:
    volume = kind_of("Qcow2Disk")
    assert unstructure(structure(volume.inputs, {"pool": "p", "capacity": 20}))["capacity"] == "20 GiB"
    told: dict[str, Tree] = {
        **dict.fromkeys(("path", "key", "hostUri", "machineId", "poolName"), "x"),
        "capacityBytes": 5.0,
        "allocationBytes": 7.0,
    }
    assert unstructure(structure(volume.outputs, told))["capacityBytes"] == 5
