"""Attach, detach and update one device, in a live or an inactive domain XML.

For both scopes the caller computes CONFIG first, then LIVE, and stores both or none, as libvirt does.
"""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.world import Dice, World
from zkvm_provider.hypervisor.emulated.profile import Profile


def settle(device_xml: str, *, dice: Dice) -> str:
    """The device XML with its random parts (MAC) written down, so that both scopes get the same."""
    raise NotImplementedError


def attach(xml: str, device_xml: str, *, live: bool, world: World, profile: Profile) -> str:
    """`xml` with the device added: address, alias, backend names filled in. Raises `BackendError`."""
    raise NotImplementedError


def detach(xml: str, device_xml: str, *, live: bool, profile: Profile) -> str:
    """`xml` without the one device that `device_xml` matches (target, MAC, address, alias)."""
    raise NotImplementedError


def update_device(xml: str, device_xml: str, *, live: bool, world: World, profile: Profile) -> str:
    """`xml` with the matching device changed where libvirt can; else OPERATION_UNSUPPORTED."""
    raise NotImplementedError
