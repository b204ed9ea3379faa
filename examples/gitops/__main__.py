"""The guests of one KVM host. Which host and which guests, the stack says: Pulumi.lpar1.yaml, Pulumi.lpar2.yaml, …

What all hosts share (VLAN numbers, owners) comes from the stack of the project in `site/`.
"""

import pulumi

import zkvm_provider.sdk as zkvm

config = pulumi.Config()
site = pulumi.StackReference(config.get("site") or "organization/zkvm-site/site")
vlans, owners = site.require_output("vlans"), site.require_output("owners")

host = zkvm.Host("host")
images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")
lan = zkvm.OvsNetwork(
    "lan",
    host=host,
    name="lan",
    bridge="ovsbr0",
    portgroups=[
        zkvm.PortgroupArgs(name="web", access=vlans["web"]),
        zkvm.PortgroupArgs(name="database", access=vlans["database"]),
    ],
)

for name, wish in sorted(config.require_object("guests").items()):
    image = zkvm.Qcow2Disk(f"{name}-root", host=host, pool=images, name=f"{name}.qcow2", capacity=wish["disk"])
    zkvm.Guest(
        name,
        host=host,
        name=name,
        memory=wish["memory"],
        current_memory=wish.get("currentMemory", wish["memory"]),
        vcpus=wish.get("vcpus", 1),
        max_vcpus=wish.get("maxVcpus", 4),
        boot=zkvm.BootArgs(
            kernel="/boot/vmlinux-4.4.0-rc5",
            initrd="/boot/initramfs-4.4.0-rc5.img",
            cmdline=wish.get("cmdline", "root=/dev/vda"),
        ),
        disks=[zkvm.DiskArgs(name="root", volume=image, devno=wish.get("devno", "0x0200"))],
        interfaces=[zkvm.InterfaceArgs(name="lan", network=lan, devno="0x0500")],
        consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
        metadata={"owner": owners[wish["owner"]]},
    )
