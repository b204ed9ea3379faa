"""What is said about a field beside its type: `Annotated[T, Meta(doc=…)]`.

Two kinds of default, because "absent" has two meanings:

- `default` is zkvm's own rule (`power` is `running`). Check fills it in; it is always compared with the machine.
- `initial` is what a new object starts with (`vcpus` is 1). A user who never gave the field has no opinion: the
  machine's value is not compared. Given before and now gone means back to `initial`.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Facts about one field.

    `unit` names what a number counts (`bytes`, `s`). `size_unit` marks a size: the user may write `"1 GiB"`, or an
    integer counted in that unit; the model holds bytes. `one_of` names a group of which exactly one field is given.
    `reference` names the kind whose id or name is expected, or several: `A | B`. `shown_as` is the wire name where it
    is not the camelCase of the field's name.
    """

    doc: str
    unit: str = ""
    size_unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    pattern: str = ""
    pattern_says: str = ""
    secret: bool = False
    default: object = None
    initial: object = None
    one_of: str = ""
    reference: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a model class, taken apart: its bare type, whether it may be absent, and its `Meta`."""

    name: str
    wire_name: str
    bare_type: Any
    required: bool
    meta: Meta

    @property
    def is_list(self) -> bool:
        return get_origin(self.bare_type) is tuple

    @property
    def item_type(self) -> Any:
        """The element type of a list field (`tuple[Disk, ...]` gives `Disk`)."""
        return get_args(self.bare_type)[0]


@cache
def fields_of(cls: type) -> tuple[FieldSpec, ...]:
    """Every field of a model class in order. Raises TypeError for a field without `Meta`."""
    return tuple(_specs(cls))


def _specs(cls: type) -> Iterator[FieldSpec]:
    hints = get_type_hints(cls, include_extras=True)
    for item in dataclasses.fields(cls):
        hint = hints[item.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{cls.__name__}.{item.name} has no Meta")
        inner, meta = hint.__origin__, hint.__metadata__[0]
        bare, optional = _without_none(inner)
        required = not optional and item.default is dataclasses.MISSING
        yield FieldSpec(name=item.name, wire_name=wire_name(item.name), bare_type=bare, required=required, meta=meta)


def wire_name(name: str) -> str:
    """`max_vcpus` → `maxVcpus`: Pulumi's spelling on the wire."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def wire_path(path: str) -> str:
    """`shutdown.grace_s` → `shutdown.graceS`; what stands in brackets stays."""
    return re.sub(r"(^|\.)([a-z_0-9]+)", lambda part: part[1] + wire_name(part[2]), path)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in {Union, types.UnionType}:
        kept = [part for part in get_args(hint) if part is not type(None)]
        if len(kept) == 1:
            return kept[0], True
    return hint, False
