"""The lab: two guests of the talk "KVM for z/VM Lovers" on one host.

Which host that is, the stack configuration says (`zkvm:host`): the emulator in `stacks/Pulumi.lab.yaml`, a real libvirt
in `stacks/Pulumi.kvm.yaml` (`make lab`), a real LPAR in a stack of your own. The program stays the same; where a host
differs from the talk's, its stack says how.
"""

import pulumi

import zkvm_provider.sdk as zkvm

config = pulumi.Config()

host = zkvm.Host("lpar1")

images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")

# The guest of the talk: a DASD partition at device number 0e1e, macvtap on the OSA, direct kernel boot.
dasd = config.get("dasd") or "0.0.0e1e"
if dasd == "none":  # this host has no DASDs: an image takes its place
    root_image = zkvm.Qcow2Disk("root-image", host=host, pool=images, name="lmb_guest.qcow2", capacity="1 GiB")
    root = zkvm.DiskArgs(name="root", volume=root_image, cache="none", devno="0x0e1e")
else:
    root_volume = zkvm.DasdDisk("root-volume", host=host, bus_id=dasd, partition=1)
    root = zkvm.DiskArgs(name="root", block=root_volume.path, cache="none", devno="0x0e1e")

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
        kernel=config.get("kernel") or "/boot/vmlinux-4.4.0-rc5",
        initrd=config.get("initrd") or "/boot/initramfs-4.4.0-rc5.img",
        cmdline="selinux=0 root=/dev/vda",
    ),
    disks=[root],
    interfaces=[
        zkvm.InterfaceArgs(
            name="lan",
            macvtap=zkvm.MacvtapArgs(dev=config.get("uplink") or "enccw0.0.4300", mode="bridge"),
            mac="10:ba:11:be:15:ef",
        )
    ],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
)

# The guest that the talk installs: SLES 12 from its installation kernel into a qcow2 image.
sles12_image = zkvm.Qcow2Disk("sles12-image", host=host, pool=images, name="sles12_qcow2.img", capacity="20 GiB")

sles12 = zkvm.Guest(
    "sles12",
    host=host,
    name="sles12",
    memory="1 GiB",
    vcpus=1,
    boot=zkvm.BootArgs(
        kernel=config.get("installKernel") or "/var/lib/libvirt/images/sles12-kernel.boot",
        initrd=config.get("installInitrd") or "/var/lib/libvirt/images/sles12-initrd.boot",
    ),
    disks=[zkvm.DiskArgs(name="root", volume=sles12_image, cache="none", io="native", devno="0x0002")],
    consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
)

pulumi.export("hostname", host.hostname)
pulumi.export("lmb_guest", lmb_guest.power_state)
pulumi.export("sles12", sles12.power_state)
