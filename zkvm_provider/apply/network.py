"""Macvtap networks at work."""

from __future__ import annotations

import dataclasses
from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import look_up, ref_of, take_over
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.restate import restate, state_all
from zkvm_provider.apply.users import running_guests_on_network
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import AlreadyExists, Fault, InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.network import parse_network
from zkvm_provider.model.network import MacvtapNetwork, NetworkOutputs
from zkvm_provider.model.observed import ObservedNetwork
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.desired import DesiredNetwork
from zkvm_provider.reconcile.network import plan_network
from zkvm_provider.reconcile.plan import Plan


class MacvtapNetworkWork(Work[DesiredNetwork, ObservedNetwork]):
    """The kind `MacvtapNetwork`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredNetwork:
        network: MacvtapNetwork = inputs
        present = {device.name for device in desk.endpoint.devices.net_devices()}
        faults = [
            Fault(path=f"devices[{at}]", reason=f"{desk.place} has no network interface {name!r}")
            for at, name in enumerate(network.devices)
            if name not in present
        ]
        if faults:
            raise InvalidInput(faults)
        if not request.id and desk.is_preview:
            desk.previewed.add(desk.machine_id, ObjectKind.NETWORK, network.name or "", desk.identity.uuid)
        return DesiredNetwork(network=network, previous=previous, uuid=request.id or desk.identity.uuid)

    def observe(self, desk: Desk, desired: DesiredNetwork) -> ObservedNetwork | None:
        observed = _observe(desk, ObjectRef(kind=ObjectKind.NETWORK, uuid=desired.uuid))
        name = desired.network.name or ""
        taken = look_up(desk, ObjectKind.NETWORK, name)
        if taken is not None and taken.uuid != desired.uuid:
            remedy = f"choose another name, or {take_over(desk, 'MacvtapNetwork', name)}"
            raise AlreadyExists(f"network {name!r} on {desk.place}", remedy=remedy)
        return observed

    def plan(self, desired: DesiredNetwork, observed: ObservedNetwork | None) -> Plan:
        return plan_network(desired, observed)

    def outputs(self, desk: Desk, desired: DesiredNetwork, observed: ObservedNetwork) -> NetworkOutputs:
        return _outputs(desk, observed)

    def foresee(
        self, desk: Desk, desired: DesiredNetwork, observed: ObservedNetwork | None, plan: Plan
    ) -> dict[str, Tree]:
        if observed is not None and plan.is_empty:
            return unstructure(_outputs(desk, observed))
        return {"uuid": desired.uuid, "hostUri": desk.endpoint.uri, "machineId": desk.machine_id, "active": True}

    def find(self, desk: Desk, key: str) -> ObservedNetwork | None:
        return _observe(desk, ref_of(ObjectKind.NETWORK, key))

    def key_of(self, observed: ObservedNetwork) -> str:
        return observed.uuid

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedNetwork) -> dict[str, Tree]:
        seen = MacvtapNetwork(
            host=inputs.host if inputs else desk.host,
            name=observed.name,
            devices=observed.devices,
            mode=observed.mode,
            autostart=observed.autostart,
        )
        return state_all(seen) if inputs is None else restate(given, inputs, seen)

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedNetwork, old: dict[str, Tree]) -> NetworkOutputs:
        return _outputs(desk, observed)

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedNetwork) -> Plan:
        return plan_network(None, observed)


def _outputs(desk: Desk, observed: ObservedNetwork) -> NetworkOutputs:
    return NetworkOutputs(
        uuid=observed.uuid, host_uri=desk.endpoint.uri, machine_id=desk.machine_id, active=observed.active
    )


def _observe(desk: Desk, ref: ObjectRef) -> ObservedNetwork | None:
    hypervisor = desk.endpoint.hypervisor
    infos = hypervisor.list(ObjectKind.NETWORK)
    info = next((each for each in infos if (ref.uuid or ref.name) in (each.ref.uuid, each.ref.name)), None)
    if info is None:
        return None
    parsed = parse_network(hypervisor.dump(info.ref))
    observed = ObservedNetwork(
        uuid=info.ref.uuid,
        name=info.ref.name,
        devices=parsed.devices,
        mode=parsed.macvtap_mode,
        active=info.active,
        autostart=info.autostart,
        users=(),
    )
    users = running_guests_on_network(desk, info.ref.name) if info.active and desk.fresh else ()
    return dataclasses.replace(observed, users=users)
