"""What libvirt reported reaches the caller although the binding lets libvirt forget it in between."""

from __future__ import annotations

from typing import Any

import pytest

from tests.real.presence import binding
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.wiring import connect


def test_an_error_that_libvirt_forgot_meanwhile_keeps_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    libvirt = binding()
    asked = libvirt.libvirtmod.virStoragePoolLookupByName

    def forgotten(*arguments: Any) -> Any:
        """As when garbage is collected right after the call: freeing any object resets the last error."""
        found = asked(*arguments)
        libvirt.virResetLastError()
        return found

    host = connect("test:///default").hypervisor
    monkeypatch.setattr(libvirt.libvirtmod, "virStoragePoolLookupByName", forgotten)
    with pytest.raises(BackendError, match="nobody") as caught:
        host.look_up(ObjectRef(kind=ObjectKind.POOL, name="nobody"))
    assert caught.value.code == ErrorCode.NO_STORAGE_POOL
    host.close()
