"""TRACE, DISPLAY, STORE, VMDUMP: what CP does itself and KVM leaves to gdb and virsh."""

from __future__ import annotations

from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.libvirtxml.parse.parts.debug import gdb_port_of

_GDB_PORT = 1234


def trace(at: Setting) -> Said:
    """gdb through QEMU's own server: the guest must be defined with it."""
    info = at.guest()
    listening = gdb_port_of(at.root(info))
    port = listening or _GDB_PORT
    lines = [
        "TRACE, DISPLAY and STORE are gdb's on KVM; QEMU holds the server (the talk, Guest Debugging).",
        f"  gdb vmlinux -ex 'target remote localhost:{port}'",
        "  trap: break, watch   show: info registers, x/16xw   change: set   search: find   go on: continue, stepi",
    ]
    if not listening:
        name = info.ref.name
        lines.append(f"{name} has no gdb server: set `debug.gdbPort` of the guest in the program, or for now:")
        lines.append(f"  virsh qemu-monitor-command {name} --hmp gdbserver tcp::{port}")
    return Said(lines=tuple(lines), data={"port": port, "listening": bool(listening)}, commands=("gdb vmlinux",))


def vmdump(at: Setting) -> Said:
    name = at.guest().ref.name
    command = f"virsh dump {name} /var/tmp/{name}.elf --memory-only --format elf"
    lines = (
        "A dump is taken on the host, by virsh; it is as large as the guest's memory. Read it with crash:",
        f"  {command}",
    )
    return Said(lines=lines, data={"command": command}, commands=(command, f"crash vmlinux /var/tmp/{name}.elf"))
