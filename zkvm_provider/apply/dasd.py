"""DASDs at work: set online for guests, and restored to what they were."""

from __future__ import annotations

from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.request import Request
from zkvm_provider.apply.users import guests_on_path
from zkvm_provider.apply.work import Work
from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.address import BusId
from zkvm_provider.model.dasd import DasdDisk, DasdDiskOutputs
from zkvm_provider.model.observed import ObservedDasd
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import unstructure
from zkvm_provider.reconcile.dasd import plan_dasd
from zkvm_provider.reconcile.desired import DesiredDasd
from zkvm_provider.reconcile.plan import Plan

_PARTITION = "-part"


class DasdDiskWork(Work[DesiredDasd, ObservedDasd]):
    """The kind `DasdDisk`."""

    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> DesiredDasd:
        dasd: DasdDisk = inputs
        if _observe(desk, dasd.bus_id) is None:
            known = ", ".join(each.bus_id for each in desk.endpoint.devices.dasds()) or "none"
            reason = f"{desk.place} has no DASD {dasd.bus_id}; it has {known}"
            raise InvalidInput.at("busId", reason)
        if not request.id and desk.is_preview:
            desk.previewed.add_path(desk.machine_id, path_of(dasd.bus_id, dasd.partition))
        return DesiredDasd(dasd=dasd, restore_offline=not _was_online(desk, request, dasd.bus_id))

    def observe(self, desk: Desk, desired: DesiredDasd) -> ObservedDasd | None:
        return _observe(desk, desired.dasd.bus_id)

    def plan(self, desired: DesiredDasd, observed: ObservedDasd | None) -> Plan:
        return plan_dasd(desired, observed)

    def before(self, desk: Desk, desired: DesiredDasd, observed: ObservedDasd | None) -> None:
        what = f"dasd {desired.dasd.bus_id}"
        if observed and not observed.online and desk.journal.find(desk.machine_id, what, desk.identity) is None:
            desk.journal.write(desk.machine_id, what, desk.identity, note="was offline")

    def outputs(self, desk: Desk, desired: DesiredDasd, observed: ObservedDasd) -> DasdDiskOutputs:
        return _outputs(desk, desired.dasd, observed, was_online=not desired.restore_offline)

    def foresee(self, desk: Desk, desired: DesiredDasd, observed: ObservedDasd | None, plan: Plan) -> dict[str, Tree]:
        if observed is None:
            return {}
        told = {**unstructure(self.outputs(desk, desired, observed)), "active": True}
        if not observed.online:
            told.pop("device", None)
            told.pop("capacityBytes", None)
            told.pop("readOnly", None)
        return told

    def find(self, desk: Desk, key: str) -> ObservedDasd | None:
        return _observe(desk, BusId.parse(key.partition(_PARTITION)[0]))

    def key_of(self, observed: ObservedDasd) -> str:
        return str(observed.bus_id)

    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: ObservedDasd) -> dict[str, Tree]:
        return given if inputs is not None else {"host": desk.host, "busId": str(observed.bus_id)}

    def read_outputs(self, desk: Desk, inputs: Any, observed: ObservedDasd, old: dict[str, Tree]) -> DasdDiskOutputs:
        dasd = inputs or DasdDisk(bus_id=observed.bus_id)
        return _outputs(desk, dasd, observed, was_online=bool(old.get("wasOnline", True)))

    def removal(self, desk: Desk, request: Request, inputs: Any, observed: ObservedDasd) -> Plan:
        restore = request.outputs.get("wasOnline") is False
        return plan_dasd(None, observed, restore_offline=restore)

    def after_removal(self, desk: Desk, request: Request) -> None:
        desk.journal.forget(desk.machine_id, f"dasd {request.id}")


def path_of(bus_id: BusId, partition: int | None) -> str:
    """udev's by-path name of a DASD or of one of its partitions."""
    return f"/dev/disk/by-path/ccw-{bus_id}" + (f"{_PARTITION}{partition}" if partition else "")


def _was_online(desk: Desk, request: Request, bus_id: BusId) -> bool:
    """What the state says, else what the journal of an interrupted create says, else what is seen now."""
    told = request.outputs.get("wasOnline")
    if isinstance(told, bool):
        return told
    if desk.journal.find(desk.machine_id, f"dasd {bus_id}", desk.identity) is not None:
        return False
    observed = _observe(desk, bus_id)
    return observed is not None and observed.online


def _observe(desk: Desk, bus_id: BusId) -> ObservedDasd | None:
    for dasd in desk.endpoint.devices.dasds():
        if dasd.bus_id == str(bus_id):
            return ObservedDasd(
                bus_id=bus_id,
                online=dasd.online,
                device=dasd.device,
                capacity_bytes=dasd.capacity_bytes,
                partitions=dasd.partitions,
                read_only=dasd.read_only,
                users=guests_on_path(desk, path_of(bus_id, None)) if desk.fresh else (),
            )
    return None


def _outputs(desk: Desk, dasd: DasdDisk, observed: ObservedDasd, *, was_online: bool) -> DasdDiskOutputs:
    return DasdDiskOutputs(
        path=path_of(dasd.bus_id, dasd.partition),
        was_online=was_online,
        host_uri=desk.endpoint.uri,
        machine_id=desk.machine_id,
        device=observed.device,
        capacity_bytes=observed.capacity_bytes,
        active=observed.online and dasd.partition in (None, *observed.partitions),
        read_only=observed.read_only,
    )
