"""CP's commands and paging on a real host of the lab: the same answers, from libvirt and the host's own shell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.presence import RealHost
from zkvm_provider.cli.cp.command import _ANSWERS
from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.cli.paging_table import look
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, StopMode
from zkvm_provider.wiring import connect
from zkvm_provider.zvm.cp_words import find_command

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(300)]

NAME = "zkvm-cp"


@pytest.fixture
def endpoint(real_host: RealHost) -> Iterator[Endpoint]:
    """The host with one running guest that has a NIC on its bridge."""
    found = connect(real_host.uri, shell=real_host.shell)
    nic = (
        f"<interface type='bridge'><source bridge='{real_host.bridge}'/><mac address='52:54:00:0c:0c:0c'/>"
        "<model type='virtio'/><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0500'/></interface>"
    )
    ref = found.hypervisor.define(
        ObjectKind.DOMAIN,
        f"<domain type='qemu'><name>{NAME}</name><memory unit='MiB'>256</memory><vcpu current='1'>2</vcpu>"
        f"<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>{real_host.kernel}</kernel>"
        f"<initrd>{real_host.initrd}</initrd></os>"
        f"<devices>{nic}<console type='pty'><target type='sclp'/></console></devices></domain>",
    )
    found.hypervisor.start(ref)
    yield found
    infos = {info.ref.name: info for info in found.hypervisor.list(ObjectKind.DOMAIN)}
    if infos[NAME].active:
        found.hypervisor.stop(ref, StopMode.DESTROY)
    found.hypervisor.undefine(ref)


def _cp(endpoint: Endpoint, line: str) -> Said:
    command, operands = find_command(line)
    return _ANSWERS[command.key](Setting(host=endpoint, command=command, user=NAME, operands=operands))


def test_cp_speaks_to_a_real_guest(endpoint: Endpoint) -> None:
    assert f"{NAME.upper():<8} - DSC " in ", ".join(_cp(endpoint, "q n").lines)
    told = _cp(endpoint, "q v all").lines
    assert told[:3] == ("STORAGE = 256M MAX = 256M", "CPU 00  (BASE) CP", "CPU 01  STANDBY")
    assert any(line.startswith("Adapter 0500.P00 Type: VIRTIO") for line in told)
    assert "  MAC: 52-54-00-0C-0C-0C" in "\n".join(told)
    assert _cp(endpoint, "stop").lines == (f"{NAME.upper()} STOPPED",)
    assert _cp(endpoint, "begin").lines == (f"{NAME.upper()} GOES ON",)
    assert _cp(endpoint, "def cpu 1").lines == ("CPU 01 DEFINED",)
    assert _cp(endpoint, "uncouple 500").lines == ("NIC 0500 DISCONNECTED",)
    for line in ("q share", "ind user", "q osa", "q dasd", "q fcp", "q lan", "q vswitch", "q alloc page", "ind"):
        assert _cp(endpoint, line).lines
    assert _cp(endpoint, f"force {NAME}").lines[0].startswith("USER DSC   LOGOFF AS  ")


def test_paging_of_a_real_host_is_its_kernel_s(endpoint: Endpoint) -> None:
    paging = look(endpoint)
    assert paging.memory.total_kib == endpoint.hypervisor.facts().memory_kib
    assert paging.memory.swap_total_kib >= sum(swap.used_kib for swap in paging.swaps)
    assert paging.overcommit.running >= 1
    assert paging.overcommit.maximum_kib >= 256 * 1024
