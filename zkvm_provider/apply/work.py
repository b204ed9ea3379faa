"""What each kind has to be able to do, so that one loop serves them all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from zkvm_provider.apply.desk import Desk, Previewed
from zkvm_provider.apply.request import Request
from zkvm_provider.errors import Bug, ZkvmError
from zkvm_provider.model.partial import Tree
from zkvm_provider.reconcile.plan import Plan

Desired = TypeVar("Desired")
Observed = TypeVar("Observed")


class Work(ABC, Generic[Desired, Observed]):
    """One kind at work. Observing never changes anything; only `execute` does."""

    @abstractmethod
    def desired(self, desk: Desk, request: Request, inputs: Any, previous: Any) -> Desired:
        """Typed inputs with references resolved on the host. Raises InvalidInput with every host fault."""

    @abstractmethod
    def observe(self, desk: Desk, desired: Desired) -> Observed | None:
        """The object as it is. Raises AlreadyExists when another's object is in its place."""

    @abstractmethod
    def plan(self, desired: Desired, observed: Observed | None) -> Plan:
        """The pure judgement."""

    def before(self, desk: Desk, desired: Desired, observed: Observed | None) -> None:
        """What must be on record before the first step (journal); nothing for most kinds."""

    def after(self, desk: Desk, desired: Desired) -> None:
        """Records that are of no use once every step is done; none for most kinds."""

    def explained(self, desk: Desk, desired: Desired, failure: ZkvmError) -> ZkvmError:
        """Why nothing came of the steps: the failure, or what a look at the host tells of its cause."""
        return failure

    def goes_on(self, desired: Desired) -> bool:
        """Whether an update that finds nothing makes the object again: an earlier one broke when it was not there."""
        return False

    moves: bool = False
    """Whether an object of the kind can go to another machine."""

    @abstractmethod
    def outputs(self, desk: Desk, desired: Desired, observed: Observed) -> Any:
        """The kind's outputs, typed."""

    @abstractmethod
    def foresee(self, desk: Desk, desired: Desired, observed: Observed | None, plan: Plan) -> dict[str, Tree]:
        """Outputs that a preview knows already, None for one that will be absent; the others stay unknown."""

    @abstractmethod
    def find(self, desk: Desk, key: str) -> Observed | None:
        """The object by id, or by what `pulumi import` takes."""

    @abstractmethod
    def key_of(self, observed: Observed) -> str:
        """The Pulumi id of an observed object."""

    @abstractmethod
    def stated(self, desk: Desk, given: dict[str, Tree], inputs: Any, observed: Observed) -> dict[str, Tree]:
        """Inputs as the machine has them. `inputs` is None for an import, where everything is told."""

    @abstractmethod
    def read_outputs(self, desk: Desk, inputs: Any, observed: Observed, old: dict[str, Tree]) -> Any:
        """The kind's outputs for a read."""

    def kept(self, previewed: Previewed, urn: str, inputs: Any, outputs: dict[str, Tree]) -> tuple[str, ...]:
        """The inputs of an object that stays as it is which another resource of the preview contests. Asks no host."""
        return ()

    def sight(self, desk: Desk, inputs: Any, observed: Observed) -> str:
        """A digest of all that a read looks at on the host; empty for kinds that have none."""
        return ""

    def ask(self, desk: Desk, key: str) -> Any:
        """What the host tells of the object, not yet understood; None when there is none, or the kind has no sight."""
        return None

    def recognise(self, desk: Desk, told: Any, known: str) -> dict[str, Tree] | None:
        """The outputs that change with time, when `known` was made of what is told; otherwise None."""
        return None

    def understand(self, desk: Desk, told: Any) -> Observed:
        """What was told as an observation."""
        raise Bug(f"{type(self).__name__} asks for nothing that it could understand later")

    @abstractmethod
    def removal(self, desk: Desk, request: Request, inputs: Any, observed: Observed) -> Plan:
        """The plan that takes the object away."""

    def after_removal(self, desk: Desk, request: Request) -> None:
        """Records to forget; nothing for most kinds."""
