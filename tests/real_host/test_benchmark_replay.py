"""The benchmarks ask a real host again what zkvm asked, and leave no guest there, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench import guests
from bench.bench_provider import calls_of, noted, replay
from bench.plain import PlainLibvirt, swept
from tests.real_host.inventory import Inventory
from tools.kvmlab.places import HostPlace
from zkvm_provider.hypervisor.port import ObjectKind

pytestmark = pytest.mark.kvm_lab


@pytest.fixture
def plain(host: HostPlace, inventory: Inventory) -> Iterator[PlainLibvirt]:
    del inventory  # it takes away what a failure leaves
    with closing(PlainLibvirt(host.uri)) as opened:
        yield opened


def names(plain: PlainLibvirt) -> list[str]:
    return [name for name, *_ in plain.list(ObjectKind.DOMAIN) if name.startswith(guests.PREFIX)]


def test_a_create_is_made_again_without_zkvm_and_swept_away(
    host: HostPlace, plain: PlainLibvirt, tmp_path: Path
) -> None:
    with swept(host.uri), noted(host.uri, 2, tmp_path) as (speaker, recording):
        calls = calls_of("create", speaker, recording)
        speaker.take_away()
        assert names(plain) == []
        replay(plain, calls)
        assert names(plain) == guests.names(2)
    assert names(plain) == []


def fail_with_a_guest(plain: PlainLibvirt, uri: str) -> None:
    with swept(uri):
        plain.define(ObjectKind.DOMAIN, guests.xml(guests.names(1)[0]))
        raise ZeroDivisionError


def test_a_benchmark_that_fails_leaves_no_guest(host: HostPlace, plain: PlainLibvirt) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_with_a_guest(plain, host.uri)
    assert names(plain) == []
