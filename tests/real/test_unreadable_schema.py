"""A libvirtd whose first validations come at once fails to read its own schema for one: that is asked again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.real.presence import binding
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.libvirt import backend
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import connect

XML = "<network><name>lan</name><bridge name='virbr9'/></network>"


def failing(monkeypatch: pytest.MonkeyPatch, code: int, domain: int) -> list[int]:
    """The first define fails so; the calls are counted."""
    libvirt, define, calls = binding(), backend._defined, []

    def once(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            return define(*arguments)
        failure = libvirt.libvirtError("Unable to parse RNG")
        failure.err = (code, domain, "Unable to parse RNG", 2, None, None, None, 0, 0)
        raise failure

    monkeypatch.setattr(backend, "_defined", once)
    return calls


def test_a_define_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    host = connect("test:///default").hypervisor
    calls = failing(monkeypatch, 1, 5)
    assert host.define(ObjectKind.NETWORK, XML).name == "lan"
    assert len(calls) == 2
    host.close()


def test_another_refusal_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    host = connect("test:///default").hypervisor
    calls = failing(monkeypatch, 1, 10)
    with pytest.raises(BackendError):
        host.define(ObjectKind.NETWORK, XML)
    assert len(calls) == 1
    host.close()
