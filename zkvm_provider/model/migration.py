"""How a guest goes to another machine when its `host` changes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


class MigrationMode(StrEnum):
    """Who speaks to whom during a live migration, or that there is none."""

    P2P = "p2p"
    """The old host's libvirt speaks to the new host's; it goes on when zkvm is killed."""
    DIRECT = "direct"
    """zkvm speaks to both; the migration is given up when zkvm is killed."""
    OFFLINE = "offline"
    """The guest is shut down, defined there, and started there."""


class CopyStorage(StrEnum):
    """Which contents of disks go along."""

    ALL = "all"
    INCREMENTAL = "incremental"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """Live migration, in virsh's words (`virsh migrate --live --p2p --tunnelled …`)."""

    mode: Annotated[
        MigrationMode | None,
        Meta(
            doc="`p2p`: the old host's libvirt connects to the new one's; `direct`: zkvm speaks to both; `offline`: "
            "shut down, move, start. Absent: `p2p` where the new host's URI names a machine, otherwise `direct`.",
        ),
    ] = None
    tunnelled: Annotated[
        bool | None, Meta(doc="Send the guest's memory through libvirt's own connection, with `p2p`.", default=False)
    ] = None
    uri: Annotated[
        str | None,
        Meta(
            doc="The new host as the old one reaches it, with `p2p`. Absent: the URI of the new host.",
            pattern=r"[a-z]+(\+[a-z]+)?:.+",
            pattern_says="a libvirt URI",
            example="qemu+tls://lpar2/system",
        ),
    ] = None
    data_uri: Annotated[
        str | None,
        Meta(
            doc="Where the guest's memory goes, when it is not the new host's own name (virsh: --migrateuri).",
            pattern=r"(tcp|tls|rdma|unix):.+",
            pattern_says="such as tcp://10.1.2.3",
            example="tcp://10.1.2.3",
        ),
    ] = None
    auto_converge: Annotated[
        bool | None, Meta(doc="Slow a guest down that writes faster than its memory can be sent.", default=False)
    ] = None
    post_copy: Annotated[
        bool | None,
        Meta(doc="Let the guest run on the new host before all of its memory is there.", default=False),
    ] = None
    compressed: Annotated[bool | None, Meta(doc="Compress pages that are sent again.", default=False)] = None
    copy_storage: Annotated[
        CopyStorage | None,
        Meta(
            doc="Copy the contents of disks that are not shared: `all`, or what lies above a backing file "
            "(`incremental`: disks by `file`, on both hosts over the same backing file)."
        ),
    ] = None
    unsafe: Annotated[
        bool | None,
        Meta(
            doc="Also where nobody can tell that the storage is shared: two guests' worth of writes on one disk, or an "
            "empty one, are yours to answer for.",
            default=False,
        ),
    ] = None
    max_downtime_ms: Annotated[
        int | None, Meta(doc="How long the guest may stand still at the end.", unit="ms", minimum=1, maximum=2_000_000)
    ] = None
    bandwidth_mib_s: Annotated[
        int | None, Meta(doc="The most that is sent in a second.", unit="MiB/s", minimum=1, maximum=1_000_000)
    ] = None
    timeout_s: Annotated[
        int | None,
        Meta(
            doc="Give up after that time: the guest goes on where it is. Absent: never.",
            unit="s",
            minimum=1,
            maximum=604_800,
        ),
    ] = None
