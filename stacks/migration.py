"""Two hosts with an NFS server between them, and guests that move from one to the other while they run.

.zkvm/bin/pulumi config set place lpar2 && make up STACK=migration
"""

import pulumi

import zkvm_provider.sdk as zkvm

config = pulumi.Config()
place = config.get("place") or "lpar1"

pools, networks = {}, {}
for name in ("lpar1", "lpar2"):
    pools[name] = zkvm.StoragePool(
        f"{name}-shared",
        host=name,
        name="shared",
        kind="netfs",
        target="/srv/shared",
        source=zkvm.PoolSourceArgs(host="9.60.29.66", dir="/export/shared", format="nfs"),
    )
    networks[name] = zkvm.BridgeNetwork(f"{name}-lan", host=name, name="lan", bridge="br0")

for number in (1, 2):
    name = f"roamer{number}"
    image = zkvm.Qcow2Disk(name, host="lpar1", pool=pools["lpar1"], name=f"{name}.qcow2", capacity="8 GiB")
    zkvm.Guest(
        name,
        host=place,
        name=name,
        memory="1 GiB",
        boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5", initrd="/boot/initramfs-4.4.0-rc5.img"),
        disks=[zkvm.DiskArgs(name="root", volume=image, cache="none")],
        interfaces=[zkvm.InterfaceArgs(name="lan", network=networks["lpar1"])],
        consoles=[zkvm.ConsoleArgs(name="console", kind="sclp")],
        opts=pulumi.ResourceOptions(depends_on=[*pools.values(), *networks.values()]),
    )
