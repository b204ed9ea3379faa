"""A mediated device of the host: a DASD that a guest gets as it is, or a share of the crypto adapters."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import ADDED, TEMPLATES
from zkvm_provider.model.address import BusId
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC
from zkvm_provider.model.xml_patch import XmlPatch


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatedDevice:
    """A vfio-ccw or vfio-ap device (z/VM: DEDICATE of a DASD; CRYPTO APDEDICATED)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    parent: Annotated[
        BusId | None,
        Meta(
            doc="vfio-ccw: bus id of the DASD. The host lets go of it: it goes offline, its subchannel serves guests.",
            one_of="kind",
            example="0.0.0e21",
        ),
    ] = None
    adapters: Annotated[
        tuple[int, ...] | None,
        Meta(doc="vfio-ap: crypto adapters, each with every one of `domains`.", one_of="kind", minimum=0, maximum=255),
    ] = None
    domains: Annotated[tuple[int, ...] | None, Meta(doc="vfio-ap: usage domains.", minimum=0, maximum=255)] = None
    control_domains: Annotated[
        tuple[int, ...] | None, Meta(doc="vfio-ap: domains the guest may administer.", minimum=0, maximum=255)
    ] = None
    autostart: Annotated[bool | None, Meta(doc="Made again when the host starts.", default=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatedDeviceOutputs:
    """What zkvm tells about a mediated device."""

    uuid: Annotated[str, Meta(doc="Its uuid, derived from owner and URN.")]
    model: Annotated[str, Meta(doc="`vfio-ccw` or `vfio-ap`.")]
    node_device: Annotated[str, Meta(doc="libvirt's name of it.")]
    was_online: Annotated[bool, Meta(doc="The DASD was online for the host; delete restores that.")]
    was_for_guests: Annotated[bool, Meta(doc="The subchannel served guests already; delete leaves it so.")]
    active: Annotated[bool, Meta(doc="Whether it is there for guests; if not, the next update starts it.")]
    host_uri: Annotated[str, Meta(doc="The URI it was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine.")]
    templates: Annotated[str | None, TEMPLATES] = None
    added: Annotated[tuple[XmlPatch, ...] | None, ADDED] = None
