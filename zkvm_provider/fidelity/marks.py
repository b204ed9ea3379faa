"""Marking the answers of one machine against those of another, or against recorded ones."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.fidelity.cases import Case, Family, Refused, Verdict
from zkvm_provider.fidelity.compare import first_difference, quiet
from zkvm_provider.fidelity.score import Column, Mark
from zkvm_provider.hypervisor.port import ErrorCode

_NOT_DEFINED = Refused(code=-1, domain=0, message="was not defined")


def marks_of(want: Case, got: Case) -> Iterator[Mark]:
    """Every answer that `want` has, compared with that of `got`."""
    place = (want.family, want.path)
    if want.verdict is None and got.verdict is None:
        yield xml_mark(*place, Column.DEFINE, want=want.inactive, got=got.inactive, given=want.given)
    else:
        yield verdict_mark(*place, Column.DEFINE, want.verdict, got.verdict)
    if want.family is not Family.VOLUMES:
        yield verdict_mark(*place, Column.VALIDATE, _validated(want, got), got.validated)
    if not want.started:
        return
    start = got.start if got.started else _NOT_DEFINED
    yield verdict_mark(*place, Column.START, want.start, start)
    if want.live and start is None:
        yield xml_mark(*place, Column.LIVE, want=want.live, got=got.live, given=want.given)
    elif want.live:
        yield Mark(family=want.family, case=want.path, column=Column.LIVE, same=False, want="XML", got=words(start))


def _validated(want: Case, got: Case) -> Verdict:
    """The verdict with validation to be given: where only the plain define was recorded, the schema may refuse too."""
    is_of_schema = got.validated is not None and got.validated.code == ErrorCode.XML_INVALID_SCHEMA
    return got.validated if is_of_schema and not want.validation_asked else want.validated


def verdict_mark(family: Family, case: str, column: Column, want: Verdict, got: Verdict) -> Mark:
    """Both succeeded, or both were refused with the same code and domain; words are only shown."""
    pair = None if want is None else (want.code, want.domain)
    if pair == (None if got is None else (got.code, got.domain)):
        return Mark(family=family, case=case, column=column, same=True)
    return Mark(family=family, case=case, column=column, same=False, want=words(want), got=words(got))


def xml_mark(family: Family, case: str, column: Column, *, want: str, got: str, given: str) -> Mark:
    """The two documents say the same; `given` holds the values that are not set aside."""
    found = first_difference(want, got, given=given)
    if found is None:
        return Mark(family=family, case=case, column=column, same=True)
    return Mark(family=family, case=case, column=column, same=False, want=found.want, got=found.got)


def words(verdict: Verdict) -> str:
    """A verdict as scores show it."""
    return "success" if verdict is None else f"[{verdict.code}/{verdict.domain}] {quiet(verdict.message)}"
