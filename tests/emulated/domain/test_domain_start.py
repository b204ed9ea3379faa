"""What a start asks of the host, and what it makes of the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.emulated.domain.domain_makers import attribute, disk, document, lab, started, text_of
from tests.emulated.domain.domain_worlds import LabWorld
from zkvm_provider.errors import BackendError

UUID = "90c6c135-ad44-41d0-b1b7-bae47de48627"
MDEV = f"<hostdev type='mdev' model='vfio-ccw'><source><address uuid='{UUID}'/></source></hostdev>"
ZFCP = (
    "<hostdev type='scsi'><source><adapter name='scsi_host0'/>"
    "<address bus='0' target='15' unit='1074872354'/></source></hostdev>"
)


def refused(xml: str, world: LabWorld) -> tuple[int, int]:
    with pytest.raises(BackendError) as caught:
        started(xml, world)
    return caught.value.code, caught.value.domain


def test_a_missing_optional_medium_leaves_an_empty_drive_and_a_missing_disk_none() -> None:
    world = LabWorld(has_file=lambda _path: False)
    source = "<source file='/gone' startupPolicy='optional'/>"
    drive = started(document(f"<disk device='cdrom'>{source}<target dev='sda'/></disk>"), world)
    assert attribute(drive, ".//disk/source", "file") is None
    assert attribute(drive, ".//disk/target", "dev") == "sda"
    assert "<disk" not in started(document(f"<disk>{source}<target dev='vda'/></disk>"), world)


def test_the_owner_is_told_where_a_chain_must_be_read() -> None:
    world = LabWorld(has_file=lambda _path: False)
    with pytest.raises(BackendError, match=r"\(as uid:64055, gid:64055\): No such file"):
        started(document(disk("vda")), world)
    with pytest.raises(BackendError, match=r"'/raw': No such file"):
        started(document("<disk><source file='/raw'/><target dev='vda'/></disk>"), world)


CLOSED_FILES = {
    "internal error: process exited while connecting to monitor: .*Could not open '/home/e/raw': Permission denied": (
        "<disk><source file='/home/e/raw'/><target dev='vda'/></disk>"
    ),
    r"Cannot access storage file '/home/e/qcow2' \(as uid:64055, gid:64055\): Permission denied": (
        "<disk><driver type='qcow2'/><source file='/home/e/qcow2'/><target dev='vda'/></disk>"
    ),
    "Could not open '/home/e/rnd': Permission denied": (
        "<rng model='virtio'><backend model='random'>/home/e/rnd</backend></rng>"
    ),
    "cannot initialize fsdev 'fsdev-fs0': failed to open '/home/e': Permission denied": (
        "<filesystem><source dir='/home/e'/><target dir='x'/></filesystem>"
    ),
}


@pytest.mark.parametrize("told", CLOSED_FILES)
def test_a_file_behind_a_closed_folder_is_not_opened(told: str) -> None:
    world = LabWorld(has_file=lambda _path: True, closed=("/home/e/",))
    with pytest.raises(BackendError, match=told):
        started(document(CLOSED_FILES[told]), world)
    world.closed = ("/home/f/",)
    started(document(CLOSED_FILES[told]), world)


def test_what_an_image_lies_on_is_read_as_qemus_user() -> None:
    """The words are those of libvirt 9.0.0, which names the image on top however deep the file lies."""
    top, files = "/srv/top.qcow2", ("/srv/middle.qcow2", "/home/e/base.qcow2")
    layouts = {
        layout: document(
            f"<disk type='file'><driver type='{layout}'/><source file='{top}'/><target dev='vda' bus='virtio'/></disk>"
        )
        for layout in ("qcow2", "raw")
    }
    world = LabWorld(has_file=lambda _path: True, closed=("/home/e/",), below={top: files})
    told = rf"Cannot access backing file '{files[1]}' of storage file '{top}' \(as uid:64055, gid:64055\): "
    with pytest.raises(BackendError, match=f"{told}Permission denied"):
        started(layouts["qcow2"], world)
    started(layouts["raw"], world)
    world.closed, world.has_file = (), lambda path: path != files[1]
    with pytest.raises(BackendError, match=f"{told}No such file or directory") as refused_as:
        started(layouts["qcow2"], world)
    assert (refused_as.value.code, refused_as.value.domain) == (38, 18)


def test_a_mediated_device_needs_vfio_and_must_be_there() -> None:
    world = lab()
    assert refused(document(MDEV), world) == (67, 10)
    world.host = replace(world.host, has_vfio=True)
    assert refused(document(MDEV), world)[0] == 99
    world.mdevs = frozenset({UUID})
    assert attribute(started(document(MDEV), world), ".//hostdev/alias", "name") == "hostdev0"


def test_a_zfcp_unit_must_be_there() -> None:
    world = lab()
    assert refused(document(ZFCP), world) == (38, 0)
    world.scsi = frozenset({"scsi_host0:0:15:1074872354"})
    assert attribute(started(document(ZFCP), world), ".//hostdev/address", "unit") == "0"


def test_an_automatic_cid_is_written_into_the_live_form() -> None:
    world = lab()
    world.host = replace(world.host, has_vhost_vsock=True)
    live = started(document("<vsock><cid auto='yes'/></vsock>"), world)
    assert (attribute(live, ".//vsock/cid", "auto"), attribute(live, ".//vsock/cid", "address")) == ("yes", "3")


def test_huge_pages_must_be_mounted() -> None:
    pages = document(top="<memoryBacking><hugepages><page size='1' unit='M'/></hugepages></memoryBacking>")
    world = lab()
    assert refused(pages, world) == (1, 10)
    world.host = replace(world.host, hugepage_sizes_kib=(1024,))
    assert started(pages, world)


def test_live_memory_is_whole_mebibytes_and_not_ballooned_yet() -> None:
    odd = document(top="<currentMemory unit='KiB'>1000</currentMemory>").replace("unit='MiB'>512", "unit='KiB'>1025")
    live = started(odd)
    assert (text_of(live, "memory"), text_of(live, "currentMemory")) == ("2048", "2048")
