"""A host full of things that others made becomes a program; after the bulk import there is nothing to change."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.lab import Lab
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.model.address import BusId
from zkvm_provider.model.zfcp import ZfcpLun
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(300)]

PASSWORD = "tnQ7-not-for-anybody"
NETWORKS = (
    "<network><name>lan</name><forward mode='bridge'/><bridge name='br0'/></network>",
    "<network><name>up</name><forward mode='bridge'><interface dev='enccw0.0.4300'/></forward></network>",
    "<network><name>odd</name><forward mode='open'/><bridge name='virbr7'/>"
    "<ip address='10.7.0.1' netmask='255.255.255.0'/></network>",
    "<network><name>private</name><forward mode='nat'/><ip address='10.8.0.1' netmask='255.255.255.0'>"
    "<dhcp><range start='10.8.0.100' end='10.8.0.120'/></dhcp></ip></network>",
)
GROUP = (
    "<pool type='logical'><name>vg</name><source><name>system</name></source>"
    "<target><path>/dev/system</path></target></pool>"
)
MATRIX = (
    "<device><parent>ap_matrix</parent><capability type='mdev'><type id='vfio_ap-passthrough'/>"
    "<uuid>c60cc60c-c60c-4c60-8c60-c60cc60cc60c</uuid>"
    "<attr name='assign_adapter' value='0x02'/><attr name='assign_domain' value='0x0b'/></capability></device>"
)
LUN = ZfcpLun(BusId.parse("0.0.1c98"), "0x500507630603c763", "0x4022401100000000")
HARDWARE = (
    "<controller type='scsi' index='0' model='virtio-scsi'/>"
    f"<disk type='block' device='lun'><driver name='qemu' type='raw'/><source dev='{LUN.by_path}'/>"
    "<target dev='sda' bus='scsi'/></disk>"
    "<disk type='network' device='disk'><driver name='qemu' type='raw'/>"
    "<source protocol='iscsi' name='iqn.2016-01.com.ibm:ds8k.lovers/1'><host name='9.60.29.70'/></source>"
    "<target dev='vda' bus='virtio'/></disk>"
    "<hostdev mode='subsystem' type='mdev' model='vfio-ap'>"
    "<source><address uuid='c60cc60c-c60c-4c60-8c60-c60cc60cc60c'/></source></hostdev>"
)
SCREEN = (
    f"<graphics type='vnc' port='-1' passwd='{PASSWORD}'/><video><model type='virtio'/></video>"
    "<disk type='file' device='cdrom'><source file='/boot/initramfs-4.2.0.img'/><target dev='sda' bus='scsi'/></disk>"
)


def volume(name: str, target: str = "vda") -> str:
    return (
        f"<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/><source pool='images' volume='{name}'/>"
        f"<target dev='{target}' bus='virtio'/></disk>"
    )


def on(network: str) -> str:
    return f"<interface type='network'><source network='{network}'/><model type='virtio'/></interface>"


def domain(name: str, devices: str, *, before: str = "", vcpu: str = "<vcpu>1</vcpu>") -> str:
    return (
        f"<domain type='kvm'><name>{name}</name><memory unit='MiB'>512</memory>{vcpu}"
        "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.4.0-rc5</kernel>"
        f"<cmdline>root=/dev/vda quiet=&quot;yes&quot;</cmdline></os>{before}"
        f"<devices>{devices}<console type='pty'><target type='sclp'/></console></devices></domain>"
    )


def furnish(endpoint: Endpoint) -> None:
    """By hand, as an administrator did for years."""
    host = endpoint.hypervisor
    endpoint.devices.set_fcp_online(str(LUN.bus_id), True)
    endpoint.devices.set_lun_attached(str(LUN.bus_id), LUN.wwpn, LUN.lun, True)
    host.start(host.define(ObjectKind.NODE_DEVICE, MATRIX, validate=False))
    host.start(host.define(ObjectKind.POOL, GROUP))
    logical = "<volume><name>root</name><capacity unit='MiB'>64</capacity></volume>"
    host.create_volume("vg", logical)
    pool = "<pool type='dir'><name>images</name><target><path>/var/lib/libvirt/images</path></target></pool>"
    images = host.define(ObjectKind.POOL, pool)
    host.build_pool(images)
    host.start(images)
    host.set_autostart(images, True)
    shape = "<volume><name>{}</name><capacity unit='GiB'>2</capacity><target><format type='qcow2'/></target></volume>"
    for name in ("web.qcow2", "db.qcow2", "db-data.qcow2", "spare.qcow2"):
        host.create_volume("images", shape.format(name))
    below = "<backingStore><path>/var/lib/libvirt/images/web.qcow2</path><format type='qcow2'/></backingStore>"
    host.create_volume("images", shape.format("above.qcow2").replace("</volume>", f"{below}</volume>"))
    for network in NETWORKS:
        host.start(host.define(ObjectKind.NETWORK, network))
    tuned = "<cputune><shares>2048</shares></cputune>"
    two = volume("db.qcow2") + volume("db-data.qcow2", "vdb") + on("up")
    block = (
        "<disk type='block' device='disk'><driver name='qemu' type='raw' cache='none' io='native'/>"
        "<source dev='/dev/disk/by-path/ccw-0.0.0e1e'/><target dev='vda'/>"
        "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0191'/></disk>"
        "<interface type='direct'><source dev='enccw0.0.4300' mode='bridge'/><model type='virtio'/></interface>"
    )
    domains = (
        domain("web", volume("web.qcow2") + on("lan")),
        domain("db-1", two, before=tuned, vcpu="<vcpu current='1'>4</vcpu>"),
        domain("2nd", on("lan") + on("lan")),
        domain("tape", block),
        domain("screen", SCREEN),
        domain("hard", HARDWARE),
    )
    refs = [host.define(ObjectKind.DOMAIN, xml) for xml in domains]
    for ref in refs[:2]:
        host.start(ref)


def test_a_whole_host_becomes_a_program_without_a_change(lab: Lab, tmp_path: Path) -> None:
    uri = f"emulated://{lab.store}"
    endpoint = connect(uri, create=True)
    furnish(endpoint)
    host = endpoint.hypervisor
    before = {info.ref.name: host.dump(info.ref) for info in host.list(ObjectKind.DOMAIN)}
    written = tmp_path / "written"
    told = lab.zkvm("--uri", uri, "import", "-o", str(written))
    for found in ("2 StoragePool", "5 Qcow2Disk", "1 NatNetwork", "1 MediatedDevice, 1 DasdDisk, 1 ScsiLun"):
        assert found in told, told
    volumes = [info.ref.name for info in host.list(ObjectKind.VOLUME, pool="vg")]
    assert f"{len(volumes)} LvmDisk" in told
    assert "left out: network odd" in told
    assert re.search(r"screen: the model has no word for .*devices/graphics", told)

    sources = {path.relative_to(written).as_posix(): path.read_text() for path in written.rglob("*") if path.is_file()}
    assert {"guests/web.py", "guests/db_1.py", "pools.py", "disks.py", "networks.py"} <= set(sources)
    assert all(PASSWORD not in text for text in sources.values())
    assert "backing=web" in sources["disks.py"]
    assert "volume=volume(disks.db_data)" in sources["guests/db_1.py"]
    assert max(len(text.splitlines()) for text in sources.values() if "zkvm.Guest(" in text) < 50
    assert "network odd" in sources["__main__.py"]

    for path in written.iterdir():
        if path.name != "Pulumi.yaml":
            shutil.copytree(path, lab.folder / path.name) if path.is_dir() else shutil.copy(path, lab.folder)
    lab.run("import", "--file", "import.json", "--generate-code=false", "--protect=false", "--yes", expect=0)
    lab.preview("--expect-no-changes", "--diff")
    lab.up("--expect-no-changes", "--refresh")
    assert {info.ref.name: host.dump(info.ref) for info in host.list(ObjectKind.DOMAIN)} == before
    assert "device=devices." in sources["guests/hard.py"]
    assert "lun=devices." in sources["guests/hard.py"]
    assert len(json.loads(sources["import.json"])["resources"]) == 2 + 5 + len(volumes) + 3 + 3 + 6

    source = (lab.folder / "guests" / "screen.py").read_text()
    (lab.folder / "guests" / "screen.py").write_text(source.replace('memory="512 MiB"', 'memory="1 GiB"'))
    lab.up()
    assert f"passwd='{PASSWORD}'" in lab.zkvm("dumpxml", "--inactive", "screen")


def test_nothing_is_overwritten(lab: Lab, tmp_path: Path) -> None:
    uri = f"emulated://{lab.store}"
    connect(uri, create=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "__main__.py").write_text("kept")
    with pytest.raises(AssertionError, match="is not empty"):
        lab.zkvm("--uri", uri, "import", "-o", str(tmp_path / "mine"))
    assert (tmp_path / "mine" / "__main__.py").read_text() == "kept"
