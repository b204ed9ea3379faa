"""The linter: the talk's files pass, every broken one gets its own message at its own line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from zkvm_provider.install.addrsize import render_addrsize
from zkvm_provider.install.finding import Severity
from zkvm_provider.install.lint import lint

HERE = Path(__file__).parent
TALK = HERE / "talk"
KERNEL, INITRD = bytes(1 << 20), bytes(1 << 20)


@dataclass(frozen=True, slots=True)
class Broken:
    """One case of `broken.yaml`."""

    name: str
    file: str
    content: bytes
    beside: dict[str, bytes]
    says: str

    def __str__(self) -> str:
        return self.name


def _content(text: dict[str, Any]) -> bytes:
    if "hex" in text:
        return bytes.fromhex(text["hex"])
    if "size" in text:
        return bytes(text["size"])
    return str(text["content"]).encode() * int(text.get("repeat", 1))


def _broken() -> list[Broken]:
    base = {
        "images/kernel.img": KERNEL,
        "images/initrd.img": INITRD,
        "images/eric.prm": (TALK / "images/eric.prm").read_bytes(),
        "images/initrd.addrsize": render_addrsize(len(INITRD)),
    }
    cases = yaml.safe_load((HERE / "broken.yaml").read_text(encoding="utf-8"))
    return [
        Broken(
            name=case["name"],
            file=case["file"],
            content=_content(case),
            beside={**base, **{path: _content(each) for path, each in case.get("with", {}).items()}},
            says=case["says"],
        )
        for case in cases
    ]


@pytest.mark.parametrize("case", _broken(), ids=str)
def test_broken_file_is_rejected_with_its_own_message(case: Broken) -> None:
    findings = lint(case.file, case.content, case.beside.get)
    errors = [str(finding) for finding in findings if finding.severity is Severity.ERROR]
    assert errors == [case.says]


def test_every_broken_file_has_a_message_of_its_own() -> None:
    said = [case.says.partition(": error: ")[2] for case in _broken()]
    assert len(set(said)) == len(said) >= 60


def test_talk_s_files_pass_with_a_warning_for_the_password_in_the_url() -> None:
    files = {
        "images/kernel.img": KERNEL,
        "images/initrd.img": INITRD,
        "images/eric.prm": (TALK / "images/eric.prm").read_bytes(),
        "images/initrd.addrsize": render_addrsize(len(INITRD)),
    }
    findings = lint("eric.ins", (TALK / "eric.ins").read_bytes(), files.get)
    reason = "inst.repo holds the password of a URL in clear text; keep the file at mode 0600"
    assert [str(finding) for finding in findings] == [f"images/eric.prm:1: warning: {reason}"]
    assert lint("generic.prm", (TALK / "images/generic.prm").read_bytes()) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rd.znet=qeth,0.0.4301,0.0.4302,0.0.4303", "the read channel 0.0.4301 is odd"),
        ("rd.znet=qeth,0.0.4300,0.0.4303,0.0.4304", "the write channel 0.0.4303 does not follow"),
        ("rd.znet=qeth,0.0.4300,0.0.4301,0.0.4310", "the data channel 0.0.4310 does not follow"),
        ("rd.znet=qeth,0.0.4300,0.0.4301,0.0.4302,layer3=1", "the option 'layer3' is not known"),
        ("ip=9.60.18.175::9.60.19.1:255.255.255.128:frolic:enccw0.0.4300:none", "the gateway 9.60.19.1 does not lie"),
        ("ip=9.60.18.175::::frolic:enccw0.0.4300:none", "there is no netmask"),
        ("rd.znet=qeth,0.0.1000,0.0.1001,0.0.1002 ip=enccw0.0.4300:dhcp", "no rd.znet groups 0.0.4300"),
        ("inst.repo=http://a/b inst.repo=http://a/c", "inst.repo is given already in line 1"),
        ("inst.vncpassword=geheim", "holds a password in clear text"),
        ("root=/dev/dasda1 " * 60, "kernels before 5.17 cut it off after 895"),
        ("a" * 81, "a z/VM reader takes 80"),
    ],
)
def test_doubtful_parameters_are_warned_of_and_pass(text: str, says: str) -> None:
    findings = lint("x.prm", f"{text}\n".encode())
    assert all(finding.severity is Severity.WARNING for finding in findings)
    assert any(says in finding.message for finding in findings)
    assert not any("geheim" in finding.message for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "rd.zfcp=0.0.1c98",
        "rd.dasd=0.0.0200-0.0.0203(ro),0.0.0e1e(ro:diag),autodetect",
        "rd.znet=lcs,0.0.0600,0.0.0601,portno=0",
        "ip=dhcp",
        "ip=enccw0.0.4300:dhcp6",
        "ip=[2001:db8::5]::[2001:db8::1]:64:frolic:enccw0.0.4300:none",
        "ip=9.60.18.175::9.60.18.129:25:frolic:enccw0.0.4300:none:9.9.9.9:1.1.1.1",
        "nameserver=[2001:db8::53] nameserver=9.9.9.9 vlan=vlan42:enccw0.0.4300",
        "inst.repo=hmc install=nfs://9.60.29.66/iso autoyast=default",
        'systemd.unit="a b"',
    ],
)
def test_every_good_form_of_a_parameter_passes(text: str) -> None:
    assert lint("x.prm", f"{text}\n".encode()) == ()


def test_text_within_quotes_is_one_word_over_lines() -> None:
    findings = lint("x.prm", b'a="x\ny" rd.dasd=auto\n')
    assert [(finding.line, finding.message[:8]) for finding in findings] == [(2, "rd.dasd:")]
