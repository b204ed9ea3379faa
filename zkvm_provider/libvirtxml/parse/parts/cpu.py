"""`<cpu>`: mode, model and facilities. A topology, a fallback or other policies are not the model's.

What libvirt writes for a guest without one (model qemu under QEMU's emulation) is no CPU of the user's.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop, find
from zkvm_provider.model.cpu import Cpu, CpuMode, FeaturePolicy, settled_cpu

_BY_LIBVIRT = [("check", "none"), ("match", "exact"), ("mode", "custom")], [("fallback", "forbid")], "qemu"


def _is_libvirts(cpu: Element) -> bool:
    model = find(cpu, "model")
    if model is None or len(cpu) != 1:
        return False
    return (sorted(cpu.items()), model.items(), (model.text or "").strip()) == _BY_LIBVIRT


def _owned(found: Element | None) -> Cpu | None:
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
    return settled_cpu(cpu)


def _read(domain: Domain) -> Cpu | None:
    return _owned(domain.children.get("cpu"))


def _take_out(root: Element) -> None:
    found = find(root, "cpu")
    if found is not None and _owned(found) is not None:
        drop(found)


PART = Part(field="cpu", read=_read, take_out=_take_out, canonical=settled_cpu)
