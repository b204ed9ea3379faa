"""Hypervisor features, clock and power events: what s390x keeps and what it refuses."""

from __future__ import annotations

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.common import ANY
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    child,
    get,
    internal,
    qemu_ended,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import Node, Shape, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    NAME,
    ON_OFF,
    SIGNED,
    SIZE,
    UNIT,
    YES_NO,
    choice,
    matching,
)
from zkvm_provider.hypervisor.port import ErrorDomain

_STATE = {"state": ON_OFF}
_HYPERV = (
    "relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "vendor_id", "frequencies",
    "reenlightenment", "tlbflush", "ipi", "evmcs", "avic",
)  # fmt: skip


def _toggle(tag: str, *children: Shape) -> Shape:
    return element(tag, _STATE, *children)


FEATURES = element(
    "features", None,
    element("acpi"),
    element("apic", {"eoi": ON_OFF}),
    element("pae"),
    _toggle("hap"),
    element("viridian"),
    element("privnet"),
    element("hyperv", {"mode": choice("custom", "passthrough")},
            *(element(name, {**_STATE, "retries": COUNT, "value": ANY}) for name in _HYPERV)),
    element("kvm", None, *(_toggle(name) for name in ("hidden", "hint-dedicated", "poll-control", "pv-ipi"))),
    _toggle("pvspinlock"),
    element("capabilities", traits="whole"),
    _toggle("pmu"),
    _toggle("vmport"),
    element("gic", {"version": ANY}),
    _toggle("smm", element("tseg", {"unit": UNIT}, text=SIZE)),
    element("ioapic", {"driver": choice("kvm", "qemu")}),
    element("hpt", {"resizing": choice("enabled", "disabled", "required")}),
    _toggle("vmcoreinfo"),
    _toggle("htm"),
    _toggle("nested-hv"),
    element("msrs", {"unknown": choice("ignore", "fault")}),
    _toggle("ccf-assist"),
    element("cfpc", {"value": NAME}),
    element("sbbc", {"value": NAME}),
    element("ibs", {"value": NAME}),
    element("tcg", None, element("tb-cache", {"unit": UNIT}, text=SIZE)),
    traits="fleeting",
)  # fmt: skip
CLOCK = element(
    "clock",
    {
        "offset": choice("utc", "localtime", "timezone", "variable", "absolute"),
        "adjustment": matching("reset|-?[0-9]+"),
        "basis": choice("utc", "localtime"), "timezone": NAME, "start": SIGNED,
    },
    element(
        "timer",
        {
            "name": choice("platform", "pit", "rtc", "hpet", "tsc", "kvmclock", "hypervclock", "armvtimer"),
            "present": YES_NO, "tickpolicy": choice("delay", "catchup", "merge", "discard"),
            "track": choice("boot", "guest", "wall", "realtime"), "frequency": COUNT, "mode": NAME,
        },
        element("catchup", {"threshold": COUNT, "slew": COUNT, "limit": COUNT}),
        need=("name",), must=("name",), traits="many",
    ),
)  # fmt: skip
_ACTIONS = ("destroy", "restart", "rename-restart", "preserve")
_DUMPING = ("coredump-destroy", "coredump-restart")
_CRASH_ACTIONS = (*_ACTIONS, *_DUMPING)
_EVENTS = {"on_poweroff": "destroy", "on_reboot": "restart", "on_crash": "destroy"}


def _actions(tag: str) -> tuple[str, ...]:
    return _CRASH_ACTIONS if tag == "on_crash" else _ACTIONS


EVENTS = tuple(element(tag, text=matching("|".join(_actions(tag)))) for tag in _EVENTS)
LOCK_FAILURE = element("on_lockfailure", text=matching("poweroff|restart|pause|ignore"))
PM = element(
    "pm", None, element("suspend-to-mem", {"enabled": YES_NO}), element("suspend-to-disk", {"enabled": YES_NO}),
    traits="fleeting",
)  # fmt: skip
PERF = element("perf", None, element("event", {"name": NAME, "enabled": YES_NO}, traits="many"), traits="fleeting")
_ARGUMENT_UNSUPPORTED, _FROM_PERF = 74, 65
"""VIR_ERR_ARGUMENT_UNSUPPORTED of VIR_FROM_PERF."""
_NEEDS = {
    "smm": "smm is not available with this QEMU binary",
    "vmport": "vmport is not available with this QEMU binary",
    "vmcoreinfo": "vmcoreinfo is not available with this QEMU binary",
    "ioapic": "I/O APIC tuning is not supported by this QEMU binary",
}
_FOREIGN = ("gic", "hpt", "htm", "nested-hv", "ccf-assist", "cfpc", "sbbc", "ibs", "hyperv")


def _read(guest: Guest) -> None:
    for tag in _EVENTS:
        node = guest.root.find(tag)
        text = "" if node is None else (node.text or "").strip()
        if tag != "on_crash" and text in _DUMPING:
            reason = f"Lifecycle event '{tag.removeprefix('on_')}' doesn't support '{text}' action"
            raise unsupported(reason, ErrorDomain.DOMAIN)
        if node is not None and text not in _actions(tag):
            raise internal(f"unknown {tag} action: {text}", ErrorDomain.DOMAIN)


def _default(guest: Guest) -> None:
    root = guest.root
    clock = child(root, "clock")
    set_default(clock, "offset", "utc")
    _settle_clock(clock)
    for tag, action in _EVENTS.items():
        node = child(root, tag)
        node.text = (node.text or action).strip()
    for node in root.iterfind("features/*"):
        if isinstance(node.tag, str) and node.tag in {"pmu", "vmport", "smm", "htm", "nested-hv", "pvspinlock", "hap"}:
            set_default(node, "state", "on")


def _settle_clock(clock: Node) -> None:
    offset = clock.get("offset")
    if offset == "variable":
        set_default(clock, "adjustment", "0")
        set_default(clock, "basis", "utc")


def _check(guest: Guest) -> None:
    root = guest.root
    machine = get(root, "os/type", "machine")
    for node in root.iterfind("features/*"):
        name = str(node.tag)
        if node.get("state", "on") == "off" and name != "vmport":
            continue
        if name in _NEEDS:
            raise unsupported(_NEEDS[name])
        if name in _FOREIGN:
            what = "Hyperv features are" if name == "hyperv" else f"The '{name}' feature is"
            raise unsupported(f"{what} not supported for architecture 's390x' or machine type '{machine}'")
    for timer in root.iterfind("clock/timer"):
        _check_timer(guest, timer, machine)
    for tag, level in (("suspend-to-mem", "S3"), ("suspend-to-disk", "S4")):
        if root.find(f"pm/{tag}[@enabled]") is not None:
            raise unsupported(f"setting ACPI {level} not supported")
    _check_events(*(root.findtext(tag) for tag in _EVENTS))


def _check_events(poweroff: str | None, reboot: str | None, crash: str | None) -> None:
    """qemuValidateLifecycleAction."""
    if "rename-restart" in {poweroff, reboot, crash}:
        where = "'on_reboot'/'on_poweroff'/'on_crash'"
        raise unsupported(f"qemu driver doesn't support the 'rename-restart' action for {where}")
    if "preserve" in {poweroff, reboot}:
        raise unsupported("qemu driver doesn't support the 'preserve' action for 'on_reboot'/'on_poweroff'")
    if poweroff == "restart" and reboot == "destroy":
        raise unsupported("qemu driver doesn't support 'onReboot' set to 'destroy and 'onPoweroff' set to 'reboot'")


def _check_timer(guest: Guest, timer: Node, machine: str) -> None:
    name = timer.get("name") or ""
    if name == "platform":
        raise unsupported("unsupported timer type (name) 'platform'")
    if name in {"tsc", "kvmclock", "hypervclock", "armvtimer"}:
        where = f"virtType={guest.virt_type} arch=s390x machine={machine} guests"
        raise unsupported(f"Configuring the '{name}' timer is not supported for {where}")
    if name == "hpet" and timer.get("present") == "yes":
        raise unsupported("hpet timer is not supported")
    if name == "pit" and timer.get("tickpolicy") in {"delay", "discard", "merge"}:
        raise unsupported(f"unsupported pit tickpolicy '{timer.get('tickpolicy')}'")


def _start(boot: Boot) -> None:
    """What QEMU's TCG and an emulated host's processor lack."""
    root = boot.guest.root
    if boot.guest.is_tcg and root.find("features/kvm/hidden[@state='on']") is not None:
        raise qemu_ended("can't apply global qemu-s390x-cpu.kvm=off: Property 'qemu-s390x-cpu.kvm' not found")
    for event in root.iterfind("perf/event[@enabled='yes']"):
        text = f"argument unsupported: unable to enable host cpu perf event for {event.get('name')}"
        raise BackendError(text, code=_ARGUMENT_UNSUPPORTED, domain=_FROM_PERF)


SECTION = Section(shapes=(FEATURES, CLOCK, *EVENTS, LOCK_FAILURE, PM, PERF), read=_read, default=_default, check=_check,
                  start=_start)  # fmt: skip
