"""Rules of pinning: whom it pins must be there. libvirt drops a pin of a vCPU that is not, without a word."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.reading import Node, join


def pins_are_of_threads(guest: Node) -> Iterator[Fault]:
    """Keys of the pins are numbers of vCPUs (from 0) and of iothreads (from 1)."""
    tune = guest.child("cpu_tune")
    if tune is None:
        return
    most = guest.known("max_vcpus") or guest.known("vcpus") or 1
    vcpus = most if guest.is_settled("max_vcpus") and guest.is_settled("vcpus") else None
    iothreads = guest.known("iothreads") or 0 if guest.is_settled("iothreads") else None
    yield from _keys(tune, "vcpu_pins", "a vCPU", 0, vcpus - 1 if vcpus is not None else None)
    yield from _keys(tune, "iothread_pins", "an iothread", 1, iothreads)


def _keys(tune: Node, field: str, what: str, first: int, last: int | None) -> Iterator[Fault]:
    for key in tune.known(field) or {}:
        at = join(tune.at(field), key)
        if not key.isascii() or not key.isdigit() or str(int(key)) != key:
            yield Fault(path=at, reason=f"{key!r} is not the number of {what}; keys are numbers such as {str(first)!r}")
        elif last is not None and not first <= int(key) <= last:
            have = f"they are {first} to {last}" if last >= first else "there are none"
            yield Fault(path=at, reason=f"there is no {what.partition(' ')[2]} {key}: {have}")
