"""`initrd.addrsize`: where the initial RAM disk lies and how long it is, 16 bytes, both numbers big-endian."""

from __future__ import annotations

import struct

from zkvm_provider.install.finding import Notes
from zkvm_provider.install.layout import INITRD_ADDRESS

LENGTH = 16


def render_addrsize(size_bytes: int, address: int = INITRD_ADDRESS) -> bytes:
    """The file for an initial RAM disk of that size. Raises ValueError for what eight bytes cannot hold."""
    try:
        return struct.pack(">QQ", address, size_bytes)
    except struct.error:
        raise ValueError(f"address {address} and size {size_bytes} must be between 0 and 2^64-1") from None


def parse_addrsize(content: bytes) -> tuple[int, int] | None:
    """Address and size; None when it is no such file."""
    return struct.unpack(">QQ", content) if len(content) == LENGTH else None


def lint_addrsize(content: bytes, notes: Notes, *, address: int | None = None, size: int | None = None) -> None:
    """Check the file, against the `.ins` file's address and the initrd's true size where they are known."""
    numbers = parse_addrsize(content)
    if numbers is None:
        reason = f"is {len(content)} bytes long; it must be {LENGTH}: address and size, eight bytes each, big-endian"
        notes.error(0, reason)
        return
    told_address, told_size = numbers
    if told_address >> 32 or told_size >> 32:
        swapped = struct.unpack("<QQ", content)
        hint = "; the bytes are in the wrong order (little-endian)" if max(swapped) < 1 << 32 else ""
        notes.error(0, f"tells address 0x{told_address:x} and size 0x{told_size:x}, far beyond 4 GiB{hint}")
        return
    if told_size == 0:
        notes.error(0, "tells size 0: the kernel would find no initial RAM disk")
    if address is not None and told_address != address:
        notes.error(0, f"tells address 0x{told_address:08x}, but the .ins file loads the initrd at 0x{address:08x}")
    if size is not None and told_size not in (0, size):
        notes.error(0, f"tells {told_size} bytes, but the initrd has {size}; write the file anew for this initrd")
