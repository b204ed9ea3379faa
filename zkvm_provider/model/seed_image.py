"""An ISO 9660 image of a few small files, always the same bytes for the same files.

Plain ISO 9660 names for firmware, Joliet names (UCS-2) for operating systems. pycdlib lays the image out; every date it
takes from the clock gives way to one that never changes, so that nothing of the machine or the hour is in the image.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

SECTOR: Final = 2048
_FIRST: Final = 16
"""Sector of the first volume descriptor (ECMA-119, 6.2.1); its Joliet twin follows."""
_EPOCH: Final = bytes((70, 1, 1, 0, 0, 0, 0))
"""A record's date, 1970-01-01 UTC (ECMA-119, 9.1.5)."""
_NO_DATE: Final = b"0" * 16 + b"\0"
"""A volume's date that is not given (ECMA-119, 8.4.26.1)."""
_DATES: Final = slice(813, 813 + 4 * len(_NO_DATE))
"""A volume descriptor's four dates (ECMA-119, 8.4.26 to 8.4.29), which pycdlib writes anew each time."""


def write_image(label: str, files: dict[str, bytes]) -> bytes:
    """The image with that volume label (ASCII, at most 16 characters) and these files in its root."""
    from pycdlib import PyCdlib  # only seed images need it

    image = PyCdlib()
    image.new(interchange_level=3, vol_ident=label.upper(), joliet=3)
    for name in sorted(files):
        plain = f"/{name.upper().replace('-', '_')}.;1"
        image.add_fp(BytesIO(files[name]), len(files[name]), plain, joliet_path=f"/{name}")
    for volume in (image.pvd, image.joliet_vd):
        for record in (volume.root_dir_record, *volume.root_dir_record.children):
            record.date = _epoch()
    written = BytesIO()
    image.write_fp(written)
    image.close()
    content = bytearray(written.getvalue())
    for sector in (_FIRST, _FIRST + 1):
        start = sector * SECTOR
        content[start + _DATES.start : start + _DATES.stop] = _NO_DATE * 4
    return bytes(content)


def read_image(image: bytes) -> dict[str, bytes] | None:
    """The files in the root of an image with Joliet names; None for anything else, or one that is cut off."""
    from pycdlib import PyCdlib  # only seed images need it
    from pycdlib.pycdlibexception import PyCdlibException

    disc = PyCdlib()
    try:
        disc.open_fp(BytesIO(image))
        is_whole = disc.pvd.space_size * SECTOR <= len(image)
        return dict(_files(disc)) if is_whole and disc.has_joliet() else None
    except (PyCdlibException, struct.error, IndexError, ValueError):
        return None


def _files(disc: Any) -> Iterator[tuple[str, bytes]]:
    for record in disc.list_children(joliet_path="/"):
        if not record.is_file():
            continue
        name = record.file_identifier().decode("utf-16-be").partition(";")[0]
        content = BytesIO()
        disc.get_file_from_iso_fp(content, joliet_path=f"/{name}")
        yield name, content.getvalue()


def _epoch() -> Any:
    from pycdlib.dates import DirectoryRecordDate

    date = DirectoryRecordDate()
    date.parse(_EPOCH)
    return date
