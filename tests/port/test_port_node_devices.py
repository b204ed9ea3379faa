"""The port's contract: node devices. What makes one needs a channel subsystem; what is refused needs none."""

from __future__ import annotations

from functools import partial

import pytest

from tests.port.machines import Machine, absent, refused
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef

COMPUTER = ObjectRef(kind=ObjectKind.NODE_DEVICE, name="computer")
UUID = "<uuid>00000000-0000-4000-8000-000000000001</uuid>"
TYPE = "<type id='vfio_ccw-io'/>"


def device(parent: str = "css_0_3_ffff", capability: str = TYPE + UUID, kind: str = "mdev") -> str:
    return f"<device><parent>{parent}</parent><capability type='{kind}'>{capability}</capability></device>"


REFUSALS = {
    "no such parent": (device(), ErrorCode.CONFIG_UNSUPPORTED, "invalid parent device 'css_0_3_ffff'"),
    "no parent": (device(""), ErrorCode.CONFIG_UNSUPPORTED, "missing parent device"),
    "a parent without an address": (
        device("computer"),
        ErrorCode.PARSE_FAILED,
        "Unable to find address for parent device 'computer'",
    ),
    "no type": (device(capability=UUID), ErrorCode.CONFIG_UNSUPPORTED, "missing type id attribute for 'new device'"),
    "a bad uuid": (
        device(capability=TYPE + "<uuid>bad</uuid>"),
        ErrorCode.INTERNAL_ERROR,
        "Invalid uuid 'bad' for new mdev device",
    ),
    "another kind": (
        device("computer", "<interface>x0</interface>", "net"),
        ErrorCode.CONFIG_UNSUPPORTED,
        "Unsupported device type",
    ),
    "an unknown kind": (
        device("computer", kind="zzz"),
        ErrorCode.XML_ERROR,
        "Invalid value for attribute 'type' in element 'capability': 'zzz'",
    ),
    "no capability": ("<device/>", ErrorCode.INTERNAL_ERROR, "no device capabilities for 'new device'"),
    "another element": ("<guest/>", ErrorCode.XML_ERROR, "expecting root element of 'device', not 'guest'"),
    "a torso": ("<device>", ErrorCode.XML_DETAIL, "(node_device_definition):1: Premature end of data in tag device"),
}


def test_every_node_device_is_listed_looked_up_and_dumped(machine: Machine) -> None:
    rows = machine.hypervisor.list(ObjectKind.NODE_DEVICE)
    assert COMPUTER in [row.ref for row in rows if row.active and not row.persistent]
    assert [row.ref.name for row in rows] == sorted(row.ref.name for row in rows)
    assert machine.hypervisor.look_up(COMPUTER) == COMPUTER
    assert all(f"<name>{row.ref.name}</name>" in machine.hypervisor.dump(row.ref) for row in rows)


def test_every_verb_on_an_absent_node_device_says_so(machine: Machine) -> None:
    nobody, host = absent(ObjectKind.NODE_DEVICE), machine.hypervisor
    for verb in (host.look_up, host.dump, host.undefine, host.start, host.stop):
        refused(ErrorCode.NO_NODE_DEVICE, partial(verb, nobody))


@pytest.mark.parametrize("case", REFUSALS)
def test_a_node_device_that_cannot_be_is_not_defined(machine: Machine, case: str) -> None:
    xml, code, text = REFUSALS[case]
    before = machine.hypervisor.list(ObjectKind.NODE_DEVICE)
    failure = refused(code, lambda: machine.hypervisor.define(ObjectKind.NODE_DEVICE, xml))
    assert text in str(failure)
    assert machine.hypervisor.list(ObjectKind.NODE_DEVICE) == before


def test_a_device_of_the_host_is_not_started_stopped_or_undefined(machine: Machine) -> None:
    host = machine.hypervisor
    assert "Device is already active" in str(refused(ErrorCode.OPERATION_INVALID, lambda: host.start(COMPUTER)))
    for verb in (host.stop, host.undefine):
        assert "Unsupported device type" in str(refused(ErrorCode.CONFIG_UNSUPPORTED, partial(verb, COMPUTER)))
    net = next(row.ref for row in host.list(ObjectKind.NODE_DEVICE) if row.ref.name.startswith("net_"))
    assert f"Node device '{net.name}' is not defined" in str(
        refused(ErrorCode.OPERATION_INVALID, lambda: host.undefine(net))
    )
    refused(ErrorCode.OPERATION_UNSUPPORTED, lambda: host.set_autostart(COMPUTER, True))
