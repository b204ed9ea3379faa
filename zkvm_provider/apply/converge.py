"""Observe, plan, execute, observe again: the one loop behind every operation of every kind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from zkvm_provider.apply.deadline import Deadline
from zkvm_provider.apply.desk import Desk, Previewed
from zkvm_provider.apply.endpoints import Endpoints, verify_machine
from zkvm_provider.apply.execute import execute
from zkvm_provider.apply.functions import invoke
from zkvm_provider.apply.journal import Journal
from zkvm_provider.apply.kinds import WORKS
from zkvm_provider.apply.request import InitFailed, Look, NotObservable, Request, Result, Seen
from zkvm_provider.apply.stand_in import NotForeseeable, foreseen, is_stand_in
from zkvm_provider.apply.whereabouts import elsewhere, with_origin
from zkvm_provider.apply.work import Work
from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import replace
from zkvm_provider.errors import Fault, InvalidInput, NotFound, Refused, ZkvmError
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.field import fields_of, wire_path
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import Function
from zkvm_provider.model.partial import UNKNOWN, Tree
from zkvm_provider.model.structure import remembered, structure, unstructure
from zkvm_provider.reconcile.plan import Plan
from zkvm_provider.reconcile.reported import reported_changes


class Converger:
    """Carries out operations on the hosts of one configuration. Safe to use from many threads."""

    def __init__(
        self,
        *,
        configuration: Configuration,
        connect: Callable[[str], Endpoint],
        templates: Templates,
        clock: Clock,
        journal: Journal,
        stop: threading.Event,
        tell: Callable[[str, str], None],
    ) -> None:
        self._configuration, self._templates, self._clock, self._journal = configuration, templates, clock, journal
        self._endpoints = Endpoints(configuration, connect, clock)
        self._previewed = Previewed()
        self._made: set[tuple[str, str]] = set()
        self._stop, self._tell = stop, tell

    def preview(self, request: Request) -> Result:
        """What an operation would do, seen on the host; raises every host fault at once."""
        tree = request.inputs.tree
        outputs: dict[str, Tree] = {spec.wire_name: UNKNOWN for spec in fields_of(request.kind.outputs)}
        host = tree.get("uri" if request.kind.name == "Host" else "host")
        if host is UNKNOWN or tree.get("name") is UNKNOWN:
            return Result(id=request.id, outputs={**outputs, **tree})
        desk = self._desk(request, host, is_preview=True)
        work = WORKS[request.kind.name]
        try:
            inputs = foreseen(request.kind.inputs, request.inputs)
        except NotForeseeable:
            return Result(id=request.id, outputs={**outputs, **tree})
        if request.replaced is not None:
            self._foresee_removal(request.replaced, desk)
        desired, observed, plan = self._judge(desk, work, request, inputs)
        outputs.update(work.foresee(desk, desired, observed, plan))
        outputs = {name: value for name, value in outputs.items() if value is not None}
        previous = _known(request)
        changes = plan.changes
        if previous is not None:
            changes += reported_changes(request.kind.name, previous, inputs, plan.changes)
        return Result(
            id=request.id, outputs={**outputs, **tree}, changes=changes if request.id else (), notes=(*desk.notes,)
        )

    def create(self, request: Request) -> Result:
        """Make the object, or go on where an interrupted create of ours stopped.

        Raises InitFailed when something exists but is not finished.
        """
        return self._carry_out(request)

    def update(self, request: Request) -> Result:
        """Bring the object to the inputs, in place."""
        return self._carry_out(request)

    def read(self, request: Request) -> Result | None:
        """The object as it is; None when a verified machine has none. The id may be one given to `pulumi import`."""
        host, key = _import_id(request)
        desk = self._desk(request, host, fresh=False)
        work = WORKS[request.kind.name]
        given = request.inputs.tree
        try:
            observed = work.find(desk, key) if request.told is None else work.understand(desk, request.told)
        except NotObservable as hidden:
            if not given:
                raise
            return Result(id=request.id, inputs=given, outputs=request.outputs, notes=(f"not refreshed: {hidden}",))
        found = None
        if _may_have_moved(work, given, observed):
            found = elsewhere(desk, ObjectRef(kind=ObjectKind.DOMAIN, uuid=key))
        if found is not None:
            desk, observed = found, work.find(found, key)
        if observed is None:
            return None
        inputs = _typed(request, given)
        stated = work.stated(desk, given, inputs, observed)
        if found is not None:
            stated = {**stated, "host": found.host}
        told = unstructure(work.read_outputs(desk, inputs, observed, request.outputs))
        outputs, notes = {**told, **stated}, (*desk.notes,)
        sight = work.sight(desk, inputs, observed) if given and stated == given and not notes else ""
        return Result(id=work.key_of(observed), inputs=stated, outputs=outputs, notes=notes, sight=sight)

    def look(self, look: Look) -> Seen:
        """Whether the host shows what it showed before: all but a few outputs are then what the state says already."""
        desk = self._desk_at(self._uri_of(look.host), look.urn, look.host, fresh=False)
        verify_machine(desk.facts, look.machine_id, host=desk.host)
        work = WORKS[look.kind.name]
        told = work.ask(desk, look.id)
        return Seen(told=told, anew=None if told is None else work.recognise(desk, told, look.sight))

    def delete(self, request: Request) -> None:
        """Take the object away; already gone is success.

        The original of a replacement that was created first is the very object that took its place: it stays.
        """
        if (request.kind.name, request.id) in self._made:
            return
        desk = self._desk(request, _host_of(request), operation="delete")
        work = WORKS[request.kind.name]
        for place in (desk, *([desk.origin] if desk.origin is not None else [])):
            self._remove(place, work, request)
        work.after_removal(desk, request)

    def _foresee_removal(self, old: Request, new: Desk) -> None:
        """What a replacement takes away. In use, it is refused; made anew first, it is left by its users before."""
        desk = self._desk(old, _host_of(old), is_preview=True)
        work = WORKS[old.kind.name]
        observed = work.find(desk, old.id)
        plan = work.removal(desk, old, _typed(old, old.inputs.tree), observed) if observed is not None else Plan()
        if not old.kind.replaced_after:
            _refuse(plan)
        for change in plan.refusals:
            what = f"{change.old} goes after the new one is made, and once nothing uses it any more"
            new.notes.append(
                f"{what}: {change.reason.partition(';')[0]} now; what still has it then stops the deletion"
            )

    def _remove(self, desk: Desk, work: Work[Any, Any], request: Request) -> None:
        observed = work.find(desk, request.id)
        if observed is not None:
            tree = request.inputs.tree
            inputs: Any = _typed(request, tree)
            plan = work.removal(desk, request, inputs, observed)
            _refuse(plan)
            self._execute(desk, plan)

    def invoke(self, function: Function, arguments: dict[str, Tree]) -> dict[str, Tree]:
        """Answer a function. Raises NotFound when there is no such object."""
        host = arguments.get("host")
        desk = self._desk_at(self._uri_of(host), "", host, fresh=False)
        return invoke(desk, function, arguments)

    def kept(self, request: Request, *, changes: bool) -> tuple[str, ...]:
        """The inputs of a resource that stays as it is which others contest: it has to be previewed all the same.

        One that `changes` is asked in its own preview. No host is asked.
        """
        if changes:
            self._previewed.files.release(request.urn)
            return ()
        inputs = _typed(request, request.inputs.tree)
        return WORKS[request.kind.name].kept(self._previewed, request.urn, inputs, request.outputs)

    def templates_digest(self, root: str) -> str:
        """Digest of the user's own templates of XML with that root; empty without."""
        return self._templates.digest_of(root)

    def close(self) -> None:
        """Close every connection."""
        self._endpoints.close()

    def _carry_out(self, request: Request) -> Result:
        desk = self._desk(request, _host_of(request), operation="update" if request.id else "create")
        work = WORKS[request.kind.name]
        inputs: Any = structure(request.kind.inputs, request.inputs.tree)
        desired, observed, plan = self._judge(desk, work, request, inputs)
        if request.id and observed is None and not work.goes_on(desired):
            what = f"{request.kind.name} {request.id}"
            raise NotFound(what, where=desk.host, remedy="it was removed by others: run pulumi refresh, then up")
        if request.id and plan.replaces:
            raise Refused(f"{request.kind.name} drifted since the preview", remedy="run pulumi refresh, then up")
        work.before(desk, desired, observed)
        try:
            self._execute(desk, plan)
        except ZkvmError as failure:
            raise self._unfinished(_arrived(desk), work, request, desired, failure) from failure
        work.after(desk, desired)
        after = work.observe(_arrived(desk), desired)
        if after is None:
            remedy = "others took it away meanwhile: run the same command again"
            raise NotFound(f"{request.kind.name} that was just made", where=desk.host, remedy=remedy)
        if not request.id:
            self._made.add((request.kind.name, work.key_of(after)))
        told = unstructure(work.outputs(desk, desired, after))
        outputs, notes = {**told, **request.inputs.tree}, (*desk.notes,)
        sight = _sight(_arrived(desk), work, request, inputs, after) if not notes else ""
        return Result(id=work.key_of(after), outputs=outputs, changes=plan.changes, notes=notes, sight=sight)

    def _execute(self, desk: Desk, plan: Plan) -> None:
        """Carry out the steps; what reads were told of guests before does not hold for those that come later."""
        try:
            execute(desk, plan.steps)
        finally:
            self._endpoints.forget_domains()

    def _judge(self, desk: Desk, work: Work[Any, Any], request: Request, inputs: Any) -> tuple[Any, Any, Plan]:
        desired = work.desired(desk, request, inputs, _known(request))
        observed = work.observe(desk, desired)
        plan = work.plan(desired, observed)
        _refuse(plan)
        return desired, observed, plan

    def _unfinished(
        self, desk: Desk, work: Work[Any, Any], request: Request, desired: Any, failure: ZkvmError
    ) -> ZkvmError:
        """The failure itself, or its cause, when nothing exists; otherwise InitFailed with what exists."""
        try:
            after = work.observe(desk, desired)
            if after is None:
                return work.explained(desk, desired, failure)
        except ZkvmError:
            return failure
        told = unstructure(work.outputs(desk, desired, after))
        return InitFailed([str(failure)], id=work.key_of(after), outputs={**told, **request.inputs.tree})

    def _desk(
        self, request: Request, host: Tree, *, is_preview: bool = False, fresh: bool = True, operation: str = ""
    ) -> Desk:
        expected = request.outputs.get("machineId")
        desk = self._desk_at(
            self._uri_of(host),
            request.urn,
            host,
            is_preview=is_preview,
            fresh=fresh,
            asks_machine=fresh and expected is not None,
        )
        if request.limit_s:
            desk = replace(desk, deadline=_deadline(request, desk, operation))
        if WORKS[request.kind.name].moves and fresh:
            return with_origin(desk, request)
        if isinstance(expected, str):
            verify_machine(desk.facts, expected, host=desk.host)
        return desk

    def _uri_of(self, host: Tree) -> str:
        return self._endpoints.uri_of(host if isinstance(host, str) else None)

    def _desk_at(
        self,
        uri: str,
        urn: str,
        host: Tree,
        *,
        is_preview: bool = False,
        fresh: bool = True,
        asks_machine: bool = False,
    ) -> Desk:
        """`asks_machine`: which machine answers is asked anew, for it has to be the one the state speaks of."""
        endpoint = self._endpoints.at(uri)
        return Desk(
            endpoint=endpoint,
            facts=self._endpoints.view(endpoint).facts(fresh=asks_machine),
            host=host if isinstance(host, str) and host else uri,
            identity=Identity(owner=self._configuration.owner or "", urn=urn),
            endpoints=self._endpoints,
            templates=self._templates,
            clock=self._clock,
            journal=self._journal,
            previewed=self._previewed if is_preview else Previewed(),
            tell=lambda text: self._tell(urn, text),
            stop=self._stop,
            deadline=Deadline(clock=self._clock, started_s=self._clock.now_s()),
            is_preview=is_preview,
            fresh=fresh,
        )


def _sight(desk: Desk, work: Work[Any, Any], request: Request, inputs: Any, after: Any) -> str:
    """The digest that a read would give which finds the inputs as they are; empty when it would find others."""
    reading = replace(desk, fresh=False)
    given = request.inputs.tree
    try:
        sight = work.sight(reading, inputs, after)
        return sight if sight and work.stated(reading, given, inputs, after) == given else ""
    except ZkvmError:
        return ""  # the operation succeeded; the next read looks for itself


def _deadline(request: Request, desk: Desk, operation: str) -> Deadline:
    name = request.inputs.tree.get("name")
    what = f"{request.kind.name} {name}" if isinstance(name, str) else request.kind.name
    started = desk.deadline.started_s
    return Deadline(clock=desk.clock, started_s=started, operation=operation, what=what, limit_s=request.limit_s)


def _arrived(desk: Desk) -> Desk:
    """The desk after a move, or what became of it: only this machine counts."""
    return replace(desk, origin=None)


def _may_have_moved(work: Work[Any, Any], given: dict[str, Tree], observed: Any) -> bool:
    """A refresh does not find an object of a kind that others can move."""
    return observed is None and bool(given) and work.moves


def _host_of(request: Request) -> Tree:
    return request.inputs.tree.get("uri" if request.kind.name == "Host" else "host")


def _known(request: Request) -> Any:
    """The previous inputs as a typed value, None when there are none or not all of them were known.

    An optional field that is unknown now is left out: there is no opinion on it yet, and it was not taken away.
    """
    before = request.previous
    if before is None or not before.is_known:
        return None
    unknown = {key for key, value in request.inputs.tree.items() if value is UNKNOWN}
    optional = {spec.wire_name for spec in fields_of(request.kind.inputs) if not spec.required}
    tree = {key: value for key, value in before.tree.items() if key not in unknown & optional}
    return remembered(request.kind.inputs, tree)


def _typed(request: Request, tree: dict[str, Tree]) -> Any:
    """The kind's inputs as a typed value, None when there are none."""
    return remembered(request.kind.inputs, tree) if tree else None


def _import_id(request: Request) -> tuple[Tree, str]:
    """Host and key of a read: from the inputs, or from `[HOST::]KEY` of an import."""
    if request.inputs.tree:
        return _host_of(request), request.id
    if request.kind.name == "Host":
        return request.outputs.get("uri") or request.id, request.id
    host, separator, key = request.id.rpartition("::")
    return (host if separator else request.outputs.get("hostUri")), key


def _refuse(plan: Plan) -> None:
    """Every refused change as a fault of its property."""
    refusals = [change for change in plan.refusals if not is_stand_in(change.new)]
    if refusals:
        raise InvalidInput(Fault(path=wire_path(change.path), reason=change.reason) for change in refusals)
