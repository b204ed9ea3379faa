"""Day-2 sequences: verbs given to a machine one after the other, each with the answer that was recorded.

A file `sequences/NAME.yaml` holds `reason` and `steps`. A step has `verb` (the port's), its arguments, and once
recorded `answer`: `ok`, a refusal (code, domain, message), or the XML of a `dump`. A step concerns the object that
was defined last, or the one it names (`kind` and `name`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput, ZkvmError
from zkvm_provider.fidelity.cases import Family, Refused, Verdict
from zkvm_provider.fidelity.marks import verdict_mark, xml_mark
from zkvm_provider.fidelity.observe import Answer, attempt
from zkvm_provider.fidelity.score import Column, Mark
from zkvm_provider.hypervisor.network_update import NetworkSection, NetworkUpdate, UpdateCommand
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef, Scope

_SCOPES = {"live": Scope.LIVE, "config": Scope.CONFIG, "both": Scope.LIVE | Scope.CONFIG}
_OK = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One verb with its arguments as the file has them; `answer` is None where none was recorded."""

    verb: str
    arguments: Mapping[str, Any]
    answer: Answer | None = None

    @property
    def column(self) -> Column:
        """Where the step's answer counts: what a running object is asked for is *start*, its XML *live*."""
        scope = _scope(self.arguments)
        if self.verb == "dump":
            return Column.LIVE if Scope.LIVE in scope else Column.DEFINE
        is_running = self.verb in {"start", "stop", "suspend", "resume", "resize_block"}
        return Column.START if is_running or Scope.LIVE in scope else Column.DEFINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """The steps of one file."""

    name: str
    reason: str
    steps: tuple[Step, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The XML of every definition in it."""
        return tuple(str(step.arguments["xml"]) for step in self.steps if step.verb == "define")

    @property
    def is_recorded(self) -> bool:
        return all(step.answer is not None for step in self.steps)


def load_sequences(directory: Path) -> tuple[Sequence, ...]:
    """Every sequence below `directory`, in the order of names. Raises `InvalidInput` with the path of each fault."""
    faults: list[Fault] = []
    found = []
    for path in sorted((directory / Family.SEQUENCES.value).glob("*.yaml")):
        try:
            found.append(_read(path))
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as failure:
            faults.append(Fault(path=str(path), reason=f"is no sequence: {failure!r}"))
    if faults:
        raise InvalidInput(faults)
    return tuple(found)


def play(sequence: Sequence, machine: Hypervisor) -> Sequence:
    """The sequence with the answers of `machine`; whatever it left there is removed.

    Raises `Unreachable` when the machine is lost.
    """
    stage = _Stage(machine)
    try:
        return replace(sequence, steps=tuple(replace(step, answer=stage.play(step)) for step in sequence.steps))
    finally:
        stage.clear()


def sequence_marks(want: Sequence, got: Sequence) -> Iterator[Mark]:
    """Every recorded answer of `want`, compared with that of `got`."""
    given = "\n".join(str(value) for step in want.steps for value in step.arguments.values())
    for number, (wanted, answered) in enumerate(zip(want.steps, got.steps, strict=True), start=1):
        if wanted.answer is None or answered.answer is None:
            continue
        place = (Family.SEQUENCES, f"{Family.SEQUENCES.value}/{want.name} step {number}, {wanted.verb}")
        if wanted.answer.xml and answered.answer.verdict is None:
            want_xml, got_xml = wanted.answer.xml, answered.answer.xml
            yield xml_mark(*place, wanted.column, want=want_xml, got=got_xml, given=given)
        else:
            yield verdict_mark(*place, wanted.column, wanted.answer.verdict, answered.answer.verdict)


def as_yaml(sequence: Sequence) -> str:
    """The text of the sequence's file."""
    steps = [
        {"verb": step.verb, **step.arguments} | ({} if step.answer is None else {"answer": _written(step.answer)})
        for step in sequence.steps
    ]
    content = {"reason": sequence.reason, "steps": steps}
    return yaml.dump(content, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=120)


class _Writer(yaml.SafeDumper):
    """Texts of several lines stand as they are."""


def _text(writer: yaml.SafeDumper, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _text)


def _read(path: Path) -> Sequence:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    steps = []
    for entry in content["steps"]:
        arguments = dict(entry)
        verb, answer = arguments.pop("verb"), arguments.pop("answer", None)
        if verb not in _VERBS:
            raise ValueError(f"unknown verb {verb}; known are {', '.join(sorted(_VERBS))}")
        _scope(arguments)
        steps.append(Step(verb=verb, arguments=arguments, answer=_answer(answer)))
    return Sequence(name=path.stem, reason=content["reason"], steps=tuple(steps))


def _answer(found: object) -> Answer | None:
    if found is None:
        return None
    if isinstance(found, dict):
        refused = Refused(code=found["code"], domain=found["domain"], message=found.get("message", ""))
        return Answer(verdict=refused)
    return Answer(verdict=None, xml="" if found == _OK else str(found))


def _written(answer: Answer) -> object:
    refused: Verdict = answer.verdict
    if refused is None:
        return answer.xml or _OK
    return {"code": refused.code, "domain": refused.domain, "message": refused.message}


def _scope(arguments: Mapping[str, Any]) -> Scope:
    return _SCOPES[arguments.get("scope", "config")]


class _Stage:
    """A machine, what a sequence made on it, and the object meant at the moment."""

    def __init__(self, machine: Hypervisor) -> None:
        self._machine = machine
        self._made: list[ObjectRef] = []
        self._current: ObjectRef | None = None

    def play(self, step: Step) -> Answer:
        return attempt(lambda: self._play(step))

    def clear(self) -> None:
        """Remove what was made, the newest first; what is gone already is no fault."""
        for ref in reversed(self._made):
            verbs = (self._machine.stop, self._machine.undefine)
            for verb in (self._machine.delete_volume,) if ref.kind is ObjectKind.VOLUME else verbs:
                with suppress(ZkvmError):
                    verb(ref)

    def _play(self, step: Step) -> Answer:
        if step.verb == "define":
            kind = ObjectKind(step.arguments.get("kind", "domain"))
            self._made_now(self._machine.define(kind, step.arguments["xml"], validate=False))
        elif step.verb == "create_volume":
            self._made_now(self._machine.create_volume(step.arguments["pool"], step.arguments["xml"]))
        elif step.verb == "rename":
            self._made_now(self._machine.rename(self._ref(step), step.arguments["to"]))
        elif step.verb == "dump":
            return Answer(
                verdict=None, xml=self._machine.dump(self._ref(step), live=Scope.LIVE in _scope(step.arguments))
            )
        else:
            _VERBS[step.verb](self._machine, self._ref(step), step.arguments)
        return Answer(verdict=None)

    def _ref(self, step: Step) -> ObjectRef:
        if name := step.arguments.get("name"):
            kind = ObjectKind(step.arguments.get("kind", "domain"))
            return ObjectRef(kind=kind, name=name, pool=step.arguments.get("pool", ""))
        if self._current is None:
            raise InvalidInput.at(step.verb, "names no object, and none was defined before")
        return self._current

    def _made_now(self, ref: ObjectRef) -> None:
        self._made.append(ref)
        self._current = ref


def _nothing(machine: Hypervisor, ref: ObjectRef, given: Mapping[str, Any]) -> None:
    """Verbs that the stage itself carries out."""


def _update_of(given: Mapping[str, Any]) -> NetworkUpdate:
    """`section` and `command` in virsh's words: `portgroup`, `add-last`."""
    section = given["section"].removeprefix("ip-")
    return NetworkUpdate(
        section=NetworkSection[section.replace("-", "_").upper()],
        command=UpdateCommand[given["command"].replace("-", "_").upper()],
        xml=given["xml"],
        index=given.get("index", -1),
    )


_Verb = Callable[[Hypervisor, ObjectRef, Mapping[str, Any]], None]
_VERBS: Mapping[str, _Verb] = {
    "define": _nothing,
    "create_volume": _nothing,
    "rename": _nothing,
    "dump": _nothing,
    "undefine": lambda machine, ref, _: machine.undefine(ref),
    "start": lambda machine, ref, _: machine.start(ref, paused=ref.kind is ObjectKind.DOMAIN),
    "stop": lambda machine, ref, _: machine.stop(ref),
    "suspend": lambda machine, ref, _: machine.suspend(ref),
    "resume": lambda machine, ref, _: machine.resume(ref),
    "set_autostart": lambda machine, ref, given: machine.set_autostart(ref, given["on"]),
    "set_memory": lambda machine, ref, given: machine.set_memory(ref, given["kib"], _scope(given)),
    "set_max_memory": lambda machine, ref, given: machine.set_max_memory(ref, given["kib"], _scope(given)),
    "set_vcpus": lambda machine, ref, given: machine.set_vcpus(
        ref, given["count"], _scope(given), maximum=given.get("maximum", False)
    ),
    "add_iothread": lambda machine, ref, given: machine.add_iothread(ref, given["id"], _scope(given)),
    "del_iothread": lambda machine, ref, given: machine.del_iothread(ref, given["id"], _scope(given)),
    "attach": lambda machine, ref, given: machine.attach(ref, given["xml"], _scope(given)),
    "detach": lambda machine, ref, given: machine.detach(ref, given["xml"], _scope(given)),
    "update_device": lambda machine, ref, given: machine.update_device(ref, given["xml"], _scope(given)),
    "resize_block": lambda machine, ref, given: machine.resize_block(ref, given["target"], given["bytes"]),
    "set_metadata": lambda machine, ref, given: machine.set_metadata(
        ref, given["namespace"], given["prefix"], given.get("xml"), _scope(given)
    ),
    "update_network": lambda machine, ref, given: machine.update_network(ref, _update_of(given), _scope(given)),
    "resize_volume": lambda machine, ref, given: machine.resize_volume(
        ref, given["bytes"], shrink=given.get("shrink", False)
    ),
    "delete_volume": lambda machine, ref, _: machine.delete_volume(ref),
}
