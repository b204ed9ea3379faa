"""Single values of the wire read as the types of the model: numbers, texts, choices, sizes, addresses.

What is wrong is said as a ValueError in the user's words; a value that is secret is not repeated in it.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from enum import StrEnum
from typing import Any

from zkvm_provider.errors import Bug
from zkvm_provider.model.address import BusId, Devno, MacAddress
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.field import Meta
from zkvm_provider.model.partial import Tree
from zkvm_provider.units import format_size, parse_size

_ADDRESSES: dict[type, str] = {
    Devno: "a device number of four hex digits such as 0x0e1e",
    BusId: "a bus id such as 0.0.0e1e",
    MacAddress: "a MAC address such as 52:54:00:12:34:56",
    CpuSet: "a set of CPUs such as 0-3,8",
}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Everything outside the production `Char` of XML 1.0."""
_HIDDEN = "the value is secret and not shown"


def read_scalar(wanted: Any, meta: Meta, tree: Tree, *, is_secret: bool) -> Any:
    """The value of `tree` as type `wanted`, within the limits of `meta`. Raises ValueError with one sentence."""
    if meta.size_unit:
        return _size(meta, tree, is_secret)
    if wanted is bool:
        if not isinstance(tree, bool):
            raise ValueError(f"expected true or false, got {say(tree, is_secret=is_secret)}")
        return tree
    if wanted is int:
        return _within(_whole(tree, is_secret), meta, is_secret)
    if wanted in _ADDRESSES:
        return _address(wanted, tree, is_secret)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return _choice(wanted, tree, is_secret)
    if wanted is str:
        return _text(meta, tree, is_secret)
    raise Bug(f"the model uses a type that inputs cannot have: {wanted!r}")


def say(tree: Tree, *, is_secret: bool = False) -> str:
    """A value for people: its type and, unless it is secret or large, itself."""
    if isinstance(tree, bool):
        kind, text = "the boolean", "true" if tree else "false"
    elif isinstance(tree, (int, float)):
        kind, text = "the number", f"{tree:g}" if isinstance(tree, float) and not tree.is_integer() else str(int(tree))
    elif isinstance(tree, str):
        kind, text = "the text", repr(tree if len(tree) <= 60 else tree[:57] + "…")
    else:
        return "a list" if isinstance(tree, list) else "an object"
    return f"{kind.replace('the ', 'a ')} (secret, not shown)" if is_secret else f"{kind} {text}"


def _whole(tree: Tree, is_secret: bool) -> int:
    if isinstance(tree, bool) or not isinstance(tree, (int, float)) or not math.isfinite(tree) or tree != int(tree):
        raise ValueError(f"expected a whole number, got {say(tree, is_secret=is_secret)}")
    return int(tree)


def _within(number: int, meta: Meta, is_secret: bool) -> int:
    low, high = meta.minimum, meta.maximum
    if (low is None or number >= low) and (high is None or number <= high):
        return number
    unit = f" {meta.unit}" if meta.unit else ""
    got = _HIDDEN if is_secret else f"got {number}"
    if low is not None and high is not None:
        raise ValueError(f"must be between {low} and {high}{unit}, {got}")
    raise ValueError(f"must be at {f'least {low}' if low is not None else f'most {high}'}{unit}, {got}")


def _size(meta: Meta, tree: Tree, is_secret: bool) -> int:
    if isinstance(tree, bool) or not isinstance(tree, (str, int, float)):
        raise ValueError(f"expected a size such as '1 GiB', got {say(tree, is_secret=is_secret)}")
    value = tree if isinstance(tree, str) else _whole_units(tree, meta, is_secret)
    try:
        size = parse_size(value, default_unit=meta.size_unit)
    except ValueError as error:
        raise ValueError(f"is not a size such as '1 GiB'; {_HIDDEN}" if is_secret else str(error)) from None
    got = _HIDDEN if is_secret else f"got {format_size(size)}"
    if meta.minimum is not None and size < meta.minimum:
        raise ValueError(f"must be at least {format_size(meta.minimum)}, {got}")
    if meta.maximum is not None and size > meta.maximum:
        raise ValueError(f"must be at most {format_size(meta.maximum)}, {got}")
    return size


def _whole_units(tree: float, meta: Meta, is_secret: bool) -> int:
    if not math.isfinite(tree) or tree != int(tree):
        got = _HIDDEN if is_secret else f"got {tree:g}"
        raise ValueError(f"a number counts whole {meta.size_unit}, {got}; write a text such as '1536 MiB' instead")
    return int(tree)


def _address(wanted: Any, tree: Tree, is_secret: bool) -> Any:
    if isinstance(tree, str):
        try:
            return wanted.parse(tree)
        except ValueError as error:
            raise ValueError(f"is not {_ADDRESSES[wanted]}; {_HIDDEN}" if is_secret else str(error)) from None
    hint = ""
    if wanted is Devno and isinstance(tree, (int, float)) and not isinstance(tree, bool) and not is_secret:
        is_devno = math.isfinite(tree) and tree == int(tree) and 0 <= tree <= 0xFFFF
        hint = f'; in quotes it would be "0x{int(tree):04x}"' if is_devno else ""
    raise ValueError(f"expected {_ADDRESSES[wanted]} as text, got {say(tree, is_secret=is_secret)}{hint}")


def _choice(wanted: type[StrEnum], tree: Tree, is_secret: bool) -> StrEnum:
    if isinstance(tree, str):
        with suppress(ValueError):
            return wanted(tree)
    choices = [str(member.value) for member in wanted]
    raise ValueError(f"expected one of {', '.join(choices)}, got {say(tree, is_secret=is_secret)}")


def _text(meta: Meta, tree: Tree, is_secret: bool) -> str:
    if not isinstance(tree, str):
        raise ValueError(f"expected a text, got {say(tree, is_secret=is_secret)}")
    if (unfit := NOT_IN_XML.search(tree)) is not None:
        raise ValueError(f"holds the control character U+{ord(unfit.group()):04X}, which libvirt's XML cannot carry")
    if meta.reference and not tree:
        raise ValueError("is empty; leave it out, or name what is meant")
    if meta.pattern and re.fullmatch(meta.pattern, tree) is None:
        raise ValueError(f"expected {meta.pattern_says}, got {say(tree, is_secret=is_secret)}")
    if meta.max_length is not None and len(tree.encode()) > meta.max_length:
        raise ValueError(f"is {len(tree.encode())} bytes long; at most {meta.max_length} are possible")
    return tree
