"""Policy of a guest's shares, limits and pinning."""

from __future__ import annotations

from zkvm_provider.reconcile.rule import PART, Line, Turn, config, live, next_boot

_STOPPED = config()
_GIVEN = (Turn.ADD, Turn.RAISE, Turn.LOWER)
_SET = live("the host's scheduler takes it at once", "set_scheduler", "define")
_LIFTED = live("the limit is lifted at once", "set_scheduler", "define")
_STAYS = next_boot("libvirt cannot take it back from a running guest")
_PINNED = live("the thread moves at once", "pin", "define")
_UNPINNED = next_boot("libvirt cannot unpin a running guest; to widen it now, pin it to more CPUs")

_WEIGHTS = ("shares", "period", "global_period", "emulator_period", "iothread_period")
_QUOTAS = ("quota", "global_quota", "emulator_quota", "iothread_quota")
_PINS = ("vcpu_pins", "emulator_pin", "iothread_pins")

CPU_TUNE: tuple[Line, ...] = (
    ("cpu_tune", PART, live("as each of its fields", "set_scheduler", "pin", "define"), _STOPPED),
    *((f"cpu_tune.{name}", _GIVEN, _SET, _STOPPED) for name in _WEIGHTS),
    *((f"cpu_tune.{name}", (Turn.REMOVE,), _STAYS, _STOPPED) for name in _WEIGHTS),
    *((f"cpu_tune.{name}", _GIVEN, _SET, _STOPPED) for name in _QUOTAS),
    *((f"cpu_tune.{name}", (Turn.REMOVE,), _LIFTED, _STOPPED) for name in _QUOTAS),
    *((f"cpu_tune.{name}", (Turn.ADD, Turn.SET), _PINNED, _STOPPED) for name in _PINS),
    *((f"cpu_tune.{name}", (Turn.REMOVE,), _UNPINNED, _STOPPED) for name in _PINS),
)
