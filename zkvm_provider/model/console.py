"""A guest's console."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta


class ConsoleKind(StrEnum):
    """Which console the guest sees (libvirt `<console><target type>`)."""

    SCLP = "sclp"
    VIRTIO = "virtio"
    SCLPLM = "sclplm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """A console on a pseudo terminal of the host; `virsh console` connects to the first."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the console, unique among the guest's devices.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="console",
        ),
    ]
    kind: Annotated[
        ConsoleKind | None,
        Meta(
            doc="`sclp` is the operating system console (`ttysclp0`), `sclplm` its line mode form (`sclp_line0`), one "
            "of each; `virtio` is `hvc0`, `hvc1`, …",
            initial=ConsoleKind.SCLP,
        ),
    ] = None
    log_file: Annotated[
        str | None,
        Meta(
            doc="File on the host that keeps what the guest prints here.",
            pattern=r"/.+",
            pattern_says="an absolute path",
            example="/var/log/libvirt/qemu/linux01-console.log",
        ),
    ] = None
    log_append: Annotated[
        bool | None, Meta(doc="A start adds to `log_file`; otherwise it begins anew.", initial=False)
    ] = None
