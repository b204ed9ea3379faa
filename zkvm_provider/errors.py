"""Every fault zkvm can name, as one tree.

    ZkvmError
    ├── InvalidInput(faults)               the declaration is wrong; each fault has its property path
    ├── TemplateError(file, line)          a template cannot be rendered or broke what the model owns
    ├── NotFound(what)                     an object the user named does not exist
    ├── AlreadyExists(what, owner)         an object of that name is there and is not ours
    ├── Refused(reason, remedy)            zkvm will not do it: data or running users would be lost
    ├── WrongState(actual, wanted)         the object exists, but not in a state that allows the verb
    ├── Unsupported(feature, needs)        this host, version or build cannot do it
    ├── Unreachable(uri)                   no connection, or it broke before the verb was sent
    ├── TimedOut(waited_s)                 the deadline passed first
    ├── BackendError(code, domain, verb)   libvirt refused; its own numbers and words
    └── Bug                                a promise of our own code is broken; please report

Facts are fields; the message says what, where and what to do next, and never holds a secret.
Only front doors turn errors into text.
"""

from __future__ import annotations

from collections.abc import Iterable

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with the input: where, what, and what to do (`path` like `disks[1].devno`)."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class ZkvmError(Exception):
    """Base of everything zkvm raises on purpose."""


class InvalidInput(ZkvmError):
    """The user's declaration cannot be accepted; holds every fault found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))

    @classmethod
    def at(cls, path: str, reason: str) -> InvalidInput:
        """The common case: one fault at one path."""
        return cls([Fault(path=path, reason=reason)])


class TemplateError(ZkvmError):
    """A template failed; `file` and `line` say where (line 0 when the engine gave none)."""

    def __init__(self, reason: str, *, file: str, line: int = 0) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")


class NotFound(ZkvmError):
    """Something the user referred to does not exist (`what` like `network 'lan'`, `where` the host)."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        place = f" on {where}" if where else ""
        super().__init__(f"{what} not found{place}{_next(remedy)}")


class AlreadyExists(ZkvmError):
    """An object of that name exists and carries another owner's mark, or none (`owner` empty)."""

    def __init__(self, what: str, *, owner: str = "", remedy: str = "") -> None:
        self.what, self.owner, self.remedy = what, owner, remedy
        whose = f"belongs to {owner}" if owner else "was not made by zkvm"
        super().__init__(f"{what} already exists and {whose}{_next(remedy)}")


class Refused(ZkvmError):
    """zkvm declines because data or running users would be lost."""

    def __init__(self, reason: str, *, remedy: str = "") -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(f"{reason}{_next(remedy)}")


class WrongState(ZkvmError):
    """The object's state does not allow the verb; a retry helps only after the state changed."""

    def __init__(self, what: str, *, actual: str, wanted: str) -> None:
        self.what, self.actual, self.wanted = what, actual, wanted
        super().__init__(f"{what} is {actual}; it must be {wanted} for this")


class Unsupported(ZkvmError):
    """`feature` cannot be had here; `needs` names what is missing."""

    def __init__(self, feature: str, *, needs: str) -> None:
        self.feature, self.needs = feature, needs
        super().__init__(f"{feature} is not available: it needs {needs}")


class Unreachable(ZkvmError):
    """The host cannot be spoken to; nothing is known about its objects (never read as "gone")."""

    def __init__(self, uri: str, reason: str) -> None:
        self.uri, self.reason = uri, reason
        super().__init__(f"cannot reach {uri}: {reason}")


class TimedOut(ZkvmError):
    """Waited `waited_s` seconds for `what` in vain; a retry may help."""

    def __init__(self, what: str, *, waited_s: float, remedy: str = "") -> None:
        self.what, self.waited_s = what, waited_s
        super().__init__(f"{what} did not happen within {waited_s:g} s{_next(remedy)}")


class BackendError(ZkvmError):
    """libvirt's own refusal: error code, error domain and text as its API gives them.

    `verb` is the port verb that was called, `what` the object it was called on, `where` the host. The numbers are
    virErrorNumber and virErrorDomain (libvirt's `virterror.h`). `cause` is what is most likely behind it, `remedy`
    the next command; a backend that knows them says them.
    """

    def __init__(
        self,
        message: str,
        *,
        code: int,
        domain: int,
        verb: str = "",
        what: str = "",
        where: str = "",
        cause: str = "",
        remedy: str = "",
    ) -> None:
        self.message, self.code, self.domain, self.verb, self.what = message, code, domain, verb, what
        self.where, self.cause, self.remedy = where, cause, remedy
        place = f" while doing {verb} of {what} on {where}" if where else ""
        likely = f"most likely {cause}" if cause else ""
        super().__init__(f"{message} [libvirt {code}/{domain}]{place}{_next(likely)}{_next(remedy)}")


class Bug(ZkvmError):
    """A promise of zkvm's own code is broken. The user can do nothing but report it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}. This is a fault in zkvm; please report it")


def _next(remedy: str) -> str:
    return f"; {remedy}" if remedy else ""
