"""A user's own templates: what they add is shown in the preview, changes with their text, and goes with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from tests.provider.driver import Driver, Resource, driving
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")
INPUTS: dict[str, Any] = {
    "name": "linux01",
    "memory": "256 MiB",
    "disks": [{"name": "data", "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1"}],
}
DISK = "{% extends 'builtin/device/disk.xml.j2' %}{% block disk_driver_extra %} discard='unmap'{% endblock %}"
TUNE = "{% extends 'builtin/guest.xml.j2' %}{% block domain_extra %}<title>Payroll</title>{% endblock %}"

Write = Callable[..., None]


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    (tmp_path / "Pulumi.yaml").write_text("name: lab\n")
    (tmp_path / "mine" / "device").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with driving() as started:
        yield started


@pytest.fixture
def write(tmp_path: Path, driver: Driver) -> Write:
    """Replaces the user's templates and begins a new run."""

    def write_all(**texts: str) -> None:
        for path in (tmp_path / "mine").rglob("*.xml.j2"):
            path.unlink()
        for name, text in texts.items():
            (tmp_path / "mine" / f"{name.replace('_', '/')}.xml.j2").write_text(text)
        driver.engine.messages.clear()
        driver.start(owner="me", templates="mine")

    return write_all


def changes(driver: Driver, made: Resource) -> bool:
    """Whether the same program differs for the engine."""
    return bool(driver.diff(made, made.inputs).changes == provider_pb2.DiffResponse.DIFF_SOME)


def xml(*, live: bool = False) -> str:
    return connect("emulated:").hypervisor.dump(ObjectRef(kind=ObjectKind.DOMAIN, name="linux01"), live=live)


def test_what_templates_add_is_shown_before_it_is_made_and_goes_with_them(driver: Driver, write: Write) -> None:
    write(device_disk=DISK, guest=TUNE)
    driver.create(GUEST, "it", INPUTS, preview=True)
    (told,) = [text for text in driver.engine.texts() if "your templates" in text]
    assert "+.: <title>Payroll</title>" in told
    assert "+devices/disk[data]/driver/@discard: unmap" in told
    made = driver.create(GUEST, "it", INPUTS)
    assert "discard='unmap'" in xml()
    assert "<title>Payroll</title>" in xml()
    assert not changes(driver, made)

    write(guest=TUNE.replace("Payroll", "Wages"))
    assert changes(driver, made)
    driver.update(made, made.inputs, preview=True)
    (told,) = [text for text in driver.engine.texts() if "your templates" in text]
    assert [line for line in told.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}] == [
        "-.: <title>Payroll</title>",
        "-devices/disk[data]/driver/@discard: unmap",
        "+.: <title>Wages</title>",
    ]
    assert any("templates" in text and "next boot" in text for text in driver.engine.texts())
    updated = driver.update(made, made.inputs)
    assert "discard" not in xml()
    assert "<title>Wages</title>" in xml()

    write()
    assert changes(driver, updated)
    gone = driver.update(updated, updated.inputs)
    assert "<title>" not in xml()
    assert "zkvm:added" not in xml()
    assert not changes(driver, gone)


def test_graphics_go_with_the_video_card_that_libvirt_gave_them(driver: Driver, write: Write) -> None:
    write()
    made = driver.create(GUEST, "it", {**INPUTS, "power": "stopped"})
    bare = re.sub(r' used="[^"]*"', "", xml())
    write(guest="{% extends 'builtin/guest.xml.j2' %}{% block devices_extra %}<graphics type='vnc'/>{% endblock %}")
    made = driver.update(made, made.inputs)
    assert "<video>" in xml()
    write()
    gone = driver.update(made, made.inputs)
    assert re.sub(r' used="[^"]*"', "", xml()) == bare, "but for the number that is never used again"
    assert not changes(driver, gone)


def test_what_an_administrator_added_beside_stays(driver: Driver, write: Write) -> None:
    write(guest=TUNE)
    made = driver.create(GUEST, "it", {**INPUTS, "power": "stopped"})
    host = connect("emulated:").hypervisor
    host.define(ObjectKind.DOMAIN, xml().replace("<title>", "<description>ours</description><title>"))
    write()
    driver.update(made, made.inputs)
    assert "<description>ours</description>" in xml()
    assert "<title>" not in xml()
