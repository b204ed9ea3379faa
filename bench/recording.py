"""Every verb that reaches a host, in order: to count what an operation asks, and to ask the same again without zkvm."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from zkvm_provider.hypervisor.port import Endpoint, HostDevices, Hypervisor


@dataclass(frozen=True, slots=True)
class Call:
    """One verb with its arguments; `of_host` for the host's own tools."""

    verb: str
    values: tuple[Any, ...]
    named: dict[str, Any]
    of_host: bool


class Recording:
    """The calls of one endpoint. Safe from many threads."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._lock = threading.Lock()

    def add(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)

    def take(self) -> list[Call]:
        """The calls so far; the recording is empty afterwards."""
        with self._lock:
            taken, self._calls = self._calls, []
        return taken


def recorded(endpoint: Endpoint, recording: Recording) -> Endpoint:
    """The same endpoint, with every call noted."""
    return replace(
        endpoint,
        hypervisor=cast(Hypervisor, _Noting(endpoint.hypervisor, recording, of_host=False)),
        devices=cast(HostDevices, _Noting(endpoint.devices, recording, of_host=True)),
    )


def counted(calls: list[Call]) -> dict[str, int]:
    """How often each verb was called."""
    return dict(sorted(Counter(call.verb for call in calls).items()))


class _Noting:
    """Either protocol, as it is, but for the note."""

    def __init__(self, wrapped: Hypervisor | HostDevices, recording: Recording, *, of_host: bool) -> None:
        self._wrapped, self._recording, self._of_host = wrapped, recording, of_host

    def __getattr__(self, name: str) -> Any:
        verb: Callable[..., Any] = getattr(self._wrapped, name)

        def call(*values: Any, **named: Any) -> Any:
            self._recording.add(Call(name, values, named, self._of_host))
            return verb(*values, **named)

        return call
