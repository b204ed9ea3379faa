"""The phrasebook: words of z/VM beside those of KVM, from one table.

Where the talk "KVM for z/VM Lovers" shows a pair, its section is the source. The commands are those `zkvm cp` answers.
"""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm.cp_words import COMMANDS

TALK = "KVM for z/VM Lovers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One pair. `note` says where they differ."""

    topic: str
    zvm: str
    kvm: str
    note: str = ""


def _phrase(topic: str, zvm: str, kvm: str, note: str = "") -> Phrase:
    return Phrase(topic=topic, zvm=zvm, kvm=kvm, note=note)


_WORDS: tuple[Phrase, ...] = (
    _phrase("words", "storage", "memory"),
    _phrase("words", "DASD", "storage, disk", "FCP words keep their meaning: disk = disk, LUN = LUN"),
    _phrase("words", "CPU, PU, IFL, SAP", "CPU, processor"),
    _phrase("words", "IPL", "boot"),
    _phrase("words", "CEC", "computer"),
    _phrase("words", "user, virtual machine", "guest, domain"),
    _phrase("words", "directory entry (read at LOGON)", "domain XML, an invocation of QEMU"),
    _phrase("words", "VMDBK of a virtual CPU", "thread of the guest's Linux process"),
    _phrase("words", "DirMaint, SMAPI, VM:Secure, IBM Wave, xCAT", "libvirt: virsh, virt-manager, OpenStack, Pulumi"),
    _phrase("words", "CMS", "the host is a full Linux"),
    _phrase("words", "SIE", "SIE", "both hypervisors run virtual processors with it"),
    _phrase("directory", "USER, IDENTITY", "Guest", "`zkvm:index:Guest`"),
    _phrase("directory", "USER … 512M 1024M", "current_memory, memory", "the first is in use, the second the maximum"),
    _phrase("directory", "MACHINE ESA 2", "max_vcpus=2"),
    _phrase("directory", "SHARE RELATIVE 100", "cpu_tune shares", "KVM knows no absolute shares"),
    _phrase("directory", "MDISK", "Qcow2Disk, LvmDisk", "a volume of a pool"),
    _phrase("directory", "MDISK of V-DISK or T-DISK", "Qcow2Disk", "it is not emptied when the guest stops"),
    _phrase("directory", "DEDICATE of an ECKD volume", "DasdDisk", "a virtio disk for the guest"),
    _phrase("directory", "… as ECKD", "MediatedDevice of vfio-ccw", "a boot takes no load parameter"),
    _phrase("directory", "CRYPTO … APDEDICATED", "MediatedDevice of vfio-ap"),
    _phrase("directory", "PROFILE, INCLUDE", "a function of the program"),
    _phrase("directory", "DEDICATE of an FCP device", "LUN by LUN", "FCP devices stay with the host"),
    _phrase("directory", "NICDEF, SPECIAL", "interfaces of a Guest"),
    _phrase("directory", "LINK", "the same source, readonly or shareable"),
    _phrase("directory", "CONSOLE", "consoles: sclp, virtio", "there is no 3270"),
    _phrase("directory", "SPOOL 2540 READER", "kernel, initrd and cmdline", "what was punched for an installation"),
    _phrase("devices", "dedicated volume, minidisk, virtual disk", "full volume, partition, LVM, image file"),
    _phrase("devices", "CCW, QDIO", "virtio", "both are enumerated by the channel subsystem"),
    _phrase("devices", "VARY ON, ATTACH to SYSTEM", "chccwdev -e, chzdev -e"),
    _phrase("devices", "FCP LUN", "unit_add, lsscsi", "Linux writes a LUN's 16-bit words in reverse order"),
    _phrase("network", "dedicated OSA, guest LAN, VSWITCH", "macvtap, bridge, Open vSwitch"),
    _phrase("scheduling", "scheduler and one dispatch list", "Linux scheduler, one run queue per CPU"),
    _phrase("paging", "QUERY ALLOC PAGE", "cat /proc/swaps; grep Swap /proc/meminfo", "`zkvm paging` shows both"),
    _phrase("paging", "block paging, up to 256 devices of 64 GiB", "page clusters, up to 30 swap devices"),
    _phrase("paging", "page frame, FRMTE", "page, struct page"),
    _phrase("paging", "available list", "free list of a zone"),
    _phrase("paging", "below 2G, above 2G", "zone DMA, zone Normal"),
    _phrase("paging", "demand scan: owned valid, invalid but resident, aging list",
            "reclaim: active list, inactive list, free list"),
    _phrase("paging", "expanded storage (before 6.3)", "none"),
    _phrase("debugging", "CP trace table, TRSAVE", "tracepoints, trace-cmd, perf"),
    _phrase("debugging", "TRSOURCE", "blktrace, perf sched, kvm_stat"),
    _phrase("debugging", "CP TRACE", "gdb: target remote localhost:1234", "QEMU's gdb server"),
    _phrase("debugging", "DISPLAY, STORE", "gdb: info, print, x, set"),
    _phrase("debugging", "LOCATEVM", "gdb: find"),
    _phrase("debugging", "TRACE … SKIP, PASS, STOP", "gdb: ignore, continue, step"),
    _phrase("debugging", "PER, invisible to the guest", "gdb: hbreak", "break alters the guest; hbreak uses PER"),
    _phrase("debugging", "VMDUMP, system dump", "virsh dump --memory-only, kdump, crash"),
    _phrase("operation", "SSI cluster", "several hosts of one program", "a guest moves when its `host` changes"),
    _phrase("operation", "VMRELOCATE", "virsh migrate --live", "two hosts with the same names and shared storage"),
    _phrase("operation", "DIRECTXA, DirMaint ADD", "virsh define", "`pulumi up`"),
    _phrase("operation", "#CP, PA1", "^] leaves virsh console"),
    _phrase("operation", "AUTOLOG1 PROFILE EXEC", "autostart"),
    _phrase("operation", "DISCONNECT", "^]", "a guest runs on without its console"),
)  # fmt: skip

PHRASES: tuple[Phrase, ...] = (
    *_WORDS,
    *(_phrase("commands", f"{each.name} {each.operands}".strip(), each.stands_for, each.does) for each in COMMANDS),
)
"""The table, by topic."""


def look_up(word: str) -> tuple[Phrase, ...]:
    """Every pair in which the word stands, on either side, or whose topic it is; all of them for no word."""
    wanted = word.casefold()
    return tuple(
        each
        for each in PHRASES
        if not wanted or any(wanted in text.casefold() for text in (each.topic, each.zvm, each.kvm, each.note))
    )
