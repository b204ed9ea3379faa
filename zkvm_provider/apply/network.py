"""Networks at work."""

from __future__ import annotations

import dataclasses
from typing import Any

from zkvm_provider.apply import own_templates, renaming
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.net_devices import bridge_fault, uplink_fault
from zkvm_provider.apply.references import look_up, ref_of, row_of
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import of_both_scopes, restate, state_all
from zkvm_provider.apply.taken import taken
from zkvm_provider.apply.users import ports_on_network
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import Fault, InvalidInput, Unsupported
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.network import network_of, parse_network
from zkvm_provider.libvirtxml.render import render_network
from zkvm_provider.model.additions import Additions
from zkvm_provider.model.nat_addresses import settled_nat
from zkvm_provider.model.network import AnyNetwork, MacvtapNetwork, NatNetwork, NetworkOutputs, OvsNetwork
from zkvm_provider.model.observed import ObservedNetwork
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.desired import DesiredNetwork
from zkvm_provider.reconcile.network import plan_network
from zkvm_provider.reconcile.plan import Plan

_ROOT = ObjectKind.NETWORK.value


class NetworkWork(Work[DesiredNetwork, ObservedNetwork]):
    """A kind of network; `kind` is its class of the model."""

    def __init__(self, kind: type[AnyNetwork]) -> None:
        self._kind = kind

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredNetwork:
        network: AnyNetwork = settled_nat(inputs) if isinstance(inputs, NatNetwork) else inputs
        faults = _device_faults(desk, network)
        if faults:
            raise InvalidInput(faults)
        if desk.is_preview:
            uuid = request.id or desk.identity.uuid
            desk.previewed.add_network(desk.machine_id, network, network.name or "", uuid)
        if not request.id and desk.is_preview:
            desk.previewed.add(desk.machine_id, ObjectKind.NETWORK, network.name or "", desk.identity.uuid)
        is_renamed = bool(request.id) and renaming.is_under_way(desk, _ref(request.id))
        uuid = request.id or desk.identity.uuid
        own = own_templates.read(
            desk,
            request,
            network,
            lambda templates: render_network(network, uuid, templates),
            root=_ROOT,
            entry=_entry(uuid),
        )
        return DesiredNetwork(network=network, previous=previous, uuid=uuid, is_renamed=is_renamed, own=own)

    def observe(self, desk: Desk, desired: DesiredNetwork) -> ObservedNetwork | None:
        ref = _ref(desired.uuid)
        observed = _observe(desk, ref)
        if observed is not None:
            held = own_templates.held(desk, ref, desired.own, root=_ROOT, active=observed.active)
            observed = dataclasses.replace(observed, held=held)
        name = desired.network.name or ""
        there = look_up(desk, ObjectKind.NETWORK, name)
        if there is not None and there.uuid != desired.uuid:
            raise taken(
                desk,
                f"network {name!r}",
                kind=self._kind.__name__,
                key=name,
                journalled=_entry(there.uuid),
            )
        return observed

    def plan(self, desired: DesiredNetwork, observed: ObservedNetwork | None) -> Plan:
        return plan_network(desired, observed)

    def before(self, desk: Desk, desired: DesiredNetwork, observed: ObservedNetwork | None) -> None:
        """libvirt of before 9.7 keeps no mark for networks: another stack of the project is to know whose it is."""
        old = observed.network.name if observed is not None else None
        renaming.record(desk, _ref(desired.uuid), old=old, new=desired.network.name)
        own_templates.record(desk, _entry(desired.uuid), desired.own)

    def after(self, desk: Desk, desired: DesiredNetwork) -> None:
        renaming.end(desk, _ref(desired.uuid))
        own_templates.end(desk, _entry(desired.uuid))

    def goes_on(self, desired: DesiredNetwork) -> bool:
        return desired.is_renamed

    def outputs(self, desk: Desk, desired: DesiredNetwork, observed: ObservedNetwork) -> NetworkOutputs:
        return _outputs(desk, observed, desired.own.wanted)

    def foresee(
        self, desk: Desk, desired: DesiredNetwork, observed: ObservedNetwork | None, plan: Plan
    ) -> dict[str, Tree]:
        own_templates.show(desk, desired.own)
        if observed is not None and plan.is_empty:
            return unstructure(_outputs(desk, observed, desired.own.wanted))
        known: dict[str, Tree] = {"uuid": desired.uuid, "hostUri": desk.endpoint.uri, "machineId": desk.machine_id}
        return {**known, "active": True, **own_templates.foreseen(desired.own)}

    def find(self, desk: Desk, key: str) -> ObservedNetwork | None:
        observed = _observe(desk, ref_of(ObjectKind.NETWORK, key))
        if observed is not None and not isinstance(observed.network, self._kind):
            there = type(observed.network).__name__
            raise Unsupported(f"network {key!r} as {self._kind.__name__}", needs=f"the kind {there}, which it is")
        return observed

    def key_of(self, observed: ObservedNetwork) -> str:
        return observed.uuid

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedNetwork) -> dict[str, Tree]:
        host = inputs.host if inputs else desk.host
        scopes = [observed.network, *([observed.live] if observed.live is not None else [])]
        told = [dataclasses.replace(each, host=host, autostart=observed.autostart) for each in scopes]
        seen = [_in_users_order(each, inputs) if isinstance(each, NatNetwork) else each for each in told]
        if inputs is None:
            return state_all(seen[0])
        return of_both_scopes(given, *(restate(given, inputs, each) for each in seen), notes=desk.notes)

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedNetwork, old: dict[str, Tree]) -> NetworkOutputs:
        return _outputs(desk, observed, own_templates.still_held(desk, old, observed.uuid, ObjectKind.NETWORK))

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedNetwork) -> Plan:
        return plan_network(None, observed)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, _entry(request.id))
        own_templates.end(desk, _entry(request.id))


def _ref(uuid: str) -> ObjectRef:
    return ObjectRef(kind=ObjectKind.NETWORK, uuid=uuid)


def _entry(uuid: str) -> str:
    return f"network {uuid}"


def _in_users_order(seen: NatNetwork, inputs: Any) -> NatNetwork:
    """The same ranges and servers are no difference in another order; the usual gateway is not told on import."""
    if inputs is None:
        usual = settled_nat(dataclasses.replace(seen, gateway=None)).gateway == seen.gateway
        return dataclasses.replace(seen, gateway=None if usual else seen.gateway)
    same = sorted(inputs.dhcp_ranges or ()) == sorted(seen.dhcp_ranges or ())
    return dataclasses.replace(seen, dhcp_ranges=inputs.dhcp_ranges if same else seen.dhcp_ranges)


def _outputs(desk: Desk, observed: ObservedNetwork, additions: Additions) -> NetworkOutputs:
    return NetworkOutputs(
        uuid=observed.uuid,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
        active=observed.active,
        **additions.outputs(),
    )


def _device_faults(desk: Desk, network: AnyNetwork) -> list[Fault]:
    """What the network stands on and the host has not, or what cannot carry guests' frames."""
    if isinstance(network, NatNetwork):
        return []
    if not isinstance(network, MacvtapNetwork):
        kind = "ovs" if isinstance(network, OvsNetwork) else "bridge"
        fault = bridge_fault(desk, "bridge", network.bridge, kind)
        return [fault] if fault else []
    return [fault for at, name in enumerate(network.devices) if (fault := uplink_fault(desk, f"devices[{at}]", name))]


def _observe(desk: Desk, ref: ObjectRef) -> ObservedNetwork | None:
    hypervisor = desk.endpoint.hypervisor
    info = row_of(desk, ref)
    if info is None:
        return None
    observed = ObservedNetwork(
        uuid=info.ref.uuid,
        network=network_of(parse_network(hypervisor.dump(info.ref))),
        active=info.active,
        autostart=info.autostart,
        users=(),
    )
    if not info.active:
        return observed
    live = network_of(parse_network(hypervisor.dump(info.ref, live=True)))
    same_kind = type(live) is type(observed.network)
    observed = dataclasses.replace(observed, live=live if same_kind else None)
    if not desk.fresh:
        return observed  # a read does not tell who uses it
    ports = ports_on_network(desk, info.ref.name)
    users = tuple(dict.fromkeys(port.guest for port in ports))
    return dataclasses.replace(observed, users=users, ports=ports)
