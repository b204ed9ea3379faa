"""The lab: two guests of the talk "KVM for z/VM Lovers" on one host.

Which host that is, the stack configuration says (`zkvm:host`): the emulator in `stacks/Pulumi.lab.yaml`, a real LPAR
in a stack of your own. The program stays the same.
"""

import pulumi

import zkvm_provider.sdk as zkvm

config = pulumi.Config()

host = zkvm.Host("lpar1")

# The guest of the talk: a DASD partition at device number 0e1e, macvtap on the OSA, direct kernel boot.
root_volume = zkvm.DasdDisk("root-volume", host=host, bus_id="0.0.0e1e", partition=1)

lmb_guest = zkvm.Guest(
    "lmb_guest",
    host=host,
    name="lmb_guest",
    memory=config.get("memory") or "1 GiB",
    current_memory=config.get("currentMemory") or "1 GiB",
    max_vcpus=4,
    vcpus=config.get_int("vcpus") or 1,
    iothreads=1,
    boot=zkvm.BootArgs(
        kernel="/boot/vmlinux-4.4.0-rc5",
        initrd="/boot/initramfs-4.4.0-rc5.img",
        cmdline="selinux=0 root=/dev/vda",
    ),
    disks=[zkvm.DiskArgs(name="root", block=root_volume.path, cache="none", devno="0x0e1e")],
    interfaces=[
        zkvm.InterfaceArgs(
            name="lan",
            macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300", mode="bridge"),
            mac="10:ba:11:be:15:ef",
        )
    ],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
)

# The guest that the talk installs: SLES 12 from its installation kernel into a qcow2 image.
images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")

sles12_image = zkvm.Qcow2Disk("sles12-image", host=host, pool=images, name="sles12_qcow2.img", capacity="20 GiB")

sles12 = zkvm.Guest(
    "sles12",
    host=host,
    name="sles12",
    memory="1 GiB",
    vcpus=1,
    boot=zkvm.BootArgs(
        kernel="/var/lib/libvirt/images/sles12-kernel.boot",
        initrd="/var/lib/libvirt/images/sles12-initrd.boot",
    ),
    disks=[zkvm.DiskArgs(name="root", volume=sles12_image, cache="none", io="native", devno="0x0002")],
    consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
)

pulumi.export("hostname", host.hostname)
pulumi.export("lmb_guest", lmb_guest.power_state)
pulumi.export("sles12", sles12.power_state)
