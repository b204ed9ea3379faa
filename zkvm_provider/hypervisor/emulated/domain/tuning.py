"""Verbs that change numbers and names of a domain XML: memory, vCPUs, iothreads, metadata, rename."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.profile import Profile


def set_memory(xml: str, kib: int, *, live: bool) -> str:
    """Current memory (the balloon), in KiB. Above the maximum: INVALID_ARG."""
    raise NotImplementedError


def set_max_memory(xml: str, kib: int, *, live: bool) -> str:
    """Maximum memory, in KiB. Live: OPERATION_INVALID."""
    raise NotImplementedError


def set_vcpus(xml: str, count: int, *, live: bool, profile: Profile, maximum: bool = False) -> str:
    """Current vCPUs, or the maximum (inactive only). Live, fewer is refused by QEMU on s390x."""
    raise NotImplementedError


def add_iothread(xml: str, iothread_id: int, *, live: bool) -> str:
    """Add one iothread with that id."""
    raise NotImplementedError


def del_iothread(xml: str, iothread_id: int, *, live: bool) -> str:
    """Remove an iothread that no disk uses."""
    raise NotImplementedError


def set_metadata(xml: str, namespace: str, prefix: str, element: str | None) -> str:
    """Set or remove (None) the one `<metadata>` child of that namespace, under `prefix`."""
    raise NotImplementedError


def metadata(xml: str, namespace: str) -> str | None:
    """The `<metadata>` child of that namespace as text, or None."""
    raise NotImplementedError


def rename(xml: str, name: str) -> str:
    """The inactive XML under another name. Raises for names libvirt refuses."""
    raise NotImplementedError
