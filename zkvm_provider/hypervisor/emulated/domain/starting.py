"""Start a domain: inactive XML in, live XML out, or the refusal libvirt or QEMU would give."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.world import World
from zkvm_provider.hypervisor.emulated.profile import Profile


def start(inactive_xml: str, *, world: World, domain_id: int, profile: Profile) -> str:
    """The live XML of a domain that starts now with that id.

    Asks `world` for networks, volumes, files and host features; allocates tap names, ptys and display ports there.
    Raises `BackendError` (start refusals) and has no effect on the configuration.
    """
    raise NotImplementedError
