"""What the emulator's validation takes for a value is what libvirt's own schema takes, where that is installed."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.libvirt_schema import domain_schema
from zkvm_provider.errors import BackendError
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.hypervisor.port import ErrorCode, Hypervisor, ObjectKind
from zkvm_provider.wiring import scratch_machine

DOMAIN = (
    "<domain type='qemu'><name>a</name><memory>262144</memory><os><type arch='s390x'>hvm</type></os>"
    "<devices>{}</devices></domain>"
)
PLACES = {
    "file": "<disk type='file'><source file='{}'/><target dev='vda'/></disk>",
    "block": "<disk type='block'><source dev='{}'/><target dev='vda'/></disk>",
    "volume": "<disk type='volume'><source pool='p' volume='{}'/><target dev='vda'/></disk>",
    "folder": "<filesystem type='mount'><source dir='{}'/><target dir='x'/></filesystem>",
    "tag": "<filesystem type='mount'><source dir='/a'/><target dir='{}'/></filesystem>",
    "socket": "<filesystem type='mount'><driver type='virtiofs'/><source socket='{}'/><target dir='x'/></filesystem>",
    "random": "<rng model='virtio'><backend model='random'>{}</backend></rng>",
    "log": "<console type='pty'><log file='{}'/><target type='sclp'/></console>",
    "filter": "<interface type='bridge'><source bridge='b'/><filterref filter='{}'/></interface>",
}
VALUES = [
    "a",
    "/a",
    "/",
    "/a&#10;b",
    "/a&#13;b",
    "/a&#9;b",
    " /a ",
    "/a b",
    "0a",
    "-a",
    "_a",
    "a:b",
    "a.b-c",
    "é",
    "12",
]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Hypervisor:
    return scratch_machine(tmp_path_factory.mktemp("emulated"), inventory_text())


def is_valid(machine: Hypervisor, xml: str) -> bool:
    """Whether the emulator finds it valid; it may refuse it for another reason."""
    try:
        machine.undefine(machine.define(ObjectKind.DOMAIN, xml))
    except BackendError as refused:
        return refused.code != ErrorCode.XML_INVALID_SCHEMA
    return True


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_a_value_is_valid_where_the_schema_says_so(machine: Hypervisor, place: str, value: str) -> None:
    xml = DOMAIN.format(PLACES[place].format(value))
    assert is_valid(machine, xml) is bool(domain_schema().validate(etree.fromstring(xml)))
