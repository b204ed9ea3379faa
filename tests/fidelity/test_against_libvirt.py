"""Random guests, declared within what the model can say: emulator and a real libvirt make the same of them.

Needs a libvirt host with `qemu-system-s390x`: ZKVM_TEST_URI names one; without the variable it is one of the tests' own
KVM lab. A host that does not answer is a failure. ZKVM_LAWS is the
number of guests (a nightly run asks for more).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.real.presence import RealHost
from tests.xml.strategies import definitions
from zkvm_provider.errors import BackendError, ZkvmError
from zkvm_provider.fidelity.cases import Refused, Verdict
from zkvm_provider.fidelity.compare import Difference, first_difference
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.guest import DomainType
from zkvm_provider.wiring import connect, scratch_machine

pytestmark = [pytest.mark.kvm_lab]

EXAMPLES = int(os.environ.get("ZKVM_LAWS", "40"))
BUILTIN = Templates(None)


@pytest.fixture(scope="module")
def real(real_host: RealHost) -> Iterator[Hypervisor]:
    """The live libvirt."""
    machine = connect(real_host.uri).hypervisor
    try:
        machine.facts()
    except ZkvmError as failure:
        pytest.fail(f"the libvirt host to compare with does not answer: {failure}")
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hypervisor]:
    """The emulator."""
    machine = scratch_machine(tmp_path_factory.mktemp("emulated"), inventory_text())
    yield machine
    machine.close()


def answer(machine: Hypervisor, xml: str) -> tuple[Verdict, str]:
    """What the machine makes of the definition, which is removed again."""
    try:
        ref = machine.define(ObjectKind.DOMAIN, xml)
    except BackendError as refused:
        return Refused(code=refused.code, domain=refused.domain, message=refused.message), ""
    try:
        return None, machine.dump(ref)
    finally:
        machine.undefine(ref)


def difference(xml: str, real: Hypervisor, emulated: Hypervisor) -> Difference | None:
    """Where the emulator's answer differs from the real one."""
    (want, real_xml), (got, emulated_xml) = answer(real, xml), answer(emulated, xml)
    if want is None and got is None:
        return first_difference(real_xml, emulated_xml, given=xml)
    numbers = [None if verdict is None else (verdict.code, verdict.domain) for verdict in (want, got)]
    return None if numbers[0] == numbers[1] else Difference(str(want), str(got))


@pytest.mark.timeout(60 + EXAMPLES * 20)  # what is found has to be made small as well
@settings(
    max_examples=EXAMPLES,
    derandomize="CI" in os.environ and "ZKVM_LAWS" not in os.environ,  # a change is judged by its own faults only
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],  # that traces every line of both machines
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(definition=definitions())
def test_a_declared_guest_becomes_the_same_on_both(
    real: Hypervisor, emulated: Hypervisor, definition: GuestDefinition
) -> None:
    guest = replace(definition.guest, domain_type=DomainType.QEMU)
    xml = render_guest(replace(definition, guest=guest), BUILTIN)
    found = difference(xml, real, emulated)
    assert found is None, f"{found}\n{xml}"


def test_a_planted_difference_is_seen(real: Hypervisor, emulated: Hypervisor) -> None:
    class Other:
        """Gives every guest another CPU."""

        def __getattr__(self, name: str) -> object:
            return getattr(emulated, name)

        def dump(self, ref: object) -> str:
            return emulated.dump(ref).replace(">qemu<", ">max<")  # type: ignore[arg-type]  # hands on what it got

    xml = (Path(__file__).parent / "domains" / "001-minimal.in.xml").read_text(encoding="utf-8")
    assert difference(xml, real, emulated) is None
    assert difference(xml, real, Other()) is not None  # type: ignore[arg-type]  # stands in for the emulator
