"""What zkvm asks of a host, the benchmarks can ask again without zkvm, so that no verb of the port is left out."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.bench_provider import Client, calls_of, noted
from bench.plain import PlainLibvirt
from bench.recording import Recording

OPERATIONS = ("create", "read", "delete")


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[tuple[Client, Recording]]:
    with noted(f"emulated://{tmp_path}/lab.sqlite", 2, tmp_path) as found:
        yield found


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_call_of_an_operation_is_known_to_the_plain_libvirt(
    spoken: tuple[Client, Recording], operation: str
) -> None:
    calls = [call for call in calls_of(operation, *spoken) if not call.of_host]
    assert calls
    for call in calls:
        verb = getattr(PlainLibvirt, call.verb, None)
        assert verb is not None, f"bench/plain.py has no verb {call.verb!r}, which {operation} of a guest asks for now"
        inspect.signature(verb).bind(None, *call.values, **call.named)
