"""TRACE, DISPLAY, STORE, VMDUMP: what CP does itself and KVM leaves to gdb and virsh."""

from __future__ import annotations

from zkvm_provider.cli.cp.setting import Said, Setting

_GDB_PORT = 1234


def trace(at: Setting) -> Said:
    """gdb through QEMU's own server: the guest must be defined with it."""
    info = at.guest()
    listening = _gdb_port(at.host.hypervisor.dump(info.ref, live=info.active))
    port = listening or _GDB_PORT
    lines = [
        "TRACE, DISPLAY and STORE are gdb's on KVM; QEMU holds the server (the talk, Guest Debugging).",
        f"  gdb vmlinux -ex 'target remote localhost:{port}'",
        "  trap: break, watch   show: info registers, x/16xw   change: set   search: find   go on: continue, stepi",
    ]
    if not listening:
        lines.append(
            f"{info.ref.name} has no gdb server yet: virsh qemu-monitor-command {info.ref.name} --hmp gdbserver"
        )
    return Said(lines=tuple(lines), data={"port": port, "listening": bool(listening)}, commands=("gdb vmlinux",))


def vmdump(at: Setting) -> Said:
    name = at.guest().ref.name
    command = f"virsh dump {name} /var/tmp/{name}.elf --memory-only --format elf"
    lines = (
        "A dump is taken on the host, by virsh; it is as large as the guest's memory. Read it with crash:",
        f"  {command}",
    )
    return Said(lines=lines, data={"command": command}, commands=(command, f"crash vmlinux /var/tmp/{name}.elf"))


def _gdb_port(xml: str) -> int | None:
    """The port of `-gdb tcp::1234` in the domain's own QEMU options."""
    _, found, rest = xml.partition("tcp::")
    digits = rest.split("'")[0].split(",")[0] if found else ""
    return int(digits) if digits.isdecimal() else None
