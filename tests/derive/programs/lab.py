"""A small lab, as a user would write it."""

import pulumi

import zkvm_provider.sdk as zkvm

lab = zkvm.Host("lab", uri="emulated:", domain_type=zkvm.DomainType.QEMU)
images = zkvm.StoragePool("images", host=lab, target="/var/lib/libvirt/images")
base = zkvm.Qcow2Disk("base", host=lab, pool=images, capacity="10 GiB")
data = zkvm.Qcow2Disk("data", host=lab, pool=images, capacity=20, backing=base, on_shrink="allow")
lan = zkvm.MacvtapNetwork("lan", host=lab, devices=["enccw0.0.4300"], mode="bridge")
tagged = zkvm.OvsNetwork("tagged", host=lab, bridge="ovsbr0", portgroups=[{"name": "blue", "access": 42}])
dasd = zkvm.DasdDisk("dasd", host=lab, bus_id="0.0.0e1e", partition=1)

linux01 = zkvm.Guest(
    "linux01",
    host=lab,
    memory="1 GiB",
    current_memory=512,
    max_vcpus=4,
    boot={"disk": "root"},
    disks=[
        zkvm.DiskArgs(name="root", block=dasd.path, devno="0x0e1e"),
        {"name": "data", "volume": data, "read_only": True},
        {"name": "more", "volume": data.id, "cache": zkvm.DiskCache.NONE},
    ],
    interfaces=[
        {"name": "lan", "network": lan},
        zkvm.InterfaceArgs(name="tagged", network=tagged),
        zkvm.InterfaceArgs(name="direct", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300", mode="vepa")),
    ],
    shutdown={"grace_s": 30, "then": "fail"},
    metadata={"cost_centre": "4711"},
    opts=pulumi.ResourceOptions(protect=False),
)
linux02 = zkvm.Guest("linux02", zkvm.GuestArgs(memory=1024, host=lab, next_boot=zkvm.NextBoot.RESTART))
found = zkvm.Guest.get("found", "lpar1::linux09")
other = zkvm.Provider("other", host="lpar1", hosts={"lpar1": {"uri": lab.uri, "domain_type": "kvm"}})
asked = zkvm.get_guest_output(name="linux09", host=lab)

table = linux01.devices.apply(lambda rows: [f"{row.bus_id} {row.cu_type}" for row in rows])
memory = asked.memory.apply(str)
