"""Handles of domains are kept between calls, and not longer than there is something to ask them for."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from tests.real.presence import binding
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.libvirt.objects import Connected, Known, find
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.wiring import connect

UUID = "5b0b4d7c-3d0b-4a52-b0a5-3c5a9a6f1c11"
REF = ObjectRef(kind=ObjectKind.DOMAIN, uuid=UUID)
XML = f"<domain type='test'><name>web</name><uuid>{UUID}</uuid><memory>1024</memory><os><type>hvm</type></os></domain>"


def connected(known: Known, lookups: list[str]) -> Connected:
    """A connection that notes the domains it was asked for."""

    def look_up(uuid: str) -> object:
        lookups.append(uuid)
        return object()

    return Connected(SimpleNamespace(lookupByUUIDString=look_up, lookupByName=None), known)


def test_a_domain_is_looked_up_once_by_each_connection() -> None:
    known, lookups = Known(), list[str]()
    first, second = (connected(known, lookups) for _ in range(2))
    assert find(first, REF) is find(first, REF)
    assert find(second, REF) is find(second, REF)
    assert lookups == [UUID, UUID]


def test_no_connection_keeps_the_handle_of_a_domain_that_was_undefined() -> None:
    known, lookups = Known(), list[str]()
    connections = [connected(known, lookups) for _ in range(2)]
    before = [find(each, REF) for each in connections]
    known.forget(UUID)
    after = [find(each, REF) for each in connections]
    assert lookups == [UUID] * 4
    assert not set(before) & set(after)


def test_a_domain_that_was_undefined_is_looked_up_and_asked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    libvirt = binding()
    host = connect("test:///default").hypervisor
    host.define(ObjectKind.DOMAIN, XML, validate=False)
    assert "web" in host.dump(REF)
    asked = Counter[str]()

    def counting(name: str) -> Any:
        call = getattr(libvirt.libvirtmod, name)

        def count(*arguments: Any) -> Any:
            asked[name] += 1
            return call(*arguments)

        return count

    for name in ("virDomainLookupByUUIDString", "virDomainGetXMLDesc"):
        monkeypatch.setattr(libvirt.libvirtmod, name, counting(name))
    host.dump(REF)
    assert asked == {"virDomainGetXMLDesc": 1}
    host.undefine(REF)
    with pytest.raises(BackendError) as caught:
        host.dump(REF)
    assert caught.value.code == ErrorCode.NO_DOMAIN
    assert asked == {"virDomainGetXMLDesc": 1, "virDomainLookupByUUIDString": 1}
    host.close()
