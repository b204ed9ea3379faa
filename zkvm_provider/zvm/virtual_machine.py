"""A virtual machine as CP would put it together: subconfiguration, entry and profile, the more particular first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.directory import Directory, Entry

_Kind = TypeVar("_Kind", bound=s.Statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualMachine:
    """One guest of a USER, or one member's guest of an IDENTITY (`member` names it, `*` every member)."""

    entry: Entry
    profile: Entry | None = None
    subconfig: Entry | None = None
    member: str = ""

    @property
    def userid(self) -> str:
        """Its user id."""
        return self.entry.key

    @property
    def head(self) -> s.Head:
        """The USER or IDENTITY statement."""
        return self.entry.head

    def statements(self) -> Iterator[s.Statement]:
        """Its statements in the order in which the first one wins: subconfiguration, entry, profile."""
        for part in (self.subconfig, self.entry, self.profile):
            if part is not None:
                yield from part.body

    def own(self) -> Iterator[s.Statement]:
        """Without the profile's."""
        for part in (self.subconfig, self.entry):
            if part is not None:
                yield from part.body

    def every(self, kind: type[_Kind]) -> list[_Kind]:
        """All statements of a class, winners first."""
        return [each for each in self.statements() if isinstance(each, kind)]

    def first(self, kind: type[_Kind]) -> _Kind | None:
        """The statement of a class that wins."""
        return next(iter(self.every(kind)), None)


def virtual_machines(directory: Directory) -> Iterator[VirtualMachine]:
    """Every guest the directory defines; an IDENTITY without BUILD is one guest."""
    profiles = {entry.key: entry for entry in reversed(directory.entries) if entry.kind == "PROFILE"}
    subconfigs = {entry.key: entry for entry in reversed(directory.entries) if entry.kind == "SUBCONFIG"}
    for entry in directory.entries:
        if not entry.is_guest:
            continue
        builds = [each for each in entry.body if isinstance(each, s.Build)]
        parts = [(build.member, subconfigs.get(build.subconfig)) for build in builds] or [("", None)]
        for member, subconfig in parts:
            included = next((each.profile for each in _body(entry, subconfig) if isinstance(each, s.Include)), "")
            yield VirtualMachine(entry=entry, profile=profiles.get(included), subconfig=subconfig, member=member)


def _body(entry: Entry, subconfig: Entry | None) -> Iterator[s.Statement]:
    yield from entry.body
    if subconfig is not None:
        yield from subconfig.body
