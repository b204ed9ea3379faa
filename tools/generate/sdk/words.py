"""Python's words for the model's types, and the layout of generated text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Any, get_args, get_origin

from tools.generate.facts import first_line, is_choice, is_object, sentences
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.kinds import KINDS, Kind

HEADER = "# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.\n"
WIDTH = 110
REFERENCE_ATTRIBUTE = {"Host": "uri"}
"""What stands for a resource that is passed where a text is wanted; the id for every other kind."""

_PLAIN = {str: "str", int: "int", bool: "bool"}


def module_of(name: str) -> str:
    """`MacvtapNetwork` → `macvtap_network`; `getNodeDevices` → `get_node_devices`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def attribute_of(reference: str) -> str:
    return REFERENCE_ATTRIBUTE.get(reference, "id")


def input_type(spec: FieldSpec, *, as_given: bool) -> str:
    """The hint of an input. `as_given`: what a caller may pass; otherwise what is kept and sent."""
    return f"pulumi.Input[{_input(spec.bare_type, spec, as_given)}]"


def output_type(spec: FieldSpec) -> str:
    """The hint of a property as it is read. Choices are texts there: a newer provider may know more of them."""
    return _output(spec.bare_type, spec)


def text_block(text: str, indent: int) -> str:
    """A docstring at `indent` columns."""
    pad = " " * indent
    if len(text) + indent + 6 <= WIDTH and "\n" not in text:
        return f'{pad}"""{text}"""'
    wrapped = "\n\n".join(_wrap(part, indent) for part in text.split("\n\n"))
    return f'{pad}"""\n{wrapped}\n{pad}"""'


def parameters_block(cls: type, indent: int, *, head: str) -> str:
    """A docstring that describes each field of a class as a parameter."""
    specs = tuple(fields_of(cls))
    pad = " " * indent
    lines = [f'{pad}"""', *_wrap(head, indent).split("\n"), ""]
    for spec in specs:
        text = f":param {input_type(spec, as_given=True).replace(chr(39), '')} {spec.name}: {sentences(spec, specs)}"
        lines += _wrap(text, indent, hang=4).split("\n")
    return "\n".join([*lines, f'{pad}"""'])


def resource_doc(kind: Kind) -> str:
    """What a resource class says of itself."""
    return (
        f"{first_line(kind.inputs)}\n\nIts id is the {kind.id_doc}. `pulumi import` and `get` take {kind.import_doc}."
    )


def references_in(cls: type) -> tuple[str, ...]:
    """Kinds that can be passed as a resource in a field of this class, or of an object in it."""
    found: list[str] = []
    for spec in fields_of(cls):
        found += spec.meta.reference.split(" | ")
    names = {kind.name for kind in KINDS}
    return tuple(sorted({name for name in found if name in names}))


def join_lines(parts: Iterable[str]) -> str:
    """Blocks one below the other, with a final line end."""
    return "\n".join(parts).rstrip("\n") + "\n"


def _input(wanted: Any, spec: FieldSpec, as_given: bool) -> str:
    if spec.meta.size_unit:
        return "int | str"
    if get_origin(wanted) is tuple:
        return f"Sequence[pulumi.Input[{_input(get_args(wanted)[0], spec, as_given)}]]"
    if get_origin(wanted) is dict:
        return f"Mapping[str, pulumi.Input[{_input(get_args(wanted)[1], spec, as_given)}]]"
    if is_choice(wanted):
        return f"str | {wanted.__name__}"
    if is_object(wanted):
        name = f"{wanted.__name__}Args"
        return f"{name} | {name}Dict" if as_given else name
    if spec.meta.reference and as_given:
        return f"str | {spec.meta.reference}"
    return _PLAIN.get(wanted, "str")


def _output(wanted: Any, spec: FieldSpec) -> str:
    if spec.meta.size_unit:
        return "int | str"
    if get_origin(wanted) is tuple:
        return f"Sequence[{_output(get_args(wanted)[0], spec)}]"
    if get_origin(wanted) is dict:
        return f"Mapping[str, {_output(get_args(wanted)[1], spec)}]"
    if is_object(wanted):
        return f"outputs.{wanted.__name__}"
    return _PLAIN.get(wanted, "str")


def _wrap(text: str, indent: int, *, hang: int = 0) -> str:
    pad = " " * indent
    return textwrap.fill(
        text.replace("\\", "\\\\"),
        WIDTH,
        initial_indent=pad,
        subsequent_indent=pad + " " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
