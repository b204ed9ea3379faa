"""The captured answers of a real libvirt: define, validate, start and live XML of every recorded domain."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.emulated.domain.domain_worlds import LabWorld
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain import define, start
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

FOLDER = Path(__file__).parents[2] / "fidelity" / "domains"
CASES = sorted(path.name.removesuffix(".in.xml") for path in FOLDER.glob("[0-2]*.in.xml"))
"""The first recording, answered word for word; the later ones are scored through the port in tests/fidelity."""
STARTED = [name for name in CASES if any((FOLDER / f"{name}{end}").exists() for end in (".live.xml", ".start.err"))]


@dataclass(frozen=True)
class Captured:
    """One recorded answer: a text, or a refusal as (code, error domain)."""

    xml: str = ""
    refusal: tuple[int, int] = (0, 0)


def captured(name: str, text: str, *refusals: str) -> Captured:
    for end in refusals:
        found = FOLDER / f"{name}{end}"
        if found.exists():
            said = json.loads(found.read_text())
            return Captured(refusal=(said["code"], said["domain"]))
    return Captured(xml=(FOLDER / f"{name}{text}").read_text())


def given(name: str) -> str:
    return (FOLDER / f"{name}.in.xml").read_text()


def neutral(xml: str, source: str) -> str:
    """Chance and counters taken out, as the golden data's own page asks."""
    rules = [
        (r"interfaceid='.*?'", "interfaceid=''"),
        (r"portid='.*?'", "portid=''"),
        (r"(<domain [^>]*?)id='\d+'", r"\1id='N'"),
        (r"/dev/pts/\d+", "/dev/pts/N"),
        (r"(vnet|macvtap)\d+", r"\1N"),
    ]
    if "<uuid>" not in source:
        rules.append((r"<uuid>.*</uuid>", "<uuid/>"))
    if "<mac" not in source:
        rules.append((r"<mac address='.*'/>", "<mac/>"))
    for pattern, text in rules:
        xml = re.sub(pattern, text, xml)
    return xml.strip()


def defined(xml: str, *, validate: bool = False) -> str:
    dice = random.Random(1)  # noqa: S311
    return define(xml, profile=DEFAULT_PROFILE, virt_types=("qemu",), validate=validate, dice=dice).xml


def started(xml: str) -> str:
    return start(defined(xml), world=LabWorld(), domain_id=6, profile=DEFAULT_PROFILE)


def compare(want: Captured, source: str, got: str) -> None:
    assert want.refusal == (0, 0), f"libvirt refuses with {want.refusal}"
    assert neutral(got, source) == neutral(want.xml, source)


@pytest.mark.parametrize("name", CASES)
def test_define_answers_as_libvirt(name: str) -> None:
    want, source = captured(name, ".out.xml", ".err"), given(name)
    if want.refusal == (0, 0):
        compare(want, source, defined(source))
        return
    with pytest.raises(BackendError) as caught:
        defined(source)
    said = json.loads((FOLDER / f"{name}.err").read_text())
    assert (caught.value.code, caught.value.domain, caught.value.message) == (*want.refusal, said["message"])


@pytest.mark.parametrize("name", CASES)
def test_validation_judges_as_libvirts_schema(name: str) -> None:
    want, source = captured(name, ".out.xml", ".validate.err", ".err"), given(name)
    if want.refusal == (0, 0):
        compare(want, source, defined(source, validate=True))
        return
    with pytest.raises(BackendError) as caught:
        defined(source, validate=True)
    assert (caught.value.code, caught.value.domain) == want.refusal


@pytest.mark.parametrize("name", STARTED)
def test_start_answers_as_libvirt(name: str) -> None:
    want, source = captured(name, ".live.xml", ".start.err"), given(name)
    if want.refusal == (0, 0):
        compare(want, source, started(source))
        return
    with pytest.raises(BackendError) as caught:
        started(source)
    assert (caught.value.code, caught.value.domain) == want.refusal


@pytest.mark.parametrize("name", [name for name in CASES if (FOLDER / f"{name}.out.xml").exists()])
def test_a_canonical_form_defines_to_itself(name: str) -> None:
    canonical = (FOLDER / f"{name}.out.xml").read_text()
    assert defined(canonical).strip() == canonical.strip()
