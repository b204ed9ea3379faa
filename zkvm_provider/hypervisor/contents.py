"""What lies in a volume: the part of the port that carries bytes.

Part of `Hypervisor` (port.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

VolumeRef = Any
"""An `ObjectRef` of a volume; port.py, which says what that is, imports this file."""


class VolumeContents(Protocol):
    """Bytes in and out of volumes."""

    def upload(self, ref: VolumeRef, source: Iterable[bytes], size_bytes: int) -> None:
        """Write `size_bytes` from the start of a volume. What breaks meanwhile leaves a part: the caller deletes it."""

    def download(self, ref: VolumeRef, length: int) -> bytes:
        """The first `length` bytes of a volume, fewer where it is shorter."""
