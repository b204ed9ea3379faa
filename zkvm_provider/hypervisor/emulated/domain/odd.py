"""Devices that exist in libvirt and that this QEMU refuses on s390x, each with libvirt's reason."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.chardev import BACKENDS, SOURCE_PARTS
from zkvm_provider.hypervisor.emulated.domain.common import ANY, DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.family import Family
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, get, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import COUNT, NAME, PATH, SIZE, UNIT, YES_NO, choice

_TPM_MODELS = choice("tpm-tis", "tpm-crb", "tpm-spapr", "spapr-tpm-proxy", "default")
TPM = element(
    "tpm",
    {"model": _TPM_MODELS},
    element(
        "backend",
        {"type": choice("passthrough", "emulator", "external"), "version": choice("default", "1.2", "2.0"),
         "persistent_state": YES_NO},
        element("device", {"path": PATH}),
        element("encryption", {"secret": NAME}),
        element("source", {"type": NAME, "mode": NAME, "path": PATH}),
        element("active_pcr_banks", None, *(element(name) for name in ("sha1", "sha256", "sha384", "sha512"))),
        need=("type",),
    ),
    *DEVICE_INFO,
    need=("backend",),
    traits="many",
)  # fmt: skip
SHMEM = element(
    "shmem",
    {"name": NAME, "role": choice("peer", "master")},
    element("model", {"type": choice("ivshmem", "ivshmem-plain", "ivshmem-doorbell")}),
    element("size", {"unit": UNIT}, text=SIZE),
    element("server", {"path": PATH}),
    element("msi", {"enabled": choice("yes", "no"), "vectors": COUNT, "ioeventfd": choice("on", "off")}),
    *DEVICE_INFO,
    need=("name",),
    must=("name",),
    traits="many",
)
SMARTCARD = element(
    "smartcard",
    {"mode": choice("host", "host-certificates", "passthrough"), "type": BACKENDS},
    *SOURCE_PARTS,
    element("certificate", text=NAME, traits="many"),
    element("database", text=PATH),
    *DEVICE_INFO,
    need=("mode",),
    must=("mode",),
    traits="many",
)
REDIRDEV = element(
    "redirdev",
    {"bus": choice("usb"), "type": BACKENDS},
    *SOURCE_PARTS,
    *DEVICE_INFO,
    need=("bus", "type"),
    traits="many",
)
HUB = element("hub", {"type": choice("usb")}, *DEVICE_INFO, need=("type",), must=("type",), traits="many")
NVRAM = element("nvram", None, *DEVICE_INFO)
IOMMU = element(
    "iommu",
    {"model": choice("intel", "smmuv3", "virtio")},
    element("driver", dict.fromkeys(("intremap", "caching_mode", "eim", "iotlb", "aw_bits"), ANY), traits="fleeting"),
    *DEVICE_INFO,
    need=("model",),
    must=("model",),
)
MEMORY_DEVICE = element(
    "memory",
    {"model": choice("dimm", "nvdimm", "virtio-pmem", "virtio-mem", "sgx-epc"), "access": choice("shared", "private"),
     "discard": YES_NO},
    element("uuid", text=ANY),
    element("source", None, element("pagesize", {"unit": UNIT}, text=SIZE), element("nodemask", text=NAME),
            element("path", text=PATH), element("alignsize", {"unit": UNIT}, text=SIZE), element("pmem"),
            traits="fleeting"),
    element("target", None, element("size", {"unit": UNIT}, text=SIZE), element("node", text=COUNT),
            element("label", None, element("size", {"unit": UNIT}, text=SIZE)),
            element("block", {"unit": UNIT}, text=SIZE),
            element("requested", {"unit": UNIT}, text=SIZE), element("current", {"unit": UNIT}, text=SIZE),
            element("readonly")),
    *DEVICE_INFO,
    need=("model", "target"),
    must=("model",),
    traits="many",
)  # fmt: skip
LEASE = element(
    "lease", None, element("lockspace", text=NAME), element("key", text=NAME),
    element("target", {"path": PATH, "offset": COUNT}), need=("key", "target"), traits="many",
)  # fmt: skip


def _check_tpm(_guest: Guest, node: Node) -> None:
    set_default(node, "model", "tpm-tis")
    kind = get(node, "backend", "type", "emulator")
    raise unsupported(f"The QEMU executable does not support TPM backend type {kind}")


def _check_shmem(_guest: Guest, node: Node) -> None:
    model = get(node, "model", "type", "ivshmem")
    raise unsupported(f"shmem model '{model}' is not supported by this QEMU binary")


def _check_smartcard(_guest: Guest, node: Node) -> None:
    what = "passthrough mode" if node.get("mode") == "passthrough" else "smartcard host mode"
    raise unsupported(f"this QEMU binary lacks {what} support")


def _check_redirdev(_guest: Guest, _node: Node) -> None:
    raise unsupported("USB redirection is not supported by this version of QEMU")


def _check_hub(_guest: Guest, _node: Node) -> None:
    raise unsupported("usb-hub not supported by QEMU binary")


def _check_nvram(_guest: Guest, _node: Node) -> None:
    raise unsupported("nvram device is not supported by this QEMU binary")


def _check_iommu(_guest: Guest, node: Node) -> None:
    raise unsupported(f"IOMMU device: '{node.get('model')}' is not supported by this QEMU binary")


def _check_memory(guest: Guest, node: Node) -> None:
    if guest.root.find("maxMemory") is None and node.get("model") != "sgx-epc":
        raise unsupported("cannot use/hotplug a memory device when domain 'maxMemory' is not defined")
    raise unsupported(f"{node.get('model')} isn't supported by this QEMU binary")


TPMS = Family(tag="tpm", shape=TPM, check=_check_tpm)
SHMEMS = Family(tag="shmem", shape=SHMEM, check=_check_shmem)
SMARTCARDS = Family(tag="smartcard", shape=SMARTCARD, check=_check_smartcard)
REDIRDEVS = Family(tag="redirdev", shape=REDIRDEV, check=_check_redirdev)
HUBS = Family(tag="hub", shape=HUB, check=_check_hub)
NVRAMS = Family(tag="nvram", shape=NVRAM, check=_check_nvram)
IOMMUS = Family(tag="iommu", shape=IOMMU, check=_check_iommu)
MEMORIES = Family(tag="memory", shape=MEMORY_DEVICE, check=_check_memory)
LEASES = Family(
    tag="lease", shape=LEASE,
    matches=lambda have, wanted: all(have.findtext(tag) == wanted.findtext(tag) for tag in ("key", "lockspace")),
    unplug=True,
)  # fmt: skip
