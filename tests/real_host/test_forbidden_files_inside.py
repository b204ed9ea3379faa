"""Files behind a closed folder: what is said before a start is what libvirt does, and the command that is named helps.

The emulator refuses the same ones, in the same words.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.kvmlab.conftest import RunningLab
from tests.real.presence import RealHost, lab_host
from zkvm_provider.apply.file_access import Barrier, FileNeed, barrier
from zkvm_provider.apply.qemu_conf import hands_over_files
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.access import Access
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef, Scope, StopMode
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(300)]

FOLDER = Path("/var/tmp/zkvm-forbidden")
CLOSED, OPEN = FOLDER / "closed", FOLDER / "open"
NAMES = ("a.raw", "b.qcow2", "kernel", "rnd")
UUID = "e2e00000-0000-4000-8000-00000000f11e"
BOTH = Access.READ | Access.WRITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a guest names: a device with `{file}`, or its kernel or initial RAM disk."""

    name: str
    device: str = ""
    element: str = ""
    access: Access = BOTH
    is_handed_over: bool = True


def disk(layout: str, device: str = "disk", *, more: str = "") -> str:
    place = "<target dev='vda' bus='virtio'/>" if device == "disk" else "<target dev='sda' bus='scsi'/><readonly/>"
    driver = f"<driver name='qemu' type='{layout}'/>"
    return f"<disk type='file' device='{device}'>{driver}<source file='{{file}}'/>{place}{more}</disk>"


CASES = {
    "raw disk": Case(name="a.raw", device=disk("raw")),
    "qcow2 disk": Case(name="b.qcow2", device=disk("qcow2")),
    "medium": Case(name="a.raw", device=disk("raw", "cdrom"), access=Access.READ),
    "kernel": Case(name="kernel", element="kernel", access=Access.READ),
    "initial RAM disk": Case(name="kernel", element="initrd", access=Access.READ),
    "random bytes": Case(
        name="rnd",
        device="<rng model='virtio'><backend model='random'>{file}</backend></rng>",
        access=Access.READ,
        is_handed_over=False,
    ),
    "folder by 9p": Case(
        name="",
        device="<filesystem type='mount' accessmode='mapped'><source dir='{file}'/><target dir='x'/></filesystem>",
        access=Access.READ | Access.PASS,
        is_handed_over=False,
    ),
}


@dataclass(slots=True, kw_only=True)
class Place:
    """A host with the same files on it, closed and open."""

    endpoint: Endpoint
    kernel: str
    made: list[ObjectRef] = field(default_factory=list)

    def barrier(self, file: Path, case: Case) -> Barrier | None:
        """What is said before the start."""
        devices, facts = self.endpoint.devices, self.endpoint.hypervisor.facts()
        need = FileNeed(path="p", file=str(file), access=case.access, is_handed_over=case.is_handed_over)
        (way,) = devices.ways((str(file),))
        return barrier(devices, facts.qemu_account, "h", need, way, lambda: hands_over_files(devices))

    def define(self, file: Path, case: Case) -> ObjectRef:
        boot = {"kernel": self.kernel} | ({case.element: str(file)} if case.element else {})
        texts = "".join(f"<{tag}>{path}</{tag}>" for tag, path in boot.items())
        ref = self.endpoint.hypervisor.define(
            ObjectKind.DOMAIN,
            f"<domain type='qemu'><name>e2e-forbidden</name><uuid>{UUID}</uuid><memory unit='MiB'>64</memory>"
            f"<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type>{texts}</os>"
            f"<devices>{case.device.format(file=file)}<controller type='scsi' model='virtio-scsi'/></devices></domain>",
        )
        self.made[:] = [ref]
        return ref

    def start(self, file: Path, case: Case) -> BackendError | None:
        """How libvirt refuses it; None when it starts."""
        ref = self.define(file, case)
        try:
            self.endpoint.hypervisor.start(ref, paused=True)
        except BackendError as refused:
            return refused
        self.endpoint.hypervisor.stop(ref, StopMode.DESTROY)
        return None

    def clear(self) -> None:
        for ref in self.made:
            if next(each for each in self.endpoint.hypervisor.list(ref.kind) if each.ref.uuid == ref.uuid).active:
                self.endpoint.hypervisor.stop(ref, StopMode.DESTROY)
            self.endpoint.hypervisor.undefine(ref)


@pytest.fixture
def lpar(shared_lab: RunningLab) -> RealHost:
    return lab_host(shared_lab.lab.hosts[0])


@pytest.fixture
def real(lpar: RealHost) -> Iterator[Place]:
    place = Place(endpoint=connect(lpar.uri, shell=lpar.shell), kernel=lpar.kernel)
    inside = shlex.split((lpar.shell or "").removeprefix("exec:"))
    assert inside, "its files are this machine's; only /boot is its own"
    shutil.rmtree(FOLDER, ignore_errors=True)
    devices = place.endpoint.devices
    for folder in (OPEN, CLOSED):
        devices.make_folder(str(folder))
        devices.write_file(f"{folder}/a.raw", bytes(1 << 20), 0o600)
        devices.write_file(f"{folder}/b.qcow2", _empty_qcow2(), 0o600)
        devices.copy_file(lpar.kernel, f"{folder}/kernel", 0o600)
        devices.write_file(f"{folder}/rnd", bytes(1 << 10), 0o644)
    FOLDER.chmod(0o755)
    OPEN.chmod(0o755)
    CLOSED.chmod(0o700)
    yield place
    place.clear()
    shutil.rmtree(FOLDER)


def _empty_qcow2(below: str = "") -> bytes:
    """The header of an image of 1 MiB without clusters, on the qcow2 image `below` (QEMU's docs/interop/qcow2.txt)."""
    place = (128).to_bytes(8) + len(below).to_bytes(4) if below else bytes(12)
    fields = [b"QFI\xfb", (3).to_bytes(4), place, (16).to_bytes(4), (1 << 20).to_bytes(8), bytes(4)]
    fields += [(1).to_bytes(4), (1 << 16).to_bytes(8), (1 << 17).to_bytes(8), (1).to_bytes(4), bytes(4), bytes(8)]
    fields += [bytes(24), (4).to_bytes(4), (104).to_bytes(4)]
    fields += [(0xE2792ACA).to_bytes(4), (5).to_bytes(4), b"qcow2\0\0\0", bytes(8), below.encode()] if below else []
    clusters = [b"".join(fields), b"", (3 << 16).to_bytes(8), b"".join((1).to_bytes(2) for _ in range(4))]
    return b"".join(cluster.ljust(1 << 16, b"\0") for cluster in clusters)


@pytest.fixture
def emulated(tmp_path: Path) -> Place:
    listed = "".join(f"  - {folder}/{name}\n" for folder in (OPEN, CLOSED) for name in NAMES)
    text = default_inventory_text().replace("\nfiles:\n", f"\nfiles:\n{listed}")
    text += f'\npermissions:\n  - {{path: {CLOSED}, owner: root, mode: "0700"}}\n'
    (tmp_path / "inventory.yaml").write_text(text)
    uri = f"emulated://{tmp_path}/lab.sqlite?inventory={tmp_path}/inventory.yaml"
    return Place(endpoint=connect(uri, create=True), kernel="/boot/vmlinux-4.2.0")


def _words(message: str) -> list[str]:
    """What QEMU said; whether libvirt had spoken to it before is a matter of moments."""
    for prefix in ("process exited while connecting to monitor: ", "qemu unexpectedly closed the monitor: "):
        message = message.removeprefix(f"internal error: {prefix}")
    return [words.strip() for words in message.split("qemu-system-s390x: ") if words]


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_before_a_start_is_what_happens(real: Place, emulated: Place, name: str) -> None:
    case = CASES[name]
    for place in (real, emulated):
        assert place.barrier(OPEN / case.name, case) is None
    assert emulated.start(OPEN / case.name, case) is None
    said = real.barrier(CLOSED / case.name, case)
    told, emulates = (place.start(CLOSED / case.name, case) for place in (real, emulated))
    assert said is not None
    assert told is not None
    assert emulates is not None
    assert (emulates.code, emulates.domain) == (told.code, told.domain)
    assert "Permission denied" in told.message or case.element == "initrd"
    for words in _words(emulates.message):
        assert words in told.message
    mode, helps = (0o711, f"chmod o+x {CLOSED}") if case.name else (0o755, f"chmod o+rx {CLOSED}")
    assert helps in said.reason
    CLOSED.chmod(mode)
    assert real.start(CLOSED / case.name, case) is None


def test_a_disk_is_plugged_when_its_folder_is_open(real: Place, emulated: Place) -> None:
    refusals = []
    for place in (real, emulated):
        ref = place.define(OPEN / "kernel", CASES["kernel"])
        place.endpoint.hypervisor.start(ref, paused=True)
        for layout, name in (("raw", "a.raw"), ("qcow2", "b.qcow2")):
            with pytest.raises(BackendError) as refused:
                place.endpoint.hypervisor.attach(ref, disk(layout).format(file=CLOSED / name), Scope.LIVE)
            refusals.append((refused.value.code, refused.value.domain, refused.value.message))
    assert refusals[:2] == refusals[2:]


def test_what_an_image_lies_on_is_told_as_libvirt_tells_it(real: Place, emulated: Place) -> None:
    top, below, case = OPEN / "top.qcow2", CLOSED / "b.qcow2", CASES["qcow2 disk"]
    real.endpoint.devices.write_file(str(top), _empty_qcow2(str(below)), 0o600)
    pool = f"<pool type='dir'><name>open</name><target><path>{OPEN}</path></target></pool>"
    emulated.endpoint.hypervisor.start(emulated.endpoint.hypervisor.define(ObjectKind.POOL, pool))
    layers = f"<backingStore><path>{below}</path><format type='qcow2'/></backingStore>"
    target = "<target><format type='qcow2'/></target>"
    volume = f"<volume><name>{top.name}</name><capacity>1048576</capacity>{target}{layers}</volume>"
    emulated.endpoint.hypervisor.create_volume("open", volume)
    refusals = []
    for place in (real, emulated):
        (chain,) = place.endpoint.devices.chains((str(top),))
        assert (chain.files, chain.is_whole) == ((str(below),), True)
        said, refused = place.barrier(below, case), place.start(top, case)
        assert said is not None
        assert refused is not None
        refusals.append((refused.code, refused.domain, refused.message))
    assert refusals[0] == refusals[1]
    CLOSED.chmod(0o711)
    assert real.start(top, case) is None
