"""Running every recorded case on a machine and marking its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from zkvm_provider.errors import BackendError, ZkvmError
from zkvm_provider.fidelity.cases import Case, Family, Refused, Verdict, load_cases
from zkvm_provider.fidelity.compare import first_difference, quiet
from zkvm_provider.fidelity.prepare import VOLUME_POOL, prepare
from zkvm_provider.fidelity.score import Column, Mark, Score
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef

Fresh = Callable[[], Hypervisor]
"""Makes a machine of the recorded inventory on which nothing is defined."""

_KINDS = {
    Family.DOMAINS: ObjectKind.DOMAIN,
    Family.NETWORKS: ObjectKind.NETWORK,
    Family.POOLS: ObjectKind.POOL,
}
_NO_BACKEND_ERROR = -1
"""Stands as error code where the machine broke instead of refusing."""


def run(directory: Path, fresh: Fresh) -> Score:
    """The score of every case below `directory`, each family on a machine of its own.

    Raises what `load_cases` raises; whatever a case does to the machine is a mark, never an error.
    """
    return run_cases(load_cases(directory), fresh)


def run_cases(cases: Iterable[Case], fresh: Fresh) -> Score:
    """The score of `cases`; those of one family stand together and keep their order."""
    marks: list[Mark] = []
    for family, members in groupby(cases, key=lambda case: case.family):
        machine = fresh()
        try:
            prepare(machine)
            for case in members:
                marks += _volume_marks(case, machine) if family is Family.VOLUMES else _object_marks(case, machine)
        finally:
            machine.close()
    return Score(marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    verdict: Verdict
    xml: str = ""
    ref: ObjectRef | None = None


def _object_marks(case: Case, machine: Hypervisor) -> Iterator[Mark]:
    kind = _KINDS[case.family]
    validated = _define(kind, case, machine, validate=True)
    _remove(validated.ref, machine)
    defined = _define(kind, case, machine, validate=False)
    yield _define_mark(case, defined)
    yield _verdict_mark(case, Column.VALIDATE, case.validated, validated.verdict)
    if case.started:
        started = _start(defined, machine)
        yield _verdict_mark(case, Column.START, case.start, started.verdict)
        if case.live:
            yield _xml_mark(case, Column.LIVE, case.live, started)
    _remove(defined.ref, machine)


def _volume_marks(case: Case, machine: Hypervisor) -> Iterator[Mark]:
    """A volume has neither validation nor a start, and stays for the cases after it."""

    def create() -> _Answer:
        ref = machine.create_volume(VOLUME_POOL, case.given)
        return _Answer(verdict=None, xml=machine.dump(ref), ref=ref)

    yield _define_mark(case, _attempt(create))


def _define(kind: ObjectKind, case: Case, machine: Hypervisor, *, validate: bool) -> _Answer:
    def define() -> _Answer:
        ref = machine.define(kind, case.given, validate=validate)
        return _Answer(verdict=None, xml=machine.dump(ref), ref=ref)

    return _attempt(define)


def _start(defined: _Answer, machine: Hypervisor) -> _Answer:
    ref = defined.ref
    if ref is None:
        return _Answer(verdict=Refused(code=_NO_BACKEND_ERROR, domain=0, message="was not defined"))

    def start() -> _Answer:
        machine.start(ref, paused=ref.kind is ObjectKind.DOMAIN)
        return _Answer(verdict=None, xml=machine.dump(ref, live=True), ref=ref)

    return _attempt(start)


def _attempt(verb: Callable[[], _Answer]) -> _Answer:
    try:
        return verb()
    except BackendError as refused:
        return _Answer(verdict=Refused(code=refused.code, domain=refused.domain, message=refused.message))
    except Exception as failure:  # noqa: BLE001 - one broken answer must not hide the score of all others
        words = f"{type(failure).__name__}: {failure}"
        return _Answer(verdict=Refused(code=_NO_BACKEND_ERROR, domain=0, message=words))


def _remove(ref: ObjectRef | None, machine: Hypervisor) -> None:
    if ref is not None:
        with suppress(ZkvmError):
            machine.stop(ref)
        with suppress(ZkvmError):
            machine.undefine(ref)


def _define_mark(case: Case, answer: _Answer) -> Mark:
    if case.verdict is not None or answer.verdict is not None:
        return _verdict_mark(case, Column.DEFINE, case.verdict, answer.verdict)
    return _xml_mark(case, Column.DEFINE, case.inactive, answer)


def _verdict_mark(case: Case, column: Column, want: Verdict, got: Verdict) -> Mark:
    same = (want is None) == (got is None)
    if want is not None and got is not None:
        same = (want.code, want.domain) == (got.code, got.domain)
    return _mark(case, column, same, _words(want), _words(got))


def _xml_mark(case: Case, column: Column, want: str, answer: _Answer) -> Mark:
    if answer.verdict is not None:
        return _mark(case, column, False, "an XML document", _words(answer.verdict))
    difference = first_difference(want, answer.xml, given=case.given)
    if difference is None:
        return _mark(case, column, True, "", "")
    return _mark(case, column, False, difference.want, difference.got)


def _mark(case: Case, column: Column, same: bool, want: str, got: str) -> Mark:
    shown = ("", "") if same else (want, got)
    return Mark(family=case.family, case=case.path, column=column, same=same, want=shown[0], got=shown[1])


def _words(verdict: Verdict) -> str:
    return "success" if verdict is None else f"[{verdict.code}/{verdict.domain}] {quiet(verdict.message)}"
