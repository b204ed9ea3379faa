"""`<cputune>`: shares, limits and pinning. Schedulers (`<vcpusched>` …) and cache tuning are not the model's.

A quota of 0 or below is none (libvirt writes -1 for a limit that was lifted while the guest ran); an unreadable or
empty pin is left where it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop, find, find_all, text_of
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.cpu_tune import CpuTune, settled_cpu_tune

NUMBERS = (
    "shares",
    "period",
    "quota",
    "global_period",
    "global_quota",
    "emulator_period",
    "emulator_quota",
    "iothread_period",
    "iothread_quota",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuTuneView:
    """What the template is handed."""

    limits: tuple[tuple[str, int], ...]
    vcpu_pins: tuple[tuple[str, str], ...]
    emulator_pin: str
    iothread_pins: tuple[tuple[str, str], ...]


def cpu_tune_view(tune: CpuTune | None) -> CpuTuneView | None:
    """A tuning as its template sees it; None for one that says nothing."""
    tune = settled_cpu_tune(tune)
    if tune is None:
        return None
    numbers = ((name, getattr(tune, name)) for name in NUMBERS)
    return CpuTuneView(
        limits=tuple((name, number) for name, number in numbers if number is not None),
        vcpu_pins=_pin_view(tune.vcpu_pins),
        emulator_pin=str(tune.emulator_pin or ""),
        iothread_pins=_pin_view(tune.iothread_pins),
    )


def _pin_view(pins: dict[str, CpuSet] | None) -> tuple[tuple[str, str], ...]:
    return tuple((number, str(cpus)) for number, cpus in sorted((pins or {}).items(), key=lambda pin: int(pin[0])))


def _read(domain: Domain) -> CpuTune | None:
    tune = domain.children.get("cputune")
    if tune is None:
        return None
    numbers = {name: _number(tune, name) for name in NUMBERS}
    emulator = find(tune, "emulatorpin")
    return settled_cpu_tune(
        CpuTune(
            **numbers,
            vcpu_pins=dict(_pins(tune, "vcpupin", "vcpu")),
            emulator_pin=_cpus(emulator) if emulator is not None else None,
            iothread_pins=dict(_pins(tune, "iothreadpin", "iothread")),
        )
    )


def _number(tune: Element, name: str) -> int | None:
    text = text_of(tune, name)
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None


def _pins(tune: Element, tag: str, key: str) -> Iterator[tuple[str, CpuSet]]:
    for pin in find_all(tune, tag):
        number, cpus = pin.get(key) or "", _cpus(pin)
        if number.isdigit() and cpus is not None:
            yield str(int(number)), cpus


def _cpus(pin: Element) -> CpuSet | None:
    try:
        return CpuSet.parse(pin.get("cpuset") or "")
    except ValueError:
        return None


def _take_out(root: Element) -> None:
    tune = find(root, "cputune")
    if tune is None:
        return
    for child in list(tune):
        if child.tag in NUMBERS or (child.tag in {"vcpupin", "emulatorpin", "iothreadpin"} and _cpus(child)):
            tune.remove(child)
    if not len(tune):
        drop(tune)


PART = Part(field="cpu_tune", read=_read, take_out=_take_out, canonical=settled_cpu_tune)
