"""The SDK sends what the provider reads: camelCase, references turned into texts, nothing made up."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime.settings import SETTINGS

import zkvm_provider.sdk as zkvm
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.kinds import KINDS, Kind, kind_of
from zkvm_provider.model.structure import structure
from zkvm_provider.reconcile.shape import is_model

PROGRAMS = Path(__file__).parent / "programs"
UNTYPED: Any = zkvm
"""The SDK for calls that a type checker would refuse before they run."""
ROW = {"name": "data", "kind": "disk", "busId": "0.0.0001", "devno": "0x0001", "cuType": "3832/02"}


class Recorder(pulumi.runtime.Mocks):  # type: ignore[misc] # pulumi is not followed by the type checker
    """An engine that remembers what it was asked."""

    def __init__(self) -> None:
        self.resources: dict[str, dict[str, Any]] = {}
        self.types: dict[str, str] = {}
        self.read: dict[str, str] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.lock = threading.Lock()

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        with self.lock:
            self.resources[args.name] = dict(args.inputs)
            self.types[args.name] = args.typ
            if args.resource_id:
                self.read[args.name] = args.resource_id
        told: dict[str, dict[str, Any]] = {
            "zkvm:index:Guest": {"devices": [ROW], "pending": []},
            "zkvm:index:DasdDisk": {"path": "/dev/dasda1"},
        }
        return args.resource_id or f"{args.name}-id", {**args.inputs, **told.get(args.typ, {})}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        with self.lock:
            self.calls.append((args.token, dict(args.args)))
        disk = {"name": "data", "volume": "p/v", "readOnly": True, "iothread": 2.0}
        return {"id": "u-1", "uuid": "u-1", "hostUri": "emulated:", "vcpus": 2.0, "disks": [disk], "devices": [ROW]}


def run(program: Callable[[], Any]) -> Recorder:
    """Run a program against the recorder, to its end."""
    recorder = Recorder()
    pulumi.runtime.set_mocks(recorder, preview=False)
    pulumi.runtime.test(program)()
    return recorder


@pytest.fixture(scope="module")
def lab() -> Recorder:
    """The engine's view of the example program."""
    return run(lambda: pulumi.Output.from_input(runpy.run_path(str(PROGRAMS / "lab.py"))["linux01"].id))


def test_names_travel_in_camel_case(lab: Recorder) -> None:
    sent = lab.resources["linux01"]
    assert (sent["maxVcpus"], sent["currentMemory"]) == (4, 512)
    assert sent["shutdown"] == {"graceS": 30, "then": "fail"}
    assert [disk.get("readOnly") for disk in sent["disks"]] == [None, True, None]


def test_keys_of_the_users_own_objects_stay_as_they_are(lab: Recorder) -> None:
    assert lab.resources["linux01"]["metadata"] == {"cost_centre": "4711"}


def test_a_host_stands_for_its_uri(lab: Recorder) -> None:
    hosts = {name: sent["host"] for name, sent in lab.resources.items() if "host" in sent and name != "other"}
    assert hosts == dict.fromkeys(
        ("images", "base", "data", "lan", "tagged", "dasd", "linux01", "linux02"), "emulated:"
    )


def test_other_resources_stand_for_their_id(lab: Recorder) -> None:
    assert lab.resources["data"]["pool"] == "images-id"
    assert lab.resources["data"]["backing"] == "base-id"
    assert [disk.get("volume") for disk in lab.resources["linux01"]["disks"]] == [None, "data-id", "data-id"]
    assert lab.resources["linux01"]["interfaces"][0] == {"name": "lan", "network": "lan-id"}


def test_sizes_are_sent_as_they_were_written(lab: Recorder) -> None:
    assert (lab.resources["base"]["capacity"], lab.resources["data"]["capacity"]) == ("10 GiB", 20)


def test_choices_are_sent_as_texts(lab: Recorder) -> None:
    assert (lab.resources["lab"]["domainType"], lab.resources["linux02"]["nextBoot"]) == ("qemu", "restart")
    assert lab.resources["linux01"]["disks"][2]["cache"] == "none"


def test_absent_arguments_are_not_sent(lab: Recorder) -> None:
    assert set(lab.resources["linux02"]) == {"memory", "host", "nextBoot"}


def test_every_resource_has_its_token(lab: Recorder) -> None:
    assert lab.types["linux01"] == "zkvm:index:Guest"
    assert lab.types["other"] == "pulumi:providers:zkvm"


def test_get_reads_by_id_and_sends_nothing(lab: Recorder) -> None:
    assert (lab.read["found"], lab.resources["found"]) == ("lpar1::linux09", {})


def test_nested_configuration_travels_as_json(lab: Recorder) -> None:
    assert lab.resources["other"]["host"] == "lpar1"
    assert json.loads(lab.resources["other"]["hosts"]) == {"lpar1": {"uri": "emulated:", "domainType": "kvm"}}


def test_a_function_takes_a_host(lab: Recorder) -> None:
    assert lab.calls == [("zkvm:index:getGuest", {"name": "linux09", "host": "emulated:"})]


@pytest.mark.parametrize("name", ["lab", "images", "base", "data", "lan", "dasd", "linux01", "linux02"])
def test_the_model_reads_what_the_sdk_sends(lab: Recorder, name: str) -> None:
    kind = kind_of(lab.types[name].rpartition(":")[2])
    structure(kind.inputs, lab.resources[name])


def test_outputs_have_types_and_python_names() -> None:
    seen: list[Any] = []

    def program() -> pulumi.Output[None]:
        guest = zkvm.Guest("g", memory="1 GiB")
        return guest.devices.apply(lambda rows: seen.append((type(rows[0]).__name__, rows[0].bus_id, rows[0].mac)))

    run(program)
    assert seen == [("DeviceRow", "0.0.0001", None)]


def test_the_end_of_a_program_waits_for_one_output_of_a_resource_and_what_is_made_of_others() -> None:
    """Pulumi walks over all that it waits for whenever one resource is done."""
    seen: list[Any] = []
    waited: list[int] = []

    def program() -> None:
        before = len(SETTINGS.outputs)
        guest = zkvm.Guest("g", memory="1 GiB")
        waited.append(len(SETTINGS.outputs) - before)
        guest.memory.apply(seen.append)
        guest.devices[0].bus_id.apply(seen.append)

    run(program)
    assert waited == [2], "id and urn"
    assert set(seen) == {"1 GiB", "0.0.0001"}


def test_a_function_answers_at_once_with_types() -> None:
    seen: list[Any] = []

    def program() -> None:
        answer = zkvm.get_guest(name="g")
        seen.append((answer.id, answer.vcpus, answer.disks[0].read_only, answer.disks[0].iothread, answer.boot))

    run(program)
    assert seen == [("u-1", 2, True, 2, None)]
    assert isinstance(seen[0][1], int)


def test_resources_inside_outputs_are_looked_through() -> None:
    def program() -> pulumi.Output[str]:
        host = zkvm.Host("h", uri="emulated:")
        pool = zkvm.StoragePool("p", target="/x", host=pulumi.Output.from_input(host))
        volume = zkvm.Qcow2Disk("v", pool=pulumi.Output.from_input(pool), capacity=1)
        disks = pulumi.Output.from_input(volume).apply(lambda known: [{"name": "a", "volume": known}])
        return zkvm.Guest("g", memory=512, disks=disks).id

    sent = run(program).resources
    assert (sent["p"]["host"], sent["v"]["pool"]) == ("emulated:", "p-id")
    assert sent["g"]["disks"] == [{"name": "a", "volume": "v-id"}]


def test_arguments_as_an_object_and_as_keywords_are_the_same() -> None:
    def program() -> list[Any]:
        args = zkvm.GuestArgs(memory="1 GiB", boot=zkvm.BootArgs(kernel="/k"))
        first = zkvm.Guest("a", args)
        second = zkvm.Guest("b", memory="1 GiB", boot={"kernel": "/k"})
        third = zkvm.Guest("c", args=args, opts=pulumi.ResourceOptions(protect=True))
        return [first.id, second.id, third.id]

    sent = run(lambda: pulumi.Output.all(*program())).resources
    assert sent["a"] == sent["b"] == sent["c"] == {"memory": "1 GiB", "boot": {"kernel": "/k"}}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: UNTYPED.Guest("g"), "Missing required property 'memory'"),
        (lambda: UNTYPED.Guest("g", 5), "expected GuestArgs or keyword arguments, got int"),
        (lambda: UNTYPED.Guest("g", memroy=5), "memroy"),
        (lambda: UNTYPED.Guest("g", UNTYPED.GuestArgs(memory=5), memory=5), "not as both"),
        (lambda: UNTYPED.Guest("g", opts=5, memory=5), "ResourceOptions"),
        (lambda: UNTYPED.DiskArgs(volume="p/v"), "name"),
    ],
)
def test_a_wrong_call_is_refused_with_the_reason(call: Callable[[], Any], words: str) -> None:
    pulumi.runtime.set_mocks(Recorder(), preview=False)
    with pytest.raises(TypeError, match=words):
        call()


def test_references_come_back_as_classes_of_the_sdk() -> None:
    from pulumi.runtime.rpc import get_resource_module, get_resource_package

    assert get_resource_module("zkvm", "index", "") is not None
    assert get_resource_package("zkvm", "") is not None
    with pytest.raises(ValueError, match="unknown resource type"):
        get_resource_module("zkvm", "index", "").construct("x", "zkvm:index:Nothing", "urn")


def test_searches_for_garbage_leave_out_what_is_imported() -> None:
    code = "import gc, zkvm_provider.sdk as sdk; print(any(found is sdk.Guest for found in gc.get_objects()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_sdk_needs_nothing_else_of_the_project() -> None:
    code = "import sys, zkvm_provider.sdk; print([m for m in sys.modules if m.startswith('zkvm_provider.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout.replace("'", '"'))
    assert loaded
    assert all(name.startswith("zkvm_provider.sdk") for name in loaded)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_reference_names_kinds_that_there_are(kind: Kind) -> None:
    named = {name for spec in _specs(kind.inputs) for name in spec.meta.reference.split(" | ") if name}
    assert named <= {each.name for each in KINDS}


def _specs(cls: type) -> Iterator[FieldSpec]:
    for spec in fields_of(cls):
        yield spec
        held = spec.item_type if spec.is_list else spec.bare_type
        if is_model(held):
            yield from _specs(held)
