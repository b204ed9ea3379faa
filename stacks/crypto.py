"""Two guests with crypto adapters and domains of their own, and a guest that sees the host's ECKD DASDs."""

import zkvm_provider.sdk as zkvm

host = zkvm.Host("lpar1")
images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")
boot = zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5", initrd="/boot/initramfs-4.4.0-rc5.img")

# Each guest has every one of its adapters with every one of its domains; no queue can belong to two of them.
MATRICES = {"sign01": ([0x02, 0x03], [6]), "sign02": ([0x02, 0x03, 0x0A], [11])}

for name, (adapters, domains) in MATRICES.items():
    image = zkvm.Qcow2Disk(name, host=host, pool=images, name=f"{name}.qcow2", capacity="8 GiB")
    matrix = zkvm.MediatedDevice(
        f"{name}-crypto", host=host, adapters=adapters, domains=domains, control_domains=domains
    )
    zkvm.Guest(
        name,
        host=host,
        name=name,
        memory="2 GiB",
        boot=boot,
        disks=[zkvm.DiskArgs(name="root", volume=image)],
        mdevs=[zkvm.MdevArgs(name="crypto", model="vfio-ap", device=matrix)],
        consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
    )

# z/VM's DEDICATE: the host lets go of both DASDs; the guest finds them at 0.0.0200 and 0.0.0201 (`zkvm lscss eckd01`).
zkvm.Guest(
    "eckd01",
    host=host,
    name="eckd01",
    memory="1 GiB",
    boot=boot,
    mdevs=[
        zkvm.MdevArgs(
            name=f"dasd-{devno}",
            model="vfio-ccw",
            device=zkvm.MediatedDevice(f"eckd01-{devno}", host=host, parent=parent),
            devno=f"0x{devno}",
        )
        for devno, parent in (("0200", "0.0.0e20"), ("0201", "0.0.0e21"))
    ],
    consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
)
