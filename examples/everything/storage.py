"""Pools of several kinds, the volumes in them, and the host's own devices."""

import hosts

import zkvm_provider.sdk as zkvm

SAN_PORT = "0x500507630603c763"
SAN_HOST = hosts.name("9.60.29.70")
SAN_TARGET = hosts.name("iqn.2016-01.com.ibm:ds8k.lovers")

# Pools. A real host needs what they lie on: folders, an NFS server, a volume group, an iSCSI target, an FCP device.
images = zkvm.StoragePool("images", name="images", target="/var/lib/libvirt/images")
scratch_dasd = zkvm.DasdDisk("scratch-dasd", bus_id="0.0.0e20", partition=1) if hosts.have("dasd") else None
scratch = zkvm.StoragePool(
    "scratch",
    name="scratch",
    kind="fs",
    target="/srv/scratch",
    source=zkvm.PoolSourceArgs(devices=[scratch_dasd.path if scratch_dasd else hosts.name("0.0.0e20")]),
    autostart=True,
)
shared = {
    host: zkvm.StoragePool(
        f"{host}-shared",
        host=host,
        name="shared",
        kind="netfs",
        target="/srv/shared",
        source=zkvm.PoolSourceArgs(host="9.60.29.66", dir="/export/shared", format="nfs"),
    )
    for host in ("lpar1", "lpar2")
    if hosts.have("nfs")
}
group = zkvm.StoragePool("data", name="data", kind="logical", source=zkvm.PoolSourceArgs(volume_group="data"))
units = zkvm.StoragePool(
    "units",
    name="units",
    kind="iscsi-direct",
    source=zkvm.PoolSourceArgs(host=SAN_HOST, iqn=SAN_TARGET, initiator="iqn.2016-01.com.ibm:lpar1"),
)
adapter = (
    zkvm.StoragePool(
        "adapter",
        name="adapter",
        kind="scsi",
        source=zkvm.PoolSourceArgs(adapter=zkvm.PoolAdapterArgs(name="scsi_host1")),
    )
    if hosts.have("zfcp")
    else None
)
multipath = zkvm.StoragePool("multipath", name="multipath", kind="mpath") if hosts.have("multipath") else None

# Volumes.
web_root = zkvm.Qcow2Disk("web-root", pool=images, name="web-root.qcow2", source="golden.raw", capacity="10 GiB")
seed = zkvm.CloudInitDisk("seed", pool=images, name="seed.iso", user_data="#cloud-config\nhostname: web01\n")
golden = zkvm.Qcow2Disk("golden", pool=images, name="golden.qcow2", capacity="8 GiB")
clone = zkvm.Qcow2Disk("clone", pool=images, name="clone.qcow2", backing=golden, capacity="8 GiB")
build = zkvm.Qcow2Disk("build", pool=scratch, name="build.raw", format="raw", capacity="4 GiB")
archive = zkvm.Qcow2Disk("archive", pool=images, name="archive.qcow2", capacity="12 GiB")
secure = zkvm.Qcow2Disk("secure", pool=images, name="secure.qcow2", capacity="6 GiB")
roaming = (
    zkvm.Qcow2Disk("roaming", pool=shared["lpar1"], name="roaming.qcow2", capacity="8 GiB")
    if hosts.have("nfs")
    else None
)
db_root = zkvm.LvmDisk("db-root", pool=group, name="db-root", capacity="1 GiB")
db_thin = (
    zkvm.LvmDisk("db-thin", pool=group, name="db-thin", thin_pool="thin", capacity="2 GiB")
    if hosts.have("thin-pools")
    else None
)

# Devices of the host.
dasd_path = zkvm.DasdDisk("dasd", bus_id="0.0.0e1e", partition=1).path if hosts.have("dasd") else hosts.name("0.0.0e1e")


def lun(name: str, number: str) -> zkvm.ScsiLun | None:
    """A LUN of the storage server, through the FCP device 0.0.1c98."""
    if not hosts.have("zfcp"):
        return None
    return zkvm.ScsiLun(name, fcp_device="0.0.1c98", wwpn=SAN_PORT, lun=number)


database = lun("database", "0x4022401100000000")
logs = lun("logs", "0x4022403300000000")
tape = lun("tape", "0x4022405500000000")
crypto = zkvm.MediatedDevice("crypto", adapters=[2], domains=[6]) if hosts.have("vfio") else None
dedicated = zkvm.MediatedDevice("dedicated", parent="0.0.0e21") if hosts.have("vfio") else None
