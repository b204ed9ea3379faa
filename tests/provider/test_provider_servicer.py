"""The protocol, method by method, over a real socket; no host is behind it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from tests.provider.convergers import Script, ScriptedConverger, echo
from tests.provider.driver import CheckFailed, Resource, driving, driving_port
from zkvm_provider.apply.request import Request, Result
from zkvm_provider.model.kinds import KINDS, VERSION, kind_of
from zkvm_provider.model.partial import UNKNOWN, Tree
from zkvm_provider.provider.codec import decode, encode
from zkvm_provider.provider.serve import serve_on
from zkvm_provider.reconcile.plan import Change, Effect

VOLUME = kind_of("Qcow2Disk")
GUEST = kind_of("Guest")
INPUTS: dict[str, Tree] = {"pool": "images", "name": "a", "capacity": 1, "host": "emulated:"}


def volume(driver: Any, **changes: Any) -> Resource:
    inputs = encode({**INPUTS, **changes})
    return Resource(kind=VOLUME, urn=driver.urn(VOLUME, "a"), id="7", inputs=inputs, outputs=inputs)


def test_the_handshake_takes_secrets_but_neither_resources_nor_outputs() -> None:
    with driving(Script()) as driver:
        answer = driver.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=driver.engine_address))
        assert (answer.accept_secrets, answer.accept_resources, answer.accept_outputs) == (True, False, False)
        assert answer.supports_autonaming_configuration
        assert driver.stub.GetPluginInfo(empty_pb2.Empty()).version == VERSION


def test_the_type_of_a_component_s_child_is_its_own() -> None:
    script = Script()
    with driving(script) as driver:
        driver.start()
        urn = driver.urn(VOLUME, "a", parent_type="my:index:Component$")
        driver.stub.Create(provider_pb2.CreateRequest(urn=urn, properties=encode(INPUTS)))
    assert script.asked[0][1].kind is VOLUME


def test_an_unknown_type_is_refused_with_the_known_ones() -> None:
    with driving(Script()) as driver:
        driver.start()
        request = provider_pb2.CheckRequest(urn="urn:pulumi:s::p::zkvm:index:Lpar::a", news=encode({}))
        with pytest.raises(grpc.RpcError, match=r"zkvm:index:Lpar.*zkvm:index:Guest"):
            driver.stub.Check(request)


@pytest.mark.parametrize("method", ["Parameterize", "Construct", "Call"])
def test_what_zkvm_does_not_offer_is_unimplemented_in_words(method: str) -> None:
    request = getattr(provider_pb2, f"{method}Request")()
    with driving(Script()) as driver, pytest.raises(grpc.RpcError) as failed:
        getattr(driver.stub, method)(request)
    error: Any = failed.value
    assert error.code() is grpc.StatusCode.UNIMPLEMENTED
    assert "zkvm" in error.details()


def test_listing_is_unimplemented_and_mappings_are_empty() -> None:
    with driving(Script()) as driver:
        with pytest.raises(grpc.RpcError, match="does not list"):
            list(driver.stub.List(provider_pb2.ListRequest(token=GUEST.token)))
        assert not driver.stub.GetMapping(provider_pb2.GetMappingRequest(key="terraform")).provider
        assert not driver.stub.GetMappings(provider_pb2.GetMappingsRequest(key="terraform")).providers


def test_every_fault_of_the_configuration_is_a_check_failure() -> None:
    with driving(Script()) as driver, pytest.raises(CheckFailed) as failed:
        driver.start(hosts='{"lpar1": {}}', owner="no blanks", hostt="x")
    assert {path for path, _ in failed.value.failures} == {"hosts.lpar1.uri", "owner", "hostt"}


def test_nested_configuration_arrives_as_json_text_and_the_owner_follows_from_project_and_stack() -> None:
    script = Script()
    with driving(script) as driver:
        driver.start(hosts='{"lpar1": {"uri": "emulated:"}}', host="lpar1", version="0.1.0", __internal={})
        driver.create(VOLUME, "a", INPUTS)
    configuration = script.made[0].configuration
    assert configuration.hosts is not None
    assert configuration.hosts["lpar1"].uri == "emulated:"
    assert configuration.owner == "lab/dev"


@pytest.mark.parametrize("change", [{"host": "emulated:x"}, {"owner": "b"}, {}])
def test_another_configuration_never_replaces_anything(change: dict[str, str]) -> None:
    old = {"host": "emulated:", "owner": "a"}
    with driving(Script()) as driver:
        request = provider_pb2.DiffRequest(olds=encode(old), old_inputs=encode(old), news=encode({**old, **change}))
        answer = driver.stub.DiffConfig(request)
    assert list(answer.diffs) == sorted(change)
    assert answer.changes == (2 if change else 1)
    assert not answer.replaces
    assert not answer.deleteBeforeReplace


def test_check_completes_inputs_and_keeps_their_secrets() -> None:
    with driving(Script()) as driver:
        driver.start()
        news = encode({"pool": "images", "capacity": 20, "backing": UNKNOWN}, {"capacity"})
        checked = decode(driver.check(VOLUME, "data", news))
    assert checked.tree["backing"] is UNKNOWN
    assert checked.tree["host"] == "emulated:"
    assert str(checked.tree["name"]).startswith("data-")
    assert checked.secrets == {"capacity"}


def test_check_names_every_fault_by_its_path_and_no_secret() -> None:
    disks = [{"name": "a", "file": "/x"}, {"name": "b", "file": "/y", "devno": "hunter22"}]
    with driving(Script()) as driver:
        driver.start()
        news = encode({"memory": "lots", "disks": disks}, {"disks[1].devno"})  # type: ignore[dict-item]
        with pytest.raises(CheckFailed) as failed:
            driver.check(GUEST, "g", news)
    assert {path for path, _ in failed.value.failures} == {"memory", "disks[1].devno"}
    assert "hunter22" not in str(failed.value)


def test_diff_tells_additions_updates_and_removals_apart() -> None:
    with driving(Script()) as driver:
        driver.start()
        answer = driver.diff(volume(driver, backing="images/x"), {**INPUTS, "capacity": 2, "onShrink": "allow"})
    kinds = {path: (detail.kind, detail.inputDiff) for path, detail in answer.detailedDiff.items()}
    assert kinds["capacity"] == (provider_pb2.PropertyDiff.UPDATE, True)
    assert kinds["onShrink"] == (provider_pb2.PropertyDiff.ADD, True)
    assert kinds["backing"][0] in {provider_pb2.PropertyDiff.DELETE, provider_pb2.PropertyDiff.DELETE_REPLACE}
    assert answer.hasDetailedDiff
    assert answer.changes == provider_pb2.DiffResponse.DIFF_SOME


def test_a_disk_exchanged_for_another_is_one_difference() -> None:
    disk = {"name": "a", "file": "/x"}
    inputs = {"memory": "1 GiB", "disks": [disk]}
    with driving(Script()) as driver:
        driver.start()
        old = Resource(kind=GUEST, urn=driver.urn(GUEST, "g"), id="7", inputs=encode(inputs), outputs=encode(inputs))  # type: ignore[arg-type]
        answer = driver.diff(old, {**inputs, "disks": [{**disk, "name": "b"}]})
    assert {path: detail.kind for path, detail in answer.detailedDiff.items()} == {
        "disks[0]": provider_pb2.PropertyDiff.UPDATE
    }


def test_diff_and_check_say_nothing_to_the_engine() -> None:
    with driving(Script()) as driver:
        driver.start()
        driver.check(VOLUME, "a", INPUTS)
        driver.diff(volume(driver), {**INPUTS, "capacity": 2})
        assert driver.engine.messages == []


def test_a_preview_shows_effects_as_messages_of_the_resource_and_unknown_outputs_as_unknown() -> None:
    change = Change(path="capacity", old="1 GiB", new="2 GiB", effect=Effect.LIVE, reason="grown through the guest")

    def say(_converger: ScriptedConverger, _verb: str, request: Request) -> Result:
        return Result(id="7", outputs={**request.inputs.tree, "path": UNKNOWN}, changes=(change,), notes=("slow",))

    with driving(Script(say=say)) as driver:
        driver.start()
        shown = driver.update(volume(driver), {**INPUTS, "capacity": 2}, preview=True)
        lines = [(message.message, message.urn, message.ephemeral) for message in driver.engine.messages]
        driver.update(volume(driver), {**INPUTS, "capacity": 2})
        after = driver.engine.texts()[2:]
    assert shown.output_tree["path"] is UNKNOWN
    assert lines == [
        ("capacity 1 GiB → 2 GiB: live (grown through the guest)", shown.urn, False),
        ("slow", shown.urn, False),
    ]
    assert after == ["slow"]


def test_status_lines_are_live_and_scrubbed() -> None:
    def say(converger: ScriptedConverger, _verb: str, request: Request) -> Result:
        converger.tell(request.urn, "waiting for hunter22")
        return echo(request)

    with driving(Script(say=say)) as driver:
        driver.start()
        driver.create(VOLUME, "a", encode({**INPUTS, "backing": "hunter22"}, {"backing"}))
        assert driver.engine.texts(ephemeral=True) == ["waiting for [secret]"]


def test_update_hands_on_old_inputs_state_and_id() -> None:
    script = Script()
    with driving(script) as driver:
        driver.start()
        driver.update(volume(driver), {**INPUTS, "capacity": 2})
    verb, request = script.asked[0]
    assert (verb, request.id, request.inputs.tree["capacity"]) == ("update", "7", 2)
    assert request.previous is not None
    assert request.previous.tree["capacity"] == 1
    assert request.outputs["capacity"] == 1


def test_what_is_not_found_is_answered_with_nothing_set() -> None:
    with driving(Script(say=lambda *_: None)) as driver:
        driver.start()
        assert driver.read(volume(driver)) is None
        assert driver.import_(VOLUME, "a", "images/none") is None


def test_read_keeps_inputs_and_their_secrets() -> None:
    with driving(Script()) as driver:
        driver.start()
        inputs = encode({**INPUTS, "backing": "hunter22"}, {"backing"})
        resource = Resource(kind=VOLUME, urn=driver.urn(VOLUME, "a"), id="7", inputs=inputs, outputs=inputs)
        again = driver.read(resource)
    assert again is not None
    assert decode(again.inputs).secrets == {"backing"}
    assert decode(again.outputs).secrets == {"backing"}


def test_a_function_is_answered_and_its_wrong_arguments_are_named() -> None:
    script = Script()
    with driving(script) as driver:
        driver.start()
        assert driver.invoke("zkvm:index:getGuest", name="linux01") == {"name": "found"}
        with pytest.raises(CheckFailed, match="name"):
            driver.invoke("zkvm:index:getGuest", hots="x")
        with pytest.raises(grpc.RpcError, match="getGuests"):
            driver.invoke("zkvm:index:getGuests")
    assert [function.name for function, _ in script.invoked] == ["getGuest"]


def test_cancel_ends_waits_even_while_every_thread_waits() -> None:
    waiting = threading.Semaphore(0)

    def say(converger: ScriptedConverger, _verb: str, request: Request) -> Result:
        waiting.release()
        assert converger.stop.wait(60), "Cancel did not arrive"
        return echo(request)

    with driving(Script(say=say)) as driver, ThreadPoolExecutor(70) as callers:
        driver.start()
        calls = [callers.submit(driver.create, VOLUME, f"v{number}", INPUTS) for number in range(70)]
        for _ in range(64):
            assert waiting.acquire(timeout=60)
        driver.cancel()
        assert [call.result(60).id for call in calls] == ["made"] * 70


def test_an_operation_that_outlives_its_run_is_answered_and_its_run_ends_then() -> None:
    def next_run_begins(converger: ScriptedConverger, _verb: str, request: Request) -> Result:
        driver.stub.Attach(plugin_pb2.PluginAttach(address=driver.engine_address))
        assert not converger.closed
        return echo(request)

    script = Script(next_run_begins)
    with driving(script) as driver:
        driver.start()
        assert driver.create(VOLUME, "a", INPUTS).output_tree == INPUTS
        assert script.made[0].closed


def test_a_provider_that_is_kept_running_serves_the_next_run_after_a_cancel() -> None:
    script = Script()
    running = serve_on(make_converger=script)
    try:
        for _ in range(2):
            with driving_port(running.port) as driver:
                driver.stub.Attach(plugin_pb2.PluginAttach(address=driver.engine_address))
                driver.start()
                driver.create(VOLUME, "a", INPUTS)
                assert not script.made[-1].stop.is_set()
                driver.cancel()
                assert script.made[-1].stop.is_set()
        assert len(script.made) == 2
        assert script.made[0].closed
    finally:
        running.stop()


def test_an_operation_before_configure_is_refused_not_carried_out() -> None:
    with driving(Script()) as driver, pytest.raises(grpc.RpcError, match="Configure"):
        driver.create(VOLUME, "a", INPUTS)


def test_every_kind_is_dispatched() -> None:
    script = Script()
    with driving(script) as driver:
        driver.start()
        for kind in KINDS:
            driver.create(kind, "x", {})
    assert [request.kind for _, request in script.asked] == list(KINDS)
