"""`<cpu>`: mode, model and facilities. A topology, a fallback or other policies are not the model's.

What libvirt writes for a guest without one (model qemu under QEMU's emulation) is no CPU of the user's.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop, find
from zkvm_provider.model.cpu import Cpu, CpuMode, FeaturePolicy, settled_cpu

_BY_LIBVIRT = [("check", "none"), ("match", "exact"), ("mode", "custom")], [("fallback", "forbid")], "qemu"


def _is_libvirts(cpu: Element) -> bool:
    model = find(cpu, "model")
    if model is None or len(cpu) != 1:
        return False
    return (sorted(cpu.items()), model.items(), (model.text or "").strip()) == _BY_LIBVIRT


def _owned(root: Element) -> tuple[Element, Cpu] | None:
    found = find(root, "cpu")
    if found is None or _is_libvirts(found) or {child.tag for child in found} - {"model", "feature"}:
        return None
    try:
        features = {
            feature.get("name") or "": FeaturePolicy(feature.get("policy") or "") for feature in found.iter("feature")
        }
        cpu = Cpu(mode=CpuMode(found.get("mode") or ""), model=found.findtext("model"), features=features)
    except ValueError:
        return None
    if (cpu.model is not None) is not (cpu.mode is CpuMode.CUSTOM):
        return None
    settled = settled_cpu(cpu)
    return (found, settled) if settled is not None else None


def _read(root: Element) -> Cpu | None:
    owned = _owned(root)
    return owned[1] if owned else None


def _take_out(root: Element) -> None:
    owned = _owned(root)
    if owned:
        drop(owned[0])


PART = Part(field="cpu", read=_read, take_out=_take_out, canonical=settled_cpu)
