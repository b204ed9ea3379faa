"""Controllers: the given ones, those that devices imply, and the machine's own PCI root."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import ANY, DEVICE_INFO, VIRTIO_OPTIONS, same_address
from zkvm_provider.hypervisor.emulated.domain.drives import drive_of
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, get, qemu_ended, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import COUNT, ON_OFF, POSITIVE, Place, bad_value, choice, matching
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

TYPES = choice("ide", "fdc", "scsi", "sata", "virtio-serial", "ccid", "usb", "pci", "xenbus", "isa")
_SCSI_MODELS = (
    "auto", "buslogic", "lsilogic", "lsisas1068", "vmpvscsi", "ibmvscsi", "virtio-scsi", "lsisas1078",
    "virtio-transitional", "virtio-non-transitional", "ncr53c90", "dc390", "am53c974",
)  # fmt: skip
_USB_MODELS = (
    "piix3-uhci", "piix4-uhci", "ehci", "ich9-ehci1", "ich9-uhci1", "ich9-uhci2", "ich9-uhci3", "vt82c686b-uhci",
    "pci-ohci", "nec-xhci", "qusb1", "qusb2", "qemu-xhci", "none",
)  # fmt: skip
_MODELS: dict[str, tuple[str, ...]] = {
    "scsi": _SCSI_MODELS,
    "usb": _USB_MODELS,
    "pci": ("pci-root", "pcie-root", "pci-bridge", "dmi-to-pci-bridge", "pcie-root-port", "pcie-expander-bus",
            "pci-expander-bus", "pcie-switch-upstream-port", "pcie-switch-downstream-port", "pcie-to-pci-bridge"),
    "virtio-serial": ("virtio", "virtio-transitional", "virtio-non-transitional"),
    "ide": ("piix3", "piix4", "ich6"),
}  # fmt: skip
VIRTIO_SCSI = frozenset({"virtio-scsi", "virtio-transitional", "virtio-non-transitional"})
_SCSI_REFUSED = {
    "lsilogic": "This QEMU doesn't support the LSI 53C895A SCSI controller",
    "lsisas1068": "This QEMU doesn't support the LSI SAS1068 (MPT Fusion) controller",
    "lsisas1078": "This QEMU doesn't support the LSI SAS1078 (MegaRAID) controller",
    "vmpvscsi": "This QEMU doesn't support the VMware Paravirtual SCSI controller",
    "ibmvscsi": "This QEMU doesn't support the IBM VSCSI controller",
    "buslogic": "Unsupported controller model: buslogic",
    "ncr53c90": "This QEMU doesn't support the NCR53C90 ESP SCSI controller",
    "dc390": "This QEMU doesn't support the DC390 SCSI controller",
    "am53c974": "This QEMU doesn't support the AM53C974 SCSI controller",
}


def _fits_schema(node: Node) -> bool:
    models = _MODELS.get(node.get("type") or "", ())
    return node.get("type") is not None and (node.get("model") is None or node.get("model") in models)


CONTROLLER = element(
    "controller",
    {
        "type": TYPES, "index": COUNT, "model": ANY, "ports": COUNT, "vectors": COUNT,
        "maxGrantFrames": COUNT, "maxEventChannels": COUNT,
    },
    element("master", {"startport": COUNT}),
    element(
        "driver",
        {"queues": POSITIVE, "cmd_per_lun": COUNT, "max_sectors": COUNT, "ioeventfd": ON_OFF, "iothread": COUNT,
         **VIRTIO_OPTIONS},
        traits="fleeting",
    ),
    element("model", {"name": ANY}),
    element("target", dict.fromkeys(("chassisNr", "chassis", "port", "busNr", "index", "hotplug"), ANY)),
    element("pcihole64", {"unit": ANY}, text=matching("[0-9]*")),
    *DEVICE_INFO,
    rule=_fits_schema,
    traits="many",
)  # fmt: skip


def _read(node: Node) -> None:
    kind = node.get("type")
    if kind is None:
        node.set("type", kind := "ide")
    model = node.get("model")
    if model is not None and model not in _MODELS.get(kind, ()):
        raise (
            bad_domain(f"Unknown model type '{model}'")
            if kind in _MODELS
            else bad_value(Place("controller", "model"), model)
        )


def settle_indices(guest: Guest) -> None:
    """Number the given controllers that have no index, and put those of one type in the order of their indices."""
    for node in guest.each("controller"):
        _give_index(guest, node)
    kinds = {node.get("type") for node in guest.each("controller")}
    for kind in kinds:
        own = [node for node in guest.each("controller") if node.get("type") == kind]
        places = [guest.devices.index(node) for node in own]
        for place, node in zip(places, sorted(own, key=lambda each: int(each.get("index") or "0")), strict=True):
            guest.devices.insert(place, node)


def _give_index(guest: Guest, node: Node) -> None:
    if node.get("index") is None:
        kind = node.get("type")
        taken = {found.get("index") for found in guest.each("controller") if found.get("type") == kind}
        index = 0
        while str(index) in taken:
            index += 1
        node.set("index", str(index))


def _default(guest: Guest, node: Node) -> None:
    kind = node.get("type") or ""
    _give_index(guest, node)
    if kind == "scsi" and node.get("model", "auto") == "auto":
        node.set("model", "virtio-scsi")
    if kind == "usb" and node.find("address") is None:
        set_default(node, "model", "none")
    if kind == "pci":
        set_default(node, "model", "pci-bridge" if node.get("index") != "0" else "pci-root")


def _check(guest: Guest, node: Node) -> None:
    kind, model = node.get("type") or "", node.get("model") or ""
    if kind == "ide":
        raise unsupported("IDE controllers are unsupported for this QEMU binary or machine type")
    if kind == "sata":
        raise unsupported("SATA is not supported with this QEMU binary")
    if kind == "ccid":
        raise unsupported("This QEMU doesn't support usb-ccid")
    if kind == "scsi" and model in _SCSI_REFUSED:
        raise unsupported(_SCSI_REFUSED[model])
    if kind == "usb" and model not in {"none", "qemu-xhci", "nec-xhci"}:
        raise unsupported(f"{model or 'piix3-uhci'} not supported in this QEMU binary")
    if kind == "pci" and node.get("index") == "0" and model != "pci-root":
        told = f"must be model='pci-root' for this machine type, but model='{model}' was found instead"
        text = f"The PCI controller with index='0' {told}"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.QEMU, text)
    if kind == "pci" and model not in {"pci-root", "pci-bridge"}:
        raise unsupported(f"The '{model}' device is not supported by this QEMU binary")
    if kind == "pci" and model == "pci-root" and node.find("address") is not None:
        raise bad_domain("pci-root and pcie-root controllers should not have an address")
    if kind == "pci" and model == "pci-root" and node.get("index") != "0":
        raise bad_domain("pci-root and pcie-root controllers should have index 0")
    _check_driver(guest, node)


def _check_driver(guest: Guest, node: Node) -> None:
    driver = node.find("driver")
    if driver is None:
        return
    is_virtio_scsi = node.get("type") == "scsi" and node.get("model") in VIRTIO_SCSI
    for option in ("queues", "cmd_per_lun", "max_sectors", "ioeventfd", "iothread"):
        if driver.get(option) and not is_virtio_scsi:
            raise unsupported(f"'{option}' is only supported by virtio-scsi controller", ErrorDomain.DOMAIN)
    iothread = driver.get("iothread")
    if iothread and iothread not in guest.iothread_ids():
        raise unsupported(f"controller iothread '{iothread}' not defined in iothreadid")


def start_controller(_boot: Boot, node: Node) -> None:
    """Options of PCI that a channel device has not; a hub that QEMU's s390x build has not."""
    if node.get("type") == "virtio-serial" and node.get("vectors"):
        raise qemu_ended("Property 'virtio-serial-ccw.vectors' not found")
    if node.get("type") == "usb" and node.get("model") == "qemu-xhci" and node.find("address") is not None:
        raise unsupported(f"USB controller model '{node.get('model')}' not supported in this QEMU binary")


def check_controllers(guest: Guest) -> None:
    """No type and index twice; a hub `usb none` stands alone (virDomainDefValidateInternal)."""
    seen: set[tuple[str | None, str | None]] = set()
    for node in guest.each("controller"):
        key = (node.get("type"), node.get("index"))
        if key in seen and not (node.get("type") == "usb" and node.find("master") is not None):
            raise bad_domain(f"Multiple '{key[0]}' controllers with index '{key[1]}'")
        seen.add(key)


def add_controller(guest: Guest, kind: str, index: int, model: str = "") -> None:
    """Add a controller unless one of that type and index is there (virDomainDefMaybeAddController)."""
    for found in guest.each("controller"):
        if found.get("type") == kind and found.get("index") == str(index):
            return
    node = etree.SubElement(guest.devices, "controller")
    node.set("type", kind)
    node.set("index", str(index))
    if model:
        node.set("model", model)


def add_for_hostdevs(guest: Guest) -> None:
    """Right after reading: SCSI hostdevs bring their controllers, before the machine's own."""
    hostdevs = [host for host in guest.each("hostdev") if host.get("type") == "scsi"]
    if hostdevs:
        highest = max((drive_of(host) or (0, 0, 0, 0))[0] for host in hostdevs)
        _add_scsi(guest, highest)


def add_machine_controllers(guest: Guest) -> None:
    """QEMU's s390 machine has one PCI root."""
    add_controller(guest, "pci", 0, "pci-root")


def add_implicit(guest: Guest) -> None:
    """What disks, hostdevs, channels and virtio consoles need, after their addresses are known."""
    for bus, kind in (("ide", "ide"), ("fdc", "fdc"), ("scsi", "scsi"), ("sata", "sata")):
        users = [disk for disk in guest.each("disk") if get(disk, "target", "bus") == bus]
        if users and kind == "scsi":
            _add_scsi(guest, max((drive_of(disk) or (0, 0, 0, 0))[0] for disk in users))
        elif users:
            for index in range(max((drive_of(disk) or (0, 0, 0, 0))[0] for disk in users) + 1):
                add_controller(guest, kind, index)
    for tag in ("channel", "console"):
        for node in guest.each(tag):
            if get(node, "target", "type") == "virtio":
                add_controller(guest, "virtio-serial", int(get(node, "address", "controller", "0")))
    add_for_hostdevs(guest)


def _add_scsi(guest: Guest, highest: int) -> None:
    models = [found.get("model") or "" for found in guest.each("controller") if found.get("type") == "scsi"]
    for index in range(highest + 1):
        add_controller(guest, "scsi", index, models[-1] if models and models[-1] else "virtio-scsi")


def _bus(node: Node) -> Bus:
    kind, model = node.get("type"), node.get("model")
    if kind == "virtio-serial" or (kind == "scsi" and model in VIRTIO_SCSI):
        return Bus.CCW
    if kind == "usb" and model != "none":
        return Bus.PCI
    return Bus.PCI if kind == "pci" and model != "pci-root" else Bus.NONE


def _alias(_guest: Guest, node: Node) -> str:
    kind, index = node.get("type") or "", node.get("index") or "0"
    if kind == "pci":
        return f"pci.{index}"
    if kind == "usb" and index == "0":
        return "usb"
    return f"{kind}{index}"


def _plug(_boot: Boot, node: Node) -> None:
    if node.get("type") != "scsi":
        text = f"'{node.get('type')}' controller cannot be hot plugged."
        raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


def _matches(have: Node, wanted: Node) -> bool:
    if have.get("type") != wanted.get("type"):
        return False
    if wanted.get("index") is not None:
        return have.get("index") == wanted.get("index")
    return wanted.find("address") is None or same_address(have, wanted)


def _missing(node: Node) -> str:
    return f"controller {node.get('type')}:{node.get('index')} not found"


FAMILY = Family(
    tag="controller",
    shape=CONTROLLER,
    read=_read,
    default=_default,
    check=_check,
    bus=_bus,
    alias=_alias,
    start=start_controller,
    matches=_matches,
    missing=_missing,
    plug=_plug,
    unplug=True,
    cu_model=lambda node: "03" if node.get("type") == "virtio-serial" else "08",
)
