"""Files that QEMU would not reach: refused before anything is made, with who forbids it and the command that helps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import grpc
import pytest

from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.apply.converge import Converger
from zkvm_provider.apply.journal import Journal
from zkvm_provider.clock import HandClock
from zkvm_provider.hypervisor.access import PathStep, Way
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.hypervisor.port import Endpoint, HostDevices, ObjectKind, StopMode
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.wiring import connect

GUEST, POOL = kind_of("Guest"), kind_of("StoragePool")
HOME = "/home/eric"
OPEN = "/srv/images"
FILES = [f"{folder}/{name}" for folder in (HOME, OPEN) for name in ("a.raw", "b.qcow2", "kernel", "rnd")]
CLOSED = f"""
permissions:
  - {{path: {HOME}, owner: eric, mode: "0700"}}
"""
MAY_NOT_PASS = (
    f"QEMU's user (uid 64055) may not pass the folder {HOME} (eric:eric, mode 0700) on the way to {{file}}; on lpar1: "
    f"chmod o+x {HOME}, or for it alone: setfacl -m u:64055:x {HOME}"
)


class Watched:
    """The devices of a host, with folders that were closed since, and what was asked."""

    def __init__(self, real: HostDevices, host: Host) -> None:
        self._real, self._host = real, host

    def __getattr__(self, name: str) -> Any:
        def call(*values: Any, **named: Any) -> Any:
            self._host.asked.append(name)
            return getattr(self._real, name)(*values, **named)

        return call

    def ways(self, paths: Sequence[str]) -> tuple[Way, ...]:
        self._host.asked.append("ways")
        return tuple(replace(way, steps=tuple(map(self._seen, way.steps))) for way in self._real.ways(paths))

    def _seen(self, step: PathStep) -> PathStep:
        is_closed = step.path in self._host.closed_since
        return replace(step, mode=0o700) if is_closed else step


@dataclass(slots=True, kw_only=True)
class Host:
    """`driver` makes guests on it."""

    folder: Path
    driver: Driver = field(init=False)
    asked: list[str] = field(default_factory=list)
    closed_since: set[str] = field(default_factory=set)

    @property
    def uri(self) -> str:
        return f"emulated://{self.folder}/lab.sqlite?inventory={self.folder}/inventory.yaml"

    def endpoint(self) -> Endpoint:
        return connect(self.uri, create=True)

    def watched(self, uri: str) -> Endpoint:
        real = self.endpoint()
        return Endpoint(uri=uri, hypervisor=real.hypervisor, devices=cast(HostDevices, Watched(real.devices, self)))

    def make(self, configuration: Configuration, *, tell: Callable[[str, str], None], stop: threading.Event) -> Any:
        return Converger(
            configuration=configuration,
            connect=self.watched,
            templates=Templates(None),
            clock=HandClock(),
            journal=Journal(self.folder / "journal.jsonl"),
            stop=stop,
            tell=tell,
        )

    def create(self, *, preview: bool = False, **more: Tree) -> Resource:
        inputs = self.driver.check(GUEST, "g", guest(**more))
        return self.driver.create(GUEST, "g", inputs, preview=preview)

    def update(self, made: Resource, *, preview: bool = False, **more: Tree) -> Resource:
        return self.driver.update(made, self.driver.check(GUEST, "g", guest(**more), made.inputs), preview=preview)

    def guests(self) -> list[str]:
        return [info.ref.name for info in self.endpoint().hypervisor.list(ObjectKind.DOMAIN)]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    inventory = default_inventory_text() + CLOSED
    listed = "".join(f"  - {path}\n" for path in FILES)
    inventory = inventory.replace("\nfiles:\n", f"\nfiles:\n{listed}")
    (tmp_path / "inventory.yaml").write_text(inventory)
    made = Host(folder=tmp_path)
    with driving(made.make) as driver:
        driver.start(owner="test")
        made.driver = driver
        yield made


def guest(**more: Tree) -> dict[str, Tree]:
    boot: Tree = {"kernel": "/boot/vmlinux-4.2.0"}
    return {"host": "emulated:", "name": "linux01", "memory": "256 MiB", "boot": boot, **more}


def disk(name: str, **source: Tree) -> Tree:
    return {"name": name, **source}


CLOSED_TO_QEMU: dict[str, tuple[str, dict[str, Tree]]] = {
    "boot.kernel": (f"{HOME}/kernel", {"boot": {"kernel": f"{HOME}/kernel"}}),
    "boot.initrd": (f"{HOME}/rnd", {"boot": {"kernel": "/boot/vmlinux-4.2.0", "initrd": f"{HOME}/rnd"}}),
    "disks[1].file": (f"{HOME}/a.raw", {"disks": [disk("a", file=f"{OPEN}/a.raw"), disk("b", file=f"{HOME}/a.raw")]}),
    "disks[0].file": (f"{HOME}/b.qcow2", {"disks": [disk("a", file=f"{HOME}/b.qcow2", format="qcow2")]}),
    "disks[0].cdrom": (f"{HOME}/a.raw", {"disks": [disk("a", cdrom=f"{HOME}/a.raw")]}),
    "rng.source": (f"{HOME}/rnd", {"rng": {"source": f"{HOME}/rnd"}}),
    "filesystems[0].source": (f"{HOME}/a.raw", {"filesystems": [disk("a", source=f"{HOME}/a.raw", kind="9p")]}),
}
"""A file in a folder that is its owner's alone, by the property that names it."""


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "up"])
@pytest.mark.parametrize("path", CLOSED_TO_QEMU)
def test_a_file_behind_a_closed_folder_is_refused_with_the_command_that_opens_it(
    host: Host, path: str, preview: bool
) -> None:
    file, more = CLOSED_TO_QEMU[path]
    with pytest.raises(grpc.RpcError) as refused:
        host.create(preview=preview, **more)
    assert f"{path}: {MAY_NOT_PASS.format(file=file)}" in str(refused.value)
    assert host.guests() == []


def test_every_closed_file_is_told_at_once_and_all_are_looked_at_in_one_call(host: Host) -> None:
    disks: Tree = [disk(f"d{at}", file=f"{HOME}/{name}") for at, name in enumerate(("a.raw", "rnd", "none"))]
    with pytest.raises(grpc.RpcError) as refused:
        host.create(boot={"kernel": f"{HOME}/kernel"}, disks=disks)
    said = str(refused.value)
    for path in ("boot.kernel", "disks[0].file", "disks[1].file"):
        assert f"{path}: QEMU's user (uid 64055) may not pass the folder {HOME}" in said
    assert f"disks[2].file: {HOME}/none does not exist on lpar1" in said
    assert host.asked.count("ways") == 1
    assert "file_exists" not in host.asked


def test_files_that_qemu_reaches_are_one_look_and_no_further_question(host: Host) -> None:
    host.create(disks=[disk("a", file=f"{OPEN}/a.raw"), disk("b", file=f"{OPEN}/b.qcow2", format="raw")])
    assert host.asked.count("ways") == 1
    assert not {"file_exists", "is_denied"} & set(host.asked)


def test_a_guest_that_stays_off_may_name_them(host: Host) -> None:
    host.create(power="stopped", disks=[disk("a", file=f"{HOME}/a.raw")])
    assert host.guests() == ["linux01"]


def test_a_folder_that_is_closed_later_does_not_hinder_changes_of_a_running_guest_but_its_next_start(
    host: Host,
) -> None:
    disks: Tree = [disk("a", file=f"{OPEN}/a.raw")]
    made = host.create(disks=disks)
    host.closed_since.add(OPEN)
    host.update(made, preview=True, memory="384 MiB", disks=disks)
    made = host.update(made, memory="384 MiB", disks=disks)
    more: Tree = [disk("a", file=f"{OPEN}/a.raw"), disk("b", file=f"{OPEN}/b.qcow2", format="raw")]
    with pytest.raises(grpc.RpcError, match=r"disks\[1\].file: QEMU's user .* may not pass the folder /srv/images"):
        host.update(made, preview=True, memory="384 MiB", disks=more)
    hypervisor = host.endpoint().hypervisor
    (row,) = hypervisor.list(ObjectKind.DOMAIN)
    hypervisor.stop(row.ref, StopMode.DESTROY)
    for preview in (True, False):
        with pytest.raises(grpc.RpcError, match=r"disks\[0\].file: QEMU's user .* may not pass the folder /srv/images"):
            host.update(made, preview=preview, memory="384 MiB", disks=disks)
    host.closed_since.clear()
    host.update(made, memory="384 MiB", disks=disks)
    assert hypervisor.list(ObjectKind.DOMAIN)[0].active


def test_where_libvirt_hands_nothing_over_the_file_itself_decides(host: Host) -> None:
    devices = host.endpoint().devices
    devices.make_folder("/etc/libvirt")
    devices.write_file("/etc/libvirt/qemu.conf", b'user = "qemu"\n dynamic_ownership = 0\n', 0o600)
    with pytest.raises(grpc.RpcError) as refused:
        host.create(disks=[disk("a", file=f"{OPEN}/a.raw"), disk("b", cdrom=f"{OPEN}/rnd")])
    said = str(refused.value)
    assert f"may not read and write {OPEN}/a.raw (root:root, mode 0644), and libvirt does not hand it over" in said
    assert f"(dynamic_ownership = 0 in /etc/libvirt/qemu.conf); on lpar1: chown 64055:64055 {OPEN}/a.raw" in said
    assert "disks[1]" not in said, "it may be read by all"
    devices.write_file("/etc/libvirt/qemu.conf", b"#dynamic_ownership = 0\n", 0o600)
    host.driver.start(owner="test")
    host.create(disks=[disk("a", file=f"{OPEN}/a.raw")])


def test_on_a_network_file_system_it_is_a_warning(host: Host) -> None:
    devices = host.endpoint().devices
    devices.write_file("/srv/shared/a.raw", b"", 0o600)
    host.create(disks=[disk("a", file="/srv/shared/a.raw")])
    told = [text for text in host.driver.engine.texts() if "network file system" in text]
    assert len(told) == 1
    assert told[0].startswith("disks[0].file: QEMU's user (uid 64055) may not read and write /srv/shared/a.raw")
    assert host.guests() == ["linux01"]


def test_a_label_of_the_users_own_makes_it_a_warning(host: Host) -> None:
    label = "<seclabel type='none' model='dac'/>"
    patches: Tree = [{"name": "label", "op": "add", "path": ".", "value": label}]
    host.create(preview=True, xmlPatches=patches, disks=[disk("a", file=f"{HOME}/a.raw")])
    assert any("may not pass the folder" in text for text in host.driver.engine.texts())


def test_a_pool_where_qemu_does_not_come_is_warned_of_and_its_volumes_are_refused(host: Host) -> None:
    pool: dict[str, Tree] = {"host": "emulated:", "name": "private", "target": f"{HOME}/pool"}
    host.driver.create(POOL, "p", host.driver.check(POOL, "p", pool))
    told = [text for text in host.driver.engine.texts() if "may not pass" in text]
    assert len(told) == 1
    assert f"target: QEMU's user (uid 64055) may not pass the folder {HOME} (eric:eric, mode 0700)" in told[0]
    volume = "<volume><name>v</name><capacity>1048576</capacity><target><format type='raw'/></target></volume>"
    host.endpoint().hypervisor.create_volume("private", volume)
    with pytest.raises(grpc.RpcError) as refused:
        host.create(preview=True, disks=[disk("a", volume="private/v")])
    assert f"disks[0].volume: QEMU's user (uid 64055) may not pass the folder {HOME}" in str(refused.value)


def volume(name: str, below: str, layout: str = "qcow2") -> str:
    backing = f"<backingStore><path>{below}</path><format type='{layout}'/></backingStore>" if below else ""
    target = "<target><format type='qcow2'/></target>"
    return f"<volume><name>{name}</name><capacity>1048576</capacity>{target}{backing}</volume>"


@pytest.fixture
def layered(host: Host) -> str:
    """The folder of a pool with images: `deep` on `middle` on a file in a closed folder, `lost` on one that is gone."""
    hypervisor, folder = host.endpoint().hypervisor, "/srv/layers"
    pool = f"<pool type='dir'><name>layers</name><target><path>{folder}</path></target></pool>"
    ref = hypervisor.define(ObjectKind.POOL, pool)
    hypervisor.build_pool(ref)
    hypervisor.start(ref)
    below = {"base": "", "middle": f"{HOME}/b.qcow2", "deep": f"{folder}/middle", "lost": f"{folder}/base"}
    made = {name: hypervisor.create_volume("layers", volume(name, file)) for name, file in below.items()}
    hypervisor.delete_volume(made["base"])
    return folder


CLOSED_BELOW = MAY_NOT_PASS.format(file=f"{HOME}/b.qcow2, which {{over}} lies on")


@pytest.mark.parametrize("name", ["middle", "deep"])
@pytest.mark.parametrize("field", ["file", "volume"])
def test_what_an_image_lies_on_is_looked_at_through_every_layer(
    host: Host, layered: str, name: str, field: str
) -> None:
    source = {"file": f"{layered}/{name}", "format": "qcow2"} if field == "file" else {"volume": f"layers/{name}"}
    with pytest.raises(grpc.RpcError) as refused:
        host.create(preview=True, disks=[disk("a", **source)])
    said = CLOSED_BELOW.format(over=f"{layered}/{name}")
    assert f"disks[0].{field}: {said}" in str(refused.value)


@pytest.mark.parametrize("field", ["file", "volume"])
def test_an_image_that_lies_on_nothing_any_more_is_refused(host: Host, layered: str, field: str) -> None:
    source = {"file": f"{layered}/lost", "format": "qcow2"} if field == "file" else {"volume": "layers/lost"}
    with pytest.raises(grpc.RpcError) as refused:
        host.create(preview=True, disks=[disk("a", **source)])
    told = f"disks[0].{field}: {layered}/base, which {layered}/lost lies on, does not exist on lpar1; copy it there, or"
    assert f"{told} name the right one: qemu-img rebase -u -b FILE -F FORMAT {layered}/lost" in str(refused.value)


def test_a_header_that_qemu_does_not_read_is_not_looked_at(host: Host, layered: str) -> None:
    """Of a raw disk QEMU takes every byte for the guest's."""
    host.create(preview=True, disks=[disk("a", file=f"{layered}/deep", format="raw")])
    assert "chains" not in host.asked


def test_what_volumes_lie_on_together_is_looked_at_once(host: Host) -> None:
    hypervisor = host.endpoint().hypervisor
    pool = f"<pool type='dir'><name>p</name><target><path>{OPEN}</path></target></pool>"
    hypervisor.start(hypervisor.define(ObjectKind.POOL, pool))
    for at in range(3):
        hypervisor.create_volume("p", volume(f"v{at}", f"{OPEN}/b.qcow2"))
    host.create(preview=True, disks=[disk(f"d{at}", volume=f"p/v{at}") for at in range(3)])
    assert host.asked.count("chains") == 1
