"""The functions: look at one object, also one that zkvm did not make."""

from __future__ import annotations

from zkvm_provider.apply.dasd import path_of
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.kinds import WORKS
from zkvm_provider.errors import NotFound
from zkvm_provider.model.address import BusId
from zkvm_provider.model.kinds import Function, Kind, NodeDevice, NodeDevices
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure


def invoke(desk: Desk, function: Function, arguments: dict[str, Tree]) -> dict[str, Tree]:
    """The answer as a wire tree. Raises NotFound."""
    if not isinstance(function.answers, Kind):
        return unstructure(NodeDevices(devices=tuple(_node_devices(desk))))
    work = WORKS[function.answers.name]
    name = str(arguments.get("name", ""))
    key = f"{arguments['pool']}/{name}" if "pool" in arguments else name
    observed = work.find(desk, key)
    if observed is None:
        raise NotFound(
            f"{function.answers.name} {key!r}", where=desk.host, remedy="see what is there with `zkvm list --all`"
        )
    stated = work.stated(desk, {}, None, observed)
    outputs = unstructure(work.read_outputs(desk, None, observed, {}))
    return {**outputs, **stated, "id": work.key_of(observed)}


def _node_devices(desk: Desk) -> list[NodeDevice]:
    dasds = [
        NodeDevice(
            name=dasd.bus_id,
            kind="dasd",
            online=dasd.online,
            path=path_of(BusId.parse(dasd.bus_id), None) if dasd.online else None,
        )
        for dasd in desk.endpoint.devices.dasds()
    ]
    nets = [NodeDevice(name=each.name, kind=each.kind, online=True) for each in desk.endpoint.devices.net_devices()]
    return sorted([*dasds, *nets], key=lambda device: (device.kind, device.name))
