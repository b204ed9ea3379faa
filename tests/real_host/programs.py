"""Programs of these tests, as text with the varying parts put in."""

from __future__ import annotations

KERNEL = 'zkvm.BootArgs(kernel="/boot/kernel", initrd="/boot/initrd.img")'
POOL_FOLDER = "/var/lib/libvirt/e2e"
ROOT = 'zkvm.DiskArgs(name="root", volume=root)'
LAN = 'zkvm.InterfaceArgs(name="lan", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300"))'

POOL = f'pool = zkvm.StoragePool("pool", name="e2e", target="{POOL_FOLDER}")\n'


def guest(
    *,
    memory: str = '"256 MiB"',
    disks: str = ROOT,
    interfaces: str = LAN,
    boot: str = KERNEL,
    power: str = "paused",
    more: str = "",
) -> str:
    """A pool, a volume and a guest `e2e-linux`, whose QEMU runs but does not compute unless `power` says so."""
    return (
        POOL
        + f"""
root = zkvm.Qcow2Disk("root", pool=pool, name="root.qcow2", capacity="16 MiB")
zkvm.Guest(
    "linux",
    name="e2e-linux",
    memory={memory},
    boot={boot},
    disks=[{disks}],
    interfaces=[{interfaces}],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
    power="{power}",
    shutdown=zkvm.ShutdownArgs(grace_s=0),
    {more}
)
"""
    )


def fleet(count: int) -> str:
    """A pool and `count` guests `e2e-N`, each with a volume of its own; they run but do not compute."""
    return (
        POOL
        + f"""
for n in range({count}):
    disk = zkvm.Qcow2Disk(f"disk{{n}}", pool=pool, name=f"disk{{n}}.qcow2", capacity="16 MiB")
    zkvm.Guest(
        f"guest{{n}}",
        name=f"e2e-{{n}}",
        memory="64 MiB",
        boot={KERNEL},
        disks=[zkvm.DiskArgs(name="root", volume=disk)],
        power="paused",
        shutdown=zkvm.ShutdownArgs(grace_s=0),
    )
"""
    )
