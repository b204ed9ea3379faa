"""The official archive: taken only whole and with the pinned checksum; a silent network costs seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.tools.pulumi_fakes import Machine, checksum_file, release_archive, serving
from tools.pulumi.provision.pin import PINNED, Platform
from tools.pulumi.provision.way_archive import checksums

ARCHIVE = release_archive()
Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def _send(content: bytes, promised: int | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(content) if promised is None else promised))
        request.end_headers()
        request.wfile.write(content)

    return answer


def _fetch(machine: Machine, url: str, pinned: bytes = ARCHIVE, *more: str) -> tuple[int, str, str]:
    file = checksum_file(machine.bin, pinned)
    done = machine.provide("--way", "archive", "--archive-url", url, "--checksums", str(file), *more)
    return done.returncode, done.stdout, done.stderr


def _assert_nothing_is_left(machine: Machine) -> None:
    assert not machine.home.exists()
    assert machine.leftovers() == []


def test_a_good_archive_fills_the_cache(machine: Machine) -> None:
    asked = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        _send(ARCHIVE)(request)

    with serving(answer) as url:
        code, out, err = _fetch(machine, url)
    assert (code, out) == (0, f"{machine.home}/bin/pulumi\n"), err
    assert asked == [f"/releases/pulumi-v{PINNED}-{Platform.here()}.tar.gz"]
    names = {path.name for path in (machine.home / "bin").iterdir()}
    assert names == {"pulumi", "pulumi-language-python", "pulumi-language-python-exec"}
    assert (machine.home / "bin" / "pulumi").stat().st_mode & 0o777 == 0o755
    assert machine.leftovers() == []
    assert not (machine.home / "archive.tar.gz").exists()
    assert machine.provide("--way", "cache").stdout == out


def test_the_base_address_comes_from_the_environment_too(machine: Machine) -> None:
    file = checksum_file(machine.bin, ARCHIVE)
    with serving(_send(ARCHIVE)) as url:
        done = machine.provide("--way", "archive", "--checksums", str(file), ZKVM_PULUMI_ARCHIVE_URL=url)
    assert done.returncode == 0, done.stderr


def test_a_wrong_checksum_is_refused(machine: Machine) -> None:
    with serving(_send(ARCHIVE)) as url:
        code, out, err = _fetch(machine, url, b"another archive")
    assert (code, out) == (1, "")
    assert "wrong checksum" in err
    assert "nothing of it was used" in err
    _assert_nothing_is_left(machine)


def test_a_transfer_that_stands_still_is_given_up(machine: Machine) -> None:
    release = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        _send(ARCHIVE[:50], promised=len(ARCHIVE))(request)
        request.wfile.flush()
        release.wait(30)

    with serving(answer) as url:
        code, _, err = _fetch(machine, url, ARCHIVE, "--stall", "0.3")
        release.set()
    assert code == 1
    assert "it hangs: nothing came for" in err
    _assert_nothing_is_left(machine)


def test_a_server_that_never_answers_is_given_up(machine: Machine) -> None:
    release = threading.Event()

    def answer(_: BaseHTTPRequestHandler) -> None:
        release.wait(30)

    with serving(answer) as url:
        code, _, err = _fetch(machine, url, ARCHIVE, "--stall", "0.3")
        release.set()
    assert code == 1
    assert "no answer within" in err or "timed out" in err
    _assert_nothing_is_left(machine)


def test_a_transfer_cut_in_the_middle_is_told_as_such(machine: Machine) -> None:
    with serving(_send(ARCHIVE[: len(ARCHIVE) // 2], promised=len(ARCHIVE))) as url:
        code, _, err = _fetch(machine, url)
    assert code == 1
    assert f"cut off after {len(ARCHIVE) // 2} of {len(ARCHIVE)} bytes" in err
    _assert_nothing_is_left(machine)


def test_an_archive_that_is_none_is_told_as_such(machine: Machine) -> None:
    with serving(_send(b"not a tar file")) as url:
        code, _, err = _fetch(machine, url, b"not a tar file")
    assert code == 1
    assert "the archive cannot be unpacked" in err
    _assert_nothing_is_left(machine)


def test_an_answer_of_404_is_a_reason(machine: Machine) -> None:
    with serving(lambda request: request.send_error(404)) as url:
        code, _, err = _fetch(machine, url)
    assert code == 1
    assert "404" in err
    _assert_nothing_is_left(machine)


def test_a_refused_connection_is_a_reason(machine: Machine) -> None:
    with serving(_send(ARCHIVE)) as url:
        pass
    code, _, err = _fetch(machine, url)
    assert code == 1
    assert "refused" in err
    _assert_nothing_is_left(machine)


def test_without_a_pinned_checksum_the_network_is_not_asked(machine: Machine) -> None:
    asked = []
    with serving(lambda request: asked.append(request.path)) as url:
        done = machine.provide("--way", "archive", "--archive-url", url, "--platform", "linux-s390x")
    assert "archive: skipped: no checksum is pinned for linux-s390x" in done.stderr
    assert asked == []


def test_the_published_form_of_a_checksum_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sums"
    file.write_text(f"# comment\n{'AB' * 32}  one.tar.gz\n{'cd' * 32} *two.tar.gz\nrubbish\n", encoding="utf-8")
    assert checksums(file) == {"one.tar.gz": "ab" * 32, "two.tar.gz": "cd" * 32}
    assert checksums(tmp_path / "missing") == {}
