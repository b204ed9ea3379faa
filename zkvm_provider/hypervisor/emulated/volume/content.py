"""What libvirt reads off an image's first bytes (virStorageSource's probe): format, size, features of a qcow2."""

from __future__ import annotations

import struct
from dataclasses import replace

from zkvm_provider.hypervisor.emulated.volume.image_size import BLOCK
from zkvm_provider.hypervisor.emulated.volume.shape import Volume

HEAD_BYTES = 1024**2
"""How much of an image is looked at."""

_QCOW2 = b"QFI\xfb"
_ISO_AT, _ISO = 32769, b"CD001"


def with_content(volume: Volume, head: bytes, size: int) -> Volume:
    """The volume after `size` bytes were written from its start and the pool was refreshed. Devices keep their size."""
    if volume.kind == "block":
        return volume
    length = max(size, volume.physical if volume.format in {"raw", "none", "iso"} else 0)
    allocation = -(-size // BLOCK) * BLOCK
    written = replace(volume, allocation=allocation, physical=length, compat=None, features=None, cluster_size=0)
    if head.startswith(_QCOW2) and len(head) >= 32:
        return _qcow2(written, head)
    image_format = "iso" if head[_ISO_AT : _ISO_AT + len(_ISO)] == _ISO else "raw"
    return replace(written, format=image_format, capacity=length)


def _qcow2(volume: Volume, head: bytes) -> Volume:
    """Header of qcow2 (qemu docs/interop/qcow2.txt): version at 4, cluster bits at 20, virtual size at 24."""
    version, bits, size = struct.unpack_from(">4xI12xIQ", head)
    newer = version >= 3
    return replace(
        volume,
        format="qcow2",
        capacity=size,
        compat="1.1" if newer else None,
        features=() if newer else None,
        cluster_size=1 << bits,
    )
