"""An image to be uploaded: a file beside the program, or one behind an http(s) URL; its digest, its size, its form."""

from __future__ import annotations

import hashlib
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput

_PART_BYTES: Final = 1024**2
_LIMIT_S: Final = 60.0
_PACKED: Final = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "xz", b"BZh": "bzip2", b"\x28\xb5\x2f\xfd": "zstd"}
_QCOW2: Final = b"QFI\xfb"
HEAD_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An opened image. `stream` stands at its first byte."""

    stream: IO[bytes]
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the first bytes say: format for `<backingStore>`, and the size a guest would see."""

    format: str
    capacity_bytes: int


def is_url(source: str) -> bool:
    """Whether it is fetched over the network."""
    return source.startswith(("http://", "https://"))


def fault_of(source: str) -> str:
    """Why a local source cannot be read; empty when it can, and for URLs, which are asked when they are needed."""
    if is_url(source):
        return ""
    if "://" in source:
        return f"{source!r} is neither a file nor an http(s) URL"
    if not Path(source).is_file():
        return f"there is no file {Path(source).absolute()} on the machine where Pulumi runs"
    return ""


@contextmanager
def opened(source: str) -> Iterator[Image]:
    """The image with its digest: a file is read for it, what is behind a URL is first fetched to a temporary file."""
    if is_url(source):
        with tempfile.TemporaryFile() as spool:
            digest = hashlib.sha256()
            for part in _fetched(source):
                digest.update(part)
                spool.write(part)
            size = spool.tell()
            spool.seek(0)
            yield Image(stream=spool, size_bytes=size, sha256=digest.hexdigest())
    else:
        with Path(source).open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
            stream.seek(0)
            yield Image(stream=stream, size_bytes=size, sha256=sha256)


def parts(image: Image) -> Iterator[bytes]:
    """The image piece by piece. Raises InvalidInput when its bytes are no longer those of its digest."""
    digest = hashlib.sha256()
    while part := image.stream.read(_PART_BYTES):
        digest.update(part)
        yield part
    if digest.hexdigest() != image.sha256:
        raise InvalidInput.at("source", "the image changed while it was uploaded; run the same command again")


def form_of(image: Image) -> Form:
    """Its form by its first bytes; the stream stands at its beginning afterwards.

    Raises InvalidInput for a packed image, and for a qcow2 that needs another image below it.
    """
    head = image.stream.read(HEAD_BYTES)
    image.stream.seek(0)
    return form_of_head(head, image.size_bytes)


def form_of_head(head: bytes, size_bytes: int) -> Form:
    """The same of the first bytes of an image of that size. qcow2's header: qemu docs/interop/qcow2.txt."""
    for magic, name in _PACKED.items():
        if head.startswith(magic):
            raise InvalidInput.at(
                "source", f"is packed ({name}); unpack it first, and give the digest of what comes out"
            )
    if not head.startswith(_QCOW2) or len(head) < HEAD_BYTES:
        return Form(format="raw", capacity_bytes=size_bytes)
    backing, capacity = struct.unpack_from(">8xQ8xQ", head)
    if backing:
        raise InvalidInput.at(
            "source", "names another image below it; flatten it first: qemu-img convert -O qcow2 IN OUT"
        )
    return Form(format="qcow2", capacity_bytes=capacity)


def _fetched(url: str) -> Iterator[bytes]:
    import urllib.request  # and with it http, ssl and email, which nothing else here needs

    try:
        with urllib.request.urlopen(url, timeout=_LIMIT_S) as answer:  # noqa: S310 - http and https only, by `is_url`
            while part := answer.read(_PART_BYTES):
                yield part
    except OSError as failure:
        raise InvalidInput.at("source", f"{url} cannot be fetched: {failure}; try: curl -fLO {url}") from failure
