"""Twelve guests; each shows a part of what a guest can have."""

from typing import Any

import hosts
import networks
import pulumi
import storage

import zkvm_provider.sdk as zkvm

KERNEL, INITRD = hosts.name("/boot/vmlinux-4.4.0-rc5"), hosts.name("/boot/initramfs-4.4.0-rc5.img")
GUESTS: dict[str, zkvm.Guest] = {}
CONSOLE = zkvm.ConsoleArgs(name="console", kind="sclp")
BRIDGED = [zkvm.InterfaceArgs(name="lan", network=networks.lan["lpar1"])]


def boot(cmdline: str = "root=/dev/vda") -> zkvm.BootArgs:
    """A kernel of the host."""
    return zkvm.BootArgs(kernel=KERNEL, initrd=INITRD, cmdline=cmdline)


def guest(name: str, /, **more: Any) -> None:
    """A guest with what all of them have in common, unless `more` says otherwise."""
    common = {
        "memory": "1 GiB",
        "consoles": [CONSOLE],
        "shutdown": zkvm.ShutdownArgs(grace_s=hosts.GRACE_S),
        "power": hosts.power(name),
    }
    if "boot" not in more:
        common["boot"] = boot()
    GUESTS[name] = zkvm.Guest(name, **{"name": name, **common, **more})


guest(  # an installed image, behind a portgroup
    "web01",
    memory="2 GiB",
    vcpus=1,
    max_vcpus=4,
    disks=[
        zkvm.DiskArgs(name="root", volume=storage.web_root),
        zkvm.DiskArgs(name="seed", volume=storage.seed, read_only=True),
    ],
    interfaces=[zkvm.InterfaceArgs(name="lan", network=networks.switch, portgroup="web")],
    watchdog=zkvm.WatchdogArgs(action="reset"),
    rng=zkvm.RngArgs(source="/dev/urandom"),
    metadata={"owner": "web team"},
)
guest(  # logical volumes, a zFCP LUN, tuned and pinned on huge pages
    "db01",
    memory="8 GiB",
    current_memory="8 GiB",
    vcpus=4,
    max_vcpus=8,
    iothreads=1,
    hugepages=hosts.have("hugepages"),
    cpu_tune=zkvm.CpuTuneArgs(
        shares=2048 if hosts.have("cgroups") else None,
        vcpu_pins={"0": "0-1"},
        emulator_pin="0",
        iothread_pins={"1": "1"},
    ),
    disks=[
        zkvm.DiskArgs(name="root", volume=storage.db_root, iothread=1),
        *hosts.only("thin-pools", zkvm.DiskArgs(name="thin", volume=storage.db_thin)),
    ],
    luns=hosts.only("zfcp", zkvm.LunArgs(name="database", lun=storage.database, unit=16383)),
    interfaces=[zkvm.InterfaceArgs(name="lan", network=networks.switch, portgroup="database")],
)
guest(  # a LUN as host device, and an iSCSI unit that QEMU reaches itself
    "db02",
    disks=[
        zkvm.DiskArgs(
            name="unit",
            format="raw",
            iscsi=zkvm.IscsiArgs(host=storage.SAN_HOST, target=storage.SAN_TARGET, lun=1),
        )
    ],
    luns=hosts.only("zfcp", zkvm.LunArgs(name="tape", lun=storage.tape, attach_as="hostdev")),
    interfaces=BRIDGED,
)
guest(  # the talk's: a DASD partition and a macvtap device
    "lmb01",
    max_vcpus=4,
    iothreads=1,
    disks=[zkvm.DiskArgs(name="root", block=storage.dasd_path, devno="0x0e1e")],
    interfaces=[
        zkvm.InterfaceArgs(name="lan", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300")),
        zkvm.InterfaceArgs(name="backup", network=networks.uplink),
    ],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
)
guest(  # a crypto adapter and a whole DASD, dedicated
    "crypto01",
    mdevs=hosts.only(
        "vfio",
        zkvm.MdevArgs(name="crypto", model="vfio-ap", device=storage.crypto),
        zkvm.MdevArgs(name="dasd", model="vfio-ccw", device=storage.dedicated, devno="0x0191"),
    ),
    key_wrapping=zkvm.KeyWrappingArgs(aes=True, dea=False),
    interfaces=BRIDGED,
)
guest(  # Secure Execution, not started yet
    "secure01",
    cpu=zkvm.CpuArgs(mode="custom", model="gen15a", features={"vx": "require"}) if hosts.have("cpu-models") else None,
    launch_security="s390-pv" if hosts.have("secure-execution") else None,
    disks=[zkvm.DiskArgs(name="root", volume=storage.secure)],
    power="stopped",
)
guest(  # folders of the host, sockets to it, and a console that is kept
    "build01",
    disks=[zkvm.DiskArgs(name="root", volume=storage.build)],
    filesystems=[zkvm.FilesystemArgs(name="source", source="/srv/source")],
    vsock=zkvm.VsockArgs(cid=42) if hosts.have("vsock") else None,
    consoles=[
        CONSOLE,
        zkvm.ConsoleArgs(name="log", kind="virtio", log_file="/var/log/libvirt/qemu/build01-console.log"),
    ],
    interfaces=BRIDGED,
)
guest(  # waits for gdb before its first instruction
    "debug01",
    debug=zkvm.DebugArgs(gdb_port=1234, freeze=True),
    power="paused",
)
guest(  # an interface of every kind
    "router01",
    interfaces=[
        zkvm.InterfaceArgs(name="bridged", bridge="br0", queues=2),
        zkvm.InterfaceArgs(name="tagged", ovs="ovsbr0", vlan=zkvm.VlanArgs(trunk=[42, 43], native=42)),
        zkvm.InterfaceArgs(name="private", network=networks.private, mac="52:54:00:00:00:09"),
        zkvm.InterfaceArgs(name="trunk", network=networks.switch, portgroup="all"),
    ],
    vcpus=2,
)
guest(  # boots from what works first; restarts for what cannot be changed while it runs
    "net01",
    boot=zkvm.BootArgs(order=["root", "lan"], loadparms={"root": "1"}),
    disks=[zkvm.DiskArgs(name="root", volume=storage.clone)],
    interfaces=BRIDGED,
    next_boot="restart",
)
guest(  # goes from host to host while it runs
    "roamer01",
    host="lpar1",
    disks=[
        zkvm.DiskArgs(name="root", volume=storage.roaming, cache="none")
        if hosts.have("nfs")
        else zkvm.DiskArgs(name="root", block=hosts.name("roaming"), cache="none")
    ],
    interfaces=BRIDGED,
    opts=pulumi.ResourceOptions(depends_on=[*storage.shared.values(), *networks.lan.values()]),
)
guest(  # on the other host, with what only XML can say
    "old01",
    host="lpar2",
    memballoon="none",
    xml_patches=[zkvm.XmlPatchArgs(name="keep-crashed", path="on_crash", value="preserve")],
    interfaces=[zkvm.InterfaceArgs(name="lan", network=networks.lan["lpar2"])],
    autostart=True,
    power="stopped",
)
