"""How a running domain moves to another host, and how far it is: part of the port, which hands them on."""

from __future__ import annotations

from collections.abc import Callable

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """How virDomainMigrate is to move a running domain; the guest is always persistent there and undefined here.

    `uri` is the target as the source host's libvirt reaches it and makes the migration peer-to-peer; empty, the client
    speaks to both hosts (direct). `data_uri` (`tcp://ADDRESS`) says where the guest's memory goes. Zero and empty
    leave things to libvirt.
    """

    uri: str = ""
    data_uri: str = ""
    tunnelled: bool = False
    auto_converge: bool = False
    post_copy: bool = False
    """After the first pass the guest runs on the target and fetches from the source what is still missing."""
    compressed: bool = False
    copy_storage: str = ""
    """`all` or `incremental`: the contents of disks go along, into images that are there or that libvirt makes."""
    unsafe: bool = False
    """Also where libvirt cannot know that the storage is shared."""
    max_downtime_ms: int = 0
    bandwidth_mib_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationProgress:
    """virDomainGetJobStats of a migration, in bytes; zeros before libvirt knows."""

    elapsed_ms: int = 0
    total_bytes: int = 0
    remaining_bytes: int = 0
    passes: int = 0
    """How often the memory was gone over; in the first pass all of it is sent."""
    is_incoming: bool = False
    """This host is the one the guest comes to."""


Told = Callable[[MigrationProgress], bool]
"""Hears of a migration's progress; False gives the migration up."""
