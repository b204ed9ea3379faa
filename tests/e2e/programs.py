"""Programs of the end-to-end tests, as text with the varying parts put in."""

from __future__ import annotations

ROOT_DISK = 'zkvm.DiskArgs(name="root", block="/dev/disk/by-path/ccw-0.0.0e1e-part1", devno="0x0e1e")'
LAN = 'zkvm.InterfaceArgs(name="lan", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300"))'


def guest(*, disks: str = ROOT_DISK, interfaces: str = LAN, more: str = "", memory: str = "1 GiB") -> str:
    """One guest `linux01` with the DASD of the talk; `more` are further arguments."""
    return f"""
dasd = zkvm.DasdDisk("dasd", bus_id="0.0.0e1e", partition=1)
linux01 = zkvm.Guest(
    "linux01",
    name="linux01",
    memory="{memory}",
    max_vcpus=4,
    boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5", initrd="/boot/initramfs-4.4.0-rc5.img"),
    disks=[{disks}],
    interfaces=[{interfaces}],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
    {more}
    opts=pulumi.ResourceOptions(depends_on=[dasd]),
)
"""


def volumes(count: int) -> str:
    """A pool and `count` volumes `disk0`, `disk1`, …"""
    return f"""
pool = zkvm.StoragePool("pool", name="pool", target="/var/lib/libvirt/pool")
disks = [zkvm.Qcow2Disk(f"disk{{n}}", pool=pool, name=f"disk{{n}}.qcow2", capacity="1 GiB") for n in range({count})]
"""
