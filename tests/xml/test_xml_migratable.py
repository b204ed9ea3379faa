"""What in a running domain's XML binds it to its host."""

from __future__ import annotations

import pytest

from zkvm_provider.libvirtxml.parse.migratable import parse_migratable

DOMAIN = "<domain type='kvm'><os><type arch='s390x' machine='s390-ccw-virtio-7.2'>hvm</type></os>{}</domain>"
DEVICES = [
    (
        "<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source>"
        "<address uuid='90c6c135-ad44-41d0-b1b7-bae47de48627'/></source></hostdev>",
        "a mediated device (vfio-ccw, vfio-ap) 90c6c135-ad44-41d0-b1b7-bae47de48627",
    ),
    ("<hostdev mode='subsystem' type='pci'><source/></hostdev>", "a PCI device"),
    (
        "<filesystem type='mount'><driver type='virtiofs'/><source dir='/srv'/><target dir='shelf'/></filesystem>",
        "the shared folder shelf (virtiofs)",
    ),
]


@pytest.mark.parametrize(("device", "words"), DEVICES, ids=[words for _, words in DEVICES])
def test_a_device_of_the_host_is_named(device: str, words: str) -> None:
    assert parse_migratable(DOMAIN.format(f"<devices>{device}</devices>")).bound == (words,)


def test_virtio_devices_and_iscsi_luns_bind_nothing() -> None:
    free = "<devices><disk type='block'/><interface type='direct'/><hostdev mode='subsystem' type='scsi'/></devices>"
    assert parse_migratable(DOMAIN.format(free)).bound == ()


@pytest.mark.parametrize(("mode", "model"), [("custom", "z14"), ("host-passthrough", "")])
def test_only_a_custom_cpu_has_a_model_to_be_looked_for(mode: str, model: str) -> None:
    found = parse_migratable(DOMAIN.format(f"<cpu mode='{mode}'><model>z14</model></cpu><devices/>"))
    assert (found.cpu_model, found.machine) == (model, "s390-ccw-virtio-7.2")
