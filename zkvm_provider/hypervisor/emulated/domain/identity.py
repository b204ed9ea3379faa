"""What a domain is called: type, name, uuid, title, metadata, emulator."""

from __future__ import annotations

import re

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.boot import ARCHITECTURES
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, child, internal, unsupported
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import element
from zkvm_provider.hypervisor.emulated.domain.values import PATH, TEXT, UUID, matching
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

VIRT_TYPES = (
    "none", "qemu", "kqemu", "kvm", "xen", "lxc", "uml", "openvz", "test", "vmware", "hyperv", "vbox", "phyp",
    "parallels", "bhyve", "vz", "hvf",
)  # fmt: skip
_LONGEST_FILE_NAME = 255
_CONFIG_SUFFIX = ".xml.new"
SHAPES = (
    element("name", text=matching(r"[^\n]+")),
    element("uuid", text=UUID),
    element("genid", text=TEXT),
    element("title", text=matching(r"[^\n]+")),
    element("description", text=TEXT),
    element("metadata", traits="whole"),
    element("bootloader", text=PATH),
    element("bootloader_args", text=TEXT),
    element("sysinfo", traits="whole"),
    element("idmap", traits="whole"),
)
EMULATOR = element("emulator", text=PATH)


def require_name(root: etree._Element) -> None:
    """The name comes first of all."""
    if not root.findtext("name"):
        check_name("")


def read_type(root: etree._Element) -> None:
    """The domain's type: missing or unknown ones are refused."""
    kind = root.get("type")
    if kind is None:
        raise internal("missing domain type attribute", ErrorDomain.DOMAIN)
    if kind not in VIRT_TYPES:
        raise unsupported(f"invalid domain type {kind}", ErrorDomain.DOMAIN)


def read_machine(root: etree._Element, *, host_arch: str, emulator: str) -> None:
    """Architecture and emulator: unknown ones, and an architecture that no installed emulator serves."""
    kind = root.find("os/type")
    if kind is None or not (kind.text or "").strip():
        if root.find("os") is None or kind is None or root.find("bootloader") is None:
            raise bad_domain("an os <type> must be specified")
        return
    arch = kind.get("arch") or host_arch
    if arch not in ARCHITECTURES:
        raise unsupported(f"Unknown architecture {arch}", ErrorDomain.DOMAIN)
    kind.set("arch", arch)
    text = (kind.text or "").strip()
    if text not in {"hvm", "linux", "xen", "exe", "uml", "xenpvh"}:
        raise unsupported(f"unknown OS type '{text}'", ErrorDomain.DOMAIN)
    kind.text = text
    given = root.findtext("devices/emulator")
    if given is None and arch != "s390x":
        raise unsupported(f"No emulator found for arch '{arch}'")
    if given is not None and given != emulator:
        _refuse_emulator(given)


def _refuse_emulator(path: str) -> None:
    """Whatever is not the s390x emulator: QEMU's tools are programs but no emulators, the rest is not installed."""
    base = path.rsplit("/", 1)[-1]
    if base in {"qemu-img", "qemu-io", "qemu-nbd"} and path.startswith("/usr/bin/"):
        told = f"{base}: unrecognized option '-S'\nTry '{base} --help' for more information\n"
        raise internal(f"Failed to start QEMU binary {path} for probing: {told}")
    text = f"Cannot check QEMU binary {path}: No such file or directory"
    raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.QEMU, text)


def check_name(name: str) -> None:
    """Names libvirt refuses: none, with a slash, with a line end."""
    if not name:
        raise refusal(ErrorCode.NO_NAME, ErrorDomain.DOMAIN, "")
    if "/" in name:
        raise bad_domain(f"name {name} cannot contain '/'")
    if "\n" in name:
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.XML, "invalid char in name: \n")


def check_file_name(name: str) -> None:
    """The configuration is a file; a name that makes its name too long cannot be stored."""
    if len((name + _CONFIG_SUFFIX).encode()) > _LONGEST_FILE_NAME:
        text = f"Failed to create file '/etc/libvirt/qemu/{name}{_CONFIG_SUFFIX}': File name too long"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, text)


def _read(guest: Guest) -> None:
    uuid = guest.root.find("uuid")
    if uuid is not None and not re.fullmatch(r"[0-9a-f-]{36}", uuid.text or ""):
        raise internal("malformed uuid element", ErrorDomain.DOMAIN)


def _default(guest: Guest) -> None:
    root = guest.root
    check_name(root.findtext("name") or "")
    if root.find("uuid") is None:
        child(root, "uuid").text = guest.uuid()
    if not root.findtext("title"):
        for node in root.findall("title"):
            root.remove(node)
    child(guest.devices, "emulator").text = root.findtext("devices/emulator") or guest.profile.emulator


def _check(guest: Guest) -> None:
    if guest.root.find("genid") is not None:
        raise unsupported("this QEMU does not support the 'genid' capability")
    title = guest.root.findtext("title") or ""
    if "\n" in title:
        raise bad_domain("Domain title can't contain newlines")


SECTION = Section(shapes=SHAPES, read=_read, default=_default, check=_check)
__all__ = ["EMULATOR", "SECTION", "check_file_name", "check_name", "read_machine", "read_type", "require_name"]
