"""A pool's values to libvirt's canonical XML."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS
from zkvm_provider.hypervisor.emulated.pool.mount_options import write_mount_options, write_namespace
from zkvm_provider.hypervisor.emulated.pool.permissions import write_permissions
from zkvm_provider.hypervisor.emulated.pool.shape import Pool
from zkvm_provider.hypervisor.emulated.pool.source import write_source
from zkvm_provider.hypervisor.emulated.pool.world import Space
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter


def write_pool(pool: Pool, space: Space | None) -> str:
    """The XML virStoragePoolGetXMLDesc gives; without `space` the sizes are zero."""
    space = space or Space(capacity_bytes=0, allocation_bytes=0)
    kind = KINDS[pool.kind]
    out = XmlWriter()
    with out.element("pool", {"type": pool.kind, **write_namespace(pool.mount_options)}):
        out.text("name", pool.name)
        out.text("uuid", pool.uuid)
        out.text("capacity", space.capacity_bytes, {"unit": "bytes"})
        out.text("allocation", space.allocation_bytes, {"unit": "bytes"})
        out.text("available", space.available_bytes, {"unit": "bytes"})
        if pool.cow:
            with out.element("features"):
                out.empty("cow", {"state": pool.cow})
        write_source(pool.source, kind, out)
        if kind.has_target:
            with out.element("target"):
                out.text("path", pool.target)
                write_permissions(pool.permissions, out)
        if pool.refresh_allocation:
            with out.element("refresh"):
                out.empty("volume", {"allocation": pool.refresh_allocation})
        write_mount_options(pool.mount_options, out)
    return out.finish()
