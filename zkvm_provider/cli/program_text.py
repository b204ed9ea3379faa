"""A host's objects as a Pulumi program that people like to read: one short file per guest, shared things beside."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator

from zkvm_provider.apply.whole_host import FoundResource, WholeHost
from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.reconcile.absent import initial_of

_LINE = 120
_SHARED = {
    "pools": "Storage pools.",
    "disks": "Volumes.",
    "networks": "Networks.",
    "devices": "DASDs, LUNs and mediated devices.",
}
_DEVICES = frozenset({"DasdDisk", "ScsiLun", "MediatedDevice"})
_ASSIGNED_ANYWAY = frozenset({("Disk", "target"), ("Guest", "machine")})
"""libvirt's own choice, which stays: nothing is gained by writing it down."""
_HOST = '''"""The host all of this lives on."""

import pulumi

HOST = {uri}


def volume(disk):
    """POOL/NAME of a disk, as a guest names it."""
    return pulumi.Output.concat(disk.pool_name, "/", disk.name)
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A resource in the program: its logical name, the module it lies in, and its name there."""

    resource: FoundResource
    logical: str
    module: str
    variable: str


def program_of(host: WholeHost, project: str) -> dict[str, str]:
    """Path to text of every file. What the model does not say is not copied: it may hold secrets."""
    placed = _placed(host)
    files = {"host.py": _HOST.format(uri=json.dumps(host.uri))}
    for module, title in _SHARED.items():
        mine = _bases_first([each for each in placed if each.module == module])
        if mine:
            files[f"{module}.py"] = _module(title, mine, placed)
    for each in placed:
        if each.module.startswith("guests."):
            files[f"{each.module.replace('.', '/')}.py"] = _module(_title(each), [each], placed)
    files["__main__.py"] = _main(host, placed)
    files["Pulumi.yaml"] = f"name: {project}\nruntime: python\ndescription: {host.hostname}, as it was found\n"
    files["import.json"] = _bulk_import(placed)
    return files


def _bulk_import(placed: list[Placed]) -> str:
    rows = [{"type": each.resource.kind.token, "name": each.logical, "id": each.resource.import_id} for each in placed]
    return json.dumps({"resources": rows}, indent=2, ensure_ascii=False) + "\n"


def _placed(host: WholeHost) -> list[Placed]:
    taken: set[tuple[str, str]] = set()
    placed: list[Placed] = []
    for resource in host.resources:
        kind = resource.kind.name
        room = "guests" if kind == "Guest" else _room(kind)
        plain = resource.label.rpartition("/")[2]
        logical = _free(re.sub(r"[^A-Za-z0-9._-]+", "-", plain), {name for of, name in taken if of == kind})
        taken.add((kind, logical))
        variable = _identifier(logical, {each.variable for each in placed if each.module.partition(".")[0] == room})
        module = f"guests.{variable}" if room == "guests" else room
        placed.append(Placed(resource=resource, logical=logical, module=module, variable=variable))
    return placed


def _room(kind: str) -> str:
    if kind.endswith("Pool"):
        return "pools"
    if kind in _DEVICES:
        return "devices"
    return "networks" if kind.endswith("Network") else "disks"


def _free(name: str, taken: set[str]) -> str:
    candidates = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in candidates if each not in taken)


def _identifier(name: str, taken: set[str]) -> str:
    plain = re.sub(r"\W", "_", re.sub(r"\.(qcow2|raw|img)$", "", name))
    plain = f"_{plain}" if plain[:1].isdigit() or keyword.iskeyword(plain) else plain
    return _free(plain, taken | {"HOST", "pulumi", "volume", "zkvm", "host", *_SHARED}).replace("-", "_")


def _bases_first(mine: list[Placed]) -> list[Placed]:
    """A volume that backs others stands before them; otherwise the order stays."""
    left, done = list(mine), list[Placed]()
    while left:
        keys = {each.resource.key for each in left}
        ready = [each for each in left if each.resource.inputs.get("backing") not in keys] or left
        done += ready
        left = [each for each in left if each not in ready]
    return done


def _title(each: Placed) -> str:
    inputs = each.resource.inputs
    vcpus = inputs.get("vcpus") or 1
    return f"Guest {each.resource.label}: {inputs.get('memory')}, {vcpus} vCPU{'s' if vcpus != 1 else ''}."


def _main(host: WholeHost, placed: list[Placed]) -> str:
    modules = list(dict.fromkeys(each.module for each in placed))
    imports = "".join(f"import {module}  # noqa: F401\n" for module in modules)
    told = "".join(f"# - {each.what}: {_plain(each.reason)}\n" for each in host.left_out)
    left = f"\n# On the host, but no part of this program; it is left alone:\n{told}" if told else ""
    return f'"""{host.hostname}, as it was found."""\n\n{imports}{left}'


def _plain(text: str) -> str:
    return " ".join(text.split())


def _module(title: str, mine: list[Placed], every: list[Placed]) -> str:
    bodies = [_resource(each, every) for each in mine]
    text = "\n\n".join(bodies)
    local = {each.module for each in mine}
    used = sorted(name for name in _SHARED if re.search(rf"\b{name}\.", text) and name not in local)
    names = ["HOST", *(["volume"] if "volume(" in text else [])]
    imports = "".join(f"import {name}\n" for name in used) + f"from host import {', '.join(names)}\n"
    pulumi = "import pulumi\n" if "pulumi." in text else ""
    return f'"""{title}"""\n\n{pulumi}import zkvm_provider.sdk as zkvm\n{imports}\n{text}\n'


def _resource(each: Placed, every: list[Placed]) -> str:
    kind = each.resource.kind
    words = [json.dumps(each.logical, ensure_ascii=False)]
    for spec in fields_of(kind.inputs):
        value = each.resource.inputs.get(spec.wire_name)
        if _goes_without_saying(kind.inputs, spec, value, each.resource.inputs):
            continue
        source = _reference(each, spec, value, every) or _source(each, spec, value, every, 1)
        words.append(f"{spec.name}={source}")
    call = _call(f"{each.variable} = zkvm.{kind.name}", words, 0)
    return "".join(_remarks(each)) + call


def _remarks(each: Placed) -> Iterator[str]:
    if each.resource.foreign:
        yield "# Kept on the host as it is, because the model has no word for it:\n"
        yield from (f"# - {place}\n" for place in each.resource.foreign)


def _source(each: Placed, spec: FieldSpec, value: Tree, every: list[Placed], depth: int) -> str:
    """A value as Python writes it; objects of the model as their argument classes."""
    if spec.meta.secret:
        return f'pulumi.Config().require_secret("{each.variable}-{spec.name}")'
    if isinstance(value, list) and spec.is_list and hasattr(spec.item_type, "__dataclass_fields__"):
        items = [_arguments(each, spec.item_type, item, every, depth + 1) for item in value if isinstance(item, dict)]
        return _listed(items, depth)
    if isinstance(value, dict) and hasattr(spec.bare_type, "__dataclass_fields__"):
        return _arguments(each, spec.bare_type, value, every, depth)
    return _literal(value)


def _arguments(each: Placed, cls: type, tree: dict[str, Tree], every: list[Placed], depth: int) -> str:
    words = []
    for spec in fields_of(cls):
        value = tree.get(spec.wire_name)
        if _goes_without_saying(cls, spec, value, tree):
            continue
        source = _reference(each, spec, value, every) or _source(each, spec, value, every, depth + 1)
        words.append(f"{spec.name}={source}")
    return _call(f"zkvm.{cls.__name__}Args", words, depth)


def _goes_without_saying(cls: type, spec: FieldSpec, value: Tree, tree: dict[str, Tree]) -> bool:
    """Absent, assigned, or what the field has anyway when nothing is said."""
    if value is None or (cls.__name__, spec.name) in _ASSIGNED_ANYWAY:
        return True
    if spec.name == "max_vcpus":
        return value == tree.get("vcpus")
    start = initial_of(spec)
    return start is not None and value == getattr(start, "value", start)


def _reference(each: Placed, spec: FieldSpec, value: Tree, every: list[Placed]) -> str:
    """The variable of another resource of the program instead of its name, so that Pulumi knows the order."""
    if spec.meta.reference == "Host":
        return "HOST"
    if not spec.meta.reference or not isinstance(value, str):
        return ""
    for other in every:
        if other is each or other.module.startswith("guests."):
            continue
        name = other.variable if other.module == each.module else f"{other.module}.{other.variable}"
        if value == other.resource.key:
            return name
        if value == other.resource.label and spec.name in {"pool", "network"} and _fits(spec, other):
            return f"{name}.name"
        if value == other.resource.label and _fits(spec, other):
            return f"volume({name})"
    return ""


def _fits(spec: FieldSpec, other: Placed) -> bool:
    return {"pool": "pools", "network": "networks"}.get(spec.name, "disks") == other.module


def _literal(value: Tree) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_literal(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_literal(key)}: {_literal(item)}' for key, item in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def _call(head: str, words: list[str], depth: int) -> str:
    line = f"{head}({', '.join(words)})"
    if "\n" not in line and len(line) + 4 * depth <= _LINE:
        return line
    inner = "".join(f"{'    ' * (depth + 1)}{word},\n" for word in words)
    return f"{head}(\n{inner}{'    ' * depth})"


def _listed(items: list[str], depth: int) -> str:
    line = f"[{', '.join(items)}]"
    if "\n" not in line and len(line) + 4 * depth < _LINE - 20:
        return line
    inner = "".join(f"{'    ' * (depth + 1)}{item},\n" for item in items)
    return f"[\n{inner}{'    ' * depth}]"
