"""LUNs, mediated devices and iSCSI units as their templates see them."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Bug
from zkvm_provider.libvirtxml.settled import settled
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.disk import DiskCache
from zkvm_provider.model.iscsi import Iscsi
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.zfcp import ScsiPlace, ZfcpLun


@dataclass(frozen=True, slots=True, kw_only=True)
class IscsiView:
    """A unit of an iSCSI target; `name` is `TARGET/UNIT`."""

    name: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LunView:
    """A SCSI LUN. A host device has `iscsi`, or `adapter` and the host's numbers; a disk `type`, `block` or `iscsi`."""

    name: str
    alias: str
    is_hostdev: bool
    type: str
    block: str
    iscsi: IscsiView | None
    adapter: str
    host_bus: int
    host_target: int
    host_unit: int
    cache: str
    read_only: bool
    shareable: bool
    raw_io: bool
    reservations: bool
    target: str
    controller: int
    unit: int
    boot_order: int
    loadparm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MdevView:
    """A mediated device; `devno` is empty for one that is no channel device."""

    name: str
    alias: str
    model: str
    uuid: str
    devno: str
    boot_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScsiControllerView:
    """A virtio-scsi controller beside the automatic one; numbers 0 for none."""

    alias: str
    index: int
    has_driver: bool
    queues: int
    iothread: int
    devno: str


def scsi_controller_view(controller: ScsiController) -> ScsiControllerView:
    """A controller as its template sees it."""
    return ScsiControllerView(
        alias=f"ua-{controller.name}",
        index=controller.index,
        has_driver=bool(controller.queues or controller.iothread),
        queues=controller.queues or 0,
        iothread=controller.iothread or 0,
        devno=str(settled(controller.devno, controller.name, "devno")),
    )


def lun_view(lun: Lun, *, with_alias: bool = True, place: tuple[int, str] = (0, "")) -> LunView:
    """A LUN as its template sees it: a disk by its device node, a host device by its numbers on the host.

    `place` is its place in the boot order and its load parameter.
    """
    numbers = ScsiPlace.parse(lun.lun or "") if lun.is_hostdev else None
    zfcp = ZfcpLun.parse(lun.lun) if lun.lun is not None and not lun.is_hostdev else None
    if lun.is_hostdev and numbers is None and lun.iscsi is None:
        raise Bug(f"LUN {lun.name} reached the renderer before its place on the host was looked up")
    cache = lun.cache or DiskCache.DEFAULT
    return LunView(
        name=lun.name,
        alias=f"ua-{lun.name}" if with_alias else "",
        is_hostdev=lun.is_hostdev,
        type="" if lun.is_hostdev else "block" if lun.iscsi is None else "network",
        block=zfcp.by_path if zfcp else lun.block or "",
        iscsi=iscsi_view(lun.iscsi),
        adapter=numbers.adapter if numbers else "",
        host_bus=numbers.bus if numbers else 0,
        host_target=numbers.target if numbers else 0,
        host_unit=numbers.unit if numbers else 0,
        cache="" if cache is DiskCache.DEFAULT else cache.value,
        read_only=bool(lun.read_only),
        shareable=bool(lun.shareable),
        raw_io=bool(lun.raw_io),
        reservations=bool(lun.reservations),
        target="" if lun.is_hostdev else settled(lun.target, lun.name, "target"),
        controller=lun.controller or 0,
        unit=settled(lun.unit, lun.name, "unit"),
        boot_order=place[0],
        loadparm=place[1],
    )


def mdev_view(mdev: Mdev, *, with_alias: bool = True, boot_order: int = 0) -> MdevView:
    """A mediated device as its template sees it; `boot_order` 0 for one that nothing is booted from."""
    return MdevView(
        name=mdev.name,
        alias=f"ua-{mdev.name}" if with_alias else "",
        model=mdev.model.value,
        uuid=mdev.device,
        devno=str(settled(mdev.devno, mdev.name, "devno")) if mdev.has_devno else "",
        boot_order=boot_order,
    )


def iscsi_view(iscsi: Iscsi | None) -> IscsiView | None:
    """An iSCSI unit as the templates of disks and LUNs see it."""
    return None if iscsi is None else IscsiView(name=iscsi.source_name, host=iscsi.host, port=iscsi.port or 3260)
