"""What zkvm promises of its cost, and whether the kept results bear it out."""

from __future__ import annotations

from dataclasses import dataclass

from bench.results import Results

_UNKNOWN = "not measured"
_EMULATED, _REAL, _SAME_CALLS = "zkvm, emulated", "zkvm on libvirt", "libvirt-python, same calls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One promise; `value` is None where it was not measured. `unit` follows the number."""

    says: str
    most: float
    value: float | None
    unit: str = "×"

    @property
    def limit(self) -> str:
        return f"≤ {self.most:g} {self.unit}"

    @property
    def measured(self) -> str:
        return _UNKNOWN if self.value is None else f"{self.value:.2f} {self.unit}"

    @property
    def verdict(self) -> str:
        return "" if self.value is None else "met" if self.value <= self.most else "**not met**"


def bars(results: Results) -> list[Bar]:
    """Every promise."""
    found = [
        _verb(results, "define", "emulated", 1.0, "the emulator defines as fast as libvirtd"),
        *(_verb(results, verb, _REAL, 1.3, f"{verb} through the port, on plain libvirt-python") for verb in _VERBS),
        *(_same_calls(results, operation) for operation in ("create", "read", "delete")),
    ]
    start = results.find("start/port line")
    found.append(Bar(says="port line", most=0.4, value=start.seconds("zkvm") if start else None, unit="s"))
    found.append(
        Bar(says="Check and Diff, processor time per guest", most=1.0, value=_check_and_diff(results), unit="ms")
    )
    return [*found, *_refresh(results), *_refresh_calls(results), _up(results)]


_VERBS = ("define", "describe", "list", "statistics", "redefine", "undefine")


def _verb(results: Results, verb: str, who: str, most: float, says: str) -> Bar:
    group = results.find(f"verb/{verb}")
    return Bar(says=says, most=most, value=group.ratio(who, "libvirt-python") if group else None)


def _same_calls(results: Results, operation: str) -> Bar:
    """The calls themselves and a provider that does nothing, one after the other: nobody could do with less."""
    group = results.find(f"provider/{operation}")
    value = group.ratio(_REAL, _SAME_CALLS, "floor") if group else None
    return Bar(
        says=f"{operation} over gRPC on a real libvirt, on the floor plus libvirt-python making the same calls",
        most=1.3,
        value=value,
    )


def _check_and_diff(results: Results) -> float | None:
    group = results.find("work/check and diff")
    seconds = group.seconds("zkvm") if group else None
    return None if group is None or seconds is None else 1000 * seconds / group.items


def _refresh(results: Results) -> list[Bar]:
    stacks = results.stacks("refresh")
    if not stacks:
        return []
    count, _, group = stacks[0]
    return [
        Bar(says=f"refresh of {count} unchanged guests, {who}", most=1.5, value=group.ratio(who, "floor"))
        for who in (_EMULATED, _REAL)
    ]


def _refresh_calls(results: Results) -> list[Bar]:
    asked = {name: (calls, items) for name, calls, items in results.calls()}
    calls, items = asked.get("read", (None, 1))
    value = None if calls is None else (calls.get("dump", 0) + calls.get("look_up", 0)) / items
    return [Bar(says="XML descriptions and look-ups per refreshed guest", most=1, value=value, unit="calls")]


def _up(results: Results) -> Bar:
    group = results.find("engine, 100 guests without checkpoints/up")
    value = group.seconds(_REAL) if group else None
    return Bar(says="`up` of 100 stopped guests on a real libvirtd", most=3, value=value, unit="s")
