"""A volume's XML as a value."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.xmltext import attribute, read_answer, size_of, text_of
from zkvm_provider.model.disk import DiskFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedVolume:
    """What a volume's XML says. `format` is libvirt's word; `key` and `path` are empty before the volume exists.

    `compat` is the version of a qcow2 image: `1.1`, or `0.10` where libvirt wrote none.
    """

    name: str
    key: str
    path: str
    format: str
    capacity_bytes: int
    allocation_bytes: int
    backing_path: str | None
    backing_format: str | None
    compat: str = ""

    @property
    def disk_format(self) -> DiskFormat:
        """The format as zkvm knows it, an ISO image being raw. Raises Unsupported for others (vmdk, …)."""
        if self.format == "iso":
            return DiskFormat.RAW
        try:
            return DiskFormat(self.format)
        except ValueError:
            known = ", ".join(item.value for item in DiskFormat)
            raise Unsupported(f"volume {self.name!r} of format {self.format}", needs=f"format {known}") from None


def parse_volume(xml: str) -> ParsedVolume:
    """The volume of a volume XML; without a format (logical volumes) it is raw. Raises Bug for other text."""
    root = read_answer(xml, "volume")
    backing_path = text_of(root, "backingStore/path")
    return ParsedVolume(
        name=text_of(root, "name"),
        key=text_of(root, "key"),
        path=text_of(root, "target/path"),
        format=attribute(root, "target/format", "type") or DiskFormat.RAW.value,
        capacity_bytes=size_of(root, "capacity", default_unit="bytes") or 0,
        allocation_bytes=size_of(root, "allocation", default_unit="bytes") or 0,
        backing_path=backing_path or None,
        compat=text_of(root, "target/compat"),
        backing_format=(attribute(root, "backingStore/format", "type") or None) if backing_path else None,
    )
