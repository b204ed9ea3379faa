"""Web and database guests on one Open vSwitch bridge, each in its VLAN, and a firewall that sees both tagged."""

import zkvm_provider.sdk as zkvm

host = zkvm.Host("lpar1")
images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")
boot = zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5", initrd="/boot/initramfs-4.4.0-rc5.img")

lan = zkvm.OvsNetwork(
    "lan",
    host=host,
    name="lan",
    bridge="ovsbr0",
    portgroups=[
        zkvm.PortgroupArgs(name="web", access=42, is_default=True),
        zkvm.PortgroupArgs(name="database", access=43),
        zkvm.PortgroupArgs(name="all", trunk=[42, 43], native=42),
    ],
)

for name, portgroup in (("web01", "web"), ("web02", "web"), ("db01", "database"), ("firewall", "all")):
    image = zkvm.Qcow2Disk(name, host=host, pool=images, name=f"{name}.qcow2", capacity="8 GiB")
    zkvm.Guest(
        name,
        host=host,
        name=name,
        memory="1 GiB",
        boot=boot,
        disks=[zkvm.DiskArgs(name="root", volume=image)],
        interfaces=[zkvm.InterfaceArgs(name="lan", network=lan, portgroup=portgroup, devno="0x0500")],
        consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
    )
