"""A lab as text and back: carried elsewhere, put back, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulated.emulated_labs import LMB_GUEST
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import administer, connect


def uri_of(folder: Path, name: str, seed: str = "archive") -> str:
    return f"emulated://{folder}/{name}.sqlite?seed={seed}"


def make(uri: str) -> str:
    """A store with a running guest."""
    host = connect(uri, create=True).hypervisor
    host.start(host.define(ObjectKind.DOMAIN, LMB_GUEST))
    return administer(uri).export()


def test_a_lab_comes_back_whole_elsewhere(tmp_path: Path) -> None:
    text = make(uri_of(tmp_path, "one"))
    other = uri_of(tmp_path, "two", seed="another")
    administer(other, create=True).restore(text, source="one.txt")
    assert administer(other).export() == text
    (guest,) = connect(other).hypervisor.list(ObjectKind.DOMAIN)
    assert (guest.ref.name, guest.active) == ("lmb_guest", True)


def test_a_restored_store_draws_from_the_seed_of_the_exported_one(tmp_path: Path) -> None:
    text = make(uri_of(tmp_path, "one"))
    administration = administer(uri_of(tmp_path, "two", seed="another"), create=True)
    administration.restore(text, source="one.txt")
    assert administration.store.seed == "archive"


def test_definitions_are_the_same_whatever_happened_in_between(tmp_path: Path) -> None:
    one, two = uri_of(tmp_path, "one"), uri_of(tmp_path, "two")
    make(one)
    make(two)
    host = connect(two).hypervisor
    (guest,) = host.list(ObjectKind.DOMAIN)
    host.stop(guest.ref)
    host.start(guest.ref)
    assert administer(one).export() != administer(two).export()
    assert administer(one).export(definitions=True) == administer(two).export(definitions=True)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda _: "", "one.txt:1: is no export of the emulator"),
        (lambda text: text.replace('"schema": ', '"schema": 9'), "one.txt:1: is of schema 9"),
        (lambda text: text.replace('"whole"', '"definitions"'), "holds definitions only"),
        (lambda text: text.replace("# domains", "# guests"), "there is no table 'guests'"),
        (lambda text: text.replace('"persistent": 1', '"persistant": 1', 1), "table domains has no column persistant"),
        (lambda text: text.replace('"state": "running"', '"state": null'), "cannot be a row of domains"),
        (lambda text: text + "{\n", "is not JSON"),
    ],
)
def test_a_damaged_export_is_refused_with_its_line_and_changes_nothing(tmp_path: Path, damage, says: str) -> None:  # type: ignore[no-untyped-def]
    one = uri_of(tmp_path, "one")
    text = make(one)
    with pytest.raises(InvalidInput) as refused:
        administer(one).restore(damage(text), source="one.txt")
    assert says in str(refused.value)
    assert administer(one).export() == text
