"""Shares and limits on a host whose control groups have no CPU controller, as libvirt 9.0.0 answers there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulated.emulated_labs import LMB_GUEST
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, Hypervisor, ObjectKind, SchedulerParameter, Scope
from zkvm_provider.wiring import scratch_machine


@pytest.fixture
def host(tmp_path: Path) -> Hypervisor:
    return scratch_machine(tmp_path, f"{default_inventory_text()}\nhas_cpu_controller: false\n")


def test_no_share_can_be_set(host: Hypervisor) -> None:
    ref = host.define(ObjectKind.DOMAIN, LMB_GUEST)
    host.start(ref)
    with pytest.raises(BackendError, match="cgroup CPU controller is not mounted") as caught:
        host.set_scheduler(ref, SchedulerParameter.SHARES, 200, Scope.LIVE)
    assert (caught.value.code, caught.value.domain) == (ErrorCode.OPERATION_INVALID, ErrorDomain.QEMU)


@pytest.mark.parametrize(("tuning", "starts"), [("<shares>300</shares>", True), ("<quota>20000</quota>", False)])
def test_a_guest_with_shares_starts_and_one_with_a_limit_does_not(host: Hypervisor, tuning: str, starts: bool) -> None:
    tuned = LMB_GUEST.replace("<os>", f"<cputune>{tuning}</cputune><os>", 1)
    ref = host.define(ObjectKind.DOMAIN, tuned)
    if starts:
        host.start(ref)
        assert tuning in host.dump(ref, live=True)
        return
    with pytest.raises(BackendError, match="cgroup cpu is required for scheduler tuning") as caught:
        host.start(ref)
    assert caught.value.code == ErrorCode.CONFIG_UNSUPPORTED
