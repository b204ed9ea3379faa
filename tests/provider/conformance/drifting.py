"""The law of drift: what others change on the host is told by a read, and the next update puts it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import grpc

from tests.provider.conformance import worlds
from tests.provider.conformance.laws import Case, Configured, detail, settled
from tests.provider.conformance.variants import Variant, changed
from zkvm_provider.model.kinds import Kind
from zkvm_provider.provider import paths

HOW_ZKVM_BEHAVES: Final = frozenset(
    {
        ("Host", "uri"),
        ("Host", "domainType"),
        ("*", "host"),
        ("StoragePool", "build"),
        ("StoragePool", "deleteContents"),
        ("Qcow2Disk", "onShrink"),
        ("Qcow2Disk", "replaceData"),
        ("LvmDisk", "onShrink"),
        ("LvmDisk", "replaceData"),
        ("DasdDisk", "partition"),
        ("Guest", "domainType"),
        ("Guest", "debug.freeze"),
        ("Guest", "nextBoot"),
        ("Guest", "shutdown.graceS"),
        ("Guest", "shutdown.then"),
    }
)
"""Inputs that no host keeps: nobody can change them there."""

ANOTHER_WORD: Final = frozenset({("Guest", "disks[0].volume"), ("Guest", "interfaces[0].network")})
"""Variants that say the same in other words: nothing is changed by them."""

MENDED_IN_WORDS: Final[dict[tuple[str, str], str]] = {
    ("Qcow2Disk", "capacity"): "a smaller capacity cuts off data",
    ("LvmDisk", "capacity"): "a smaller capacity cuts off data",
    ("Guest", "filesystems[0].readOnly"): "virtiofs does not yet support read-only mode",  # nobody declared it
}
"""What is told but not put back by itself, and the reason that is given."""


def given(kind: Kind) -> Iterator[Variant]:
    """Changes of what the base declares: a field never given is not compared, whatever others make of it."""
    for variant in changed(kind):
        at = (kind.name, variant.path)
        if worlds.OUTCOMES.get(at) == "replaced" or at in ANOTHER_WORD:
            continue
        if _declares(kind, variant.path) or _instead_of_another(kind, variant):
            yield variant


def is_of_the_host(kind: Kind, path: str) -> bool:
    return not {(kind.name, path), ("*", path)} & HOW_ZKVM_BEHAVES


def told_and_mended(case: Case, variant: Variant, configuration: Configured) -> str:
    """Somebody makes the change, and the state knows nothing of it. Says what became of it."""
    driver, before = case.driver, case.resource
    news = case.check(variant.inputs)
    try:
        driver.update(before, news)
    except grpc.RpcError:
        return "impossible"
    driver.start(**configuration)
    seen = driver.read(before)
    assert seen is not None, "a change was taken for a removal"
    if not detail(driver.diff(seen, before.inputs)):
        return "not told"
    try:
        mended = driver.update(seen, before.inputs)
    except grpc.RpcError as refusal:
        return str(refusal.details())
    settled(driver, mended)
    return "mended"


def _declares(kind: Kind, path: str) -> bool:
    try:
        paths.at(worlds.BASES[kind.name], paths.split(path))
    except LookupError:
        return False
    return True


def _instead_of_another(kind: Kind, variant: Variant) -> bool:
    """A disk's file in the place of its volume: what was given is not there any more."""
    holder, _, _ = variant.path.rpartition(".")
    if not holder or not _declares(kind, holder):
        return False
    base = paths.at(worlds.BASES[kind.name], paths.split(holder))
    now = paths.at(variant.inputs, paths.split(holder))
    return isinstance(base, dict) and isinstance(now, dict) and not base.keys() <= now.keys()
