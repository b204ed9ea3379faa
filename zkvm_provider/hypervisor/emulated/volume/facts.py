"""A volume in a few words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFacts:
    """A volume's identity, sizes in bytes, and image facts as `qemu-img info` tells them.

    `kind` is libvirt's volume type (file, block, dir, network); `compat` is set for qcow2 only (`0.10`,
    `1.1`) and `cluster_size_bytes` is 0 for formats without clusters.
    """

    name: str
    key: str
    path: str
    kind: str
    format: str
    capacity_bytes: int
    allocation_bytes: int
    physical_bytes: int
    compat: str = ""
    cluster_size_bytes: int = 0
    backing_path: str = ""
    backing_format: str = ""
    xml: str
