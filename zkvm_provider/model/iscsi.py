"""A unit of an iSCSI target that QEMU reaches by itself, without the host's help."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Iscsi:
    """A unit of an iSCSI target, reached by QEMU itself."""

    host: Annotated[
        str,
        Meta(
            doc="DNS name or IPv4 address of the portal.",
            pattern=r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?",
            pattern_says="a DNS name or an IPv4 address",
            example="9.60.29.70",
        ),
    ]
    port: Annotated[int | None, Meta(doc="Port of the portal.", minimum=1, maximum=65535, initial=3260)] = None
    target: Annotated[
        str,
        Meta(
            doc="Name of the target.",
            pattern=r"(iqn|eui|naa)\.[^\s/]{1,219}",
            pattern_says="an iSCSI name such as iqn.2016-01.com.ibm:ds8k.lovers",
            example="iqn.2016-01.com.ibm:ds8k.lovers",
        ),
    ]
    lun: Annotated[int, Meta(doc="Number of the unit.", minimum=0, maximum=16383)]

    @property
    def source_name(self) -> str:
        """As libvirt names it: `iqn.…/1`."""
        return f"{self.target}/{self.lun}"
