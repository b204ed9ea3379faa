"""A read of a guest that nobody touched says what the state says, without taking anything apart; any touch is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.apply import guest_state
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef, Scope
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.provider.seal import SEAL
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")
NETWORK = kind_of("MacvtapNetwork")
A = ObjectRef(kind=ObjectKind.DOMAIN, name="a")
GRAPHICS = "<graphics type='vnc' port='-1' passwd='a word'/></devices>"


@pytest.fixture
def driver() -> Iterator[Driver]:
    with driving() as made:
        made.start(owner="test")
        yield made


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"emulated://{tmp_path}/lab.sqlite"


def host(uri: str) -> Hypervisor:
    return connect(uri, create=True).hypervisor


def make(driver: Driver, uri: str, **more: Tree) -> Resource:
    inputs: dict[str, Tree] = {
        "host": uri,
        "name": "a",
        "memory": "256 MiB",
        "vcpus": 1,
        "domainType": "qemu",
        "disks": [{"name": "root", "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1"}],
        **more,
    }
    return driver.create(GUEST, "a", driver.check(GUEST, "a", inputs))


def read(driver: Driver, resource: Resource) -> Resource:
    found = driver.read(resource)
    assert found is not None
    return found


def timeless(resource: Resource) -> dict[str, Tree]:
    return {name: value for name, value in resource.output_tree.items() if name != "observedAt"}


def test_an_untouched_guest_is_recognised_without_reading_its_xml(
    driver: Driver, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(driver, uri)
    driver.start(owner="test")
    monkeypatch.setattr(guest_state, "parse_definition", None)
    found = read(driver, made)
    assert (timeless(found), found.input_tree, found.id) == (timeless(made), made.input_tree, made.id)


def test_what_is_recognised_is_what_a_full_read_finds(driver: Driver, uri: str) -> None:
    made = make(driver, uri)
    bare = Resource(kind=made.kind, urn=made.urn, id=made.id, inputs=made.inputs, outputs=without_seal(made.outputs))
    assert timeless(read(driver, bare)) == timeless(read(driver, made)) == timeless(made)


def test_a_recognised_guest_tells_when_it_was_seen(driver: Driver, uri: str) -> None:
    made = make(driver, uri)
    made.outputs.fields["observedAt"].string_value = "2001-01-01T00:00:00Z"
    assert str(read(driver, made).output_tree["observedAt"]) > "2026"


TOUCHES: dict[str, tuple[Callable[[Hypervisor], object], str, Tree]] = {
    "stopped": (lambda it: it.stop(A), "power", "stopped"),
    "paused": (lambda it: it.suspend(A), "power", "paused"),
    "autostart": (lambda it: it.set_autostart(A, True), "autostart", True),
    "memory of the next boot": (lambda it: it.set_max_memory(A, 512 * 1024, Scope.CONFIG), "memory", "512 MiB"),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_every_touch_is_seen(driver: Driver, uri: str, touch: str) -> None:
    act, field, value = TOUCHES[touch]
    made = make(driver, uri, autostart=False)
    act(host(uri))
    driver.start(owner="test")
    assert read(driver, made).input_tree[field] == value


def test_a_network_that_another_has_replaced_is_seen(driver: Driver, uri: str) -> None:
    net_inputs: dict[str, Tree] = {"host": uri, "name": "lan", "devices": ["eth0"]}
    net = driver.create(NETWORK, "lan", driver.check(NETWORK, "lan", net_inputs))
    made = make(driver, uri, power="stopped", interfaces=[{"name": "lan", "network": net.id}])
    driver.start(owner="test")
    assert read(driver, made).input_tree == made.input_tree
    ref = ObjectRef(kind=ObjectKind.NETWORK, uuid=net.id)
    host(uri).stop(ref)
    host(uri).undefine(ref)
    host(uri).define(
        ObjectKind.NETWORK,
        "<network><name>lan</name><forward mode='bridge'><interface dev='eth0'/></forward></network>",
    )
    driver.start(owner="test")
    assert read(driver, made).input_tree["interfaces"] != made.input_tree["interfaces"]


def test_a_guest_that_is_gone_is_gone(driver: Driver, uri: str) -> None:
    made = make(driver, uri, power="stopped")
    host(uri).undefine(A)
    driver.start(owner="test")
    assert driver.read(made) is None


def test_a_state_that_was_edited_is_put_right(driver: Driver, uri: str) -> None:
    made = make(driver, uri)
    made.outputs.fields["powerState"].string_value = "shut off"
    assert read(driver, made).output_tree["powerState"] == "running"


def test_another_machine_is_refused(driver: Driver, uri: str) -> None:
    made = make(driver, uri)
    moved = f"{uri}?host=lpar2"
    host(moved)
    made.inputs.fields["host"].string_value = moved
    with pytest.raises(Exception, match="another machine"):
        driver.read(made)


def test_no_digest_is_kept_of_a_secret(driver: Driver, uri: str) -> None:
    """Neither of an XML that holds one, nor of inputs."""
    made = make(driver, uri, power="stopped")
    assert SEAL in made.outputs.fields
    xml = host(uri).dump(A)
    host(uri).define(ObjectKind.DOMAIN, xml.replace("</devices>", GRAPHICS))
    driver.start(owner="test")
    assert SEAL not in read(driver, made).outputs.fields
    secret = driver.check(GUEST, "b", {"host": uri, "name": "b", "memory": "1 GiB", "power": "stopped"})
    secret.fields["memory"].CopyFrom(marked("1 GiB"))
    assert SEAL not in driver.create(GUEST, "b", secret).outputs.fields


def without_seal(outputs: Any) -> Any:
    bare = type(outputs)()
    bare.CopyFrom(outputs)
    del bare.fields[SEAL]
    return bare


def marked(text: str) -> Any:
    """A secret as the engine sends it."""
    from zkvm_provider.provider.codec import encode

    return encode({"it": text}, ("it",)).fields["it"]
