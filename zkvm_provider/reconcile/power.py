"""The power state, always the last thing a plan touches."""

from __future__ import annotations

from zkvm_provider.model.guest import AfterGrace, Power, Shutdown
from zkvm_provider.reconcile.plan import PauseGuest, ResumeGuest, StartGuest, Step, StopGuest

GRACE_S = 120
"""Seconds for a shutdown when nothing is said (the default of `shutdown.grace_s`)."""


def stop(uuid: str, has: Power, shutdown: Shutdown | None) -> tuple[Step, ...]:
    """Stop an active guest. A paused one is resumed first, or it could not shut down; a crashed one loses its power."""
    if has is Power.STOPPED:
        return (StopGuest(uuid=uuid, grace_s=0, then=AfterGrace.DESTROY),)
    said = shutdown or Shutdown()
    grace_s = GRACE_S if said.grace_s is None else said.grace_s
    end = StopGuest(uuid=uuid, grace_s=grace_s, then=said.then or AfterGrace.DESTROY)
    return (ResumeGuest(uuid=uuid), end) if has is Power.PAUSED and grace_s else (end,)


def start(uuid: str, wanted: Power, *, frozen: bool = False) -> tuple[Step, ...]:
    """Start a stopped guest in the wanted state; nothing when it is to stay off or is left to others."""
    if wanted in {Power.STOPPED, Power.UNMANAGED}:
        return ()
    return (StartGuest(uuid=uuid, paused=frozen or wanted is Power.PAUSED),)


def turn(uuid: str, has: Power, wanted: Power) -> tuple[Step, ...]:
    """Between running and paused."""
    if (has, wanted) == (Power.RUNNING, Power.PAUSED):
        return (PauseGuest(uuid=uuid),)
    if (has, wanted) == (Power.PAUSED, Power.RUNNING):
        return (ResumeGuest(uuid=uuid),)
    return ()
