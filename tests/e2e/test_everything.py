"""One program with two hosts, every kind and twelve guests: made, changed in every way while it runs, taken away.

`examples/everything` is the program; `everything.yaml` beside this file has the changes, what the preview says of each
and which verbs the hosts see.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from tests.conftest import PulumiCli
from tests.e2e.lab import REPOSITORY, Lab
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.model.kinds import KINDS
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(600)]

EXAMPLE = REPOSITORY / "examples" / "everything"
CHANGES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("everything.yaml").read_text(encoding="utf-8"),
)
HOSTS = ("lpar1", "lpar2")
RESTARTED, MOVED = "net01", "roamer01"
MADE = (
    *(f"/home/install/ftpboot/iso/{name}" for name in ("eric.ins", "images/eric.prm", "images/initrd.addrsize")),
    *(f"/var/lib/libvirt/images/{name}.qcow2" for name in ("web-root", "web-data", "golden", "clone", "archive")),
    *("/var/lib/libvirt/images/seed.iso", "/srv/scratch/build.raw", "/srv/shared/roaming.qcow2"),
    *("/dev/data/db-root", "/dev/data/db-thin"),
)
"""Files and logical volumes of the program: some pools are gone when one looks for what is left."""
UNSEEN = frozenset({"set_metadata", "refresh_pool"})
"""Verbs on zkvm's own notes, and a look at what other hosts put into a pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A guest as its host shows it: its number (None while it is off), and what never changes of its devices."""

    uuid: str
    number: str | None
    devices: dict[str, tuple[str, str]]


class Everything:
    """The example in a folder of its own."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        for file in EXAMPLE.iterdir():
            if file.suffix in {".py", ".raw"} or file.name == "inventory.yaml":
                shutil.copy(file, lab.folder)
        stack = lab.folder / "Pulumi.test.yaml"
        own = yaml.safe_load(stack.read_text(encoding="utf-8"))
        own["config"] |= yaml.safe_load((EXAMPLE / "Pulumi.lab.yaml").read_text(encoding="utf-8"))["config"]
        stack.write_text(yaml.safe_dump(own), encoding="utf-8")

    def host(self, name: str) -> Endpoint:
        query = f"host={name}&inventory={self.lab.folder / 'inventory.yaml'}&seed=everything"
        return connect(f"emulated://{self.lab.store}?{query}", create=True)

    def edit(self) -> None:
        for change in CHANGES:
            file = self.lab.folder / change["in"]
            text = file.read_text(encoding="utf-8")
            assert text.count(change["from"]) == 1, f"{change['from']!r} must mean one place of {change['in']}"
            file.write_text(text.replace(change["from"], change["to"]), encoding="utf-8")

    def guests(self) -> dict[str, Sight]:
        """By uuid, for a guest may get another name."""
        found = {}
        for hypervisor in (self.host(name).hypervisor for name in HOSTS):
            for info in hypervisor.list(ObjectKind.DOMAIN):
                live = hypervisor.dump(info.ref, live=info.active)
                sight = Sight(uuid=info.ref.uuid, number=etree.fromstring(live).get("id"), devices=_devices(live))
                found[info.ref.uuid] = sight
        return found

    def left(self) -> dict[str, object]:
        """What there is on the hosts: objects, devices, and the files of installation media."""
        return {name: _content(self.host(name)) for name in HOSTS}


def _devices(xml: str) -> dict[str, tuple[str, str]]:
    """Device number or unit, and MAC address, by name."""
    found = {}
    for device in etree.fromstring(xml).iterfind("devices/*"):
        alias, address, mac = device.find("alias"), device.find("address"), device.find("mac")
        if alias is not None and address is not None:
            place = address.get("devno") or address.get("unit") or ""
            found[str(alias.get("name"))] = (place, "" if mac is None else str(mac.get("address")))
    return found


def _content(endpoint: Endpoint) -> dict[str, object]:
    kinds = (ObjectKind.DOMAIN, ObjectKind.NETWORK, ObjectKind.POOL, ObjectKind.NODE_DEVICE)
    return {
        **{kind.value: [(i.ref.name, i.active) for i in endpoint.hypervisor.list(kind)] for kind in kinds},
        "dasds": [(dasd.bus_id, dasd.online) for dasd in endpoint.devices.dasds()],
        "scsi": endpoint.devices.scsi_devices(),
        "fcp": endpoint.devices.fcp_devices(),
        "files": [path for path in MADE if endpoint.devices.file_exists(path)],
    }


@pytest.fixture
def everything(tmp_path: Path, pulumi_cli: PulumiCli) -> Everything:
    return Everything(Lab(tmp_path / "project", pulumi_cli))


def wanted(what: str) -> dict[str, list[str]]:
    """`says` or `does` of all changes, by resource."""
    found: dict[str, list[str]] = defaultdict(list)
    for change in CHANGES:
        for resource, entries in change.get(what, {}).items():
            found[resource] += entries
    return dict(found)


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


def disagreements(said: dict[str, list[str]]) -> Iterator[str]:
    """Lines that are missing, and lines nobody expects."""
    rest = {name: [*lines] for name, lines in said.items()}
    for name, begins in wanted("says").items():
        for begin in begins:
            pattern = re.compile(re.escape(begin).replace("…", ".*"))
            line = next((each for each in rest.get(name, ()) if pattern.match(each)), None)
            if line is None:
                yield f"{name}: not said: {begin}"
            else:
                rest[name].remove(line)
    yield from (f"{name}: not expected: {line}" for name, lines in rest.items() for line in lines)


def verbs_since(everything: Everything, number: int, names: dict[str, str]) -> dict[str, set[str]]:
    """What the journal tells, by resource; `names` says which resource an object's name or uuid means."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in everything.lab.journal():
        if row.number > number and row.verb not in UNSEEN:
            found[next((name for key, name in names.items() if key in row.object), row.object)].add(row.verb)
    return dict(found)


def test_every_kind_is_in_the_program_once_and_twelve_guests(everything: Everything) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in sorted(EXAMPLE.glob("*.py")))
    assert [kind.name for kind in KINDS if f"zkvm.{kind.name}(" not in text] == []
    assert len(re.findall(r"^guest\(", text, re.MULTILINE)) == 12


def test_two_hosts_with_everything_are_made_changed_in_place_and_taken_away(everything: Everything) -> None:
    lab, before = everything.lab, everything.left()
    lab.up()
    lab.up("--expect-no-changes")
    lab.refresh("--expect-no-changes")
    guests, last = everything.guests(), lab.journal()[-1].number
    assert len(guests) == 12

    everything.edit()
    preview = lab.preview()
    assert [*disagreements(effect_lines(preview.text))] == []
    assert verbs_since(everything, last, {}) == {}, "a preview changes nothing"
    lab.up()
    assert verbs_since(everything, last, objects(lab)) == {name: {*verbs} for name, verbs in wanted("does").items()}
    kept(guests, everything.guests(), {lab.outputs_of("Guest", name)["uuid"] for name in (RESTARTED, MOVED)})

    lab.up("--expect-no-changes")
    lab.refresh("--expect-no-changes")
    lab.destroy()
    assert everything.left() == before


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
