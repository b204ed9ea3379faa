"""A database guest on LUNs over two FCP devices each, and a guest that gets a LUN by its SCSI address."""

import pulumi

import zkvm_provider.sdk as zkvm

host = zkvm.Host("lpar1")
images = zkvm.StoragePool("images", host=host, name="images", target="/var/lib/libvirt/images")
boot = zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5", initrd="/boot/initramfs-4.4.0-rc5.img")

PATHS = (("0.0.1c98", "0x500507630603c763"), ("0.0.1ca8", "0x500507630608c763"))
LUNS = {"data": "0x4022401100000000", "log": "0x4022401200000000"}

# Every LUN over both paths: the host's multipath daemon makes one device of the two. The first FCP device comes online
# first, so that it is scsi_host0.
paths: dict[str, list[zkvm.ScsiLun]] = {name: [] for name in LUNS}
for number, (fcp, wwpn) in enumerate(PATHS, start=1):
    before = [each for both in paths.values() for each in both]
    for name, lun in LUNS.items():
        path = zkvm.ScsiLun(
            f"{name}-path{number}",
            host=host,
            fcp_device=fcp,
            wwpn=wwpn,
            lun=lun,
            opts=pulumi.ResourceOptions(depends_on=before),
        )
        paths[name].append(path)

zkvm.Guest(
    "db01",
    host=host,
    name="db01",
    memory="8 GiB",
    vcpus=4,
    boot=boot,
    disks=[
        zkvm.DiskArgs(
            name="root",
            volume=zkvm.Qcow2Disk("db01-root", host=host, pool=images, name="db01.qcow2", capacity="8 GiB"),
        )
    ],
    luns=[
        zkvm.LunArgs(name=name, block=both[0].multipath, unit=number)
        for number, (name, both) in enumerate(paths.items())
    ],
    consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
    opts=pulumi.ResourceOptions(depends_on=[each for both in paths.values() for each in both]),
)

# The talk's attach-device: a SCSI hostdev; unit 16383 is LUN 32767 in the guest (`zkvm lsscsi scan01`).
scratch = zkvm.ScsiLun("scratch", host=host, fcp_device=PATHS[0][0], wwpn=PATHS[0][1], lun="0x4022401300000000")

zkvm.Guest(
    "scan01",
    host=host,
    name="scan01",
    memory="1 GiB",
    boot=boot,
    luns=[zkvm.LunArgs(name="scratch", lun=scratch, attach_as="hostdev", unit=16383)],
    consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
)
