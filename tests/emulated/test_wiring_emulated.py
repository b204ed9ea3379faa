"""From a URI to an emulated host."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zkvm_provider.clock import HandClock
from zkvm_provider.errors import InvalidInput, NotFound, Unsupported
from zkvm_provider.hypervisor.libvirt import binding
from zkvm_provider.wiring import administer, connect, parse_emulated_uri, settled_uri


def test_the_default_store_lies_beside_the_nearest_pulumi_yaml(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").touch()
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert parse_emulated_uri("emulated:", start=deep).path == tmp_path / ".zkvm" / "lab.sqlite"
    assert parse_emulated_uri("emulated:x/y.sqlite", start=deep).path == tmp_path / "x" / "y.sqlite"


def test_a_uri_names_file_host_seed_and_inventory(tmp_path: Path) -> None:
    where = parse_emulated_uri("emulated:///var/my%20lab.sqlite?host=lpar2&seed=7&inventory=inv.yaml", start=tmp_path)
    assert where.path == Path("/var/my lab.sqlite")
    assert (where.host, where.seed, where.inventory) == ("lpar2", "7", tmp_path / "inv.yaml")


@pytest.mark.parametrize(
    ("uri", "settled"),
    [
        ("emulated:", "emulated://{here}/.zkvm/lab.sqlite"),
        ("emulated:my%20lab.sqlite?host=lpar2", "emulated://{here}/my%20lab.sqlite?host=lpar2"),
        ("emulated:///x?inventory=i.yaml&seed=7", "emulated:///x?inventory={here}/i.yaml&seed=7"),
        ("qemu:///system", "qemu:///system"),
    ],
)
def test_a_host_can_be_named_from_any_folder(
    uri: str, settled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Pulumi.yaml").touch()
    monkeypatch.chdir(tmp_path)
    told = settled_uri(uri)
    assert told == settled.format(here=tmp_path)
    if told != uri:
        assert parse_emulated_uri(told, start=Path("/")) == parse_emulated_uri(uri)


@pytest.mark.parametrize("uri", ["emulated://box/x", "emulated:x?hots=a", "emulated:x?host=", "emulated:x#y"])
def test_a_uri_with_a_slip_is_refused(uri: str) -> None:
    with pytest.raises(InvalidInput, match="uri"):
        parse_emulated_uri(uri)


def test_a_libvirt_uri_without_the_binding_names_the_command_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "_loaded", None)
    monkeypatch.setitem(sys.modules, "libvirt", None)
    with pytest.raises(Unsupported, match=r'pip install "libvirt-python==\$\(pkg-config --modversion libvirt\)"'):
        connect("qemu:///system")


def test_connecting_does_not_make_a_store_unasked(tmp_path: Path) -> None:
    uri = f"emulated://{tmp_path}/lab.sqlite"
    with pytest.raises(NotFound, match=r"lab\.sqlite"):
        connect(uri)
    connect(uri, create=True)
    assert connect(uri).uri == uri


def test_a_second_host_is_another_machine_with_the_same_devices(tmp_path: Path) -> None:
    uri = f"emulated://{tmp_path}/lab.sqlite"
    first = connect(uri, create=True)
    with pytest.raises(NotFound, match="lpar2"):
        connect(f"{uri}?host=lpar2")
    second = connect(f"{uri}?host=lpar2", create=True)
    assert first.hypervisor.facts().hostname == "lpar1"
    assert second.hypervisor.facts().hostname == "lpar2"
    assert first.hypervisor.facts().machine_id != second.hypervisor.facts().machine_id
    assert first.devices.dasds() == second.devices.dasds()
    assert [host.host for host in administer(uri).describe()] == ["lpar1", "lpar2"]


def test_an_inventory_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "inv.yaml").write_text(
        'machine: "3906"\ncpus: 3\nmemory: 1 GiB\nvirt_types: [qemu]\nemulator: /usr/bin/qemu-system-s390x\n'
        "filesystems: [{path: /, capacity: 1 GiB}]\n"
    )
    uri = f"emulated://{tmp_path}/lab.sqlite?inventory={tmp_path}/inv.yaml"
    facts = connect(uri, create=True, clock=HandClock()).hypervisor.facts()
    assert (facts.cpus, facts.virt_types, facts.memory_kib) == (3, ("qemu",), 1024**2)
    with pytest.raises(NotFound, match="other"):
        connect(uri.replace("inv.yaml", "other.yaml"), create=True)


def test_importing_the_wiring_loads_no_backend() -> None:
    loaded = "import sys, zkvm_provider.wiring; print(sorted(m for m in sys.modules if 'emulated' in m or m == 'lxml'))"
    answer = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"
