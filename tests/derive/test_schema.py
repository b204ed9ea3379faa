"""The schema is one Pulumi accepts, and says everything the model says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # its stubs are a package of their own
import pytest

from tools.generate.facts import input_roots, nested_types, output_roots
from tools.generate.main import ROOT
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, Kind

SCHEMA_FILE = ROOT / "zkvm_provider" / "provider" / "schema.json"
METASCHEMA_FILE = Path(__file__).parent / "metaschema" / "pulumi.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    text: dict[str, Any] = json.loads(SCHEMA_FILE.read_text("utf-8"))
    return text


def metaschema() -> dict[str, Any]:
    """Pulumi's metaschema; its patterns name groups as ECMA does, Python wants a P there."""
    text = METASCHEMA_FILE.read_text("utf-8")
    rules: dict[str, Any] = json.loads(re.sub(r"\(\?<(?![=!])", "(?P<", text))
    return rules


def test_the_schema_follows_the_metaschema(schema: dict[str, Any]) -> None:
    faults = jsonschema.Draft202012Validator(metaschema()).iter_errors(schema)
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def test_the_metaschema_refuses_a_property_without_a_type(schema: dict[str, Any]) -> None:
    broken = json.loads(json.dumps(schema))
    del broken["resources"]["zkvm:index:Guest"]["inputProperties"]["vcpus"]["type"]
    assert list(jsonschema.Draft202012Validator(metaschema()).iter_errors(broken))


@pytest.mark.pulumi_cli
def test_the_pulumi_command_accepts_the_schema(pulumi_cli: Any, tmp_path: Path) -> None:
    done = pulumi_cli.run("schema", "check", str(SCHEMA_FILE), cwd=tmp_path, env=pulumi_cli.environment(tmp_path))
    assert "warning" not in (done.stdout + done.stderr).lower()


def test_every_reference_leads_to_a_type(schema: dict[str, Any]) -> None:
    wanted = {ref.removeprefix("#/types/") for ref in references(schema)}
    assert wanted == set(schema["types"])


def test_every_kind_and_function_is_there(schema: dict[str, Any]) -> None:
    assert set(schema["resources"]) == {kind.token for kind in KINDS}
    assert set(schema["functions"]) == {function.token for function in FUNCTIONS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_a_kind_is_described(schema: dict[str, Any], kind: Kind) -> None:
    resource = schema["resources"][kind.token]
    inputs = {spec.wire_name: spec for spec in fields_of(kind.inputs)}
    assert set(resource["inputProperties"]) == set(inputs)
    assert set(resource.get("requiredInputs", ())) == {name for name, spec in inputs.items() if spec.required}
    told = {spec.wire_name for spec in fields_of(kind.outputs)}
    assert set(resource["properties"]) == set(inputs) | told
    assert all(spec["description"] for spec in resource["properties"].values())


def test_every_choice_lists_its_values(schema: dict[str, Any]) -> None:
    choices = [cls for cls in nested_types(*input_roots(), *output_roots()) if issubclass(cls, StrEnum)]
    listed = {
        token: [item["value"] for item in spec["enum"]] for token, spec in schema["types"].items() if "enum" in spec
    }
    assert listed == {f"zkvm:index:{cls.__name__}": [member.value for member in cls] for cls in choices}


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("Guest", "vcpus", "Between 1 and 248. A new one starts with `1`."),
        ("Guest", "currentMemory", "at most `memory`"),
        ("Guest", "power", "Default: `running`."),
        ("Guest", "maxVcpus", "Absent: `vcpus`."),
        ("Qcow2Disk", "capacity", "integer in GiB. At least 512 B."),
        ("Qcow2Disk", "capacityBytes", "In bytes."),
        ("MacvtapNetwork", "devices", "Example: `enccw0.0.4300`."),
    ],
)
def test_a_description_tells_units_limits_and_defaults(
    schema: dict[str, Any], kind: str, field: str, words: str
) -> None:
    assert words in schema["resources"][f"zkvm:index:{kind}"]["properties"][field]["description"]


def test_other_fields_are_named_in_the_spelling_of_the_wire(schema: dict[str, Any]) -> None:
    memballoon = schema["types"]["zkvm:index:Memballoon"]["description"]
    texts = [memballoon, *descriptions(schema["resources"])]
    assert [text for text in texts[1:] if re.search(r"`[a-z]+_[a-z]+`", text)] == []


def test_the_configuration_is_that_of_the_provider_resource(schema: dict[str, Any]) -> None:
    assert set(schema["config"]["variables"]) == {"hosts", "host", "owner", "templates"}
    assert schema["provider"]["inputProperties"] == schema["config"]["variables"]


def references(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references(value)


def descriptions(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "description":
                yield value
            else:
                yield from descriptions(value)
