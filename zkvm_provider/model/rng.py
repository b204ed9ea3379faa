"""The random number generator that a guest is given."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rng:
    """A virtio random number generator, fed from a device of the host."""

    source: Annotated[
        str | None,
        Meta(
            doc="Where its random bytes come from on the host.",
            pattern=r"/\S+",
            pattern_says="an absolute path",
            initial="/dev/urandom",
            example="/dev/hwrng",
        ),
    ] = None
    rate_bytes: Annotated[
        int | None,
        Meta(doc="Bytes the guest may take in each `rate_period_ms`. Absent: as many as it wants.", minimum=1),
    ] = None
    rate_period_ms: Annotated[
        int | None, Meta(doc="Period of `rate_bytes`. Absent: one second.", unit="ms", minimum=1)
    ] = None
