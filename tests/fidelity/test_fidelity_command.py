"""`zkvm fidelity --capture` and `--against`: new answers from a machine, kept or compared, and nothing left on it.

The machine is an emulated host, for the command knows no difference; the tests on the lab ask a real libvirt.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.real.presence import RealHost
from zkvm_provider.cli.main import app
from zkvm_provider.errors import AlreadyExists, InvalidInput, NotFound, Unreachable, ZkvmError
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind
from zkvm_provider.wiring import connect

RECORDED = Path(__file__).parent
INPUTS = ("domains/001-minimal", "domains/003-os-type-only", "networks/04-isolated-noip")
ANSWERS = (".out.xml", ".live.xml", ".err", ".start.err", ".validate.err")
KINDS = (ObjectKind.DOMAIN, ObjectKind.NETWORK, ObjectKind.POOL)


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """An emulated host with the inventory of the lab."""
    (tmp_path / "inventory.yaml").write_text(inventory_text(), encoding="utf-8")
    where = f"emulated://{tmp_path}/machine.sqlite?inventory={tmp_path}/inventory.yaml"
    connect(where, create=True).hypervisor.close()
    return where


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Inputs of three cases without an answer."""
    return inputs_in(tmp_path / "new")


def inputs_in(folder: Path) -> Path:
    for name in INPUTS:
        target = folder / f"{name}.in.xml"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RECORDED / f"{name}.in.xml", target)
    return folder


def fidelity(*words: str) -> str:
    """What the command prints. Raises the failure that `main` would print as one line."""
    done = CliRunner().invoke(app, ["fidelity", *words])
    if isinstance(done.exception, ZkvmError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def objects(machine: Hypervisor) -> list[str]:
    return [info.ref.name for kind in KINDS for info in machine.list(kind)]


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def check_capture(folder: Path, uri: str, *, has_cgroups: bool = True) -> None:
    """Capture, keep, and agree with oneself."""
    machine = connect(uri).hypervisor
    before = objects(machine)
    assert "3 recorded, 0 had their answers already" in fidelity(str(folder), "--capture", uri)
    captured = contents(folder)
    assert {name for name in captured if name.endswith(ANSWERS)} >= {
        "domains/001-minimal.out.xml",
        "domains/001-minimal.live.xml",
        "domains/003-os-type-only.err",
    }
    assert json.loads(captured["index.json"])["domains/001-minimal"]["define"] == "ok"
    assert objects(machine) == before
    assert "0 recorded, 3 had their answers already" in fidelity(str(folder), "--capture", uri)
    assert contents(folder) == captured, "answers are facts: a second capture leaves them alone"
    assert differing(json.loads(fidelity(str(folder), "--json")), has_cgroups=has_cgroups) == []


def differing(score: object, *, has_cgroups: bool = True) -> list[object]:
    """The differences. A host without control groups, as the lab's, writes no `<resource>` into live XML."""
    assert isinstance(score, dict)
    return [each for each in score["different"] if has_cgroups or each["got"] != "/domain/resource"]


def test_what_is_captured_is_what_a_later_run_measures(folder: Path, uri: str) -> None:
    check_capture(folder, uri)


def test_a_machine_that_answers_alike_is_said_to(folder: Path, uri: str) -> None:
    machine = connect(uri).hypervisor
    before = objects(machine)
    assert differing(json.loads(fidelity(str(folder), "--against", uri, "--json"))) == []
    assert objects(machine) == before
    assert not any(name.endswith(ANSWERS) for name in contents(folder)), "a comparison records nothing"


def test_recorded_answers_do_not_count_in_a_comparison(folder: Path, uri: str) -> None:
    fidelity(str(folder), "--capture", uri)
    answer = folder / "domains" / "001-minimal.out.xml"
    answer.write_text(answer.read_text("utf-8").replace(">qemu<", ">max<"), "utf-8")
    assert differing(json.loads(fidelity(str(folder), "--json"))) != []
    assert differing(json.loads(fidelity(str(folder), "--against", uri, "--json"))) == []


@pytest.mark.parametrize("option", ["--capture", "--against"])
def test_another_object_of_a_cases_name_is_not_touched(folder: Path, uri: str, option: str) -> None:
    machine = connect(uri).hypervisor
    xml = (folder / "domains" / "001-minimal.in.xml").read_text("utf-8")
    ref = machine.define(ObjectKind.DOMAIN, xml)
    mine = machine.dump(ref)
    with pytest.raises(AlreadyExists, match=ref.name):
        fidelity(str(folder), option, uri)
    assert machine.dump(ref) == mine
    assert not any(name.endswith(ANSWERS) for name in contents(folder))


@pytest.mark.parametrize("option", ["--capture", "--against"])
def test_what_cannot_be_asked_is_said_in_one_line(folder: Path, tmp_path: Path, uri: str, option: str) -> None:
    with pytest.raises(NotFound, match=r"missing\.sqlite"):
        fidelity(str(folder), option, f"emulated://{tmp_path}/missing.sqlite")
    with pytest.raises((NotFound, InvalidInput), match="nowhere"):
        fidelity(str(tmp_path / "nowhere"), option, uri)


def test_both_at_once_are_refused(folder: Path, uri: str) -> None:
    with pytest.raises(InvalidInput, match="record first, compare then"):
        fidelity(str(folder), "--capture", uri, "--against", uri)


@pytest.mark.parametrize("option", ["--capture", "--against"])
def test_a_host_that_does_not_answer_is_named(folder: Path, option: str) -> None:
    pytest.importorskip("libvirt")
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        fidelity(str(folder), option, "qemu+tcp://127.0.0.1:1/system")


@pytest.mark.kvm_lab
def test_a_real_libvirt_is_captured_and_agrees(folder: Path, real_host: RealHost) -> None:
    check_capture(folder, real_host.uri, has_cgroups=False)


@pytest.mark.kvm_lab
def test_a_real_libvirt_is_compared_and_left_as_it_was(folder: Path, real_host: RealHost) -> None:
    machine = connect(real_host.uri).hypervisor
    before = objects(machine)
    score = json.loads(fidelity(str(folder), "--against", real_host.uri, "--json"))
    assert differing(score, has_cgroups=False) == []
    assert objects(machine) == before
