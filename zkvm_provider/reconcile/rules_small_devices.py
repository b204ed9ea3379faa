"""Policy of a guest's CPU model, small devices, security and debugging: all of it holds from the next start on.

Facts: libvirt 9.0.0 refuses a diag288 watchdog, a 9p file system and a virtio-serial controller on a running guest.
"""

from __future__ import annotations

from zkvm_provider.reconcile.rule import NEEDED, NUMBER, PART, VALUE, Line, config, live, next_boot, reported

_STOPPED = config()
_CPU = next_boot("a guest keeps the CPU it was started with")
_WATCHDOG = next_boot("libvirt cannot plug a diag288 watchdog")
_AT_START = next_boot("the guest gets it when it starts")
_MEMORY = next_boot("the guest gets it when it starts: its memory must be shared from the beginning")
_SECURITY = next_boot("it is decided when the guest starts")
_GDB = next_boot("QEMU opens the port when it starts")
_AGENT = live(
    "the agent's channel is plugged or unplugged",
    "attach",
    "detach",
    "define",
    exception="the controller of channels cannot be plugged: the first channel or virtio console waits",
)
_FREEZE = reported("it is how zkvm starts the guest")

DEVICES: tuple[Line, ...] = (
    ("filesystems", PART, _MEMORY, _STOPPED),
    ("filesystems[].name", NEEDED, _MEMORY, _STOPPED),
    ("filesystems[].source", NEEDED, _AT_START, _STOPPED),
    ("filesystems[].tag", VALUE, _AT_START, _STOPPED),
    ("filesystems[].kind", VALUE, _MEMORY, _STOPPED),
    ("filesystems[].read_only", VALUE, _AT_START, _STOPPED),
    ("filesystems[].devno", VALUE, _AT_START, _STOPPED),
    ("cpu", PART, _CPU, _STOPPED),
    ("cpu.mode", VALUE, _CPU, _STOPPED),
    ("cpu.model", VALUE, _CPU, _STOPPED),
    ("cpu.features", VALUE, _CPU, _STOPPED),
    ("watchdog", PART, _WATCHDOG, _STOPPED),
    ("watchdog.action", VALUE, _WATCHDOG, _STOPPED),
    ("rng", PART, _AT_START, _STOPPED),
    ("rng.source", VALUE, _AT_START, _STOPPED),
    ("rng.rate_bytes", NUMBER, _AT_START, _STOPPED),
    ("rng.rate_period_ms", NUMBER, _AT_START, _STOPPED),
    ("agent", VALUE, _AGENT, _STOPPED),
    ("vsock", PART, _AT_START, _STOPPED),
    ("vsock.cid", NUMBER, _AT_START, _STOPPED),
    ("launch_security", VALUE, _SECURITY, _STOPPED),
    ("key_wrapping", PART, _SECURITY, _STOPPED),
    ("key_wrapping.aes", VALUE, _SECURITY, _STOPPED),
    ("key_wrapping.dea", VALUE, _SECURITY, _STOPPED),
    ("debug", PART, _GDB, _STOPPED),
    ("debug.gdb_port", NUMBER, _GDB, _STOPPED),
    ("debug.freeze", VALUE, _FREEZE, _FREEZE),
)
