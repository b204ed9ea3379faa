"""`<bandwidth>` and `<filterref>` of an interface as values; what the model cannot say of them is not read."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import find, find_all
from zkvm_provider.model.shaping import Bandwidth, FilterRef, Rate, settled_bandwidth, settled_filter

_LIMITS = ("average", "peak", "burst")


def read_bandwidth(found: Element | None) -> Bandwidth | None:
    """What a `<bandwidth>` says, None without. A guaranteed rate (`floor`) is not the model's: it stays where it is."""
    if found is None:
        return None
    return settled_bandwidth(Bandwidth(inbound=_rate(found, "inbound"), outbound=_rate(found, "outbound")))


def read_filter(found: Element | None) -> FilterRef | None:
    """What a `<filterref>` says, None without. libvirt lists several values of one variable one by one."""
    if found is None:
        return None
    values: dict[str, list[str]] = {}
    for parameter in find_all(found, "parameter"):
        values.setdefault(parameter.get("name") or "", []).append(parameter.get("value") or "")
    parameters = {name: ",".join(texts) for name, texts in values.items()}
    return settled_filter(FilterRef(filter=found.get("filter") or "", parameters=parameters))


def take_out_bandwidth(parent: Element) -> None:
    """Remove what the model says of the limits; a guaranteed rate stays."""
    found = find(parent, "bandwidth")
    if found is None:
        return
    for rate in [each for direction in ("inbound", "outbound") for each in found.findall(direction)]:
        for name in _LIMITS:
            rate.attrib.pop(name, "")
        if not rate.attrib:
            found.remove(rate)
    if not len(found):
        parent.remove(found)


def _rate(bandwidth: Element, direction: str) -> Rate | None:
    rate = find(bandwidth, direction)
    average, peak, burst = (int(rate.get(name) or 0) if rate is not None else 0 for name in _LIMITS)
    return Rate(average=average, peak=peak or None, burst=burst or None) if average else None
