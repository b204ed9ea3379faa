"""Values and calls as Python source, laid out as a formatter would."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from zkvm_provider.zvm.plan import Call, Device, Ref, Said, Value

WIDTH = 120
STEP = "    "
Scope = Callable[[Ref], str]
"""How a variable is written in a file: with its module, where it is another file's."""


def literal(value: Value, scope: Scope) -> str:
    """A value on one line."""
    match value:
        case bool() | int():
            return repr(value)
        case str():
            return quoted(value)
        case Ref():
            return scope(value)
        case Call():
            arguments = ", ".join(f"{name}={literal(said.value, scope)}" for name, said in value.arguments.items())
            return f"zkvm.{value.cls}({arguments})"
        case tuple():
            return f"[{', '.join(literal(each, scope) for each in value)}]"
    return "{" + ", ".join(f"{quoted(key)}: {quoted(each)}" for key, each in value.items()) + "}"


def quoted(text: str) -> str:
    """A string in double quotes, as formatters like it."""
    return json.dumps(text, ensure_ascii=False)


def argument(name: str, said: Said, scope: Scope, indent: str, sign: str = "=") -> list[str]:
    """`name=value,  # line 3: …` in the lines it needs; `sign` is what stands between name and value."""
    text = f"{indent}{name}{sign}{literal(said.value, scope)},"
    remark = comment(said)
    if isinstance(said.value, dict) and len(text) > WIDTH:
        pairs = [f"{indent}{STEP}{quoted(key)}: {quoted(each)}," for key, each in said.value.items()]
        return [*([f"{indent}# {remark}"] if remark else []), f"{indent}{name}{sign}{{", *pairs, f"{indent}}},"]
    if not remark:
        return [text]
    if len(text) + len(remark) + 4 <= WIDTH:
        return [f"{text}  # {remark}"]
    return [shortened(f"{indent}# {remark}"), text]


def comment(said: Said) -> str:
    """`line 3: log-on storage`; empty when nothing is to be said."""
    place = ""
    if said.lines:
        place = ("line " if len(said.lines) == 1 else "lines ") + ", ".join(map(str, said.lines))
    return ": ".join(part for part in (place, plain(said.note)) if part)


def shortened(text: str) -> str:
    """At most as wide as a line may be."""
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 2].rstrip()} …"


def plain(text: str) -> str:
    """A note that stays on its line."""
    return " ".join(text.split())


def call(head: str, name: str, arguments: Mapping[str, Said], scope: Scope, indent: str = "") -> list[str]:
    """`head(` with a name in front of the arguments, one on each line, and `)`."""
    inner = indent + STEP
    lines = [f"{indent}{head}("]
    if name:
        lines.append(f"{inner}{quoted(name)},")
    for key, said in arguments.items():
        lines += argument(key, said, scope, inner)
    return [*lines, f"{indent})"]


def device(each: Device, scope: Scope, indent: str) -> list[str]:
    """One element of a list, with the statement it comes from above."""
    where = ("line " if len(each.lines) == 1 else "lines ") + ", ".join(map(str, each.lines))
    remark = shortened(f"{indent}# {where}: {plain(each.comment)}")
    arguments = ", ".join(f"{name}={literal(said.value, scope)}" for name, said in each.arguments.items())
    short = f"{indent}zkvm.{each.cls}({arguments}),"
    if len(short) <= WIDTH:
        return [remark, short]
    lines = call(f"zkvm.{each.cls}", "", each.arguments, scope, indent)
    return [remark, *lines[:-1], f"{lines[-1]},"]
