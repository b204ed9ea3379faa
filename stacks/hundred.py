"""A hundred small guests on one host: for trying what many guests do to people and tools."""

import pulumi

import zkvm_provider.sdk as zkvm

config = pulumi.Config()

host = zkvm.Host("lpar1")
images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")
lan = zkvm.MacvtapNetwork("lan", host=host, name="lan", devices=["enccw0.0.4300"])

for number in range(1, (config.get_int("guests") or 100) + 1):
    name = f"small{number:03}"
    image = zkvm.Qcow2Disk(name, host=host, pool=images, name=f"{name}.qcow2", capacity="1 GiB")
    zkvm.Guest(
        name,
        host=host,
        name=name,
        memory="512 MiB",
        boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5", initrd="/boot/initramfs-4.4.0-rc5.img"),
        disks=[zkvm.DiskArgs(name="root", volume=image)],
        interfaces=[zkvm.InterfaceArgs(name="lan", network=lan)],
        consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
    )
