"""Changes of installation media and seed images that no variant of the conformance kit shows. Data."""

from __future__ import annotations

from typing import Any, Final

from tests.effects.edit import Edit
from tests.effects.places import Tree
from tests.provider.conformance.media_world import MEDIA

_KERNELS: Final = "/boot/vmlinux-4.4.0-rc5", "/boot/vmlinux-4.2.0"
_INITRDS: Final = "/boot/initramfs-4.4.0-rc5.img", "/boot/initramfs-4.2.0.img"
_PLAIN: Final[Tree] = {"name": "erics", "directory": "/home/install/ftpboot/iso", "parameters": {"first": "ro"}}
_WITH_INITRD: Final[Tree] = {**_PLAIN, "initrd": "images/ours.img", "initrdSource": _INITRDS[0]}
_COPIED: Final[Tree] = {**_WITH_INITRD, "kernel": "images/kernel-of-ours.img", "kernelSource": _KERNELS[0]}
_LCS: Final[Tree] = {"kind": "lcs", "channels": ["0.0.0600", "0.0.0601"]}


def media(place: str, one: Any, other: Any, also: dict[str, tuple[Any, Any]] | None = None, /, **stem: Any) -> Edit:
    whole = stem or MEDIA
    return Edit(kind="InstallMedia", stem=whole, place=place, one=one, other=other, also=also or {})


def _parameter(name: str) -> Edit:
    """A list of parameters comes and goes."""
    return media(f"parameters.{name}", MEDIA["parameters"][name], None)


MEDIA_EDITS: Final[tuple[Edit, ...]] = (
    media("kernel", None, "images/ours.img", {"kernelSource": (None, _KERNELS[0])}, **_PLAIN),
    media("initrd", "images/ours.img", "images/other.img", **_WITH_INITRD),
    media("initrdSource", *_INITRDS, **_WITH_INITRD),
    media("directory", "/home/install/ftpboot/iso", "/home/install/ftpboot/iso2", **_COPIED),
    media("kernelSource", _KERNELS[0], None, **_COPIED),
    media("initrd", None, "images/ours.img", {"initrdSource": (None, _INITRDS[0])}, **_PLAIN),
    media("initrdSource", _INITRDS[0], None, **_WITH_INITRD),
    *(_parameter(name) for name in ("zfcp", "znet", "vlan", "ip")),
    media("parameters.repoUser", "install", None, {"parameters.repoPassword": ("install-secret", None)}),
    media(
        "parameters.zfcp[0].wwpn", "0x500507630603c763", None, {"parameters.zfcp[0].lun": ("0x4022403300000000", None)}
    ),
    media(
        "parameters.zfcp[0].lun", "0x4022403300000000", None, {"parameters.zfcp[0].wwpn": ("0x500507630603c763", None)}
    ),
    media(
        "parameters.ip[0].address",
        "9.60.18.175",
        None,
        {
            "parameters.ip[0].gateway": ("9.60.18.129", None),
            "parameters.ip[0].netmask": ("255.255.255.128", None),
            "parameters.ip[0].method": ("none", "dhcp"),
        },
    ),
    media(
        "parameters.znet[0].channels",
        ["0.0.0600", "0.0.0601"],
        ["0.0.0602", "0.0.0603"],
        **{**_PLAIN, "parameters": {"znet": [_LCS]}},
    ),
    media("parameters.text", "ro\n", "ro quiet\n", **{**_PLAIN, "parameters": {}}),
    media("kickstart.content", "text\n", "text\nreboot\n", **_PLAIN),
    media(
        "autoyast.content",
        "<profile xmlns='http://www.suse.com/1.0/yast2ns'/>\n",
        "<profile xmlns='http://www.suse.com/1.0/yast2ns'><general/></profile>\n",
        **_PLAIN,
    ),
)
