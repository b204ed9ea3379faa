"""Tables of fields."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, get_origin

from tools.generate.facts import first_line, input_roots, is_choice, is_object, item_of, nested_types, sentences
from zkvm_provider.model.address import BusId, Devno, MacAddress
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.field import FieldSpec, fields_of

_WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    Devno: "device number",
    BusId: "bus id",
    MacAddress: "MAC address",
    CpuSet: "set of CPUs",
}


def field_table(cls: type, *, needs_column: bool) -> list[str]:
    """One row per field: its name, what it holds, whether it is needed, what it means."""
    specs = tuple(fields_of(cls))
    head = ["| name | holds | needed | meaning |", "|---|---|---|---|"]
    rows = [
        f"| `{spec.name}` | {words(spec)} | {'yes' if spec.required else ''} | {_cell(sentences(spec, specs))} |"
        for spec in specs
    ]
    if needs_column:
        return [*head, *rows]
    plain = [f"| `{spec.name}` | {words(spec)} | {_cell(sentences(spec, specs))} |" for spec in specs]
    return ["| name | holds | meaning |", "|---|---|---|", *plain]


def nested_sections(*roots: type) -> list[str]:
    """A section for every object and choice inside `roots`."""
    lines: list[str] = []
    for cls in nested_types(*roots):
        lines += [f"## {cls.__name__}", "", first_line(cls), ""]
        lines += (
            _choices(cls) if issubclass(cls, StrEnum) else field_table(cls, needs_column=cls.__name__ != "DeviceRow")
        )
        lines.append("")
    return lines


def answer_table(cls: type) -> list[str]:
    """Fields of an answer that is no resource, and the objects in it."""
    return ["Answers:", "", *field_table(cls, needs_column=False), "", *_one_deeper(nested_sections(cls))[:-1]]


def words(spec: FieldSpec) -> str:
    """What a field holds, in words; objects and choices link to their section."""
    if spec.meta.size_unit:
        return "size"
    name = _name(item_of(spec.bare_type))
    if get_origin(spec.bare_type) is tuple:
        return f"list of {name}"
    if get_origin(spec.bare_type) is dict:
        return f"{name} by name"
    return name


def _name(wanted: Any) -> str:
    if is_object(wanted) or is_choice(wanted):
        return f"[{wanted.__name__}](#{wanted.__name__.lower()})"
    return _WORDS[wanted]


def _body(cls: type) -> list[str]:
    if issubclass(cls, StrEnum):
        return _choices(cls)
    return field_table(cls, needs_column=any(cls in nested_types(root) for root in input_roots()))


def _choices(cls: type[StrEnum]) -> list[str]:
    return [f"- `{member.value}`" for member in cls]


def _one_deeper(lines: list[str]) -> list[str]:
    return [f"#{line}" if line.startswith("## ") else line for line in lines]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
