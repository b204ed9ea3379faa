"""One program with two hosts, every kind and twelve guests: made, changed in every way while it runs, taken away.

`examples/everything` is the program, on emulated hosts that have all it asks for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e import everything as judged
from tests.e2e.everything import EXAMPLE, HOSTS, MOVED, RESTARTED, UNSEEN
from tests.e2e.lab import Lab
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.model.kinds import KINDS
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(600)]

MADE = (
    *(f"/home/install/ftpboot/iso/{name}" for name in ("eric.ins", "images/eric.prm", "images/initrd.addrsize")),
    *(f"/var/lib/libvirt/images/{name}.qcow2" for name in ("web-root", "web-data", "golden", "clone", "archive")),
    *("/var/lib/libvirt/images/seed.iso", "/srv/scratch/build.raw", "/srv/shared/roaming.qcow2"),
    *("/dev/data/db-root", "/dev/data/db-thin"),
)
"""Files and logical volumes of the program: some pools are gone when one looks for what is left."""


class Everything:
    """The example in a folder of its own."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        judged.configure(lab.folder, judged.lay_out(lab.folder, "Pulumi.lab.yaml"))

    def host(self, name: str) -> Endpoint:
        query = f"host={name}&inventory={self.lab.folder / 'inventory.yaml'}&seed=everything"
        return connect(f"emulated://{self.lab.store}?{query}", create=True)

    def guests(self) -> dict[str, judged.Sight]:
        return judged.guests(self.host(name).hypervisor for name in HOSTS)

    def left(self) -> dict[str, object]:
        """What there is on the hosts: objects, devices, and the files of installation media."""
        return {name: _content(self.host(name)) for name in HOSTS}


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
    lab, before, changes = everything.lab, everything.left(), judged.changes()
    lab.up()
    lab.up("--expect-no-changes")
    lab.refresh("--expect-no-changes")
    guests, last = everything.guests(), lab.journal()[-1].number
    assert len(guests) == 12

    judged.edit(lab.folder, changes)
    preview = lab.preview()
    assert [*judged.disagreements(judged.effect_lines(preview.text), judged.wanted(changes, "says"))] == []
    assert verbs_since(everything, last, {}) == {}, "a preview changes nothing"
    lab.up()
    done = {name: {*verbs} for name, verbs in judged.wanted(changes, "does").items()}
    assert verbs_since(everything, last, judged.objects(lab)) == done
    elsewhere = {lab.outputs_of("Guest", name)["uuid"] for name in (RESTARTED, MOVED)}
    judged.kept(guests, everything.guests(), elsewhere)

    lab.up("--expect-no-changes")
    lab.refresh("--expect-no-changes")
    lab.destroy()
    assert everything.left() == before
