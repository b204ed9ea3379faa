"""A map file for one directory: exactly what it needs, with a word on each decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from zkvm_provider.zvm import geometry
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.linking import DiskIndex, follow, index_disks
from zkvm_provider.zvm.converting.workbench import lines_say, vdev_text
from zkvm_provider.zvm.directory import Directory
from zkvm_provider.zvm.judge import judge
from zkvm_provider.zvm.mapping import DEFAULT_TARGET, GuestChoice, MapFile
from zkvm_provider.zvm.virtual_machine import VirtualMachine, virtual_machines

_HEAD = """\
# Where the volumes, LANs and devices of {name} go on KVM. Made by `zkvm convert --write-map`; lines
# that begin with # wait for your decision or show another way. Then: zkvm convert {name} --map THIS-FILE -o FOLDER
project: zvm-guests
stack: zvm

# KVM hosts by their libvirt URI; emulated: is a host on this machine to try things out.
"""
_POOLS = """
# Folders of the host that hold minidisks as qcow2 images.
pools:
  images: {{target: {target}}}
# scratch_pool: images    # V-DISK and T-DISK
"""


def map_template(directory: Directory) -> str:
    """The text of the file. It is a map already; what only a person can know is left as comments."""
    machines = list(virtual_machines(directory))
    linux = [each for each in machines if judge(each, GuestChoice()).is_linux]
    index = index_disks(directory, MapFile())
    parts = [_HEAD.format(name=directory.name), *_hosts(linux), _POOLS.format(target=DEFAULT_TARGET)]
    parts += [*_volumes(linux, index), *_networks(linux), *_devices(linux), *_crypto(linux), *_guests(machines)]
    return "".join(parts)


def _hosts(machines: Iterable[VirtualMachine]) -> Iterator[str]:
    members = sorted({each.member for each in machines} - {"", "*"})
    if not members:
        yield 'hosts:\n  lpar1: {uri: "emulated:?host=lpar1"}    # or qemu+ssh://lpar1/system\nhost: lpar1\n'
        return
    yield "hosts:\n"
    for number in range(1, len(members) + 1):
        yield f'  lpar{number}: {{uri: "emulated:?host=lpar{number}"}}    # or qemu+ssh://lpar{number}/system\n'
    yield "host: lpar1    # of guests that are no IDENTITY\n"
    yield "\n# Members of the SSI cluster, each with its host.\nmembers:\n"
    for number, member in enumerate(members, 1):
        yield f"  {member}: lpar{number}\n"


def _volumes(machines: Iterable[VirtualMachine], index: DiskIndex) -> Iterator[str]:
    disks: dict[str, list[s.Mdisk]] = defaultdict(list)
    for machine in machines:
        for each in machine.statements():
            found = follow(index, each).disk if isinstance(each, s.Link) else each
            if isinstance(found, s.Mdisk) and found.form == "extent" and found not in disks[found.volume]:
                disks[found.volume].append(found)
    if not disks:
        return
    yield (
        "\n# DASD volumes: {pool: images} makes an image of each minidisk, {volume_group: NAME} a logical volume,\n"
        "# {dasd: 0.0.0e1e} a partition of the DASD, with whole: true all of it for its only minidisk.\nvolumes:\n"
    )
    for volume in sorted(disks):
        yield f"  {_key(volume)}: {_volume(disks[volume])}\n"


def _volume(disks: list[s.Mdisk]) -> str:
    sizes = [each.size for each in disks if each.size is not None]
    says = geometry.says(disks[0].device, sum(sizes))
    count = f"{len(disks)} minidisk{'' if len(disks) == 1 else 's'}"
    if len(sizes) < len(disks):
        return f"{{pool: images, cylinders: 10017}}    # {count}; one reaches to the END: 10017 is a 3390-9"
    return f"{{pool: images}}    # {count}, {says}"


def _networks(machines: Iterable[VirtualMachine]) -> Iterator[str]:
    lans: dict[str, list[s.Nic]] = defaultdict(list)
    has_mac = False
    for machine in machines:
        for nic in machine.every(s.Nic):
            has_mac = has_mac or bool(nic.mac_id)
            if nic.lan:
                owner = machine.userid if nic.owner == "*" else nic.owner
                lans[f"{owner} {nic.lan}"].append(nic)
    if has_mac:
        yield (
            "\n# First half of the MAC addresses: VMLAN USERPREFIX (or MACPREFIX) of the SYSTEM CONFIG.\n"
            'mac_prefix: "020000"\n'
        )
    if not lans:
        return
    yield (
        "\n# Guest LANs and VSWITCHes: {direct: eth1} is macvtap on an interface of the host, {macvtap: [eth1]} a\n"
        "# network of it, {bridge: br0} and {ovs: ovsbr0} networks on a switch, {nat: 192.168.150.0/24} and\n"
        "# {isolated: 192.168.150.0/24} networks of which libvirt is the host, {network: NAME} one that is there.\n"
        "networks:\n"
    )
    for lan in sorted(lans):
        vlans = sorted({vlan for nic in lans[lan] for vlan in nic.vlans})
        more = f", VLAN {', '.join(map(str, vlans))}" if vlans else ""
        way = "{ovs: ovsbr0}" if vlans else "{macvtap: [eth1]}"
        yield f"  {_key(lan)}: {way}    # {lines_say(each.line for each in lans[lan])}{more}\n"


def _devices(machines: Iterable[VirtualMachine]) -> Iterator[str]:
    devices: dict[str, list[int]] = defaultdict(list)
    for machine in machines:
        followers: set[tuple[int | None, int]] = set()
        for each in machine.every(s.Dedicate):
            if each.volume or (each.rdev, each.vdev) in followers:
                continue
            rdev = each.rdev or 0
            pairs = {(rdev + step, each.vdev + step) for step in (1, 2)}
            if pairs <= {(other.rdev, other.vdev) for other in machine.every(s.Dedicate)}:
                followers |= pairs
            devices[vdev_text(rdev)].append(each.line)
        for disk in machine.every(s.Mdisk):
            if disk.rdev is not None:
                devices[vdev_text(disk.rdev)].append(disk.line)
    if not devices:
        return
    yield (
        "\n# Real devices. Only you know what they are:\n"
        "#   {dasd: 0.0.0e20}                                      a DASD of the KVM host, as a virtio disk\n"
        "#   {ccw: 0.0.0e20}                                       a DASD passed through: the guest sees its ECKD\n"
        '#   {fcp: 0.0.1c98, luns: [{wwpn: "0x…", lun: "0x…"}]}    LUNs behind an FCP device of the host\n'
        '#   {fcp: 0.0.1ca8, path_of: "1C98", luns: [ … ]}         a further path to the LUNs of device 1C98\n'
        "#   {osa: enccw0.0.4300}                                  an OSA, the first of its three devices\n"
        "#   {skip: why}                                           stays behind\n"
        "devices: {}    # take the braces away and the signs from the lines below\n"
    )
    for device in sorted(devices):
        yield f'#  "{device}": {{}}    # {lines_say(devices[device])}\n'


def _crypto(machines: Iterable[VirtualMachine]) -> Iterator[str]:
    found = {each.userid: each.every(s.Crypto) for each in machines}
    users = {user: every[0].line for user, every in found.items() if any(each.adapters for each in every)}
    if users:
        yield (
            "\n# Dedicated crypto: the adapters and domains of CRYPTO, unless the host numbers them otherwise;\n"
            "# {device: UUID} is a vfio-ap device that is there (`virsh nodedev-list --cap mdev`), {skip: why} none.\n"
            "crypto: {}    # to change one, take the braces away and the sign from its line below\n"
        )
    for user, line in users.items():
        yield f"#  {_key(user)}: {_queues(found[user])}    # line {line}\n"


def _queues(every: list[s.Crypto]) -> str:
    adapters = sorted({number for each in every for number in each.adapters})
    domains = sorted({number for each in every for number in each.domains})
    return f"{{adapters: {adapters}, domains: {domains}}}"


def _guests(machines: list[VirtualMachine]) -> Iterator[str]:
    yield (
        "\n# Guests: {skip: why} leaves one out, {linux: true} takes one that is not thought to be Linux,\n"
        '# {boot: "0200"}, {name: linux01}, {drop: ["0191"]}, {autostart: true} do what they say.\nguests: {}\n'
    )
    seen: set[str] = set()
    for machine in machines:
        verdict = judge(machine, GuestChoice())
        if machine.userid in seen or verdict.is_linux:
            continue
        seen.add(machine.userid)
        yield f"#  {_key(machine.userid)}: {{linux: true}}    # not converted: {verdict.reason}\n"


def _key(text: str) -> str:
    """A YAML key; quoted where it could be read as something else than text."""
    plain = text.replace(" ", "").isalpha() and text not in (
        "ON",
        "OFF",
        "YES",
        "NO",
        "Y",
        "N",
        "TRUE",
        "FALSE",
        "NULL",
    )
    return text if plain else f'"{text}"'
