"""Sockets between a guest and its host without a network."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Vsock:
    """A virtio socket device; programs on the host reach the guest by its context id (CID)."""

    cid: Annotated[
        int | None,
        Meta(
            doc="The guest's context id, which no other running guest of the host may have. Absent: a free one at "
            "each start.",
            minimum=3,
            maximum=0xFFFFFFFF,
            example="42",
        ),
    ] = None
