"""Networks that libvirt manages on a host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import GUEST_NAME, HOST_DOC, OBJECT_NAME_SAYS
from zkvm_provider.model.interface import MacvtapMode


@dataclass(frozen=True, slots=True, kw_only=True)
class MacvtapNetwork:
    """A network of macvtap devices on one or more uplinks of the host (z/VM: a VSWITCH uplink)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
        ),
    ] = None
    devices: Annotated[
        tuple[str, ...],
        Meta(doc="Network interfaces of the host, in order of use.", example="enccw0.0.4300"),
    ]
    mode: Annotated[
        MacvtapMode | None,
        Meta(doc="How guests on the same uplink reach each other.", default=MacvtapMode.BRIDGE),
    ] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOutputs:
    """What zkvm tells about a network."""

    uuid: Annotated[str, Meta(doc="The network's uuid.")]
    host_uri: Annotated[str, Meta(doc="The URI the network was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    active: Annotated[bool, Meta(doc="Whether the network is started.")]
