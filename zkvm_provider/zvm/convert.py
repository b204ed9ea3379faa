"""The conversion of a whole directory: judge each guest, convert the Linux ones, account for every line."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.checks import checks, doubles
from zkvm_provider.zvm.converting import booting, crypto, dedicated, disks, networks, notes, processors, shares
from zkvm_provider.zvm.converting.linking import index_disks
from zkvm_provider.zvm.converting.workbench import Work, World, host_argument, lines_say, variable
from zkvm_provider.zvm.directory import Directory
from zkvm_provider.zvm.findings import Fate, Finding
from zkvm_provider.zvm.judge import Verdict, judge
from zkvm_provider.zvm.ledger import LineFate
from zkvm_provider.zvm.mapping import DEFAULT_URI, MapFile
from zkvm_provider.zvm.plan import GuestPlan, ProgramPlan, Resource, Said
from zkvm_provider.zvm.table import BY_NAME, ENTRY_NAMES
from zkvm_provider.zvm.virtual_machine import VirtualMachine, virtual_machines

SUBJECTS: tuple[Callable[[Work], object], ...] = (
    processors.vcpus,
    shares.shares,
    disks.minidisks,
    disks.links,
    dedicated.dedicated,
    booting.boot,
    networks.interfaces,
    crypto.crypto,
    notes.consoles,
    notes.autostart,
    notes.metadata,
    notes.commands,
    notes.heads,
    notes.the_rest,
)
"""What is done for each guest, in this order; storage comes first, for without it there is no guest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One virtual machine of the directory and what was decided about it."""

    key: str
    line: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """The program to write, and the report: every line, every guest, and what to know."""

    directory: Directory
    program: ProgramPlan
    lines: tuple[LineFate, ...]
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks for: only these guests (all when empty), and who is started with the system."""

    only: frozenset[str] = frozenset()
    autolog: frozenset[str] = frozenset()


def convert(directory: Directory, mapping: MapFile, wishes: Wishes, *, map_name: str) -> Conversion:
    """Convert. Raises InvalidInput naming every entry that the map lacks, and guests that are asked for in vain."""
    _asked_in_vain(directory, mapping, wishes, map_name)
    world = World(directory=directory, map=mapping, disks=index_disks(directory, mapping), autolog=wishes.autolog)
    world.findings |= dict.fromkeys([*directory.findings, *checks(directory, world.disks, mapping)])
    world.weights |= {host: shares.weights(machines) for host, machines in _by_host(world, wishes).items()}
    judged, plans = _guests(world, wishes)
    _comments(world)
    if faults := world.missing.faults(map_name):
        help_ = f"`zkvm convert {directory.name} --write-map FILE` writes a map with every entry it needs"
        raise InvalidInput([*faults, Fault(path="", reason=help_)])
    shared = _placed(world, plans)
    program = ProgramPlan(
        directory=directory.name,
        project=mapping.project,
        stack=mapping.stack,
        hosts={name: place.uri for name, place in mapping.hosts.items()},
        host=mapping.host or (next(iter(mapping.hosts), "") or DEFAULT_URI),
        guests=tuple(plans),
        shared=shared,
        profiles={entry.key: entry.head.line for entry in directory.entries if entry.kind == "PROFILE"},
    )
    findings = sorted(world.findings, key=lambda each: (each.line, each.severity))
    lines = world.ledger.settle(directory)
    return Conversion(directory=directory, program=program, lines=lines, judged=tuple(judged), findings=tuple(findings))


def _asked_in_vain(directory: Directory, mapping: MapFile, wishes: Wishes, map_name: str) -> None:
    known = {entry.key for entry in directory.entries if entry.is_guest}
    faults = [Fault(path="--guest", reason=f"{name} is not in {directory.name}") for name in wishes.only - known]
    faults += [
        Fault(path=f"{map_name} guests.{name}", reason=f"{name} is not in {directory.name}")
        for name in mapping.guests
        if name not in known
    ]
    if not known:
        reason = "it has no USER or IDENTITY statement, so no guest; is it a user directory in source form?"
        faults.append(Fault(path=directory.name, reason=reason))
    if faults:
        raise InvalidInput(faults)


def _guests(world: World, wishes: Wishes) -> tuple[list[Judged], list[GuestPlan]]:
    judged: list[Judged] = []
    plans: list[GuestPlan] = []
    names: set[tuple[str, str]] = set()
    found = [_look(world, machine, wishes) for machine in virtual_machines(world.directory)]
    world.refused |= {work.machine.userid: verdict.reason for work, verdict in found if _is_refused(work, verdict)}
    for work, verdict in found:
        judged.append(Judged(key=work.plan.key, line=work.machine.head.line, verdict=verdict))
        if not verdict.is_linux:
            _leave(work, verdict)
            continue
        _name(work, names)
        for subject in SUBJECTS:
            subject(work)
        plans.append(work.plan)
    return judged, plans


def _look(world: World, machine: VirtualMachine, wishes: Wishes) -> tuple[Work, Verdict]:
    work = _bench(world, machine)
    verdict = _verdict(work, wishes)
    if verdict.is_linux and not processors.memory(work):
        verdict = Verdict(is_linux=False, reason="it has no storage size")
    return work, verdict


def _is_refused(work: Work, verdict: Verdict) -> bool:
    """Whether a guest that runs Linux is not converted although nobody chose so: its disks are not made."""
    return not verdict.may_own_linux and judge(work.machine, work.choice).is_linux


def _by_host(world: World, wishes: Wishes) -> dict[str, list[VirtualMachine]]:
    """The guests that are going to be converted, as far as a look tells, by their host."""
    found: dict[str, list[VirtualMachine]] = {}
    for machine in virtual_machines(world.directory):
        is_asked = not wishes.only or machine.userid in wishes.only
        if is_asked and judge(machine, world.map.guest(machine.userid)).is_linux:
            found.setdefault(_host(world, machine), []).append(machine)
    return found


def _host(world: World, machine: VirtualMachine) -> str:
    """The host of a guest; empty where the program has one host only, the stack's."""
    host = world.map.members.get(machine.member, "")
    if not host and len(world.map.hosts) > 1:
        host = world.map.host or next(iter(world.map.hosts))
    return host


def _bench(world: World, machine: VirtualMachine) -> Work:
    member = "" if machine.member == "*" else machine.member
    host = _host(world, machine)
    own = variable(f"guest_{member}" if member else "guest")
    plan = GuestPlan(userid=machine.userid, member=machine.member, variable=own, lines=_lines(machine))
    plan.profile = machine.profile.key if machine.profile else ""
    return Work(world=world, machine=machine, choice=world.map.guest(machine.userid), plan=plan, host=host)


def _lines(machine: VirtualMachine) -> tuple[int, ...]:
    last = machine.entry.body[-1].lines[-1] if machine.entry.body else machine.head.line
    return (machine.head.line, last)


def _verdict(work: Work, wishes: Wishes) -> Verdict:
    if wishes.only and work.machine.userid not in wishes.only:
        return Verdict(is_linux=False, skipped=True, reason="not among the guests asked for")
    verdict = judge(work.machine, work.choice)
    if not verdict.is_linux:
        return verdict
    if reason := _unreadable(work.machine):
        return Verdict(is_linux=False, reason=reason)
    twice = doubles(work.machine)
    if twice:
        return Verdict(is_linux=False, reason=f"{'; '.join(twice)}")
    member = work.machine.member
    if member not in ("", "*") and member not in work.world.map.members:
        reason = "it is not said which host stands for this member of the cluster"
        work.world.missing.add(f"members.{member}", reason, work.machine.head.line)
    return verdict


def _unreadable(machine: VirtualMachine) -> str:
    """Why a part of the guest would be lost, or another one's part be taken for its own; empty when all is clear."""
    heads = [part.head for part in (machine.subconfig, machine.entry, machine.profile) if part is not None]
    faulty = [each.line for each in machine.statements() if isinstance(each, s.Faulty)]
    faulty += [head.line for head in heads if head.fault]
    if faulty:
        return f"{lines_say(faulty)} cannot be read; a part of the guest would be lost"
    other = [each.line for each in machine.statements() if isinstance(each, s.Unknown) and each.guess in ENTRY_NAMES]
    return f"{lines_say(other)} seems to begin another entry" if other else ""


def _leave(work: Work, verdict: Verdict) -> None:
    """Account for the lines of a guest that is not converted."""
    fate = Fate.SKIPPED if verdict.skipped else Fate.REFUSED
    for each in (work.machine.head, *work.machine.own()):
        work.put(each, fate, verdict.reason if each is work.machine.head else f"{work.machine.userid} is not converted")
    if work.machine.subconfig is not None:
        work.put(work.machine.subconfig.head, fate, f"{work.machine.userid} is not converted")


def _name(work: Work, names: set[tuple[str, str]]) -> None:
    """The domain's name: the map's, or the user id; a second guest of that name on a host takes its member's too."""
    name = work.choice.name or re.sub(r"[^A-Za-z0-9_.+-]", "_", work.machine.userid)
    if (work.host, name) in names:
        work.warn(work.machine.head, f"its host has a guest {name} already; this one is called after its member")
        name = f"{name}-{work.plan.member}"
    names.add((work.host, name))
    work.plan.scalars = {**host_argument(work.host), "name": Said(value=name), **work.plan.scalars}


def _comments(world: World) -> None:
    """Comments, empty lines, unknown and faulty statements, and entries that are no guests."""
    for statement in world.directory.statements():
        match statement:
            case s.Blank():
                world.ledger.put(statement, Fate.BLANK)
            case s.Comment():
                note = "DirMaint's own note" if statement.is_dirmaint else ""
                world.ledger.put(statement, Fate.COMMENT, note)
            case s.Unknown():
                world.ledger.put(statement, Fate.UNKNOWN, f"did you mean {statement.guess}?" if statement.guess else "")
            case s.Faulty():
                world.ledger.put(statement, Fate.FAULTY, statement.reason)
            case s.Head() if statement.fault:
                world.ledger.put(statement, Fate.FAULTY, statement.fault)
    for entry in world.directory.entries:
        if entry.kind in ("DIRECTORY", "GLOBALDEFS"):
            for each in (entry.head, *entry.body):
                if not isinstance(each, s.Blank | s.Comment | s.Unknown | s.Faulty):
                    row = BY_NAME[each.name]
                    world.ledger.put(each, Fate.NONE, row.why or row.becomes)
    for stray in world.directory.strays:
        if not isinstance(stray, s.Blank | s.Comment | s.Unknown):
            world.ledger.put(stray, Fate.FAULTY, "it stands in front of the first entry")


def _placed(world: World, plans: Iterable[GuestPlan]) -> tuple[Resource, ...]:
    """Put each resource into its only user's file; what several use is shared."""
    by_key = {plan.key: plan for plan in plans}
    shared: list[Resource] = []
    for name, resource in world.made.items():
        users = world.users[name]
        if len(users) == 1:
            by_key[next(iter(users))].resources.append(resource)
        else:
            shared.append(resource)
    return tuple(shared)


def python_name(text: str) -> str:
    """A module's name for a user id."""
    name = variable(text)
    return f"{name}_" if keyword.iskeyword(name) else name
