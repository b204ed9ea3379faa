"""Every statement of the user directory, and what zkvm makes of it: parser, converter and page read it here."""

from __future__ import annotations

from functools import cache

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm.findings import Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One statement.

    `least` is how many letters an abbreviation needs at least (the whole name where no shorter one is known); `becomes`
    names the counterpart in a guest of zkvm, `why` what is lost or why there is none. `is_device` statements come last
    in an entry.
    """

    name: str
    least: int
    fate: Fate
    becomes: str
    why: str = ""
    is_device: bool = False


C, A, N = Fate.CONVERTED, Fate.APPROXIMATED, Fate.NONE


def row(name: str, fate: Fate, becomes: str, why: str = "", *, least: int = 0, device: bool = False) -> Row:
    """A row; without `least` the name cannot be abbreviated."""
    return Row(name=name, least=least or len(name), fate=fate, becomes=becomes, why=why, is_device=device)


ENTRIES = (
    row("DIRECTORY", N, "nothing: Pulumi's state takes the place of the object directory",
        "it says which volume holds the object directory"),
    row("GLOBALDEFS", N, "", "a program of zkvm has no system-wide entry; defaults are Python"),
    row("PROFILE", C, "a Python function in `profiles.py`; what a guest says itself wins"),
    row("USER", C, "`Guest`: name, `current_memory` (log-on storage), `memory` (maximum storage)",
        "password and privilege classes are dropped: on KVM, ssh and libvirt's access rules say who may do what"),
    row("IDENTITY", A, "one `Guest` per BUILD, each on its member's host",
        "KVM has no one identity on several hosts: the guests share their name, not their uuid"),
    row("SUBCONFIG", C, "the member's own part of an IDENTITY's guest"),
)  # fmt: skip
"""Statements that begin an entry."""

GENERAL = (
    row("ACCOUNT", A, "`metadata`", "KVM does no accounting; the number is kept as a note", least=7),
    row("ACIGROUP", A, "`metadata`", "there is no external security manager; the group is kept as a note"),
    row("ADJUNCT", N, "", "KVM has no adjunct virtual machine"),
    row("APPCPASS", N, "", "APPC/VM conversations do not exist; the password is dropped"),
    row("AUTOLOG", N, "", "it grants the right to start this guest; it does not start it"),
    row("BUILD", C, "the host of an IDENTITY's guest, by the map's `members`"),
    row("CLASS", N, "", "KVM has no privilege classes; ssh and libvirt's access rules say who may do what"),
    row("COMMAND", A, "by CP command: COUPLE, DEFINE NIC, DEFINE CPU, SET SHARE and DEFINE STORAGE are converted",
        "other commands are listed, for an administrator to find their counterpart"),
    row("CONCEAL", N, "", "a guest under KVM has no CP environment to hide"),
    row("CPU", C, "`vcpus`: one for each CPU statement", "CPUID cannot be set; DEDICATE is not pinned by itself"),
    row("CRYPTO", A, "APDEDICATED with DOMAIN: `mdevs`, a vfio-ap `MediatedDevice` of these adapters and domains",
        "APVIRTUAL: KVM has no shared pool of adapters; the guest keeps CPACF, the CPU's own cryptography"),
    row("D8ONECMD", N, "", "DIAGNOSE 8 does not exist"),
    row("DATEFORMAT", N, "", "dates are the guest's own affair"),
    row("DISTRIBUTE", A, "`metadata`", "there is no spool; the distribution code is kept as a note"),
    row("GLOBALOPTS", N, "", "a system-wide default; defaults are Python"),
    row("INCLUDE", C, "a call of the profile's function", least=3),
    row("IOPRIORITY", N, "", "no priority of channel I/O; `xml_patches` can limit the disks of others", least=6),
    row("IPL", A, "`boot`: the disk of that device number, with LOADPARM",
        "PARM is CMS's or the kernel's own; a named system cannot be booted: the first Linux disk is, with a warning"),
    row("IUCV", N, "", "no inter-user communication vehicle; the nearest is vsock, terminals are consoles"),
    row("LOADDEV", A, "`boot` from the LUN that PORTNAME and LUN name, as a disk; BOOTPROG as `loadparm`",
        "SCPDATA reaches a kernel only when it is booted directly"),
    row("LOGONBY", A, "`metadata`", "nobody logs on to a guest; who may manage it, ssh and libvirt's rules say"),
    row("MACHINE", C, "`max_vcpus`; ESA, XA and Z are all s390x", "XC and 370 cannot be had", least=4),
    row("MAILID", N, "", "there is no spool"),
    row("MAXSTORAGE", C, "`memory`", least=7),
    row("NAMESAVE", N, "", "KVM has no named saved systems"),
    row("NOPDATA", N, "", "there is no spool"),
    row("OPTION", N, "", "permissions and behaviours of CP; the scheduler of Linux knows no QUICKDSP"),
    row("POSIXGLIST", N, "", "OpenExtensions is CMS's"),
    row("POSIXGROUP", N, "", "OpenExtensions is CMS's"),
    row("POSIXINFO", N, "", "OpenExtensions is CMS's; the UID could become a cloud-init user"),
    row("POSIXOPT", N, "", "OpenExtensions is CMS's"),
    row("SCREEN", N, "", "colours of a 3270 screen"),
    row("SHARE", A, "`cpu_tune`: RELATIVE as shares, LIMITHARD as quota",
        "ABSOLUTE becomes a weight; LIMITSOFT has no counterpart; a relative LIMITHARD cannot be set"),
    row("SPFILE", N, "", "there is no spool"),
    row("SPOOLFILE", N, "", "there is no spool"),
    row("STDEVOPT", N, "", "control of storage directors is the host's affair"),
    row("STDVOPT", N, "", "control of storage directors is the host's affair"),
    row("STORAGE", C, "`current_memory`", least=4),
    row("SYSAFFIN", N, "", "cross-system extensions ended with z/VM 6.3; use one stack per host"),
    row("VMRELOCATE", N, "", "relocation is a change of `host` in the program; domains are not needed"),
    row("XAUTOLOG", N, "", "it grants the right to start this guest; it does not start it (see `--autolog-file`)"),
    row("XCONFIG", N, "", "KVM has no data spaces to allow"),
    row("XSTORE", N, "", "expanded storage does nothing since z/VM 6.4"),
)  # fmt: skip
"""Statements in front of the devices."""

DEVICES = (
    row("CONSOLE", C, "`consoles`: the SCLP line-mode console",
        "a 3270 full screen cannot be had from libvirt; spooling class and secondary user are dropped",
        least=3, device=True),
    row("DASDOPT", N, "", "reserve/release, PAV and control functions are the host's affair", device=True),
    row("DEDICATE", A, "by real device: a DASD as a disk, or passed through (`mdevs`, vfio-ccw); the LUNs behind an "
        "FCP device (`ScsiLun` and `luns`); a macvtap interface on an OSA",
        "a disk shows no ECKD; FCP and OSA devices cannot be passed through, tapes, printers and card readers neither",
        least=3, device=True),
    row("LINK", C, "a disk on the same volume; R and RR are `read_only`",
        "CMS system disks are left out", device=True),
    row("MDISK", C, "a volume of the same capacity and a disk of the same device number",
        "a minidisk's data are not copied; passwords are dropped", least=1, device=True),
    row("MINIOPT", A, "`cache` of the disk before it: NOMDC is `none`",
        "minidisk cache is nearest to the host's page cache", device=True),
    row("NICDEF", C, "`interfaces`: one per device number, MACID behind the map's `mac_prefix`, VLAN on Open vSwitch",
        "CHPID, PQUPLINKTX and PROMISCUOUS are dropped", device=True),
    row("SPECIAL", C, "QDIO and HIPERSOCKETS: an interface on the network the map names",
        "channel-to-channel adapters, 3270 lines and timers do not exist", least=4, device=True),
    row("SPOOL", N, "", "there is no spool; Linux prints over the network and is installed from a kernel",
        least=2, device=True),
)  # fmt: skip
"""Statements that define devices."""

ROWS: tuple[Row, ...] = (*ENTRIES, *GENERAL, *DEVICES)
ENTRY_NAMES = frozenset(each.name for each in ENTRIES)
BY_NAME: dict[str, Row] = {each.name: each for each in ROWS}


@cache
def _abbreviations() -> dict[str, Row]:
    short = {each.name[:size]: each for each in ROWS for size in range(each.least, len(each.name))}
    return {**short, **BY_NAME}


def lookup(word: str) -> Row | None:
    """The statement that a keyword in upper case stands for; None for an unknown one."""
    return _abbreviations().get(word)
