"""`<fs:mount_opts>`: mount options of pools of type fs and netfs, in a namespace of libvirt's (pools/335 to 353)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, attribute
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

NAMESPACE = "http://libvirt.org/schemas/storagepool/fs/1.0"
_RBD_OPTIONS = "{http://libvirt.org/schemas/storagepool/rbd/1.0}config_opts"
_OPTIONS, _OPTION = f"{{{NAMESPACE}}}mount_opts", f"{{{NAMESPACE}}}option"
_KINDS = frozenset({"fs", "netfs"})


def read_mount_options(root: Node, kind: str) -> tuple[str, ...]:
    """The options in their order, also an empty one; other types pass them over. Raises XML_ERROR without a name."""
    nodes = root.findall(f"{_OPTIONS}/{_OPTION}") if kind in _KINDS else []
    return tuple(_name(node) for node in nodes)


def mount_options_fault(root: Node) -> str:
    """Why `storagepool.rng` refuses what stands in a namespace, empty where it does not.

    A pool has its options once, and one of type fs has them last.
    """
    kind = root.get("type") or ""
    allowed = {_OPTIONS} if kind in _KINDS else {_RBD_OPTIONS} if kind == "rbd" else set()
    top = [node for node in root if str(node.tag).startswith("{")]
    for node in top:
        if node.tag not in allowed or (node.tag == _OPTIONS and not _is_well_formed(node)):
            return f"Element pool has extra content: {str(node.tag).rpartition('}')[2]}"
    if len(top) > 1:
        return "Extra element mount_opts in interleave\nElement pool failed to validate content"
    if top and kind == "fs" and root[-1] is not top[0]:
        return "Invalid sequence in interleave\nElement pool failed to validate content"
    return ""


def write_namespace(options: tuple[str, ...]) -> dict[str, str]:
    """The declaration that `<pool>` has beside its type while it has options."""
    return {"xmlns:fs": NAMESPACE} if options else {}


def write_mount_options(options: tuple[str, ...], out: XmlWriter) -> None:
    """Write `<fs:mount_opts>`; nothing where there are none."""
    if options:
        with out.element("fs:mount_opts"):
            for name in options:
                out.empty("fs:option", {"name": name})


def _name(node: Node) -> str:
    name = attribute(node, "name")
    if name is None:
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, "no fs mount option name specified")
    return name


def _is_well_formed(options: Node) -> bool:
    return not options.attrib and all(
        node.tag == _OPTION and list(node.attrib) == ["name"] and not len(node) for node in options
    )
