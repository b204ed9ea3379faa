"""A pool as read from XML: frozen values with libvirt's words; None where libvirt keeps "absent"."""

from __future__ import annotations

from dataclasses import field

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """`<host>` of a source; port 0 is absent."""

    name: str
    port: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """`<device>` of a source."""

    path: str
    part_separator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """`<adapter>` of a SCSI pool. `words` are its attributes in libvirt's order; `parent_address` PCI and id."""

    kind: str
    words: tuple[tuple[str, str], ...] = ()
    unique_id: int | None = None
    parent_address: tuple[tuple[str, str], ...] = ()

    def word(self, name: str) -> str:
        """The attribute's value, empty where absent."""
        return dict(self.words).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """`<auth>` with the secret it names by usage or uuid."""

    kind: str
    username: str
    secret: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`<source>`."""

    name: str | None = None
    format: str = ""
    hosts: tuple[Host, ...] = ()
    devices: tuple[Device, ...] = ()
    directory: str | None = None
    adapter: Adapter | None = None
    initiator: str | None = None
    auth: Auth | None = None
    protocol_version: str | None = None
    vendor: str | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """`<permissions>`; None where libvirt leaves the choice to the backend."""

    mode: int | None = None
    owner: int | None = None
    group: int | None = None
    label: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.mode is None and self.owner is None and self.group is None and self.label is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The whole definition; `uuid` is None until it is filled in, `target` for kinds that have none."""

    kind: str
    name: str
    uuid: str | None
    source: Source
    target: str | None = None
    permissions: Permissions = field(default_factory=Permissions)
    cow: str | None = None
    refresh_allocation: str | None = None
    mount_options: tuple[str, ...] = ()
