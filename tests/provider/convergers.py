"""Convergers for tests: scripted ones without a host, and real ones over hosts that a test brings.

A scripted one remembers what it was asked and answers what the test told it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zkvm_provider.apply.converge import Converger
from zkvm_provider.apply.journal import Journal
from zkvm_provider.apply.request import Request, Result
from zkvm_provider.clock import Clock, SystemClock
from zkvm_provider.hypervisor.port import Endpoint
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.kinds import Function
from zkvm_provider.model.partial import Tree
from zkvm_provider.provider.session import MakeConverger


def echo(request: Request) -> Result:
    """Inputs as outputs."""
    return Result(id=request.id or "made", outputs=dict(request.inputs.tree), inputs=dict(request.inputs.tree))


@dataclass(slots=True)
class ScriptedConverger:
    """One answer per verb; all requests are kept in order."""

    configuration: Configuration
    tell: Callable[[str, str], None]
    stop: threading.Event
    script: Script
    closed: bool = False
    templates_digest: str = ""

    def preview(self, request: Request) -> Result:
        return self._result("preview", request)

    def create(self, request: Request) -> Result:
        return self._result("create", request)

    def update(self, request: Request) -> Result:
        return self._result("update", request)

    def read(self, request: Request) -> Result | None:
        found: Result | None = self._run("read", request)
        return found

    def delete(self, request: Request) -> None:
        self._run("delete", request)

    def invoke(self, function: Function, arguments: dict[str, Tree]) -> dict[str, Tree]:
        self.script.invoked.append((function, arguments))
        return {"name": "found"}

    def close(self) -> None:
        self.closed = True

    def _result(self, verb: str, request: Request) -> Result:
        result: Result = self._run(verb, request)
        return result

    def _run(self, verb: str, request: Request) -> Any:
        self.script.asked.append((verb, request))
        return self.script.answer(self, verb, request)


@dataclass(slots=True)
class Script:
    """Makes convergers that answer with `say`: a function of converger, verb and request."""

    say: Callable[[ScriptedConverger, str, Request], Any] = lambda _converger, _verb, request: echo(request)
    asked: list[tuple[str, Request]] = field(default_factory=list)
    invoked: list[tuple[Function, dict[str, Tree]]] = field(default_factory=list)
    made: list[ScriptedConverger] = field(default_factory=list)

    def __call__(self, configuration: Configuration, *, tell: Callable[[str, str], None], stop: threading.Event) -> Any:
        converger = ScriptedConverger(configuration, tell, stop, self)
        self.made.append(converger)
        return converger

    def answer(self, converger: ScriptedConverger, verb: str, request: Request) -> Any:
        return self.say(converger, verb, request)


def raising(error: Exception) -> Script:
    """A script in which every verb fails the same way."""

    def say(_converger: ScriptedConverger, _verb: str, _request: Request) -> Any:
        raise error

    return Script(say=say)


def real_convergers(
    connect: Callable[[str], Endpoint], folder: Path, *, clock: Clock | None = None, templates: Path | None = None
) -> MakeConverger:
    """Makes convergers that reach their hosts by `connect` and keep their journal in `folder`.

    Without a `clock` they wait in real time. `templates` is a folder of the user's own.
    """

    def make(configuration: Configuration, *, tell: Callable[[str, str], None], stop: threading.Event) -> Converger:
        return Converger(
            configuration=configuration,
            connect=connect,
            templates=Templates(templates),
            clock=clock or SystemClock(stop),
            journal=Journal(folder / "journal.jsonl"),
            stop=stop,
            tell=tell,
        )

    return make
