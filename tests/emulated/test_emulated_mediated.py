"""Mediated devices of the emulated host: their life, what the kernel would refuse, and guests that have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.clock import HandClock
from zkvm_provider.errors import BackendError, Refused
from zkvm_provider.hypervisor.port import Endpoint, ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.wiring import connect

CCW, AP, OTHER = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in "123")
SUBCHANNEL = "0.0.0004"
"""Of DASD 0.0.0e21, which is offline: the fifth channel device of the default host by number."""


@pytest.fixture
def lpar(tmp_path: Path) -> Endpoint:
    return connect(f"emulated://{tmp_path}/lab.sqlite", create=True, clock=HandClock())


def mdev(lpar: Endpoint, uuid: str, parent: str, kind: str, attributes: str = "") -> ObjectRef:
    xml = (
        f"<device><parent>{parent}</parent><capability type='mdev'><type id='{kind}'/><uuid>{uuid}</uuid>"
        f"{attributes}</capability></device>"
    )
    return lpar.hypervisor.define(ObjectKind.NODE_DEVICE, xml)


def queues(adapter: str, *domains: str) -> str:
    assigned = "".join(f"<attr name='assign_domain' value='{domain}'/>" for domain in domains)
    return f"<attr name='assign_adapter' value='{adapter}'/>{assigned}"


def share(lpar: Endpoint, uuid: str, adapter: str, *domains: str) -> ObjectRef:
    return mdev(lpar, uuid, "ap_matrix", "vfio_ap-passthrough", queues(adapter, *domains))


def guest(lpar: Endpoint, name: str, uuid: str, model: str) -> ObjectRef:
    hostdev = (
        f"<hostdev mode='subsystem' type='mdev' model='{model}'><source><address uuid='{uuid}'/></source></hostdev>"
    )
    return lpar.hypervisor.define(
        ObjectKind.DOMAIN,
        f"<domain type='kvm'><name>{name}</name><memory>1048576</memory>"
        "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel></os>"
        f"<devices>{hostdev}</devices></domain>",
    )


def test_a_parent_that_is_not_there_is_refused_as_libvirt_does(lpar: Endpoint) -> None:
    """Recorded from libvirt 9.0.0 on a host without channel devices."""
    with pytest.raises(
        BackendError, match="unsupported configuration: invalid parent device 'css_0_0_ffff'"
    ) as refused:
        mdev(lpar, CCW, "css_0_0_ffff", "vfio_ccw-io")
    assert refused.value.code == ErrorCode.CONFIG_UNSUPPORTED


def test_a_dasd_is_handed_through_once_its_subchannel_serves_guests(lpar: Endpoint) -> None:
    ref = mdev(lpar, CCW, f"css_{SUBCHANNEL.replace('.', '_')}", "vfio_ccw-io")
    assert ref.name == f"mdev_{CCW.replace('-', '_')}_0_0_0004"
    with pytest.raises(BackendError, match="not bound to vfio_ccw"):
        lpar.hypervisor.start(ref)
    lpar.devices.hand_over_subchannel(SUBCHANNEL, True)
    lpar.hypervisor.start(ref)
    one = guest(lpar, "one", CCW, "vfio-ccw")
    lpar.hypervisor.start(one)
    assert ("", "") in [(row.device_type, row.cu_type) for row in lpar.devices.subchannels(one)], "it brings its own"
    with pytest.raises(BackendError, match="in use by driver QEMU, domain one"):
        lpar.hypervisor.start(guest(lpar, "two", CCW, "vfio-ccw"))
    with pytest.raises(BackendError, match="device in use"):
        lpar.hypervisor.stop(ref)
    with pytest.raises(Refused, match="mediated device is made of"):
        lpar.devices.hand_over_subchannel(SUBCHANNEL, False)


def test_a_queue_is_in_one_device_and_not_the_hosts(lpar: Endpoint) -> None:
    lpar.hypervisor.start(share(lpar, AP, "0x02", "0x0006"))
    for uuid, adapter, domain, reason in (
        (OTHER, "0x02", "0x0006", "Address already in use"),
        (CCW, "0x03", "0x0006", "Cannot assign requested address"),
    ):
        with pytest.raises(BackendError, match=reason):
            lpar.hypervisor.start(share(lpar, uuid, adapter, domain))


def test_a_defined_device_is_listed_before_it_is_started_and_gone_after_undefine(lpar: Endpoint) -> None:
    ref = share(lpar, AP, "0x02", "0x000b")
    lpar.hypervisor.set_autostart(ref, True)

    def rows() -> list[tuple[bool, bool]]:
        listed = lpar.hypervisor.list(ObjectKind.NODE_DEVICE)
        return [(each.active, each.autostart) for each in listed if each.ref.name == ref.name]

    assert rows() == [(False, True)]
    lpar.hypervisor.start(ref)
    assert rows() == [(True, True)]
    lpar.hypervisor.stop(ref)
    lpar.hypervisor.undefine(ref)
    assert rows() == []
