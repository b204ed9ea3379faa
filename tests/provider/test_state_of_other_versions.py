"""A state that another version of zkvm wrote is read, compared, updated and deleted; what it says too much goes."""

from __future__ import annotations

import pytest

from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import a_run_begins
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.provider.codec import encode

GUEST = kind_of("Guest")
INPUTS: dict[str, Tree] = {
    "name": "a",
    "memory": "256 MiB",
    "disks": [{"name": "root", "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1"}],
    "power": "stopped",
}


def kept(made: Resource, inputs: dict[str, Tree], outputs: dict[str, Tree]) -> Resource:
    return Resource(kind=made.kind, urn=made.urn, id=made.id, inputs=encode(inputs), outputs=encode(outputs))


@pytest.fixture
def made(driver: Driver) -> Resource:
    return driver.create(GUEST, "a", driver.check(GUEST, "a", INPUTS))


@pytest.mark.parametrize(
    "more",
    [
        {"bootMenu": True},
        {"vcpus": "several"},
        {"disks": [{"name": "root"}]},
        {"disks": [{"name": "root", "driver": {"queue": 1}, "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1"}]},
    ],
    ids=["a property of another version", "another type", "a rule of today broken", "inside a device"],
)
def test_inputs_of_another_version(driver: Driver, made: Resource, more: dict[str, Tree]) -> None:
    old = kept(made, {**made.input_tree, **more}, made.output_tree)
    seen = driver.read(old)
    assert seen is not None
    assert seen.id == made.id
    for state in (old, seen):
        news = driver.check(GUEST, "a", made.input_tree, state.inputs)
        driver.diff(state, news)
        driver.update(state, news, preview=True)
        after = driver.update(state, news)
        assert after.input_tree == made.input_tree
        assert not driver.diff(after, news).detailedDiff
    a_run_begins(driver)
    driver.delete(old)
    assert driver.read(made) is None


def test_outputs_that_an_older_version_did_not_have(driver: Driver, made: Resource) -> None:
    few = {name: made.output_tree[name] for name in ("uuid", "hostUri", "machineId", *made.input_tree)}
    old = kept(made, made.input_tree, few)
    seen = driver.read(old)
    assert seen is not None
    assert seen.output_tree.keys() >= made.output_tree.keys()
    assert not driver.diff(seen, made.inputs).detailedDiff
    a_run_begins(driver)
    driver.delete(old)
    assert driver.read(made) is None
