"""A file that QEMU may not open: libvirt's words, what is behind them, and how to look."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from zkvm_provider.errors import BackendError

refusals = pytest.importorskip("zkvm_provider.hypervisor.libvirt.refusals")


@dataclass(frozen=True)
class Told:
    """What libvirt's binding raises."""

    message: str
    code: int

    def get_error_message(self) -> str:
        return self.message

    def get_error_code(self) -> int:
        return self.code

    def get_error_domain(self) -> int:
        return 10


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("start", Told("internal error: process exited while connecting to monitor: … '/a.raw': Permission denied", 1)),
        ("start", Told("Cannot access storage file '/home/u/a.raw' (as uid:64055, gid:108): Permission denied", 38)),
        ("attach", Told("internal error: unable to execute QEMU command 'blockdev-add': Permission denied", 1)),
    ],
)
def test_a_file_qemu_may_not_open_is_told_with_how_to_look(verb: str, told: Told) -> None:
    subject = refusals.Subject(kind="domain", name="g")
    error = refusals.translate(told, verb=verb, what=subject, uri="qemu:///system")
    assert isinstance(error, BackendError)
    for part in (told.message, "domain 'g'", "qemu:///system", "AppArmor or SELinux", "namei -l", "journalctl -k"):
        assert part in str(error)


def test_another_refusal_keeps_its_own_advice() -> None:
    told = Told("internal error: process exited", 1)
    error = refusals.translate(told, verb="start", what=refusals.Subject(kind="domain", name="g"), uri="qemu:///system")
    assert "/var/log/libvirt/qemu/g.log" in str(error)
