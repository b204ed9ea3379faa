"""Consoles, autostart, and what is only kept as a note."""

from __future__ import annotations

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Work, lines_of
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Device, Said
from zkvm_provider.zvm.table import BY_NAME

_NOTED = {
    "ACCOUNT": "account",
    "ACIGROUP": "acigroup",
    "DISTRIBUTE": "distribute",
    "LOGONBY": "logonby",
}
"""Statements kept in `metadata`, by its key."""

_KNOWN_COMMANDS = {
    "SCHEDULE": "a CPU pool: on KVM a resource partition (cgroup) of the host",
    "TERM": "a setting of the CP terminal",
    "TERMINAL": "a setting of the CP terminal",
    "SPOOL": "there is no spool",
    "ATTACH": "a device attached at log-on: name it in the program",
    "LINK": "a disk linked at log-on: name it in the program",
    "DETACH": "what the program does not name, the guest does not have",
    "XAUTOLOG": "starts another guest: set its `autostart`",
    "AUTOLOG": "starts another guest: set its `autostart`",
}
_SETTINGS = {
    "VSWITCH": "a grant for a VSWITCH: on KVM the network's own affair",
    "VMRELOCATE": "relocation is a change of `host` in the program",
    "VCONFIG": "KVM's guests are Linux guests already",
    "RUN": "a guest of KVM runs when it is started",
    "PF": "a key of the CP terminal",
    "PF1": "a key of the CP terminal",
    "SIGNAL": "the guest is shut down by `shutdown`, with its time of grace",
    "MDCACHE": "the host's page cache: see `cache` of a disk",
    "QUICKDSP": "Linux' scheduler knows no such class",
}


def consoles(work: Work) -> None:
    """One line-mode console where the directory has one."""
    for number, console in enumerate(work.machine.every(s.Console)):
        if number:
            work.put(console, Fate.SKIPPED, "another CONSOLE statement wins")
            continue
        arguments = {"name": Said(value="console"), "kind": Said(value="sclp")}
        device = Device(cls="ConsoleArgs", arguments=arguments, lines=console.lines, comment=console.text)
        work.plan.add("consoles", device)
        if console.kind.startswith("32") and console.kind != "3215":
            note = f"a line-mode console; {console.kind} full screen cannot be had from libvirt"
            work.put(console, Fate.APPROXIMATED, note)
        else:
            work.put(console, Fate.CONVERTED, "`zkvm console` and `virsh console` connect to it")


def autostart(work: Work) -> None:
    """From the list of AUTOLOG1 and the map only: XAUTOLOG statements grant a right, they start nothing."""
    chosen = work.choice.autostart
    named = work.machine.userid in work.world.autolog or work.machine.userid in work.world.map.autostart
    if chosen if chosen is not None else named:
        work.plan.scalars["autostart"] = Said(value=True, note="started with the system")


def metadata(work: Work) -> None:
    """Accounting and the like, which KVM does not have, as notes."""
    notes: dict[str, str] = {"zvm-userid": work.machine.userid}
    kept: list[s.Statement] = []
    for each in work.machine.every(s.Other):
        key = _NOTED.get(each.name)
        if key is None or not each.operands:
            continue
        kept.append(each)
        if key in notes:
            work.put(each, Fate.SKIPPED, "another statement wins") if key != "logonby" else None
            notes[key] += f" {' '.join(each.operands)}" if key == "logonby" else ""
        else:
            notes[key] = " ".join(each.operands)
        work.put(each, Fate.APPROXIMATED, f"kept in `metadata` as {key}: {BY_NAME[each.name].why}")
    work.plan.scalars["metadata"] = Said(value=notes, lines=lines_of(kept))


def commands(work: Work) -> None:
    """CP commands at log-on that nothing else took."""
    for each in work.machine.every(s.Command):
        reason = _KNOWN_COMMANDS.get(each.verb, "")
        if each.verb == "SET" and each.operands:
            reason = _SETTINGS.get(each.operands[0], "")
        if "DEFINE".startswith(each.verb) and each.operands[:1] in (("STOR",), ("STORAGE",)):
            reason = "storage that may come later: raise `current_memory`, up to `memory`, while the guest runs"
        work.put(each, Fate.NONE, reason or "a CP command: find its counterpart by hand")


def heads(work: Work) -> None:
    """The statements that say who the guest is."""
    machine = work.machine
    lost = f"classes {machine.head.classes} and password are dropped" if machine.head.classes else "password dropped"
    fate = Fate.APPROXIMATED if machine.head.name == "IDENTITY" else Fate.CONVERTED
    work.put(machine.head, fate, f"guest {work.plan.scalars['name'].value}; {lost}")
    for each in machine.every(s.Include):
        is_used = machine.profile is not None and each.profile == machine.profile.key
        work.put(each, Fate.CONVERTED if is_used else Fate.SKIPPED, f"profile {each.profile}")
    for build in machine.every(s.Build):
        if build.member == machine.member:
            work.put(build, Fate.CONVERTED, f"a guest on {work.host or 'the default host'}")
    for part in (machine.profile, machine.subconfig):
        if part is not None:
            work.put(part.head, Fate.CONVERTED, "a function in profiles.py" if part is machine.profile else "")


def the_rest(work: Work) -> None:
    """What no other subject took, by the table."""
    for each in work.machine.statements():
        if work.world.ledger.has(each):
            continue
        if isinstance(each, s.Other | s.Spool | s.Miniopt) and each.name in BY_NAME:
            row = BY_NAME[each.name]
            fate = Fate.NONE if row.fate is Fate.CONVERTED else row.fate
            work.put(each, fate, row.why or row.becomes)
        elif not isinstance(each, s.Blank | s.Comment | s.Unknown | s.Faulty | s.Head | s.Build):
            work.put(each, Fate.SKIPPED, "another statement of the guest wins")
