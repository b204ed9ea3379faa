"""The plan of a seed image: made, or its content written in place."""

from __future__ import annotations

from zkvm_provider.model.observed import ObservedSeed
from zkvm_provider.reconcile import own_templates
from zkvm_provider.reconcile.desired import DesiredSeed
from zkvm_provider.reconcile.plan import Change, Effect, Plan
from zkvm_provider.reconcile.storage_steps import DeleteVolume, WriteSeed

KIND = "CloudInitDisk"


def plan_seed(desired: DesiredSeed | None, observed: ObservedSeed | None) -> Plan:
    """The way to the image, or to none. Deleting is refused while guests use it, running or not."""
    if desired is None:
        return _remove(observed) if observed is not None else Plan()
    write = WriteSeed(
        pool_name=desired.pool_name,
        name=desired.name,
        content=desired.content,
        is_new=observed is None,
        added=desired.own.wanted.patches,
    )
    kept = own_templates.kept(desired.own)
    if observed is None:
        made = Change(
            path="volume", old="", new=f"{desired.pool_name}/{desired.name}", effect=Effect.LIVE, reason="it is made"
        )
        return Plan(changes=(made,), steps=(write,))
    if holds(observed, desired.content):
        return Plan(changes=kept)
    reason = "written in place"
    if observed.running:
        reason += f"; {', '.join(observed.running)} reads it at its next boot"
    told = Change(
        path="content", old="the seed image that is there", new="this one", effect=Effect.CONFIG, reason=reason
    )
    return Plan(changes=(told, *kept), steps=(write,))


def holds(observed: ObservedSeed, content: bytes) -> bool:
    """Whether the image is there; what an earlier, longer one left behind it means nothing."""
    return observed.content.startswith(content) and not observed.content[len(content) :].strip(b"\0")


def _remove(observed: ObservedSeed) -> Plan:
    label = f"{observed.pool_name}/{observed.name}"
    if observed.users:
        reason = f"it is used by {', '.join(observed.users)}; take it away there first"
        return Plan(changes=(Change(path="volume", old=label, new="", effect=Effect.REFUSED, reason=reason),))
    gone = Change(path="volume", old=label, new="", effect=Effect.LIVE)
    return Plan(changes=(gone,), steps=(DeleteVolume(pool_name=observed.pool_name, name=observed.name),))
