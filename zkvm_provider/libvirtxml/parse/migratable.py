"""What in a running domain's XML stands against its live migration, whoever made the domain."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.xmltext import attribute, read_answer

_BOUND = {"pci": "a PCI device", "mdev": "a mediated device (vfio-ccw, vfio-ap)", "scsi_host": "a vhost SCSI adapter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Migratable:
    """`bound` are devices of the host in words, `cpu_model` a custom model (empty for others), `machine` the type."""

    bound: tuple[str, ...]
    cpu_model: str
    machine: str


def parse_migratable(xml: str) -> Migratable:
    """Of a live domain XML. Raises Bug for text that is no domain XML."""
    root = read_answer(xml, "domain")
    bound = []
    for hostdev in root.iterfind("devices/hostdev"):
        kind = hostdev.get("type") or ""
        if kind in _BOUND:
            uuid = attribute(hostdev, "source/address", "uuid")
            bound.append(f"{_BOUND[kind]}{f' {uuid}' if uuid else ''}")
    bound += [
        f"the shared folder {attribute(filesystem, 'target', 'dir')} (virtiofs)"
        for filesystem in root.iterfind("devices/filesystem")
        if attribute(filesystem, "driver", "type") == "virtiofs"
    ]
    cpu = root.find("cpu")
    is_custom = cpu is not None and cpu.get("mode") == "custom"
    return Migratable(
        bound=tuple(bound),
        cpu_model=(root.findtext("cpu/model") or "").strip() if is_custom else "",
        machine=attribute(root, "os/type", "machine"),
    )
