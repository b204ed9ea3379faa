"""What the front doors ask for, and what they get back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import ZkvmError
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Partial, Tree
from zkvm_provider.reconcile.plan import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One operation on one resource.

    `inputs` are checked and have their defaults; unknown leaves occur in previews only. `previous` are the inputs of
    the last successful operation, `outputs` the state. `id` is empty for a create.
    """

    kind: Kind
    urn: str
    inputs: Partial
    previous: Partial | None = None
    id: str = ""
    outputs: dict[str, Tree] = field(default_factory=dict)
    limit_s: float = 0.0
    """What the user's customTimeouts grant the operation; 0 for no limit."""
    told: Any = None
    """For a read: what the host was just heard to tell, so that it is not asked again."""
    replaced: Request | None = None
    """For the preview of a create: what it takes the place of, so that what stands against taking that away is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A read that asks only whether the host still shows `sight`, a digest that an earlier answer carried."""

    kind: Kind
    urn: str
    id: str
    host: Tree
    machine_id: str
    sight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answer to a look: the outputs that change with time, None when something else did; and what was told."""

    anew: dict[str, Tree] | None
    told: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer. `inputs` is set by a read only: the inputs as the machine has them.

    `outputs` is the whole state of the resource, inputs included; in a preview its leaves may be UNKNOWN. `changes`
    are the effects that a preview shows, `notes` are warnings. `sight` is set when the machine has exactly
    the inputs: a digest of what it showed, by which a later read knows that nothing changed.
    """

    id: str
    outputs: dict[str, Tree]
    inputs: dict[str, Tree] | None = None
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    sight: str = ""


class NotObservable(ZkvmError):
    """The object cannot be looked at now, though it may exist: a read keeps what is known and says why."""


class InitFailed(ZkvmError):
    """The object exists but is not finished: its id and state must be kept, and the next operation is an update."""

    def __init__(self, reasons: Iterable[str], *, id: str, outputs: dict[str, Tree]) -> None:
        self.id, self.outputs, self.reasons = id, outputs, tuple(reasons)
        super().__init__("; ".join(self.reasons))
