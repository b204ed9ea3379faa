"""Way 3: the official release archive, only with a pinned checksum.

A site without Internet must not wait for it: connecting has 3 seconds, and a transfer that stands still is
given up.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import shutil
import tarfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.pulumi.provision.pin import CLI, EXECUTOR, LANGUAGE_HOST, PINNED, Platform, Unavailable
from tools.pulumi.provision.progress import Progress

DEFAULT_BASE = "https://get.pulumi.com/releases/sdk"
_CHUNK = 1 << 18
_TRICKLE = 1 << 14  # fewer bytes than this in the stall time are no progress
_POLL_S = 0.05
# What a Python (or YAML) project needs; the archive's hosts for other languages are hundreds of megabytes.
_WANTED = {CLI, LANGUAGE_HOST, EXECUTOR}
_WANTED |= {"pulumi-language-yaml", "pulumi-resource-pulumi-python", "pulumi-watch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long the network may take, in seconds."""

    connect_s: float = 3.0
    stall_s: float = 20.0


def archive_name(platform: Platform) -> str:
    """The file name of the release archive for a platform."""
    return f"pulumi-v{PINNED}-{platform}.tar.gz"


def checksums(file: Path) -> dict[str, str]:
    """Archive name → SHA-256, read from a checksum file; a missing file pins nothing."""
    if not file.is_file():
        return {}
    lines = re.findall(r"^([0-9a-fA-F]{64})\s+\*?(\S+)\s*$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: digest.lower() for digest, name in lines}


def fill_from_archive(into: Path, *, base: str, platform: Platform, sha256: str, limits: Limits) -> None:
    """Downloads, verifies and unpacks the archive; raises :class:`Unavailable` with the reason."""
    url = f"{base.rstrip('/')}/{archive_name(platform)}"
    archive = into.parent / "archive.tar.gz"
    _Download(url, archive, limits).run()
    _verify(archive, url, sha256)
    _unpack(archive, into)
    archive.unlink()


class _Connection(http.client.HTTPConnection):
    """Connects within ``timeout`` and then allows each read the longer stall time."""

    stall_s = Limits().stall_s

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(self.stall_s)


class _TlsConnection(_Connection, http.client.HTTPSConnection):
    """The same over TLS."""


class _Handler(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Connection, req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_TlsConnection, req)


class _Download:
    """One transfer in a thread of its own, watched from outside.

    Socket time limits alone do not do: looking up a name has none, and a server that sends a byte now and
    then never meets one.
    """

    def __init__(self, url: str, target: Path, limits: Limits) -> None:
        self._url, self._target, self._limits = url, target, limits
        self._answered = False
        self._received, self._expected = 0, 0
        self._fault: Exception | None = None

    def run(self) -> None:
        worker = threading.Thread(target=self._work, daemon=True, name="archive download")
        worker.start()
        with Progress(f"downloading {self._url} (once)") as progress:
            self._watch(worker, progress)
        if self._fault is not None:
            raise Unavailable(f"{self._url}: {self._fault}")
        if self._expected and self._received != self._expected:
            raise Unavailable(f"{self._url}: cut off after {self._received} of {self._expected} bytes")

    def _watch(self, worker: threading.Thread, progress: Progress) -> None:
        seen, heard = 0, time.monotonic()
        while worker.is_alive():
            worker.join(_POLL_S)
            progress.tick(self._so_far())
            if self._received >= seen + _TRICKLE:
                seen, heard = self._received, time.monotonic()
            quiet = time.monotonic() - heard
            if not self._answered and quiet > self._limits.connect_s + self._limits.stall_s:
                raise Unavailable(f"{self._url}: no answer within {quiet:.0f} s")
            if self._answered and quiet > self._limits.stall_s:
                raise Unavailable(f"{self._url}: it hangs: nothing came for {quiet:.0f} s ({self._so_far()})")

    def _work(self) -> None:
        opener = urllib.request.build_opener(_Handler())
        try:
            reply = opener.open(self._url, timeout=self._limits.connect_s)
            with reply as answer, self._target.open("wb") as out:
                self._answered = True
                self._expected = int(answer.headers.get("Content-Length") or 0)
                self._copy(answer, out)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            self._fault = fault

    def _copy(self, answer: http.client.HTTPResponse, out: IO[bytes]) -> None:
        read = getattr(answer, "read1", answer.read)  # what has come so far; a file: URL has only read
        while chunk := read(_CHUNK):
            out.write(chunk)
            self._received += len(chunk)

    def _so_far(self) -> str:
        of = f" of {self._expected / 1e6:.0f}" if self._expected else ""
        return f"{self._received / 1e6:.1f}{of} MB"


def _verify(archive: Path, url: str, sha256: str) -> None:
    digest = hashlib.sha256()
    with archive.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != sha256:
        found = digest.hexdigest()
        raise Unavailable(f"{url}: wrong checksum {found}, pinned is {sha256}; nothing of it was used")


def _unpack(archive: Path, into: Path) -> None:
    """Takes the wanted files by name only, so no path of the archive can lead anywhere else."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                name = Path(member.name).name
                source = tar.extractfile(member) if member.isfile() and name in _WANTED else None
                if source is not None:
                    with (into / name).open("wb") as out:
                        shutil.copyfileobj(source, out)
                    (into / name).chmod(0o755)
    except (tarfile.TarError, EOFError, OSError) as fault:
        raise Unavailable(f"the archive cannot be unpacked: {fault}") from fault
