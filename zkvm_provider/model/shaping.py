"""What an interface may send and receive: limits of its traffic, and a packet filter of the host."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta

FILTER_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
"""What libvirt's schema has for the name of a filter and for a reference to it (xsd:NCName), in ASCII."""
_MOST = 4_294_967_295
_ADDRESS = r"[A-Za-z0-9_.:]+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How much may pass in one direction, in the units of libvirt's `<bandwidth>` (formatdomain)."""

    average: Annotated[
        int, Meta(doc="Sustained rate in KiB/s.", unit="KiB/s", minimum=1, maximum=_MOST, example="125000")
    ]
    peak: Annotated[
        int | None, Meta(doc="Highest rate in KiB/s, for a burst.", unit="KiB/s", minimum=1, maximum=_MOST)
    ] = None
    burst: Annotated[
        int | None, Meta(doc="KiB that may pass at peak rate in one go.", unit="KiB", minimum=1, maximum=_MOST)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bandwidth:
    """Limits of an interface, seen from the guest."""

    inbound: Annotated[Rate | None, Meta(doc="What the guest receives. Absent: no limit.")] = None
    outbound: Annotated[Rate | None, Meta(doc="What the guest sends. Absent: no limit.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterRef:
    """A network filter of the host (libvirt `<filterref>`, `virsh nwfilter-list`)."""

    filter: Annotated[
        str,
        Meta(
            doc="The filter's name on the host.",
            pattern=FILTER_NAME,
            pattern_says="letters, digits and `_ . -`, not beginning with a digit or sign but `_`",
            example="clean-traffic",
        ),
    ]
    parameters: Annotated[
        dict[str, str] | None,
        Meta(
            doc="Values for the filter's variables; several of one variable with commas between them.",
            pattern=rf"{_ADDRESS}(,\s*{_ADDRESS})*",
            pattern_says="letters, digits and `_ . :`, several with commas between them",
            example="IP: 10.0.0.1",
        ),
    ] = None


def settled_filter(reference: FilterRef | None) -> FilterRef | None:
    """Names sorted, without blanks; no parameters at all is none."""
    if reference is None:
        return None
    values = sorted((reference.parameters or {}).items())
    parameters = {name: ",".join(part.strip() for part in text.split(",")) for name, text in values}
    return FilterRef(filter=reference.filter, parameters=parameters or None)


def settled_bandwidth(bandwidth: Bandwidth | None) -> Bandwidth | None:
    """Limits of no direction are none."""
    has_any = bandwidth is not None and (bandwidth.inbound is not None or bandwidth.outbound is not None)
    return bandwidth if has_any else None
