"""Disks made of an image: uploaded once, shared, checked, never seen half, and gone with the last of them."""

from __future__ import annotations

import hashlib
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.provider.conformance.laws import settled
from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import a_run_begins, kind, made, refused, taken_away
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.wiring import administer

IMAGE = struct.pack(">4sIQIIQ", b"QFI\xfb", 3, 0, 0, 16, 2 * 1024**3).ljust(200_000, b"z")
"""A qcow2 of 2 GiB, as far as anybody looks."""
DIGEST = hashlib.sha256(IMAGE).hexdigest()
BASE = f"zkvm-base-{DIGEST}"


class Server(HTTPServer):
    asked = 0


@pytest.fixture
def server() -> Iterator[Server]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked += 1  # type: ignore[attr-defined]
            self.send_response(200 if self.path == "/image" else 404)
            self.end_headers()
            self.wfile.write(IMAGE)

        def log_message(self, *_: Any) -> None:
            pass

    found = Server(("127.0.0.1", 0), Answers)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "image.qcow2"
    path.write_bytes(IMAGE)
    return path


@pytest.fixture
def pool(driver: Driver) -> Resource:
    return made(driver, "StoragePool", "images", target="/srv/images")


def names(host: Endpoint) -> list[str]:
    return [row.ref.name for row in host.hypervisor.list(ObjectKind.VOLUME, pool="images")]


def uploads(host: Endpoint) -> int:
    return sum(row.verb == "upload" for row in administer(host.uri).log())


def test_disks_of_one_image_share_one_upload_and_the_last_takes_it_along(
    driver: Driver, host: Endpoint, pool: Resource, server: Server
) -> None:
    url = f"http://127.0.0.1:{server.server_port}/image"
    disks = [
        made(driver, "Qcow2Disk", name, pool=pool.id, capacity=4, source=url, sha256=DIGEST) for name in ("a", "b", "c")
    ]
    assert (server.asked, uploads(host)) == (1, 1)
    assert names(host) == ["a", "b", "c", BASE, f"{BASE}.ready"]
    for disk in disks:
        assert disk.output_tree["sourceSha256"] == DIGEST
        settled(driver, disk)
    assert f"<path>/srv/images/{BASE}</path>" in host.hypervisor.dump(
        host.hypervisor.list(ObjectKind.VOLUME, pool="images")[0].ref
    )
    for disk in disks[:2]:
        taken_away(driver, disk)
    assert names(host) == ["c", BASE, f"{BASE}.ready"]
    taken_away(driver, disks[2])
    assert names(host) == []


def test_a_local_file_is_uploaded_without_a_digest_too(
    driver: Driver, host: Endpoint, pool: Resource, image: Path
) -> None:
    disk = made(driver, "Qcow2Disk", "a", pool=pool.id, capacity=4, source=str(image))
    assert disk.output_tree["sourceSha256"] == DIGEST
    settled(driver, disk)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sha256": "0" * 64}, f"has another digest: {DIGEST}"),
        ({"capacity": 1}, "capacity: 1 GiB is less than the image has; give at least 2 GiB"),
    ],
)
def test_a_wrong_image_leaves_no_disk(
    driver: Driver, host: Endpoint, pool: Resource, image: Path, change: dict[str, Any], says: str
) -> None:
    inputs = {"pool": pool.id, "capacity": 4, "source": str(image), **change}
    assert says in refused(driver, "Qcow2Disk", "a", preview=False, **inputs)
    assert "a" not in names(host)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x1f\x8b\x08 packed", "is packed (gzip)"),
        (struct.pack(">4sIQIIQ", b"QFI\xfb", 3, 512, 9, 16, 1024**3), "names another image below it"),
    ],
)
def test_an_image_no_guest_could_read_is_refused(
    driver: Driver, host: Endpoint, pool: Resource, image: Path, content: bytes, says: str
) -> None:
    image.write_bytes(content)
    assert says in refused(driver, "Qcow2Disk", "a", preview=False, pool=pool.id, capacity=4, source=str(image))
    assert names(host) == []


def test_a_file_that_is_not_there_is_refused_in_preview(driver: Driver, pool: Resource) -> None:
    told = refused(driver, "Qcow2Disk", "a", preview=True, pool=pool.id, capacity=4, source="none.qcow2")
    assert "source: there is no file" in told


def test_an_upload_that_was_cut_off_is_not_taken_for_the_image(
    driver: Driver, host: Endpoint, pool: Resource, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line breaks in the middle of the upload: the next run begins it anew."""
    monkeypatch.setenv("ZKVM_FAULT", "fail:before:3")
    a_run_begins(driver)
    inputs = {"pool": pool.id, "capacity": 4, "source": str(image)}
    assert "planned fault" in refused(driver, "Qcow2Disk", "a", preview=False, **inputs)
    monkeypatch.delenv("ZKVM_FAULT")
    a_run_begins(driver)
    disk = made(driver, "Qcow2Disk", "a", **inputs)
    settled(driver, disk)
    assert names(host) == ["a", BASE, f"{BASE}.ready"]


def test_another_image_would_lose_the_data(driver: Driver, pool: Resource, image: Path) -> None:
    inputs = {"pool": pool.id, "name": "a", "capacity": 4, "source": str(image), "sha256": DIGEST}
    disk = made(driver, "Qcow2Disk", "a", **inputs)
    news = driver.check(kind("Qcow2Disk"), "a", {**inputs, "sha256": "1" * 64}, disk.inputs)
    with pytest.raises(grpc.RpcError, match="sha256: a disk cannot begin as another image in place"):
        driver.update(disk, news, preview=True)
    moved = driver.check(kind("Qcow2Disk"), "a", {**inputs, "source": "http://mirror.example.com/image"}, disk.inputs)
    driver.update(disk, moved)  # another way to the same image


def test_twenty_disks_of_one_image_are_made_at_once(
    driver: Driver, host: Endpoint, pool: Resource, image: Path
) -> None:
    """Peers serialise or fail with *pool has asynchronous jobs running*."""
    with ThreadPoolExecutor(20) as threads:
        disks = list(
            threads.map(
                lambda n: made(driver, "Qcow2Disk", f"d{n:02}", pool=pool.id, capacity=4, source=str(image)), range(20)
            )
        )
    assert len({disk.id for disk in disks}) == 20
    assert uploads(host) == 1
    assert len(names(host)) == 22


def test_a_disk_that_others_lie_on_is_neither_grown_nor_deleted(driver: Driver, pool: Resource) -> None:
    below = made(driver, "Qcow2Disk", "below", pool=pool.id, capacity=4)
    above = made(driver, "Qcow2Disk", "above", pool=pool.id, capacity=4, backing=below.id)
    larger = driver.check(kind("Qcow2Disk"), "below", {"pool": pool.id, "name": "below", "capacity": 8}, below.inputs)
    a_run_begins(driver)
    with pytest.raises(grpc.RpcError, match="volume images/above lies on it, and would see another disk"):
        driver.update(below, larger, preview=True)
    with pytest.raises(grpc.RpcError, match="it is used by volume images/above"):
        driver.delete(below)
    taken_away(driver, above)
    taken_away(driver, below)


def test_a_disk_on_an_image_of_the_host(driver: Driver, pool: Resource) -> None:
    path = "/var/lib/libvirt/images/sles12-initrd.boot"
    disk = made(driver, "Qcow2Disk", "a", pool=pool.id, capacity=4, backing=path, backingFormat="raw")
    settled(driver, disk)
