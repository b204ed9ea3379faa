"""Giving a case's input to a machine and collecting what it answers, in the order the cases were recorded in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, Unreachable, ZkvmError
from zkvm_provider.fidelity.cases import Case, Family, Refused, Verdict
from zkvm_provider.fidelity.prepare import VOLUME_POOL
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef

_KINDS = {
    Family.DOMAINS: ObjectKind.DOMAIN,
    Family.NETWORKS: ObjectKind.NETWORK,
    Family.POOLS: ObjectKind.POOL,
}
_NO_BACKEND_ERROR = -1
"""Stands as error code where the machine broke instead of refusing."""


def observe(case: Case, machine: Hypervisor) -> Case:
    """The case with the answers of `machine`: what was made is removed again, but volumes stay for those after them.

    `case.given` is all that is read of the case, and `case.started`: False spares the start. A refusal is an
    answer; a fault of the machine is one with code -1. Raises `Unreachable` when the machine is lost, for then
    nothing is known of its answers.
    """
    if case.family is Family.VOLUMES:
        return _volume(case, machine)
    kind = _KINDS[case.family]
    validated = _define(kind, case.given, machine, validate=True)
    _remove(validated.ref, machine)
    defined = _define(kind, case.given, machine, validate=False)
    try:
        started = _start(defined.ref, machine) if case.started and defined.ref is not None else None
    finally:
        _remove(defined.ref, machine)
    return Case(
        family=case.family,
        name=case.name,
        given=case.given,
        verdict=defined.verdict,
        inactive=defined.xml,
        validated=validated.verdict,
        started=started is not None,
        start=started.verdict if started else None,
        live=started.xml if started else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: a verdict, and the XML that followed a success."""

    verdict: Verdict
    xml: str = ""
    ref: ObjectRef | None = None


def attempt(verb: Callable[[], Answer]) -> Answer:
    """The answer of `verb`, a refusal or a fault included. Raises `Unreachable`."""
    try:
        return verb()
    except BackendError as refused:
        return Answer(verdict=Refused(code=refused.code, domain=refused.domain, message=refused.message))
    except Unreachable:
        raise
    except Exception as failure:  # noqa: BLE001 - one broken answer must not hide the score of all others
        words = f"{type(failure).__name__}: {failure}"
        return Answer(verdict=Refused(code=_NO_BACKEND_ERROR, domain=0, message=words))


def _volume(case: Case, machine: Hypervisor) -> Case:
    """A volume has neither validation nor a start."""

    def create() -> Answer:
        ref = machine.create_volume(VOLUME_POOL, case.given)
        return Answer(verdict=None, xml=machine.dump(ref), ref=ref)

    made = attempt(create)
    return Case(
        family=case.family,
        name=case.name,
        given=case.given,
        verdict=made.verdict,
        inactive=made.xml,
        validated=made.verdict,
    )


def _define(kind: ObjectKind, given: str, machine: Hypervisor, *, validate: bool) -> Answer:
    def define() -> Answer:
        ref = machine.define(kind, given, validate=validate)
        return Answer(verdict=None, xml=machine.dump(ref), ref=ref)

    return attempt(define)


def _start(ref: ObjectRef, machine: Hypervisor) -> Answer:
    def start() -> Answer:
        machine.start(ref, paused=ref.kind is ObjectKind.DOMAIN)
        return Answer(verdict=None, xml=machine.dump(ref, live=True), ref=ref)

    return attempt(start)


def _remove(ref: ObjectRef | None, machine: Hypervisor) -> None:
    if ref is not None:
        with suppress(ZkvmError):
            machine.stop(ref)
        with suppress(ZkvmError):
            machine.undefine(ref)
