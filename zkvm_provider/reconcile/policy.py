"""The one table of effects: kind, field, how it changes, in use or not, and what that does.

The planner takes effects and reasons from here, Diff the replacements, `zkvm effects` and the reference pages print it.
It is total: every input field of every kind, every way it can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from zkvm_provider.errors import Bug
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import Row, Rule, Turn, Use, rows_of
from zkvm_provider.reconcile.rules_guest import GUEST
from zkvm_provider.reconcile.rules_host_devices import MEDIATED_DEVICE, SCSI_LUN
from zkvm_provider.reconcile.rules_media import MEDIA
from zkvm_provider.reconcile.rules_resources import (
    BRIDGE_NETWORK,
    CLOUD_INIT_DISK,
    DASD,
    HOST,
    LVM_DISK,
    NAT_NETWORK,
    NETWORK,
    OVS_NETWORK,
    POOL,
    VOLUME,
)


@cache
def rows() -> tuple[Row, ...]:
    """Every row, in the order of the kinds and of their fields."""
    return (
        *rows_of("Host", HOST),
        *rows_of("StoragePool", POOL),
        *rows_of("Qcow2Disk", VOLUME),
        *rows_of("LvmDisk", LVM_DISK),
        *rows_of("CloudInitDisk", CLOUD_INIT_DISK),
        *rows_of("DasdDisk", DASD),
        *rows_of("ScsiLun", SCSI_LUN),
        *rows_of("MediatedDevice", MEDIATED_DEVICE),
        *rows_of("MacvtapNetwork", NETWORK),
        *rows_of("BridgeNetwork", BRIDGE_NETWORK),
        *rows_of("OvsNetwork", OVS_NETWORK),
        *rows_of("NatNetwork", NAT_NETWORK),
        *rows_of("InstallMedia", MEDIA),
        *rows_of("Guest", GUEST),
    )


def rule(kind: str, path: str, turn: Turn, *, running: bool) -> Rule:
    """The rule of a change. `path` like `disks[].cache`. Raises Bug for a row that is not there."""
    key = (kind, path, turn, Use.RUNNING if running else Use.STOPPED)
    try:
        return _by_key()[key]
    except KeyError:
        raise Bug(f"no policy for {kind}.{path} ({turn.value})") from None


def replaces(kind: str, path: str, inputs: Mapping[str, object]) -> bool:
    """Whether a change of that field makes the object anew, given the other new inputs (by field name)."""
    return any(_makes_anew(each, inputs) for each in _unused().get((kind, path), ()))


def _makes_anew(found: Rule, inputs: Mapping[str, object]) -> bool:
    way = found.unless
    if way is not None and way.effect is Effect.REPLACE:
        return inputs.get(way.field) == way.value
    return found.effect is Effect.REPLACE


@cache
def _unused() -> dict[tuple[str, str], tuple[Rule, ...]]:
    """The rules of every field while its object is not in use."""
    found: dict[tuple[str, str], tuple[Rule, ...]] = {}
    for row in rows():
        if row.use is Use.STOPPED:
            found[row.kind, row.path] = (*found.get((row.kind, row.path), ()), row.rule)
    return found


@cache
def _by_key() -> dict[tuple[str, str, Turn, Use], Rule]:
    return {(row.kind, row.path, row.turn, row.use): row.rule for row in rows()}
