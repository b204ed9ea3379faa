"""Hosts at work: looked at, never changed."""

from __future__ import annotations

from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.work import Work
from zkvm_provider.hypervisor.port import HostFacts
from zkvm_provider.model.host import Host, HostOutputs
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.plan import Plan


class HostWork(Work[Host, HostFacts]):
    """The kind `Host`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> Host:
        return inputs  # type: ignore[no-any-return] # structured as this kind's inputs by the caller

    def observe(self, desk: Desk, desired: Host) -> HostFacts | None:
        return desk.facts

    def plan(self, desired: Host, observed: HostFacts | None) -> Plan:
        return Plan()

    def outputs(self, desk: Desk, desired: Host, observed: HostFacts) -> HostOutputs:
        return describe_host(desk)

    def foresee(self, desk: Desk, desired: Host, observed: HostFacts | None, plan: Plan) -> dict[str, Tree]:
        return unstructure(describe_host(desk))

    def find(self, desk: Desk, key: str) -> HostFacts | None:
        return desk.facts

    def key_of(self, observed: HostFacts) -> str:
        return observed.machine_id

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: HostFacts) -> dict[str, Tree]:
        return given or {"uri": desk.host}

    def read_outputs(self, desk: Desk, inputs: Any, observed: HostFacts, old: dict[str, Tree]) -> HostOutputs:
        return describe_host(desk)

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: HostFacts) -> Plan:
        return Plan()


def describe_host(desk: Desk) -> HostOutputs:
    """What the host says of itself, with the sum of its swap devices."""
    facts = desk.facts
    return HostOutputs(
        hostname=facts.hostname,
        machine_id=facts.machine_id,
        hypervisor=facts.hypervisor,
        libvirt_version=facts.libvirt_version,
        qemu_version=facts.qemu_version,
        machine_types=facts.machine_types,
        virt_types=facts.virt_types,
        cpu_models=facts.cpu_models,
        cpus=facts.cpus,
        memory_bytes=facts.memory_kib * 1024,
        swap_bytes=sum(device.size_kib for device in desk.endpoint.devices.swaps()) * 1024,
    )
