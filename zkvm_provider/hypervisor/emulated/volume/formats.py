"""Volume formats: which ones libvirt knows, which ones qemu-img can make, and which pools have any."""

from __future__ import annotations

KNOWN = frozenset(
    {
        *("none", "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat"),
        *("vhd", "ploop", "cow", "qcow", "qcow2", "qed", "vmdk"),
    }
)
"""virStorageFileFormat."""

READ_ONLY = frozenset({"bochs", "cloop", "dmg"})
"""Formats qemu-img can read but not make; the others it cannot make it does not know at all."""

MAKEABLE = frozenset({"raw", "vpc", "vdi", "vmdk", "qcow", "qcow2", "qed"})
"""What `qemu-img create` of 7.2 makes."""

FEATURES = ("lazy_refcounts", "extended_l2")
"""virStorageFileFeature, in libvirt's order."""

WITH_FORMATS = frozenset({"dir", "fs", "netfs", "gluster", "vstorage", "rbd"})
"""Kinds of pools whose volumes have a `<format>`; the default is raw."""
