"""The recorded cases: a folder with families of files, read into values."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput, NotFound


class Family(Enum):
    """A kind of object with its folder's name."""

    DOMAINS = "domains"
    NETWORKS = "networks"
    POOLS = "pools"
    VOLUMES = "volumes"
    SEQUENCES = "sequences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """libvirt's refusal: error code, error domain, and its words, which are shown but not compared."""

    code: int
    domain: int
    message: str = ""


Verdict = Refused | None
"""A refusal, or None for success."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One recorded case.

    `verdict` and `inactive` are the answer to the plain define (for a volume: to its creation), `validated` the
    verdict of a define with validation. `validation_asked` is False where none was recorded and
    the plain define's verdict stands in. `started` says whether a start was recorded at all, `start` its verdict.
    """

    family: Family
    name: str
    given: str
    verdict: Verdict
    inactive: str = ""
    validated: Verdict = None
    validation_asked: bool = True
    started: bool = False
    start: Verdict = None
    live: str = ""

    @property
    def path(self) -> str:
        """The case's name with its family, as scores show it."""
        return f"{self.family.value}/{self.name}"


def load_cases(directory: Path) -> tuple[Case, ...]:
    """Every case below `directory`, in the order of families and names; families may be absent.

    Raises `NotFound` for a missing folder, `InvalidInput` for one without families or with broken files; every
    fault has its file's path.
    """
    faults: list[Fault] = []
    cases = [case for family, given in _inputs(directory) if (case := _load(family, given, faults)) is not None]
    if faults:
        raise InvalidInput(faults)
    return tuple(cases)


def load_inputs(directory: Path) -> tuple[Case, ...]:
    """Every input below `directory` as a case without answers, to be put to a machine. Raises as `load_cases`."""
    faults: list[Fault] = []
    cases = [
        Case(
            family=family,
            name=given.name.removesuffix(".in.xml"),
            given=_text(given, faults),
            verdict=None,
            started=family is not Family.VOLUMES,
        )
        for family, given in _inputs(directory)
    ]
    if faults:
        raise InvalidInput(faults)
    return tuple(cases)


def is_recorded(directory: Path, case: Case) -> bool:
    """Whether an answer to the case's define lies beside its input."""
    folder = directory / case.family.value
    return any((folder / f"{case.name}.{ending}").is_file() for ending in ("out.xml", "err"))


def _inputs(directory: Path) -> list[tuple[Family, Path]]:
    """The files of all inputs, in the order of families and names."""
    if not directory.is_dir():
        raise NotFound(f"folder {directory}", remedy="name a folder of recorded cases, such as tests/fidelity")
    families = [family for family in Family if (directory / family.value).is_dir()]
    if not families:
        names = ", ".join(f"{family.value}/" for family in Family)
        raise InvalidInput.at(str(directory), f"holds none of {names}")
    return [(family, given) for family in families for given in sorted((directory / family.value).glob("*.in.xml"))]


def _load(family: Family, given: Path, faults: list[Fault]) -> Case | None:
    name = given.name.removesuffix(".in.xml")
    before = len(faults)
    refused = _refused(given.with_name(f"{name}.err"), faults)
    inactive = _document(given.with_name(f"{name}.out.xml"), faults)
    if refused is None and not inactive and len(faults) == before:
        faults.append(Fault(path=str(given), reason=f"has neither {name}.out.xml nor {name}.err beside it"))
    answer_with_validation = given.with_name(f"{name}.validate.err")
    is_asked = answer_with_validation.is_file() or family is Family.DOMAINS
    validated = _refused(answer_with_validation, faults)
    start = _refused(given.with_name(f"{name}.start.err"), faults)
    live = _document(given.with_name(f"{name}.live.xml"), faults)
    text = _text(given, faults)
    if len(faults) > before:
        return None
    return Case(
        family=family,
        name=name,
        given=text,
        verdict=refused,
        inactive=inactive,
        validated=validated if answer_with_validation.is_file() else refused,
        validation_asked=is_asked,
        started=start is not None or bool(live),
        start=start,
        live=live,
    )


def _text(path: Path, faults: list[Fault]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else failure
        faults.append(Fault(path=str(path), reason=f"cannot be read: {why}"))
        return ""


def _document(path: Path, faults: list[Fault]) -> str:
    """The XML text of a recorded answer, empty where there is none; it must be well-formed."""
    if not path.is_file():
        return ""
    text = _text(path, faults)
    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError as failure:
        faults.append(Fault(path=f"{path}:{failure.position[0]}", reason=f"is no XML: {failure.msg}"))
        return ""
    return text


def _refused(path: Path, faults: list[Fault]) -> Verdict:
    if not path.is_file():
        return None
    try:
        found = json.loads(_text(path, faults))
        if found is None:
            return None
        return Refused(code=int(found["code"]), domain=int(found["domain"]), message=str(found.get("message", "")))
    except json.JSONDecodeError as failure:
        faults.append(Fault(path=f"{path}:{failure.lineno}", reason=f"is no JSON: {failure.msg}"))
    except (KeyError, TypeError, ValueError) as failure:
        faults.append(Fault(path=str(path), reason=f"needs the numbers 'code' and 'domain' ({failure!r})"))
    return None
