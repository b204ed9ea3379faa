"""The package schema that other languages and the engine's documentation are made from.

Source of the format: Pulumi's metaschema (`pkg/codegen/schema/pulumi.json`). Defaults are said in words, not as schema
defaults: an SDK would send those, and Check could no longer tell "absent" from "given".
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, get_args, get_origin

from tools.generate.facts import (
    first_line,
    function_answer,
    input_roots,
    is_always_there,
    is_choice,
    is_object,
    nested_types,
    output_roots,
    properties_of,
    sentences,
)
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, PACKAGE, VERSION, Function, Kind

Json = dict[str, Any]


def schema_text() -> str:
    """schema.json, as it is committed."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> Json:
    """The whole package."""
    settings = tuple(fields_of(Configuration))
    provider = {spec.wire_name: _property(spec, settings) for spec in settings}
    return {
        "name": PACKAGE,
        "displayName": "KVM on IBM Z",
        "version": VERSION,
        "description": "Hosts, guests, disks and networks of KVM on IBM Z, with an emulated hypervisor built in.",
        "keywords": ["category/infrastructure", "kind/native", "kvm", "libvirt", "s390x", "ibm-z"],
        "license": "Apache-2.0",
        "language": {"python": {"packageName": "zkvm_provider.sdk", "respectSchemaVersion": True}},
        "config": {"variables": provider},
        "provider": {"description": first_line(Configuration), "inputProperties": provider},
        "types": _types(),
        "resources": {kind.token: _resource(kind) for kind in KINDS},
        "functions": {function.token: _function(function) for function in FUNCTIONS},
    }


def token_of(cls: type) -> str:
    """`zkvm:index:Disk`."""
    return f"{PACKAGE}:index:{cls.__name__}"


def _types() -> Json:
    return {
        token_of(cls): _enum(cls) if issubclass(cls, StrEnum) else _object(cls)
        for cls in nested_types(*input_roots(), *output_roots())
    }


def _enum(cls: type[StrEnum]) -> Json:
    values = [{"name": member.name.title().replace("_", ""), "value": str(member.value)} for member in cls]
    return {"type": "string", "description": first_line(cls), "enum": values}


def _object(cls: type) -> Json:
    specs = tuple(fields_of(cls))
    return _with_required(
        {
            "type": "object",
            "description": first_line(cls),
            "properties": {spec.wire_name: _property(spec, specs) for spec in specs},
        },
        "required",
        [spec.wire_name for spec in specs if spec.required],
    )


def _resource(kind: Kind) -> Json:
    inputs, every = tuple(fields_of(kind.inputs)), properties_of(kind)
    body: Json = {
        "description": f"{first_line(kind.inputs)}\n\nIts id is the {kind.id_doc}. Import takes {kind.import_doc}.",
        "inputProperties": {spec.wire_name: _property(spec, inputs) for spec in inputs},
    }
    body = _with_required(body, "requiredInputs", [spec.wire_name for spec in inputs if spec.required])
    body["properties"] = {spec.wire_name: _property(spec, every) for spec in every}
    return _with_required(body, "required", [spec.wire_name for spec in every if is_always_there(kind, spec)])


def _function(function: Function) -> Json:
    arguments = tuple(fields_of(function.arguments))
    answer, sure = function_answer(function)
    inputs: Json = {"type": "object", "properties": {spec.wire_name: _property(spec, arguments) for spec in arguments}}
    outputs: Json = {"type": "object", "properties": {spec.wire_name: _property(spec, answer) for spec in answer}}
    required = [spec.wire_name for spec in answer if spec.name in sure]
    if isinstance(function.answers, Kind):
        outputs["properties"] = {
            "id": {"type": "string", "description": f"The {function.answers.id_doc}."},
            **outputs["properties"],
        }
        required = ["id", *required]
    return {
        "description": function.doc,
        "inputs": _with_required(inputs, "required", [spec.wire_name for spec in arguments if spec.required]),
        "outputs": _with_required(outputs, "required", required),
    }


def _property(spec: FieldSpec, siblings: tuple[FieldSpec, ...]) -> Json:
    body = {"description": sentences(spec, siblings, as_wire=True), **_type(spec.bare_type, spec)}
    if spec.meta.secret:
        body["secret"] = True
    return body


def _type(wanted: Any, spec: FieldSpec) -> Json:
    if spec.meta.size_unit:
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    if get_origin(wanted) is tuple:
        return {"type": "array", "items": _type(get_args(wanted)[0], spec)}
    if get_origin(wanted) is dict:
        return {"type": "object", "additionalProperties": _type(get_args(wanted)[1], spec)}
    if is_object(wanted) or is_choice(wanted):
        return {"$ref": f"#/types/{token_of(wanted)}"}
    return {"type": {bool: "boolean", int: "integer"}.get(wanted, "string")}


def _with_required(body: Json, key: str, names: list[str]) -> Json:
    return {**body, key: names} if names else body
