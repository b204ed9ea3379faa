"""A host with KVM: the canonical form is the same but for the CPU block that only TCG guests get."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.emulated.domain.domain_makers import defined, disk, document
from tests.emulated.domain.domain_worlds import LabWorld
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain import HostSeen, describe, start
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

BOTH = ("kvm", "qemu")


def without_cpu(xml: str) -> str:
    root = etree.fromstring(xml.encode())
    for cpu in root.findall("cpu"):
        root.remove(cpu)
    return "".join(etree.tostring(root, encoding="unicode").split())


def test_the_cpu_block_is_the_only_difference() -> None:
    tcg = document(disk("vda") + "<console type='pty'/>")
    kvm = defined(tcg.replace("type='qemu'", "type='kvm'", 1), virt_types=BOTH)
    assert "<cpu" not in kvm
    assert without_cpu(kvm) == without_cpu(defined(tcg)).replace('<domaintype="qemu"', '<domaintype="kvm"')


def test_a_host_without_kvm_refuses_a_kvm_guest() -> None:
    with pytest.raises(BackendError) as caught:
        defined(document().replace("type='qemu'", "type='kvm'", 1))
    assert (caught.value.code, caught.value.domain) == (67, 10)
    assert caught.value.message.endswith("does not support virt type 'kvm'")


def test_a_document_without_architecture_means_the_hosts() -> None:
    bare = document(os="<os><type>hvm</type></os>")
    assert "arch='s390x' machine='s390-ccw-virtio-7.2'" in defined(bare, virt_types=BOTH)
    with pytest.raises(BackendError, match="No emulator found for arch 'x86_64'"):
        defined(bare)


def test_the_hosts_cpu_model_starts_under_kvm() -> None:
    kvm = document(top="<cpu mode='host-model'/>").replace("type='qemu'", "type='kvm'", 1)
    world = LabWorld(host=HostSeen(virt_types=BOTH))
    live = start(defined(kvm, virt_types=BOTH), world=world, domain_id=9, profile=DEFAULT_PROFILE)
    assert live.startswith("<domain type='kvm' id='9'>")


def test_the_facts_of_a_definition() -> None:
    found = describe(defined(document(vcpu="<vcpu current='2'>4</vcpu>")))
    assert (found.name, found.memory_kib, found.vcpus_current, found.vcpus_max) == ("guest", 524288, 2, 4)


def test_every_machine_type_of_the_captured_qemu_is_offered() -> None:
    assert len(DEFAULT_PROFILE.machine_types) == 24
