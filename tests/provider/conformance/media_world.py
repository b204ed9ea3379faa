"""Installation media for the kit: the talk's, with every kind of parameter, and both kinds of answers."""

from __future__ import annotations

from typing import Any, Final

_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZrbm93cw eric@frolic"
_ANSWERS: Final[dict[str, Any]] = {
    "language": "de_DE.UTF-8",
    "keyboard": "de",
    "timezone": "Europe/Paris",
    "rootPasswordHash": "$6$saltsalt$aGFzaA",
    "sshKeys": [_KEY],
    "disks": ["/dev/disk/by-path/ccw-0.0.0200"],
    "packages": ["qemu-kvm"],
}

MEDIA: Final[dict[str, Any]] = {
    "name": "erics",
    "directory": "/home/install/ftpboot/iso",
    "comment": "ERIC lpar ins file",
    "kernel": "images/erics-kernel.img",
    "kernelSource": "/boot/vmlinux-4.4.0-rc5",
    "initrd": "images/initrd.img",
    "initrdAddress": "0x02000000",
    "addrsize": "images/initrd.addrsize",
    "parameters": {
        "first": "ro ramdisk_size=40000",
        "repo": "ftp://9.60.29.66/ftpboot/iso",
        "repoUser": "install",
        "repoPassword": "install-secret",
        "install": "nfs://9.60.29.66/sles",
        "kickstart": "ftp://9.60.29.66/eric.ks",
        "autoyast": "ftp://9.60.29.66/eric.xml",
        "dasd": ["0.0.0200"],
        "zfcp": [{"busId": "0.0.1c98", "wwpn": "0x500507630603c763", "lun": "0x4022403300000000"}],
        "znet": [{"kind": "qeth", "channels": ["0.0.4300", "0.0.4301", "0.0.4302"], "layer2": True, "port": 0}],
        "vlan": [{"device": "vlan42", "parent": "enccw0.0.4300"}],
        "ip": [
            {
                "address": "9.60.18.175",
                "gateway": "9.60.18.129",
                "netmask": "255.255.255.128",
                "hostname": "frolic",
                "interface": "enccw0.0.4300",
                "method": "none",
            }
        ],
        "nameservers": ["9.60.18.2"],
        "options": ["systemd.show_status=0"],
        "layout": "lines",
    },
    "kickstart": {"file": "eric.ks", **_ANSWERS},
    "autoyast": {"file": "eric.xml", **_ANSWERS},
}

_PARAMETERS: Final[dict[str, Any]] = {
    "first": "ro",
    "repo": "http://9.60.29.66/iso",
    "repoUser": "other",
    "repoPassword": "other-secret",
    "install": "nfs://9.60.29.66/sles15",
    "kickstart": "ftp://9.60.29.66/other.ks",
    "autoyast": "ftp://9.60.29.66/other.xml",
    "dasd": ["autodetect"],
    "zfcp[].busId": "0.0.1ca8",
    "zfcp[].wwpn": "0x500507630608c763",
    "zfcp[].lun": "0x4022401100000000",
    "znet[].kind": "lcs",
    "znet[].channels": ["0.0.4310", "0.0.4311", "0.0.4312"],
    "vlan[].device": "vlan43",
    "vlan[].parent": "enccw0.0.4310",
    "ip[].address": "9.60.18.176",
    "ip[].gateway": "9.60.18.130",
    "ip[].netmask": "255.255.255.0",
    "ip[].hostname": "other",
    "ip[].interface": "enccw0.0.4310",
    "ip[].method": "dhcp",
    "nameservers": ["9.60.18.3"],
    "options": ["quiet"],
}
_OTHER_ANSWERS: Final[dict[str, Any]] = {
    "file": "answers.txt.cfg",
    "language": "fr_FR.UTF-8",
    "keyboard": "fr",
    "timezone": "Europe/Berlin",
    "rootPasswordHash": "$6$othersalt$aGFzaA",
    "sshKeys": [f"{_KEY}2"],
    "disks": ["/dev/disk/by-path/ccw-0.0.0e1e"],
    "packages": ["libvirt"],
}

MEDIA_VALUES: Final[dict[tuple[str, str], Any]] = {
    ("InstallMedia", "name"): "other",
    ("InstallMedia", "directory"): "/home/install/ftpboot/iso2",
    ("InstallMedia", "comment"): "another comment",
    ("InstallMedia", "kernel"): "images/other-kernel.img",
    ("InstallMedia", "kernelSource"): "/boot/vmlinux-4.2.0",
    ("InstallMedia", "initrd"): "images/other-initrd.img",
    ("InstallMedia", "initrdSource"): "/boot/initramfs-4.2.0.img",
    ("InstallMedia", "addrsize"): "images/other.addrsize",
    ("InstallMedia", "found"): ["eric.ins is missing"],
    **{("InstallMedia", f"parameters.{path}"): value for path, value in _PARAMETERS.items()},
    **{
        ("InstallMedia", f"{kind}.{path}"): value
        for kind in ("kickstart", "autoyast")
        for path, value in _OTHER_ANSWERS.items()
    },
    ("InstallMedia", "autoyast.file"): "other.xml",
    ("InstallMedia", "parameters.text"): "ro quiet\n",
    ("InstallMedia", "kickstart.content"): "text\nreboot\n",
    ("InstallMedia", "autoyast.content"): "<profile xmlns='http://www.suse.com/1.0/yast2ns'><general/></profile>\n",
}

MEDIA_TOGETHER: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("InstallMedia", "directory"): {"initrdSource": "/boot/initramfs-4.2.0.img"},
    ("InstallMedia", "parameters.znet[0].kind"): {
        "parameters": {"znet": [{"kind": "lcs", "channels": ["0.0.0600", "0.0.0601"]}]}
    },
    ("InstallMedia", "parameters.text"): {"parameters": {"text": "ro\n"}},
    ("InstallMedia", "kickstart.content"): {"kickstart": {"content": "text\n"}},
    ("InstallMedia", "autoyast.content"): {
        "autoyast": {"content": "<profile xmlns='http://www.suse.com/1.0/yast2ns'/>\n"}
    },
}
