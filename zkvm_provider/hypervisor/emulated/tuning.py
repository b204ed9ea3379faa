"""Shares, limits and pinning of domains: virDomainSetSchedulerParametersFlags, PinVcpuFlags, PinEmulator, PinIOThread.

Measured with libvirt 9.0.0: ranges are checked by the control group for shares of a running domain, by libvirt for
limits, not at all for shares in the configuration; 0 changes nothing live and clears a limit in the configuration.
"""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.definition import finish
from zkvm_provider.hypervisor.emulated.domain.guest import child
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.tune import bitmap_text
from zkvm_provider.hypervisor.emulated.domains import rewrite
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectRef, SchedulerParameter, Scope, Thread

_ELEMENTS = {
    SchedulerParameter.SHARES: "shares",
    SchedulerParameter.VCPU_PERIOD: "period",
    SchedulerParameter.VCPU_QUOTA: "quota",
}
_SHARES, _PERIODS, _QUOTAS = (2, 262144), (1000, 1_000_000), (1000, 17_592_186_044_415)


def set_scheduler(tx: Transaction, ref: ObjectRef, parameter: SchedulerParameter, value: int, scope: Scope) -> None:
    """Set one parameter in the scopes. Without a CPU controller: OPERATION_INVALID."""
    row = tx.find(ref)

    def changed(xml: str, live: bool) -> str:
        if not tx.inventory.has_cpu_controller:
            raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.QEMU, "cgroup CPU controller is not mounted")
        _check(parameter, value, live=live)
        root = etree.fromstring(xml.encode())
        name = _ELEMENTS.get(parameter, parameter.value)
        tune = child(root, "cputune")
        found = tune.find(name)
        if value == 0 and parameter is not SchedulerParameter.SHARES:
            if found is not None and not live:
                tune.remove(found)
        else:
            child(tune, name).text = str(value)
        return finish(root)

    rewrite(tx, row, scope, changed)


def pin(tx: Transaction, ref: ObjectRef, thread: Thread, number: int, cpus: tuple[int, ...], scope: Scope) -> None:
    """Pin one thread in the scopes; a thread that is not there, or CPUs the host lacks: INVALID_ARG."""
    row = tx.find(ref)
    text = bitmap_text(tuple(sorted({each for each in cpus if each < tx.inventory.cpus})))

    def changed(xml: str, live: bool) -> str:
        root = etree.fromstring(xml.encode())
        if not text:
            raise _invalid("Empty cpu list for pinning")
        tune = child(root, "cputune")
        if thread is Thread.EMULATOR:
            child(tune, "emulatorpin").set("cpuset", text)
        elif thread is Thread.VCPU:
            _require_vcpu(root, number, live=live)
            _pinned(tune, "vcpupin", "vcpu", number).set("cpuset", text)
        else:
            _require_iothread(root, number, live=live)
            _pinned(tune, "iothreadpin", "iothread", number).set("cpuset", text)
        return finish(root)

    rewrite(tx, row, scope, changed)


def _check(parameter: SchedulerParameter, value: int, *, live: bool) -> None:
    if parameter is SchedulerParameter.SHARES:
        low, high = _SHARES
        if live and not low <= value <= high:
            text = f"shares '{value}' must be in range [{low}, {high}]"
            raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.CGROUP, text)
        return
    low, high = _PERIODS if parameter.value.endswith("period") else _QUOTAS
    if value > 0 and not low <= value <= high:
        raise _invalid(f"value of '{parameter.value}' is out of range [{low}, {high}]")


def _require_vcpu(root: Node, number: int, *, live: bool) -> None:
    vcpu = child(root, "vcpu")
    most = int(vcpu.text or "1")
    if number >= most:
        count = most if live else int(vcpu.get("current") or most)
        side = "live" if live else "persistent"
        raise _invalid(f"vcpu {number} is out of range of {side} cpu count {count}")


def _require_iothread(root: Node, number: int, *, live: bool) -> None:
    listed = {int(each.get("id") or 0) for each in root.iterfind("iothreadids/iothread")}
    there = listed or set(range(1, int(root.findtext("iothreads") or "0") + 1))
    if number not in there:
        raise _invalid(f"{'iothread' if live else 'iothreadid'} {number} not found")


def _pinned(tune: Node, tag: str, key: str, number: int) -> Node:
    """The pin of that thread, made at its place in the order of numbers when there is none."""
    pins = tune.findall(tag)
    for pin in pins:
        if pin.get(key) == str(number):
            return pin
    made = etree.Element(tag)
    made.set(key, str(number))
    before = next((pin for pin in pins if int(pin.get(key) or 0) > number), None)
    if before is None:
        tune.append(made)
    else:
        before.addprevious(made)
    return made


def _invalid(text: str) -> Exception:
    return refusal(ErrorCode.INVALID_ARG, ErrorDomain.QEMU, text)
