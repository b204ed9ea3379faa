"""What defining a pool yields."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolDefinition:
    """A pool's identity and canonical inactive XML."""

    name: str
    uuid: str
    xml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """A defined pool in a few words: `kind` is libvirt's type, `target` the folder of its volumes.

    `source_name` is a volume group's name, or the SCSI host of a scsi pool.
    """

    kind: str
    name: str
    uuid: str
    target: str
    source_name: str = ""
    hosts: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
