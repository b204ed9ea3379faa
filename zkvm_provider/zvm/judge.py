"""Which guests can live on KVM: Linux can, CMS, z/OS, z/VSE and z/TPF cannot. The map has the last word."""

from __future__ import annotations

import re

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.mapping import GuestChoice
from zkvm_provider.zvm.virtual_machine import VirtualMachine

CMS_DISKS = range(0x190, 0x1A0)
"""Where CMS has its system and work disks by custom: 190, 191, 19D, 19E, …"""

_SERVICE = re.compile(
    r"MAINT\w*|OPERATNS|OPERATOR|OPERSYMP|EREP|DISKACNT|AUTOLOG[12]|TCPIP\d*|TCPMAINT|FTPSERVE|SMTP|MPROUTE|SSLSERV|"
    r"DTCVSW\d|DTCSMAPI|DIRMAINT|DATAMOV\w|DIRMSAT\w?|VMSERV\w|RACFVM|RACMAINT|RACFSMF|PERFSVM|RSCS\w*|GCS|VSMWORK\d|"
    r"VSMREQ\w+|VSMEVSRV|VSMGUARD|VSMPROXY|LOHCOST|PERSMAPI|VMRMSVM|VMRMADMN|ZVMMAPLX|XCAT|ZHCP|OPNCLOUD|CMSBATCH|"
    r"SYSMAINT|SYSMON|SYSADMIN|BLDNUC|BLDRACF|BLDSEG|BLDCMS|PMAINT|MIGMAINT|ESASYS|SFSAUTO|IMAP\w*|LDAPSRV|UFTD|"
    r"PORTMAP|SNMPD?|SNMPQE|NFSSERVE|PVM|VTAM|VMUTIL|TSAFVM|AVSVM|CPRM|LGLOPR|LOGNSYSN|ZVMLXAPP|IBMVM\w+"
)
"""Service machines that z/VM and its products bring along; all run CMS or GCS."""

_OTHER_SYSTEMS = {
    "z/OS": re.compile(r"Z?OS390\w*|ZOS\w*|MVS\w*"),
    "z/VSE": re.compile(r"Z?VSE\w*"),
    "z/TPF": re.compile(r"Z?TPF\w*"),
}
_ZOS_LOADPARM = re.compile(r"[0-9A-F]{4}[A-Z0-9.]{2}[MPSTADWX.][A-Z0-9.]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a guest is converted, and why not. `skipped`: somebody chose so."""

    is_linux: bool
    reason: str = ""
    skipped: bool = False

    @property
    def may_own_linux(self) -> bool:
        """Whether its disks may hold something of Linux: a guest that is only skipped may be one."""
        return self.is_linux or self.skipped


def judge(machine: VirtualMachine, choice: GuestChoice) -> Verdict:
    """The verdict over one guest, from what the directory shows of it."""
    if choice.skip is not None:
        return Verdict(is_linux=False, skipped=True, reason=f"the map skips it: {choice.skip}")
    if choice.linux:
        return Verdict(is_linux=True)
    reason = _not_linux(machine)
    return Verdict(is_linux=not reason, reason=reason)


def _not_linux(machine: VirtualMachine) -> str:
    """Why a guest is taken for something else than Linux; empty for Linux."""
    mode = machine.first(s.Machine)
    ipl = machine.first(s.Ipl)
    if machine.head.log_on == "NOLOG":
        return "NOLOG: nobody logs on to it; it only holds devices"
    if mode is not None and mode.mode in ("XC", "370"):
        return f"MACHINE {mode.mode} (line {mode.line}) is a mode of CMS, which KVM does not have"
    if _SERVICE.fullmatch(machine.userid):
        return "a service machine of z/VM, which runs CMS"
    for system, names in _OTHER_SYSTEMS.items():
        if names.fullmatch(machine.userid):
            return f"by its name it runs {system}; KVM on IBM Z runs Linux only"
    if ipl is not None and _ZOS_LOADPARM.fullmatch(ipl.loadparm):
        return f"LOADPARM {ipl.loadparm} (line {ipl.line}) is one of z/OS; KVM on IBM Z runs Linux only"
    if not _has_data(machine):
        target = f"IPL {ipl.target} (line {ipl.line})" if ipl else "no IPL statement"
        return f"{target}, and no disk but those of CMS: nothing of Linux to boot"
    return ""


def _has_data(machine: VirtualMachine) -> bool:
    """Whether it has a disk of its own that outlives a log-off and is none of CMS's, or a dedicated device.

    A statement that cannot be read may be one: then that is the reason to give.
    """
    if machine.head.fault or any(isinstance(each, s.Dedicate | s.Faulty) for each in machine.own()):
        return True
    ipl = machine.first(s.Ipl)
    if ipl is not None and any(each.vdev == ipl.vdev not in CMS_DISKS for each in machine.every(s.Link)):
        return True
    return any(each.form in ("extent", "devno") and each.vdev not in CMS_DISKS for each in machine.every(s.Mdisk))
