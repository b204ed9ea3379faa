"""Source of the SDK's resource classes and of the provider resource."""

from __future__ import annotations

from typing import get_origin

from tools.generate.facts import (
    first_line,
    is_always_there,
    is_choice,
    is_object,
    item_of,
    nested_types,
    properties_of,
    sentences,
)
from tools.generate.sdk.objects import arguments_class, named, ordered, parameter, sent, type_checking
from tools.generate.sdk.words import (
    HEADER,
    attribute_of,
    input_type,
    join_lines,
    output_type,
    parameters_block,
    references_in,
    resource_doc,
    text_block,
)
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.kinds import PACKAGE, Kind


def resource_text(kind: Kind) -> str:
    """The module of one kind."""
    cls, name = kind.inputs, kind.name
    inside = nested_types(cls)
    inputs = [item for item in inside if is_object(item)]
    has_objects = any(is_object(item) for item in nested_types(cls, kind.outputs))
    kinds = sorted({*references_in(cls), *(other for item in inputs for other in references_in(item))} - {name})
    return join_lines(
        [
            HEADER + f'"""{first_line(cls)}"""',
            "",
            "from __future__ import annotations",
            "",
            "from collections.abc import Mapping, Sequence",
            "from typing import TYPE_CHECKING, Any, overload",
            "",
            "import pulumi",
            "",
            f"from . import _utilities{', outputs' if has_objects else ''}",
            *(["from ._enums import *"] if any(is_choice(item) for item in inside) else []),
            *(["from ._inputs import *"] if inputs else []),
            "",
            *type_checking(kinds),
            f'__all__ = ["{name}Args", "{name}"]',
            arguments_class(cls, f"{name}Args"),
            _resource_class(kind),
        ]
    )


def provider_text() -> str:
    """The module of the provider resource: nested arguments travel as JSON text."""
    specs = ordered(Configuration)
    doc = "A connection to hosts with a configuration of its own; without one, the stack's configuration serves."
    body = [
        "    def __init__(",
        "        __self__,",
        "        resource_name: str,",
        "        opts: pulumi.ResourceOptions | None = None,",
        "        *,",
        *(f"        {parameter(spec)}," for spec in specs),
        "    ) -> None:",
        parameters_block(Configuration, 8, head=doc),
        "        props = {",
        *(f'            "{spec.wire_name}": {_provider_value(spec)},' for spec in specs),
        "        }",
        f'        super().__init__("{PACKAGE}", resource_name, props, _utilities.resource_options(opts))',
    ]
    return join_lines(
        [
            HEADER + '"""The provider as a resource."""',
            "",
            "from __future__ import annotations",
            "",
            "from collections.abc import Mapping",
            "",
            "import pulumi",
            "",
            "from . import _utilities",
            "from ._inputs import *",
            "",
            '__all__ = ["Provider"]',
            "",
            "",
            "class Provider(pulumi.ProviderResource):",
            text_block(doc, 4),
            "",
            *body,
            *(line for spec in specs if spec.bare_type is str for line in _property(spec, specs, sure=False)),
        ]
    )


def _resource_class(kind: Kind) -> str:
    specs = ordered(kind.inputs)
    head = "\n".join(["", "", f"class {kind.name}(pulumi.CustomResource):", text_block(resource_doc(kind), 4), ""])
    parts = [head, _overloads(kind, specs), _initializer(kind, specs), _getter_by_id(kind)]
    every = properties_of(kind)
    for spec in every:
        parts += _property(spec, every, sure=is_always_there(kind, spec))
    return "\n".join(parts)


def _overloads(kind: Kind, specs: tuple[FieldSpec, ...]) -> str:
    return "\n".join(
        [
            "    @overload",
            "    def __init__(",
            "        __self__,",
            "        resource_name: str,",
            f"        args: {kind.name}Args,",
            "        opts: pulumi.ResourceOptions | None = None,",
            "    ) -> None:",
            text_block(f"With the arguments in one object.\n\n{first_line(kind.inputs)}", 8),
            "",
            "    @overload",
            "    def __init__(",
            "        __self__,",
            "        resource_name: str,",
            "        opts: pulumi.ResourceOptions | None = None,",
            "        *,",
            *(f"        {parameter(spec)}," for spec in specs),
            "    ) -> None:",
            parameters_block(kind.inputs, 8, head="With the arguments as keywords."),
            "",
            "    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:",
            f"        given, opts = _utilities.arguments({kind.name}Args, args, kwargs)",
            "        __self__._start(resource_name, opts, **given)",
            "",
        ]
    )


def _initializer(kind: Kind, specs: tuple[FieldSpec, ...]) -> str:
    told = [spec for spec in fields_of(kind.outputs) if spec.name not in {item.name for item in specs}]
    needed = [spec.name for spec in specs if spec.required]
    lines = [
        "    def _start(",
        "        __self__,",
        "        resource_name: str,",
        "        opts: pulumi.ResourceOptions | None = None,",
        "        *,",
        *(f"        {spec.name}: {input_type(spec, as_given=True)} | None = None," for spec in specs),
        "    ) -> None:",
        "        opts = _utilities.resource_options(opts)",
    ]
    if needed:
        table = ", ".join(f'"{name}": {name}' for name in needed)
        lines.append(f"        _utilities.refuse_missing(opts, {{{table}}})")
    lines += [f"        props = {kind.name}Args.__new__({kind.name}Args)"]
    lines += [f'        props.__dict__["{spec.name}"] = {_whole(spec)}' for spec in specs]
    lines += [f'        props.__dict__["{spec.name}"] = None' for spec in told]
    lines += [f'        super().__init__("{kind.token}", resource_name, props, opts)']
    lines += ["        _utilities.wait_for_id_alone(__self__)", ""]
    return "\n".join(lines)


def _getter_by_id(kind: Kind) -> str:
    doc = f"Read an object that is there already, without managing it. `id` is {kind.import_doc}."
    return "\n".join(
        [
            "    @staticmethod",
            "    def get(",
            "        resource_name: str,",
            "        id: pulumi.Input[str],",
            "        opts: pulumi.ResourceOptions | None = None,",
            f"    ) -> {kind.name}:",
            text_block(doc, 8),
            f"        found = {kind.name}.__new__({kind.name})",
            "        opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))",
            "        found._start(resource_name, opts)",
            "        return found",
        ]
    )


def _property(spec: FieldSpec, siblings: tuple[FieldSpec, ...], *, sure: bool) -> list[str]:
    hint = output_type(spec) + ("" if sure else " | None")
    return [
        "",
        "    @property",
        named("    @pulumi.getter", spec),
        f"    def {spec.name}(self) -> pulumi.Output[{hint}]:",
        text_block(sentences(spec, siblings), 8),
        f'        return pulumi.get(self, "{spec.name}")',
    ]


def _whole(spec: FieldSpec) -> str:
    """The expression of an argument as it is sent, references inside objects included."""
    item = item_of(spec.bare_type)
    if not is_object(item):
        return sent(spec)
    inside = {inner.name: attribute_of(inner.meta.reference) for inner in fields_of(item) if inner.meta.reference}
    if not inside:
        return spec.name
    table = ", ".join(f'"{name}": "{attribute}"' for name, attribute in inside.items())
    return f"_utilities.referred_in({spec.name}, {{{table}}})"


def _provider_value(spec: FieldSpec) -> str:
    if get_origin(spec.bare_type) is not dict:
        return spec.name
    names = {inner.name: inner.wire_name for inner in fields_of(item_of(spec.bare_type))}
    table = ", ".join(f'"{name}": "{wire}"' for name, wire in names.items() if name != wire)
    return f"_utilities.as_json({spec.name}, {{{table}}})"
