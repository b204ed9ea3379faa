"""XAUTOLOG, SIGNAL SHUTDOWN, FORCE, IPL, STOP, BEGIN, DEFINE, SET SHARE: a virtual machine's state and resources."""

from __future__ import annotations

from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.cli.session import stats_of
from zkvm_provider.errors import InvalidInput, WrongState
from zkvm_provider.hypervisor.port import ObjectInfo, ObjectKind, SchedulerParameter, Scope, StopMode
from zkvm_provider.units import parse_size


def xautolog(at: Setting) -> Said:
    info = at.guest(at.operands[0] if at.operands else "")
    at.host.hypervisor.start(info.ref)
    name, users = info.ref.name, _users(at)
    line = f"AUTO LOGON   ***       {name.upper():<8} USERS = {users}"
    return Said(
        lines=("Command accepted", line),
        data={"started": name},
        commands=(f"virsh start {name}",),
        warnings=at.drift(info, "power"),
    )


def signal_shutdown(at: Setting) -> Said:
    words = [word for word in at.operands if word.upper() not in ("USER",)]
    info = at.guest(words[0] if words and words[0].upper() != "WITHIN" else "")
    at.host.hypervisor.stop(info.ref, StopMode.SHUTDOWN)
    name = info.ref.name
    line = f"SHUTDOWN SIGNAL SENT TO {name.upper()}"
    waits = ("WITHIN is not kept: nobody waits here. Pulumi does: `shutdown.graceS` of the guest.",)
    late = waits if any(word.upper() == "WITHIN" for word in words) else ()
    return Said(
        lines=(line,),
        data={"shutdown": name},
        commands=(f"virsh shutdown {name}",),
        warnings=(*late, *at.drift(info, "power")),
    )


def force(at: Setting) -> Said:
    return _off(at, at.guest(at.operand()))


def logoff(at: Setting) -> Said:
    return _off(at, at.guest())


def ipl(at: Setting) -> Said:
    """Boots what the definition boots: another device is a change of the definition, not of this boot."""
    info = at.guest()
    if at.operands and at.operands[0].upper() not in ("CLEAR", "NOCLEAR"):
        wanted = at.operands[0].upper()
        reason = f"a guest boots what its definition says; for {wanted} set `boot` in the program, then IPL"
        raise InvalidInput.at("IPL", reason)
    hypervisor = at.host.hypervisor
    if info.active:
        hypervisor.stop(info.ref, StopMode.DESTROY)
    hypervisor.start(info.ref)
    name = info.ref.name
    commands = (f"virsh destroy {name}", f"virsh start {name}") if info.active else (f"virsh start {name}",)
    warnings = () if info.active else at.drift(info, "power")
    return Said(lines=(f"{name.upper()} IS BEING BOOTED",), data={"booted": name}, commands=commands, warnings=warnings)


def stop(at: Setting) -> Said:
    info = at.guest()
    at.host.hypervisor.suspend(info.ref)
    name = info.ref.name
    return Said(
        lines=(f"{name.upper()} STOPPED",),
        data={"stopped": name},
        commands=(f"virsh suspend {name}",),
        warnings=at.drift(info, "power"),
    )


def begin(at: Setting) -> Said:
    info = at.guest()
    at.host.hypervisor.resume(info.ref)
    name = info.ref.name
    return Said(lines=(f"{name.upper()} GOES ON",), data={"begun": name}, commands=(f"virsh resume {name}",))


def define_storage(at: Setting) -> Said:
    """Live through the balloon: the guest goes on, unlike under CP, where its storage is cleared."""
    info, text = at.guest(), at.operand()
    try:
        kib = parse_size(text, default_unit="MiB") // 1024
    except ValueError as wrong:
        raise InvalidInput.at("SIZE", str(wrong)) from wrong
    at.host.hypervisor.set_memory(info.ref, kib, Scope.LIVE if info.active else Scope.CONFIG)
    name = info.ref.name
    return Said(
        lines=(f"STORAGE = {text.upper()}",),
        data={"storage_kib": kib},
        commands=(f"virsh setmem {name} {kib} {'--live' if info.active else '--config'}",),
        warnings=("The guest goes on: nothing was cleared.", *at.drift(info, "currentMemory")),
    )


def define_cpu(at: Setting) -> Said:
    """Adds the CPUs up to the highest number given: `define cpu 1-3`."""
    info, text = at.guest(), at.operand()
    stats = stats_of(at.host, info)
    try:
        highest = max(int(part, 16) for part in text.replace("-", " ").replace(",", " ").split())
    except ValueError:
        raise InvalidInput.at("NUMBER", f"expected CPU addresses in hex such as 01 or 1-3, got {text!r}") from None
    count = highest + 1
    if count <= stats.vcpus_current:
        return Said(lines=(f"CPU {highest:02X} ALREADY DEFINED",), data={"cpus": stats.vcpus_current})
    at.host.hypervisor.set_vcpus(info.ref, count, Scope.LIVE if info.active else Scope.CONFIG)
    name = info.ref.name
    return Said(
        lines=tuple(f"CPU {number:02X} DEFINED" for number in range(stats.vcpus_current, count)),
        data={"cpus": count},
        commands=(f"virsh setvcpus {name} {count} {'--live' if info.active else '--config'}",),
        warnings=at.drift(info, "vcpus"),
    )


def set_share(at: Setting) -> Said:
    words = [word for word in at.operands if word.upper() not in ("RELATIVE", "REL")]
    if len(words) != 2 or not words[1].isdecimal():
        raise InvalidInput.at("SHARE", "expected USER [RELATIVE] 1 to 10000; KVM has no absolute shares")
    info, share = at.guest(words[0]), int(words[1])
    scope = Scope.LIVE if info.active else Scope.CONFIG
    at.host.hypervisor.set_scheduler(info.ref, SchedulerParameter.SHARES, share, scope)
    name = info.ref.name
    return Said(
        lines=(f"USER {name.upper():<8}: RELATIVE SHARE = {share}",),
        data={"shares": share},
        commands=(f"virsh schedinfo {name} --set cpu_shares={share} {'--live' if info.active else '--config'}",),
        warnings=at.drift(info, "cpuTune.shares"),
    )


def _off(at: Setting, info: ObjectInfo) -> Said:
    if not info.active:
        raise WrongState(f"{info.ref.name.upper()}", actual="not logged on", wanted="running")
    warnings = at.drift(info, "power")
    at.host.hypervisor.stop(info.ref, StopMode.DESTROY)
    name = info.ref.name
    line = f"USER DSC   LOGOFF AS  {name.upper():<8} USERS = {_users(at)}   FORCED"
    return Said(lines=(line,), data={"destroyed": name}, commands=(f"virsh destroy {name}",), warnings=warnings)


def _users(at: Setting) -> int:
    return sum(info.active for info in at.host.hypervisor.list(ObjectKind.DOMAIN))
