"""What QEMU's driver refuses of a guest: the emulated host says so as the real one, the preview before it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provider.driver import Driver
from tests.provider.storage_runs import made, refused
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import Endpoint, ErrorCode, ObjectKind

BASE: dict[str, Any] = {"memory": "1 GiB", "boot": {"kernel": "/boot/vmlinux-4.4.0-rc5"}}
GUEST = (
    "<domain type='kvm'><name>{name}</name><memory>1048576</memory><os><type arch='s390x'>hvm</type>"
    "<kernel>/boot/vmlinux-4.4.0-rc5</kernel></os><devices><console type='pty'><log file='{log}'/>"
    "<target type='sclp'/></console></devices></domain>"
)


@pytest.mark.parametrize("tag", ["on_poweroff", "on_reboot"])
def test_a_guest_that_is_to_be_preserved_is_refused_in_the_preview(driver: Driver, tag: str) -> None:
    patch = {"name": "keep", "path": tag, "value": "preserve"}
    said = refused(driver, "Guest", "linux01", preview=True, **BASE, xmlPatches=[patch])
    assert f"<{tag}> preserve is refused by libvirt for QEMU" in said


def test_a_guest_that_is_to_be_preserved_when_it_crashes_is_made(driver: Driver, host: Endpoint) -> None:
    patch = {"name": "keep", "path": "on_crash", "value": "preserve"}
    made(driver, "Guest", "linux01", **BASE, xmlPatches=[patch])
    (found,) = host.hypervisor.list(ObjectKind.DOMAIN)
    assert "<on_crash>preserve</on_crash>" in host.hypervisor.dump(found.ref)


@pytest.mark.parametrize("log", ["/var/log/libvirt/qemu/first.log", "/var/log/consoles.log"])
def test_a_log_that_another_running_guest_has_open_is_busy(host: Endpoint, log: str) -> None:
    machine = host.hypervisor
    first = machine.define(ObjectKind.DOMAIN, GUEST.format(name="first", log="/var/log/consoles.log"))
    second = machine.define(ObjectKind.DOMAIN, GUEST.format(name="second", log=log))
    machine.start(first)
    with pytest.raises(BackendError, match=r"Cannot open log file: .*busy") as caught:
        machine.start(second)
    assert caught.value.code == ErrorCode.SYSTEM_ERROR
    machine.stop(first)
    machine.start(second)
