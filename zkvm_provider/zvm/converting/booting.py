"""IPL and LOADDEV: what the guest boots from."""

from __future__ import annotations

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.luns import BOOT_PREFIX, fcp_devices
from zkvm_provider.zvm.converting.mediated import CCW_PREFIX
from zkvm_provider.zvm.converting.workbench import Work
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.judge import CMS_DISKS
from zkvm_provider.zvm.plan import Call, Device, Said


def boot(work: Work) -> None:
    """`boot`: the disk or passed DASD that IPL names, or the first disk of Linux."""
    ipl, loaddevs = work.machine.first(s.Ipl), work.machine.every(s.Loaddev)
    names = {device.name: device for device in work.plan.devices.get("disks", [])}
    wanted = _wanted(work, ipl)
    chosen = next((name for name in names if wanted is not None and name == f"disk-{wanted:04x}"), "")
    chosen = chosen or _lun(work, names, wanted) or _passed(work, wanted)
    is_own_choice = not chosen
    chosen = chosen or _first_of_linux(names)
    loadparm = _loadparm(work, ipl, loaddevs)
    if not chosen:
        if ipl is not None:
            what = f": {ipl.target} is {_what(ipl)}" if ipl.vdev is not None else ""
            work.put(ipl, Fate.NONE, f"there is no disk to boot from{what}")
        work.warn(
            ipl or work.machine.head, "it has no disk to boot from: give it one, or `boot.kernel`, in the program"
        )
        return
    lost = _lost(ipl, chosen, loadparm)
    has_loadparm = bool(loadparm) and not chosen.startswith(CCW_PREFIX)
    arguments = {"disk": Said(value=chosen), **({"loadparm": Said(value=loadparm)} if has_loadparm else {})}
    sources = [ipl] if ipl else [work.machine.head]
    work.say("boot", Call(cls="BootArgs", arguments=arguments), *sources, note=ipl.text if ipl else "no IPL statement")
    if ipl is None:
        work.warn(work.machine.head, f"no IPL statement: it boots from {chosen}, its first disk of Linux")
    elif is_own_choice:
        what = _what(ipl)
        work.warn(ipl, f"IPL {ipl.target} names {what}; it boots from {chosen}, its first disk of Linux")
        work.put(ipl, Fate.APPROXIMATED, f"{ipl.target} is {what}: boots from {chosen}{lost}")
    else:
        work.put(ipl, Fate.APPROXIMATED if lost else Fate.CONVERTED, f"boots from {chosen}{lost}")


def _what(ipl: s.Ipl) -> str:
    """What IPL names when it is none of the guest's disks."""
    return "a CMS disk" if ipl.vdev in CMS_DISKS else "no disk that was converted"


def _wanted(work: Work, ipl: s.Ipl | None) -> int | None:
    """The device number to boot from: the map's word, or IPL's."""
    return int(work.choice.boot, 16) if work.choice.boot else ipl.vdev if ipl else None


def _lost(ipl: s.Ipl | None, chosen: str, loadparm: str) -> str:
    """What IPL says besides the device, and does not reach the guest."""
    lost = "; PARM is dropped: CMS or the kernel's own parameter line takes it" if ipl and ipl.parm else ""
    if loadparm and chosen.startswith(CCW_PREFIX):
        lost += f"; LOADPARM {loadparm} is dropped: libvirt hands none of a DASD that is passed through to QEMU"
    return lost


def _first_of_linux(names: dict[str, Device]) -> str:
    """The LUN that LOADDEV names, or the first disk that is neither CMS's by its number nor read-only."""
    writable = [name for name, device in names.items() if "read_only" not in device.arguments]
    of_cms = {f"disk-{vdev:04x}" for vdev in CMS_DISKS}
    own = [name for name in writable if name.startswith(BOOT_PREFIX)]
    own += [name for name in writable if name not in of_cms]
    return next(iter(own or writable), "")


def _lun(work: Work, names: dict[str, Device], wanted: int | None) -> str:
    """IPL of an FCP device: the LUN that stands among the disks, to be booted from."""
    is_fcp = any(statement.vdev == wanted for statement, _ in fcp_devices(work))
    return next((name for name in names if is_fcp and name.startswith(BOOT_PREFIX)), "")


def _passed(work: Work, wanted: int | None) -> str:
    """The DASD of that number, when it is passed through."""
    names = {device.name for device in work.plan.devices.get("mdevs", [])}
    name = f"{CCW_PREFIX}{wanted:04x}" if wanted is not None else ""
    return name if name in names else ""


def _loadparm(work: Work, ipl: s.Ipl | None, loaddevs: list[s.Loaddev]) -> str:
    for each in loaddevs:
        lost = ", ".join(each.other)
        fate = Fate.APPROXIMATED if lost else Fate.CONVERTED
        work.put(each, fate, f"{lost}: no counterpart when a disk is booted" if lost else "says what to boot")
    prog = next((each.bootprog for each in loaddevs if each.bootprog is not None), None)
    return ipl.loadparm if ipl and ipl.loadparm else str(prog) if prog else ""
