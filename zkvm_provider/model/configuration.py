"""The provider's own configuration: which hosts there are, and whose objects these are."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import DomainType


@dataclass(frozen=True, slots=True, kw_only=True)
class HostEntry:
    """One host by name."""

    uri: Annotated[str, Meta(doc="libvirt URI, or `emulated:`.", example="qemu+ssh://lpar1/system")]
    domain_type: Annotated[
        DomainType | None, Meta(doc="How guests that say `auto` are executed here.", default=DomainType.AUTO)
    ] = None
    shell: Annotated[
        str | None,
        Meta(
            doc="Where the host's own commands run, for what libvirt cannot do: `local` (this machine), "
            "`ssh://USER@HOST:PORT` (the user's own ssh), or `exec:` and the words to put before a command. Absent: "
            "by the URI, which for `qemu+tcp`, `qemu+tls` and foreign sockets means none.",
            example="ssh://lpar1",
            pattern=r"local|ssh://[^/\s]+|exec:.*\S.*",
            pattern_says="`local`, `ssh://USER@HOST:PORT` or `exec:WORDS`",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Configuration of the provider (`zkvm:…` in the stack's file)."""

    hosts: Annotated[dict[str, HostEntry] | None, Meta(doc="Hosts by name.")] = None
    host: Annotated[
        str | None,
        Meta(doc="Host of resources that name none: a name from `hosts`, or a URI.", default="emulated:"),
    ] = None
    owner: Annotated[
        str | None,
        Meta(
            doc="Whose objects these are; random, written once into the stack's configuration. Absent: derived from "
            "organisation, project and stack.",
            pattern=r"[A-Za-z0-9_./:-]{1,128}",
            pattern_says="at most 128 letters, digits and `_ . / : -`",
        ),
    ] = None
    templates: Annotated[
        str | None,
        Meta(doc="Folder whose templates override or extend the built-in ones.", example="templates"),
    ] = None
