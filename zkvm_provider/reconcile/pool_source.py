"""What a pool lies on, compared field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.model.observed import ObservedPool
from zkvm_provider.model.pool import PoolSource, StoragePool
from zkvm_provider.model.pool_kinds import PoolFacts, facts_of
from zkvm_provider.reconcile.absent import settle
from zkvm_provider.reconcile.plan import Change
from zkvm_provider.reconcile.resources import change
from zkvm_provider.reconcile.shape import is_model, specs, turn_of
from zkvm_provider.reconcile.words import say

_KIND = "StoragePool"


def source_changes(
    pool: StoragePool, previous: StoragePool | None, observed: ObservedPool, *, in_use: bool
) -> Iterator[Change]:
    """A change for every field of the source that is wanted otherwise; a field never given is not compared."""
    facts = facts_of(pool)
    settled = settle(pool, previous)
    wanted = settled.value.source or PoolSource()
    has = observed.source or PoolSource()
    cleared = settled.cleared | _given_up(pool, previous)
    if "source" in cleared:
        cleared = frozenset(f"source.{spec.name}" for spec in specs(PoolSource))
    yield from _differences(_plain(wanted, facts), _plain(has, facts), "source", cleared, in_use=in_use)


def _given_up(pool: StoragePool, previous: StoragePool | None) -> frozenset[str]:
    """Devices that were named before and are not any more: a list that is empty says so."""
    named = [each.source.devices if each is not None and each.source else None for each in (pool, previous)]
    return frozenset({"source.devices"} if named[1] and not named[0] else ())


def _differences(wanted: object, has: object, path: str, cleared: frozenset[str], *, in_use: bool) -> Iterator[Change]:
    for spec in specs(type(wanted)):
        here = f"{path}.{spec.name}"
        want, have = getattr(wanted, spec.name), getattr(has, spec.name)
        if want == have or (want is None and here not in cleared):
            continue
        if want is not None and have is not None and is_model(spec.bare_type):
            yield from _differences(want, have, here, cleared, in_use=in_use)
        else:
            yield change(_KIND, here, say(have), say(want), in_use=in_use, turn=turn_of(have, want))


def _plain(source: PoolSource, facts: PoolFacts) -> PoolSource:
    """In the one spelling that is compared: what libvirt takes an absent field for is written out."""
    return replace(
        source,
        devices=tuple(sorted(source.devices)) if source.devices else None,
        port=(source.port or 3260) if "port" in facts.fields else None,
        format=_format(source, facts) if "format" in facts.fields else None,
    )


def _format(source: PoolSource, facts: PoolFacts) -> str:
    """A partition table that is not known is one that libvirt takes for the first of its words when the pool starts."""
    is_open = source.format is None or (source.format == "unknown" and "dos" in facts.formats)
    return facts.formats[0] if is_open else str(source.format)
