"""One door to every linter: the kind of a file by its name, its findings in the order of lines."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath

from zkvm_provider.install.addrsize import lint_addrsize
from zkvm_provider.install.answers_lint import lint_autoyast, lint_kickstart
from zkvm_provider.install.finding import Finding, Look, Notes, Severity
from zkvm_provider.install.ins import lint_ins, role_of
from zkvm_provider.install.prm_lint import lint_prm


class MediaKind(Enum):
    """What a file of an installation medium is."""

    INS = "ins"
    PRM = "prm"
    ADDRSIZE = "addrsize"
    KICKSTART = "kickstart"
    AUTOYAST = "autoyast"


_SUFFIXES = {
    ".ins": MediaKind.INS,
    ".prm": MediaKind.PRM,
    ".parm": MediaKind.PRM,
    ".parmfile": MediaKind.PRM,
    ".addrsize": MediaKind.ADDRSIZE,
    ".ks": MediaKind.KICKSTART,
    ".cfg": MediaKind.KICKSTART,
    ".xml": MediaKind.AUTOYAST,
}
KNOWN_NAMES = ".ins, .prm, .addrsize, .ks or .cfg (Kickstart), .xml (AutoYaST)"


def kind_of(name: str) -> MediaKind | None:
    """The kind by the end of the file's name; None when it tells nothing."""
    plain = PurePosixPath(name.lower())
    return _SUFFIXES.get(plain.suffix) or {"parmfile": MediaKind.PRM, "addrsize": MediaKind.ADDRSIZE}.get(plain.name)


def lint(name: str, content: bytes, look: Look | None = None) -> tuple[Finding, ...]:
    """Everything wrong with one file. With `look` an `.ins` file's own files are looked at too, the parameter file
    with its findings under its own name."""
    notes = Notes.of(name)
    more: list[Finding] = []
    match kind_of(name):
        case MediaKind.INS:
            for load in lint_ins(content, notes, look):
                told = look(load.path) if look and role_of(load) == "parm" else None
                if told is not None:
                    inner = Notes.of(_beside(name, load.path))
                    lint_prm(told, inner)
                    more += sorted(inner.found, key=lambda finding: finding.line)
        case MediaKind.PRM:
            lint_prm(content, notes)
        case MediaKind.ADDRSIZE:
            lint_addrsize(content, notes)
        case MediaKind.KICKSTART:
            lint_kickstart(content, notes)
        case MediaKind.AUTOYAST:
            lint_autoyast(content, notes)
        case None:
            notes.error(0, f"its name does not tell what it is; known are {KNOWN_NAMES}")
    return (*sorted(notes.found, key=lambda finding: finding.line), *more)


def is_rejected(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding is an error; warnings alone pass."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _beside(name: str, path: str) -> str:
    return str(PurePosixPath(name).parent / path) if "/" in name else path
