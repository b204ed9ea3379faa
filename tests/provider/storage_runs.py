"""What tests of storage kinds do again and again: a run of the provider, a resource made, refused, taken away."""

from __future__ import annotations

from typing import Any, Final

import grpc
import pytest

from tests.provider.driver import Driver, Resource
from zkvm_provider.model.kinds import Kind, kind_of

OWNER: Final = "storage"
DASD: Final = "0.0.0e1e"
GROUP: Final[dict[str, Any]] = {
    "kind": "logical",
    "source": {"volumeGroup": "data", "devices": ["/dev/dasdb1"]},
    "build": True,
}
"""A volume group of its own on that DASD of the emulated host."""


def kind(name: str) -> Kind:
    return kind_of(name)


def a_run_begins(driver: Driver) -> None:
    """As the engine does for every command: what was made by the one before may be taken away by this one."""
    driver.start(host="emulated:", owner=OWNER)


def made(driver: Driver, of: str, label: str, /, **inputs: Any) -> Resource:
    """Previewed and made; the resource's name is that of the object unless `inputs` says another."""
    checked = driver.check(kind(of), label, {"name": label, **inputs})
    driver.create(kind(of), label, checked, preview=True)
    return driver.create(kind(of), label, checked)


def refused(driver: Driver, of: str, label: str, /, *, preview: bool, **inputs: Any) -> str:
    """What the refusal of a creation says."""
    checked = driver.check(kind(of), label, {"name": label, **inputs})
    with pytest.raises(grpc.RpcError) as caught:
        driver.create(kind(of), label, checked, preview=preview)
    return str(caught.value)


def taken_away(driver: Driver, resource: Resource) -> None:
    """Deleted in a run of its own."""
    a_run_begins(driver)
    driver.delete(resource)
    a_run_begins(driver)
