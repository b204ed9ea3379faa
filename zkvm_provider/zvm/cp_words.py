"""CP's command words with their minimum abbreviations: `q v da` is QUERY VIRTUAL DASD.

Words and abbreviations after *z/VM CP Commands and Utilities Reference*; a word may always be given longer. What CP
knows beside these is refused with what there is.
"""

from __future__ import annotations

from collections.abc import Sequence

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class CpCommand:
    """`name` in capitals where CP's abbreviation ends (`Query Virtual DAsd`), operands, and what it stands for."""

    name: str
    operands: str
    stands_for: str
    does: str

    @property
    def key(self) -> str:
        return self.name.upper()


COMMANDS: tuple[CpCommand, ...] = (
    CpCommand(name="Query Names", operands="", stands_for="virsh list", does="who is logged on"),
    CpCommand(name="Query USERID", operands="", stands_for="hostname", does="this virtual machine and its system"),
    CpCommand(name="Query Virtual ALL", operands="", stands_for="virsh dumpxml GUEST", does="everything a guest has"),
    CpCommand(name="Query Virtual DAsd", operands="", stands_for="virsh domblklist GUEST --details", does="its disks"),
    CpCommand(name="Query Virtual OSA", operands="", stands_for="virsh domiflist GUEST", does="its network devices"),
    CpCommand(name="Query Virtual NIC", operands="", stands_for="virsh domiflist GUEST", does="its network devices"),
    CpCommand(name="Query Virtual STORage", operands="", stands_for="virsh dominfo GUEST", does="its memory"),
    CpCommand(name="Query Virtual CPUs", operands="", stands_for="virsh vcpuinfo GUEST", does="its CPUs"),
    CpCommand(name="Query Virtual CONsole", operands="", stands_for="virsh ttyconsole GUEST", does="its console"),
    CpCommand(name="Query Virtual", operands="[VDEV]", stands_for="virsh dumpxml GUEST",
              does="one device; without its number QUERY VIRTUAL ALL"),
    CpCommand(name="Query SHARE", operands="[USER]", stands_for="virsh schedinfo GUEST", does="its share of the CPUs"),
    CpCommand(name="Query ALLOC Page", operands="", stands_for="cat /proc/swaps", does="paging space"),
    CpCommand(name="Query DAsd", operands="", stands_for="lsdasd -a", does="the host's ECKD volumes"),
    CpCommand(name="Query FCP", operands="", stands_for="lszfcp -H", does="the host's FCP devices"),
    CpCommand(name="Query OSA", operands="", stands_for="lsqeth -p", does="the host's network devices"),
    CpCommand(name="Query LAN", operands="", stands_for="virsh net-list --all", does="networks"),
    CpCommand(name="Query VSWITCH", operands="", stands_for="virsh net-list --all", does="networks on a switch"),
    CpCommand(name="INDicate LOAD", operands="", stands_for="cat /proc/meminfo", does="how much is in use"),
    CpCommand(name="INDicate USER", operands="[USER]", stands_for="virsh domstats GUEST", does="what a guest uses"),
    CpCommand(name="INDicate", operands="", stands_for="cat /proc/meminfo", does="INDICATE LOAD"),
    CpCommand(name="XAUTOlog", operands="USER", stands_for="virsh start GUEST", does="start a guest"),
    CpCommand(name="Logon", operands="[USER]", stands_for="virsh start GUEST", does="start a guest"),
    CpCommand(name="SIGnal SHUTdown", operands="[USER] [WITHIN SECONDS]", stands_for="virsh shutdown GUEST",
              does="ask a guest to shut down"),
    CpCommand(name="FORCE", operands="USER", stands_for="virsh destroy GUEST", does="cut a guest's power"),
    CpCommand(name="LOGoff", operands="", stands_for="virsh destroy GUEST", does="cut its power"),
    CpCommand(name="Ipl", operands="[VDEV]", stands_for="virsh reset GUEST", does="boot it"),
    CpCommand(name="DEFine STORage", operands="SIZE", stands_for="virsh setmem GUEST SIZE --live",
              does="change its memory"),
    CpCommand(name="DEFine CPU", operands="NUMBER", stands_for="virsh setvcpus GUEST COUNT --live", does="add CPUs"),
    CpCommand(name="ATTach", operands="RDEV [TO] USER [[AS] VDEV]", stands_for="virsh attach-device GUEST disk.xml",
              does="give a guest an ECKD volume"),
    CpCommand(name="DETach", operands="VDEV [[FROM] USER]", stands_for="virsh detach-device GUEST device.xml",
              does="take a device away"),
    CpCommand(name="COUPLE", operands="VDEV [TO] [SYSTEM] NETWORK", stands_for="virsh update-device GUEST nic.xml",
              does="plug a NIC into a network"),
    CpCommand(name="UNCOUPLE", operands="VDEV", stands_for="virsh domif-setlink GUEST NIC down", does="unplug a NIC"),
    CpCommand(name="SET SHARE", operands="USER [RELATIVE] SHARE", stands_for="virsh schedinfo GUEST --set cpu_shares=N",
              does="change a guest's share"),
    CpCommand(name="LINK", operands="[TO] USER VDEV1 [AS] VDEV2 [MODE]",
              stands_for="virsh attach-device GUEST disk.xml", does="use a disk of another guest"),
    CpCommand(name="STOP", operands="", stands_for="virsh suspend GUEST", does="stop its CPUs"),
    CpCommand(name="Begin", operands="", stands_for="virsh resume GUEST", does="let its CPUs go on"),
    CpCommand(name="TRace", operands="…", stands_for="gdb vmlinux -ex 'target remote localhost:1234'",
              does="points to gdb"),
    CpCommand(name="Display", operands="…", stands_for="gdb: x/16xw ADDRESS", does="points to gdb"),
    CpCommand(name="STore", operands="…", stands_for="gdb: set {int}ADDRESS = VALUE", does="points to gdb"),
    CpCommand(name="VMDUMP", operands="", stands_for="virsh dump GUEST FILE --memory-only --format elf",
              does="points to virsh dump"),
)  # fmt: skip


def find_command(line: str) -> tuple[CpCommand, tuple[str, ...]]:
    """The command of a line and its operands as they were typed. Raises InvalidInput in CP's own words.

    The longest command counts, so INDICATE USER is not INDICATE with an operand; among equals the one that needs more
    letters: LOG is LOGOFF, although L is LOGON.
    """
    words = line.split()
    found = [each for each in COMMANDS if _fits(each, words)]
    if not found:
        raise InvalidInput.at("", _unknown(words))
    best = max(found, key=lambda each: (len(each.name.split()), sum(map(str.isupper, each.name))))
    return best, tuple(words[len(best.name.split()) :])


def is_abbreviation(word: str, full: str) -> bool:
    """Whether `word` is `full` (`DAsd`: capitals are the minimum) or an abbreviation of it that is long enough."""
    least = len([sign for sign in full if sign.isupper() or not sign.isalpha()])
    return len(word) >= least and full.upper().startswith(word.upper())


def _fits(command: CpCommand, words: Sequence[str]) -> bool:
    names = command.name.split()
    return len(words) >= len(names) and all(
        is_abbreviation(word, full) for word, full in zip(words, names, strict=False)
    )


def _unknown(words: Sequence[str]) -> str:
    """CP's words for an unknown command, and the nearest there are."""
    if not words:
        return "nothing was asked; zkvm cp --help lists the commands"
    first = [each for each in COMMANDS if is_abbreviation(words[0], each.name.split()[0])]
    if not first:
        verbs = ", ".join(dict.fromkeys(each.key.split()[0] for each in COMMANDS))
        return f"HCPCMD001E Unknown CP command: {words[0].upper()[:40]}; there are {verbs}"
    verb = first[0].key.split()[0]
    there_are = ", ".join(each.key for each in first)
    said = " ".join(words[1:3]).upper()[:40]
    return f"{verb} {said or 'needs an operand'}: not answered here; there are {there_are}"
