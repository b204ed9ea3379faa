"""The functions: look at one object, also one that zkvm did not make."""

from __future__ import annotations

from zkvm_provider.apply.dasd import path_of
from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.host_device_references import lun_of
from zkvm_provider.apply.kinds import WORKS
from zkvm_provider.errors import NotFound
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.model.address import BusId
from zkvm_provider.model.kinds import Function, Kind, NodeDevice, NodeDevices
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.mediated_device import MATRIX


def invoke(desk: Desk, function: Function, arguments: dict[str, Tree]) -> dict[str, Tree]:
    """The answer as a wire tree. Raises NotFound."""
    if not isinstance(function.answers, Kind):
        wanted = arguments.get("kind")
        devices = (each for each in _node_devices(desk) if wanted in (None, each.kind))
        return unstructure(NodeDevices(devices=tuple(devices)))
    work = WORKS[function.answers.name]
    name = str(arguments.get("name", ""))
    key = f"{arguments['pool']}/{name}" if "pool" in arguments else name
    observed = work.find(desk, key)
    if observed is None:
        look = f"see what is there with `zkvm {_command_that_lists(function.answers.name, key)}`"
        raise NotFound(f"{function.answers.name} {key!r}", where=desk.host, remedy=look)
    stated = work.stated(desk, {}, None, observed)
    outputs = unstructure(work.read_outputs(desk, None, observed, {}))
    return {**outputs, **stated, "id": work.key_of(observed)}


def _command_that_lists(kind: str, key: str) -> str:
    """What an operator types to see the objects of a kind."""
    if kind.endswith("Network"):
        return "net-list --all"
    pool, slash, _ = key.partition("/")
    return f"vol-list {pool}" if slash else "pool-list --all" if kind == "StoragePool" else "list --all"


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
    found = [*dasds, *nets, *_san_devices(desk), *_libvirts_devices(desk)]
    return sorted(found, key=lambda device: (device.kind, device.name))


def _san_devices(desk: Desk) -> list[NodeDevice]:
    devices = desk.endpoint.devices
    fcps = [NodeDevice(name=each.bus_id, kind="fcp", online=each.online) for each in devices.fcp_devices()]
    luns = [lun for each in devices.scsi_devices() if (lun := lun_of(each)) is not None]
    return [*fcps, *(NodeDevice(name=str(lun), kind="lun", online=True, path=lun.by_path) for lun in luns)]


def _libvirts_devices(desk: Desk) -> list[NodeDevice]:
    """What only libvirt's node devices tell, by the beginning of their names."""
    kinds = {"css_": "css", "ap_card": "ap_card", "ap_": "ap_queue", "mdev_": "mdev"}
    found = []
    for info in desk.endpoint.hypervisor.list(ObjectKind.NODE_DEVICE):
        kind = next((kind for prefix, kind in kinds.items() if info.ref.name.startswith(prefix)), "")
        if kind and info.ref.name != MATRIX:
            found.append(NodeDevice(name=info.ref.name, kind=kind, online=info.active))
    return found
