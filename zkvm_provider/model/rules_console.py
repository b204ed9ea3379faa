"""Rules of consoles."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.console import ConsoleKind
from zkvm_provider.model.reading import Node


def _one_of_each_sclp_console(guest: Node) -> Iterator[Fault]:
    """QEMU has one sclp and one sclplm console (measured: two sclp consoles can be defined, but do not start)."""
    first: dict[ConsoleKind, str] = {}
    for console in guest.children("consoles"):
        kind = (console.known("kind") or ConsoleKind.SCLP) if console.is_settled("kind") else ConsoleKind.VIRTIO
        if kind is ConsoleKind.VIRTIO:
            continue
        if kind in first:
            reason = f"{first[kind]} is the {kind.value} console already, and a guest has one; make this one virtio"
            yield Fault(path=console.at("kind"), reason=reason)
        first.setdefault(kind, console.path)


def _appending_needs_a_log(guest: Node) -> Iterator[Fault]:
    for console in guest.children("consoles"):
        if console.known("log_append") and not console.is_given("log_file"):
            yield Fault(path=console.at("log_append"), reason="means something only beside `logFile`")


def _logs_are_of_one_console(guest: Node) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for console in guest.children("consoles"):
        file = console.known("log_file")
        if file in first:
            reason = f"{file} is the log of {first[file]} already; they would overwrite each other"
            yield Fault(path=console.at("log_file"), reason=reason)
        elif file is not None:
            first[file] = console.path


def _logs_are_not_qemus_own(guest: Node) -> Iterator[Fault]:
    """virtlogd writes what QEMU says there and opens no file twice (measured: the guest does not start)."""
    own = f"/var/log/libvirt/qemu/{guest.known('name')}.log"
    for console in guest.children("consoles"):
        if guest.known("name") and console.known("log_file") == own:
            reason = f"{own} is the file of what QEMU itself says of this guest; choose another, such as "
            yield Fault(path=console.at("log_file"), reason=f"{reason}{own.removesuffix('.log')}-console.log")


CONSOLE_RULES = (
    _one_of_each_sclp_console,
    _appending_needs_a_log,
    _logs_are_of_one_console,
    _logs_are_not_qemus_own,
)
