"""The files of the talk's host installation, byte for byte, and what the builders make of other inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.install.addrsize import parse_addrsize, render_addrsize
from zkvm_provider.install.ins import Load, render_ins
from zkvm_provider.install.lint import lint
from zkvm_provider.install.prm import render_prm
from zkvm_provider.model.boot_parameters import BootParameters
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import structure

TALK = Path(__file__).parent / "talk"

ERIC: dict[str, Tree] = {
    "repo": "ftp://9.60.29.66/ftpboot/iso",
    "repoUser": "install",
    "repoPassword": "install",
    "zfcp": [
        {"busId": "0.0.1c98", "wwpn": "0x500507630603c763", "lun": "0x4022403300000000"},
        {"busId": "0.0.1ca8", "wwpn": "0x500507630608c763", "lun": "0x4022403300000000"},
    ],
    "znet": [{"channels": ["0.0.4300", "0.0.4301", "0.0.4302"], "layer2": True}],
    "ip": [
        {
            "address": "9.60.18.175",
            "gateway": "9.60.18.129",
            "netmask": "255.255.255.128",
            "hostname": "frolic",
            "interface": "enccw0.0.4300",
        }
    ],
    "options": ["systemd.show_status=0"],
}
GENERIC: dict[str, Tree] = {
    "first": "ro ramdisk_size=40000",
    "dasd": ["autodetect"],
    "options": ["systemd.show_status=0"],
    "layout": "line",
}


@pytest.mark.parametrize(("inputs", "file"), [(ERIC, "eric.prm"), (GENERIC, "generic.prm")])
def test_parameters_of_the_talk_come_out_byte_for_byte(inputs: dict[str, Tree], file: str) -> None:
    rendered = render_prm(structure(BootParameters, inputs))
    assert rendered.encode() == (TALK / "images" / file).read_bytes()


def test_ins_of_the_talk_comes_out_byte_for_byte() -> None:
    loads = [
        Load(path="images/kernel.img", address=0),
        Load(path="images/initrd.img", address=0x02000000),
        Load(path="images/eric.prm", address=0x10480),
        Load(path="images/initrd.addrsize", address=0x10408),
    ]
    assert render_ins("ERIC lpar ins file", loads).encode() == (TALK / "eric.ins").read_bytes()


def test_eric_prm_has_six_lines() -> None:
    assert (TALK / "images/eric.prm").read_text().count("\n") == 6


def test_addrsize_is_two_big_endian_numbers() -> None:
    content = render_addrsize(0x1234567)
    assert content.hex() == "00000000020000000000000001234567"
    assert parse_addrsize(content) == (0x02000000, 0x1234567)


@pytest.mark.parametrize("size", [-1, 1 << 64])
def test_addrsize_of_an_impossible_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="must be between 0"):
        render_addrsize(size)


def test_password_that_a_url_cannot_hold_is_encoded() -> None:
    inputs: dict[str, Tree] = {"repo": "ftp://9.60.29.66/iso", "repoUser": "install", "repoPassword": "a@b/c:d"}
    assert render_prm(structure(BootParameters, inputs)) == "inst.repo=ftp://install:a%40b%2Fc%3Ad@9.60.29.66/iso\n"


@pytest.mark.parametrize(
    ("inputs", "line"),
    [
        ({"ip": [{"method": "dhcp"}]}, "ip=dhcp"),
        ({"ip": [{"interface": "enccw0.0.4300", "method": "dhcp"}]}, "ip=enccw0.0.4300:dhcp"),
        (
            {"ip": [{"address": "2001:db8::5", "gateway": "2001:db8::1", "netmask": "64", "interface": "enc1"}]},
            "ip=[2001:db8::5]::[2001:db8::1]:64::enc1:none",
        ),
        ({"zfcp": [{"busId": "0.0.1c98"}]}, "rd.zfcp=0.0.1c98"),
        (
            {"znet": [{"kind": "lcs", "channels": ["0.0.0600", "0.0.0601"], "port": 1}]},
            "rd.znet=lcs,0.0.0600,0.0.0601,portno=1",
        ),
        ({"vlan": [{"device": "vlan42", "parent": "enccw0.0.4300"}]}, "vlan=vlan42:enccw0.0.4300"),
        ({"nameservers": ["2001:db8::53"]}, "nameserver=[2001:db8::53]"),
        ({"kickstart": "http://9.60.29.66/eric.ks"}, "inst.ks=http://9.60.29.66/eric.ks"),
        ({"install": "nfs://9.60.29.66/sles"}, "install=nfs://9.60.29.66/sles"),
        ({"autoyast": "http://9.60.29.66/eric.xml"}, "autoyast=http://9.60.29.66/eric.xml"),
    ],
)
def test_typed_parameter_gives_a_word_the_linter_takes(inputs: dict[str, Tree], line: str) -> None:
    rendered = render_prm(structure(BootParameters, inputs))
    assert rendered == f"{line}\n"
    assert lint("x.prm", rendered.encode()) == ()
