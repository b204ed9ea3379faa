"""The steps of networks, carried out."""

from __future__ import annotations

from zkvm_provider.apply.definitions import redefine
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.network_parts import network_update
from zkvm_provider.apply.perform import perform
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope
from zkvm_provider.libvirtxml.merge_network import merge_network
from zkvm_provider.libvirtxml.patches import undo_patches
from zkvm_provider.libvirtxml.render import NETWORK_TEMPLATE, render_network
from zkvm_provider.reconcile import network_steps


def _network(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.NETWORK, uuid=uuid)


@perform.register
def _(step: network_steps.DefineNetwork, desk: Desk) -> None:
    xml = render_network(step.network, step.uuid, desk.templates)
    redefine(desk, _network(step.uuid), xml, step.own, template=NETWORK_TEMPLATE, merge=merge_network)


@perform.register
def _(step: network_steps.ChangeNetwork, desk: Desk) -> None:
    desk.tell(f"changing {step.change.key}")
    hypervisor, ref = desk.endpoint.hypervisor, _network(step.uuid)
    observed = undo_patches(hypervisor.dump(ref, live=step.live), step.own.all, "network")
    scope = (Scope.CONFIG if step.config else Scope(0)) | (Scope.LIVE if step.live else Scope(0))
    hypervisor.update_network(ref, network_update(step.change, observed, desk.templates), scope)


@perform.register
def _(step: network_steps.StartNetwork, desk: Desk) -> None:
    desk.endpoint.hypervisor.start(_network(step.uuid))
