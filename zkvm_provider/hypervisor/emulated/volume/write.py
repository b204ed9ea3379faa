"""A volume's values to libvirt's canonical XML."""

from __future__ import annotations

from itertools import groupby

from zkvm_provider.hypervisor.emulated.pool.permissions import write_permissions
from zkvm_provider.hypervisor.emulated.volume.encryption import write_encryption
from zkvm_provider.hypervisor.emulated.volume.shape import Backing, Times, Volume
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter


def write_volume(volume: Volume) -> str:
    """The XML virStorageVolGetXMLDesc gives."""
    out = XmlWriter()
    with out.element("volume", {"type": volume.kind}):
        out.text("name", volume.name)
        out.text("key", volume.key)
        _write_extents(volume, out)
        for name in ("capacity", "allocation"):
            out.text(name, getattr(volume, name), {"unit": "bytes"})
        out.text("physical", volume.physical or None, {"unit": "bytes"})
        _write_target(volume, out)
        if volume.backing is not None:
            _write_backing(volume.backing, out)
    return out.finish()


def _write_target(volume: Volume, out: XmlWriter) -> None:
    with out.element("target"):
        out.text("path", volume.path)
        if volume.format:
            out.empty("format", {"type": volume.format})
        write_permissions(volume.permissions, out)
        _write_times(volume.times, out)
        write_encryption(volume.encryption, out)
        out.text("compat", volume.compat)
        out.text("clusterSize", volume.cluster_size or None, {"unit": "B"})
        if volume.features is not None:
            if not volume.features:
                out.empty("features")
            else:
                with out.element("features"):
                    for feature in volume.features:
                        out.empty(feature)


def _write_backing(backing: Backing, out: XmlWriter) -> None:
    with out.element("backingStore"):
        out.text("path", backing.path)
        if backing.format:
            out.empty("format", {"type": backing.format})
        write_permissions(backing.permissions, out)
        _write_times(backing.times, out)


def _write_times(times: Times | None, out: XmlWriter) -> None:
    if times is None:
        return
    with out.element("timestamps"):
        for name in ("atime", "mtime", "ctime", "btime"):
            out.text(name, getattr(times, name))


def _write_extents(volume: Volume, out: XmlWriter) -> None:
    if not volume.extents:
        return
    with out.element("source"):
        for device, extents in groupby(volume.extents, key=lambda extent: extent.device):
            with out.element("device", {"path": device}):
                for extent in extents:
                    out.empty("extent", {"start": extent.start, "end": extent.end})
