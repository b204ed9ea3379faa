"""How large a fresh image file is: the layout each format of qemu-img 7.2 writes when it makes an empty image.

`allocation` is what the file system counts (blocks of 4 KiB that something was written to), `physical` the length
of the file. Sources: the captured volumes, and the format descriptions in QEMU's `docs/interop`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zkvm_provider.dataclass import dataclass

BLOCK = 4096
SECTOR = 512
_LUKS_PAYLOAD = 4040 * SECTOR
"""Where the data of a LUKS image begins (header and eight key slots)."""

_VHD_MOST_CYLINDERS = 65535
_Part = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSize:
    """Sizes in bytes. `capacity` is what the guest sees, which a format may round."""

    capacity: int
    allocation: int
    physical: int


def fresh_image(image_format: str, capacity: int, *, cluster_size: int, backing_path: str = "") -> ImageSize:
    """The sizes of an empty image that qemu-img made for `capacity` bytes (a format of `formats.MAKEABLE`)."""
    if image_format == "qcow2":
        return qcow2(capacity, cluster_size=cluster_size)
    if image_format == "qcow":
        return _qcow(capacity, len(backing_path.encode()))
    makers: dict[str, Callable[[int], ImageSize]] = {"vmdk": _vmdk, "vdi": _vdi, "vpc": _vpc, "qed": _qed}
    return makers[image_format](capacity)


def raw(capacity: int, allocation: int) -> ImageSize:
    """A plain file of which `allocation` bytes are reserved; more than the capacity makes it longer."""
    length = max(capacity, allocation)
    return ImageSize(capacity=length, allocation=_up(allocation, BLOCK), physical=length)


def raw_by_qemu_img(capacity: int) -> ImageSize:
    """A plain file that qemu-img made: it writes the first block."""
    return ImageSize(capacity=capacity, allocation=BLOCK if capacity else 0, physical=capacity)


def luks(capacity: int) -> ImageSize:
    """A LUKS image: header and key slots, then room for the data."""
    return _sized(capacity, [(0, _LUKS_PAYLOAD)], _LUKS_PAYLOAD + capacity)


def qcow2(capacity: int, *, cluster_size: int, moved_table: bool = False) -> ImageSize:
    """Header, refcount table and refcount block take a cluster each, then comes the L1 table.

    `moved_table` is an image that was grown: its longer L1 table lies in a cluster of its own behind the old one.
    """
    per_entry = cluster_size * (cluster_size // 8)
    table = 8 * _divide_up(capacity, per_entry)
    start = 3 * cluster_size
    parts = [(0, start), (start, table)]
    if moved_table:
        old, start = start, start + cluster_size
        parts = [(0, old), (old, SECTOR), (start, table)]
    return _sized(capacity, parts, start + table)


def qcow2_table_entries(capacity: int, cluster_size: int) -> int:
    """How many L1 entries a qcow2 of that capacity needs."""
    return _divide_up(capacity, cluster_size * (cluster_size // 8))


def _qcow(capacity: int, backing_length: int) -> ImageSize:
    header = _up(48 + backing_length, 8)
    table = _up(8 * _divide_up(capacity, 2 * 1024**2), SECTOR)
    return _sized(capacity, [(0, header), (header, table)], header + table)


def _vmdk(capacity: int) -> ImageSize:
    grains = _divide_up(capacity, 65536)
    tables = _divide_up(grains, 512)
    directory_sectors = _divide_up(4 * tables, SECTOR)
    spare = 21
    main = spare + directory_sectors + 4 * tables
    data = _up(main + directory_sectors + 4 * tables, 128)
    directory = directory_sectors * SECTOR
    parts = [(0, SECTOR), (SECTOR, SECTOR), (spare * SECTOR, directory), (main * SECTOR, directory)]
    return _sized(capacity, parts, data * SECTOR)


def _vdi(capacity: int) -> ImageSize:
    capacity = _up(capacity, 1024**2)
    length = SECTOR + _up(4 * (capacity // 1024**2), SECTOR)
    return _sized(capacity, [(0, length)], length)


def _qed(capacity: int) -> ImageSize:
    cluster, table = 65536, 4 * 65536
    return _sized(capacity, [(0, SECTOR), (cluster, table)], cluster + table)


def _vpc(capacity: int) -> ImageSize:
    sectors = _vhd_sectors(_divide_up(capacity, SECTOR))
    table = _up(4 * _divide_up(sectors, 4096), SECTOR)
    length = 3 * SECTOR + table + SECTOR
    return _sized(sectors * SECTOR, [(0, length)], length)


def _vhd_sectors(wanted: int) -> int:
    """The sectors of the smallest cylinder/head/sector geometry that holds `wanted` (VHD specification, appendix)."""
    sectors = wanted
    while (found := _vhd_geometry(sectors)) < wanted:
        sectors += 1
    return found


def _vhd_geometry(sectors: int) -> int:
    sectors = min(sectors, _VHD_MOST_CYLINDERS * 16 * 255)
    if sectors > _VHD_MOST_CYLINDERS * 16 * 63:
        per_track, heads = 255, 16
        tracks = sectors // per_track
    else:
        per_track = 17
        tracks = sectors // per_track
        heads = max(4, (tracks + 1023) // 1024)
        if tracks >= heads * 1024 or heads > 16:
            per_track, heads = 31, 16
            tracks = sectors // per_track
        if tracks >= heads * 1024:
            per_track, heads = 63, 16
            tracks = sectors // per_track
    return tracks // heads * heads * per_track


def _sized(capacity: int, parts: Iterable[_Part], length: int) -> ImageSize:
    """Count the blocks the written parts (start, length) touch; the file ends where the format says."""
    touched = 0
    end = 0
    for start, size in sorted(parts):
        if size:
            first, last = max(start // BLOCK, end), (start + size - 1) // BLOCK + 1
            touched += max(0, last - first)
            end = max(end, last)
    return ImageSize(capacity=capacity, allocation=touched * BLOCK, physical=length)


def _up(value: int, step: int) -> int:
    return _divide_up(value, step) * step


def _divide_up(value: int, step: int) -> int:
    return -(-value // step)
