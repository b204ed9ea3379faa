"""How the program `examples/everything` is judged, on whatever hosts: what its preview says, what its `up` does.

`everything.yaml` beside this file has the changes, what the preview says of each and which verbs the hosts see.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from tests.e2e.lab import REPOSITORY, Lab
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind

EXAMPLE = REPOSITORY / "examples" / "everything"
HOSTS = ("lpar1", "lpar2")
RESTARTED, MOVED = "net01", "roamer01"
UNSEEN = frozenset({"set_metadata", "refresh_pool"})
"""Verbs on zkvm's own notes, and a look at what other hosts put into a pool."""
_CHANGES = Path(__file__).with_name("everything.yaml")

Said = Mapping[str, Sequence[str]]
"""By resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A guest as its host shows it: its number (None while it is off), and what never changes of its devices."""

    uuid: str
    number: str | None
    devices: dict[str, tuple[str, str]]


def lay_out(folder: Path, stack_file: str) -> dict[str, Any]:
    """The example's files in `folder`; the configuration of its stack file, for the stack `test` to be completed."""
    for file in EXAMPLE.iterdir():
        if file.suffix in {".py", ".raw"} or file.name == "inventory.yaml":
            shutil.copy(file, folder)
    configuration: dict[str, Any] = yaml.safe_load((EXAMPLE / stack_file).read_text(encoding="utf-8"))["config"]
    return configuration


def configure(folder: Path, configuration: Mapping[str, Any]) -> None:
    """Add to the configuration of the stack `test`."""
    stack = folder / "Pulumi.test.yaml"
    own = yaml.safe_load(stack.read_text(encoding="utf-8"))
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8"))["name"]
    renamed = {key.replace("zkvm-everything:", f"{project}:"): value for key, value in configuration.items()}
    own["config"] |= renamed
    stack.write_text(yaml.safe_dump(own), encoding="utf-8")


def changes(lacked: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The changes that hosts without these parts can take."""
    every: list[dict[str, Any]] = yaml.safe_load(_CHANGES.read_text(encoding="utf-8"))
    return [change for change in every if change.get("needs") not in {*lacked}]


def edit(folder: Path, made: Iterable[Mapping[str, Any]]) -> None:
    """Make the changes in the program."""
    for change in made:
        file = folder / change["in"]
        text = file.read_text(encoding="utf-8")
        assert text.count(change["from"]) == 1, f"{change['from']!r} must mean one place of {change['in']}"
        file.write_text(text.replace(change["from"], change["to"]), encoding="utf-8")


def wanted(made: Iterable[Mapping[str, Any]], what: str) -> dict[str, list[str]]:
    """`says` or `does` of all changes, by resource."""
    found: dict[str, list[str]] = defaultdict(list)
    for change in made:
        for resource, entries in change.get(what, {}).items():
            found[resource] += entries
    return dict(found)


def guests(hypervisors: Iterable[Hypervisor]) -> dict[str, Sight]:
    """By uuid, for a guest may get another name."""
    found = {}
    for hypervisor in hypervisors:
        for info in hypervisor.list(ObjectKind.DOMAIN):
            live = hypervisor.dump(info.ref, live=info.active)
            sight = Sight(uuid=info.ref.uuid, number=etree.fromstring(live).get("id"), devices=_devices(live))
            found[info.ref.uuid] = sight
    return found


def _devices(xml: str) -> dict[str, tuple[str, str]]:
    """Device number or unit, and MAC address, by name."""
    found = {}
    for device in etree.fromstring(xml).iterfind("devices/*"):
        alias, address, mac = device.find("alias"), device.find("address"), device.find("mac")
        if alias is not None and address is not None:
            place = address.get("devno") or address.get("unit") or ""
            found[str(alias.get("name"))] = (place, "" if mac is None else str(mac.get("address")))
    return found


_HEAD = re.compile(r"  zkvm:index:\w+ \((?P<name>[^)]+)\):")
_LINE = re.compile(r"    (?P<line>\S.*: (?:live|next boot|configuration|replace|refused|reported)\b.*)")


def effect_lines(preview: str) -> dict[str, list[str]]:
    """The lines of a preview's last part, by resource."""
    found: dict[str, list[str]] = defaultdict(list)
    name = ""
    for text in preview.partition("\nDiagnostics:\n")[2].splitlines():
        if head := _HEAD.fullmatch(text):
            name = head["name"]
        elif line := _LINE.fullmatch(text):
            found[name].append(line["line"])
    return dict(found)


def disagreements(said: Said, expected: Said) -> Iterator[str]:
    """Lines that are missing, and lines nobody expects; `expected` has how each line begins."""
    rest = {name: [*lines] for name, lines in said.items()}
    for name, begins in expected.items():
        for begin in begins:
            pattern = re.compile(re.escape(begin).replace("…", ".*"))
            line = next((each for each in rest.get(name, ()) if pattern.match(each)), None)
            if line is None:
                yield f"{name}: not said: {begin}"
            else:
                rest[name].remove(line)
    yield from (f"{name}: not expected: {line}" for name, lines in rest.items() for line in lines)


def objects(lab: Lab) -> dict[str, str]:
    """Which resource an object's uuid, or its name in quotes, means."""
    found: dict[str, str] = {}
    for resource in lab.resources():
        name, outputs = resource["urn"].rpartition("::")[2], resource.get("outputs", {})
        kind = resource["type"].rpartition(":")[2]
        found |= {outputs[key]: name for key in ("uuid", "nodeDevice") if key in outputs}
        if kind in {"Qcow2Disk", "LvmDisk", "CloudInitDisk"}:
            found[f"'{outputs['poolName']}/{outputs['name']}'"] = name
        elif "uuid" in outputs and "name" in outputs:
            found[f"'{outputs['name']}'"] = name
        found |= {f"'{path}'": name for path in outputs.get("files", ())}
    return found


def kept(before: dict[str, Sight], after: dict[str, Sight], restarted: set[str]) -> None:
    """Guests are the same machines, those that ran go on running, and no device moved."""
    assert after.keys() == before.keys()
    for uuid, sight in before.items():
        now = after[uuid]
        assert uuid in restarted or now.number == sight.number, f"{uuid} did not run on"
        assert (now.number is None) == (sight.number is None)
        both = sight.devices.keys() & now.devices.keys()
        assert {name: now.devices[name] for name in both} == {name: sight.devices[name] for name in both}
