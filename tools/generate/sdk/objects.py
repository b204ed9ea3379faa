"""Source of the SDK's argument classes, typed dictionaries, output classes and enums."""

from __future__ import annotations

import keyword
from enum import StrEnum

from tools.generate.facts import (
    always_there,
    first_line,
    input_roots,
    is_choice,
    nested_types,
    output_roots,
    sentences,
)
from tools.generate.schema import token_of
from tools.generate.sdk.words import (
    HEADER,
    attribute_of,
    input_type,
    join_lines,
    module_of,
    output_type,
    parameters_block,
    references_in,
    text_block,
)
from zkvm_provider.model.field import FieldSpec, fields_of


def enums_text() -> str:
    """`_enums.py`."""
    choices = [cls for cls in nested_types(*input_roots(), *output_roots()) if is_choice(cls)]
    head = [HEADER + '"""Choices. Wherever one is taken, its text is taken too."""', "", "from enum import Enum", ""]
    exports = ["import pulumi", "", "__all__ = [", *(f'    "{cls.__name__}",' for cls in choices), "]"]
    return join_lines([*head, *exports, *(_enum(cls) for cls in choices if issubclass(cls, StrEnum))])


def inputs_text() -> str:
    """`_inputs.py`."""
    objects = [cls for cls in nested_types(*input_roots()) if not is_choice(cls)]
    names = [name for cls in objects for name in (f"{cls.__name__}Args", f"{cls.__name__}ArgsDict")]
    kinds = sorted({kind for cls in objects for kind in references_in(cls)})
    parts = [
        HEADER + '"""Objects inside the arguments of resources, as classes and as typed dictionaries."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping, Sequence",
        "from typing import TYPE_CHECKING, NotRequired, TypedDict",
        "",
        "import pulumi",
        "",
        "from . import _utilities",
        "from ._enums import *",
        "",
        *type_checking(kinds),
        "__all__ = [",
        *(f'    "{name}",' for name in names),
        "]",
    ]
    for cls in objects:
        parts += [typed_dict(cls), arguments_class(cls, f"{cls.__name__}Args")]
    return join_lines(parts)


def outputs_text() -> str:
    """`outputs.py`."""
    objects = [cls for cls in nested_types(*output_roots()) if not is_choice(cls)]
    parts = [
        HEADER + '"""Objects inside the properties of resources and the answers of functions."""',
        "",
        "from __future__ import annotations",
        "",
        "import sys",
        "from collections.abc import Mapping, Sequence",
        "",
        "import pulumi",
        "",
        "outputs = sys.modules[__name__]",
        "",
        "__all__ = [",
        *(f'    "{cls.__name__}",' for cls in objects),
        "]",
    ]
    for cls in objects:
        specs = tuple(fields_of(cls))
        sure = frozenset(spec.name for spec in always_there(cls))
        parts.append(output_class(cls.__name__, first_line(cls), specs, sure))
    return join_lines(parts)


def type_checking(kinds: list[str]) -> list[str]:
    """Imports that only a type checker makes, so that modules do not need each other at run time."""
    if not kinds:
        return []
    return ["if TYPE_CHECKING:", *(f"    from .{module_of(kind)} import {kind}" for kind in kinds), ""]


def arguments_class(cls: type, name: str) -> str:
    """An input class: keyword arguments in, properties out, resources turned into what stands for them."""
    specs = ordered(cls)
    lines = ["", "", "@pulumi.input_type", f"class {name}:", "    def __init__(", "        __self__,", "        *,"]
    lines += [f"        {parameter(spec)}," for spec in specs]
    lines += ["    ) -> None:", parameters_block(cls, 8, head=first_line(cls))]
    for spec in specs:
        setting = f'pulumi.set(__self__, "{spec.name}", {sent(spec)})'
        if spec.required:
            lines.append(f"        {setting}")
        else:
            lines += [f"        if {spec.name} is not None:", f"            {setting}"]
    for spec in specs:
        lines += ["", *_getter(spec, specs)]
    return "\n".join(lines)


def typed_dict(cls: type) -> str:
    """The same arguments as a dictionary with snake_case keys."""
    specs = ordered(cls)
    lines = ["", "", f"class {cls.__name__}ArgsDict(TypedDict):", text_block(first_line(cls), 4), ""]
    for spec in specs:
        hint = input_type(spec, as_given=True)
        lines += [f"    {spec.name}: {hint if spec.required else f'NotRequired[{hint}]'}"]
        lines += [text_block(sentences(spec, specs), 4)]
    return "\n".join(lines)


def output_class(name: str, doc: str, specs: tuple[FieldSpec, ...], sure: frozenset[str], extra: str = "") -> str:
    """A class of read values; `sure` are the fields that always have one."""
    _refuse_bad_names(specs)
    lines = ["", "", "@pulumi.output_type", f"class {name}(dict):" if not extra else f"class {name}:"]
    lines += [text_block(doc, 4), ""]
    lines += ["    def __init__(", "        __self__,", "        *,"]
    lines += [
        f"        {spec.name}: {_read(spec, sure)}{'' if spec.name in sure else ' = None'},"
        for spec in sorted(specs, key=lambda item: item.name not in sure)
    ]
    lines += ["    ) -> None:"]
    for spec in specs:
        setting = f'pulumi.set(__self__, "{spec.name}", {spec.name})'
        if spec.name in sure or extra:
            lines.append(f"        {setting}")
        else:
            lines += [f"        if {spec.name} is not None:", f"            {setting}"]
    for spec in specs:
        lines += [
            "",
            "    @property",
            named("    @pulumi.getter", spec),
            f"    def {spec.name}(self) -> {_read(spec, sure)}:",
        ]
        lines += [text_block(sentences(spec, specs), 8), f'        return pulumi.get(self, "{spec.name}")']
    return "\n".join([*lines, *([extra] if extra else [])])


def ordered(cls: type) -> tuple[FieldSpec, ...]:
    """Fields with the required ones first."""
    specs = tuple(fields_of(cls))
    _refuse_bad_names(specs)
    return tuple(sorted(specs, key=lambda spec: not spec.required))


def parameter(spec: FieldSpec) -> str:
    """`memory: pulumi.Input[int | str]`, or with ` | None = None`."""
    hint = input_type(spec, as_given=True)
    return f"{spec.name}: {hint}" if spec.required else f"{spec.name}: {hint} | None = None"


def sent(spec: FieldSpec) -> str:
    """The expression of an argument as it is sent."""
    if not spec.meta.reference:
        return spec.name
    return f'_utilities.referred({spec.name}, "{attribute_of(spec.meta.reference)}")'


def named(decorator: str, spec: FieldSpec) -> str:
    """A getter's decorator, with the wire name where it differs."""
    return decorator if spec.name == spec.wire_name else f'{decorator}(name="{spec.wire_name}")'


def _enum(cls: type[StrEnum]) -> str:
    lines = ["", "", f'@pulumi.type_token("{token_of(cls)}")', f"class {cls.__name__}(str, Enum):"]
    lines += [text_block(first_line(cls), 4), ""]
    return "\n".join([*lines, *(f'    {member.name} = "{member.value}"' for member in cls)])


def _getter(spec: FieldSpec, siblings: tuple[FieldSpec, ...]) -> list[str]:
    hint = input_type(spec, as_given=False) + ("" if spec.required else " | None")
    return [
        "    @property",
        named("    @pulumi.getter", spec),
        f"    def {spec.name}(self) -> {hint}:",
        text_block(sentences(spec, siblings), 8),
        f'        return pulumi.get(self, "{spec.name}")',
        "",
        f"    @{spec.name}.setter",
        f"    def {spec.name}(self, value: {hint}) -> None:",
        f'        pulumi.set(self, "{spec.name}", value)',
    ]


def _read(spec: FieldSpec, sure: frozenset[str]) -> str:
    return output_type(spec) if spec.name in sure else f"{output_type(spec)} | None"


def _refuse_bad_names(specs: tuple[FieldSpec, ...]) -> None:
    """Names that would hide what the generated classes themselves use."""
    for spec in specs:
        if keyword.iskeyword(spec.name) or spec.name in {"property", "pulumi", "str", "int", "bool", "outputs"}:
            raise ValueError(f"the field {spec.name} cannot have that name in Python")
