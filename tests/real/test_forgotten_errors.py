"""What libvirt reported reaches the caller although the binding lets libvirt forget it in between."""

from __future__ import annotations

from typing import Any

import pytest

from tests.real.presence import binding
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.wiring import connect


def test_an_error_keeps_its_code_when_garbage_is_collected_right_after_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    libvirt = binding()
    host = connect("test:///default").hypervisor
    host.facts()  # the binding is loaded as zkvm loads it
    asked = libvirt.libvirtmod.virStoragePoolLookupByName
    connection = libvirt.open("test:///default")
    garbage = connection.listAllDomains()
    assert garbage

    def collected(*arguments: Any) -> Any:
        """Freeing any object of libvirt's resets the last error."""
        found = asked(*arguments)
        garbage.clear()
        return found

    monkeypatch.setattr(libvirt.libvirtmod, "virStoragePoolLookupByName", collected)
    with pytest.raises(BackendError, match="nobody") as caught:
        host.look_up(ObjectRef(kind=ObjectKind.POOL, name="nobody"))
    assert caught.value.code == ErrorCode.NO_STORAGE_POOL
    host.close()
    connection.close()
