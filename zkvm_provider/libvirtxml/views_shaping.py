"""Limits and filters of an interface as its template sees them."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.shaping import Bandwidth, FilterRef, settled_filter


@dataclass(frozen=True, slots=True, kw_only=True)
class RateView:
    """A limit. `direction` is `inbound` or `outbound`; 0 for what is not given."""

    direction: str
    average: int
    peak: int
    burst: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterView:
    """A filter; `parameters` are pairs of variable and value, one for each value."""

    name: str
    parameters: tuple[tuple[str, str], ...]


def limits_view(bandwidth: Bandwidth | None) -> tuple[RateView, ...]:
    """The limits that there are."""
    if bandwidth is None:
        return ()
    rates = (("inbound", bandwidth.inbound), ("outbound", bandwidth.outbound))
    return tuple(
        RateView(direction=direction, average=rate.average, peak=rate.peak or 0, burst=rate.burst or 0)
        for direction, rate in rates
        if rate is not None
    )


def filter_view(reference: FilterRef | None) -> FilterView | None:
    """The filter, with the values of a variable one by one."""
    settled = settled_filter(reference)
    if settled is None:
        return None
    pairs = ((name, value) for name, text in (settled.parameters or {}).items() for value in text.split(","))
    return FilterView(name=settled.filter, parameters=tuple(pairs))
