"""Reading what `lszdev`, `lszfcp`, `lsscsi`, `lsluns` and `lsblk` print of a SAN. Text in, values out."""

from __future__ import annotations

import re
from dataclasses import replace

from zkvm_provider.hypervisor.san import FcpDevice, ScsiDevice

_BUS_ID = r"[0-9a-f]\.[0-3]\.[0-9a-f]{4}"
_ADAPTER = re.compile(rf"({_BUS_ID})\s+host(\d+)\s*")
_ZFCP_LUN = re.compile(rf"({_BUS_ID})/(0x[0-9a-f]{{16}})/(0x[0-9a-f]{{16}})\s+(\d+:\d+:\d+:\d+)\s*")
_SCSI = re.compile(r"\[(\d+):(\d+):(\d+):(\d+)\]\s*(\S.*)")
_PORT = re.compile(r"\s*at port (0x[0-9a-f]{16}):\s*")
_LUN = re.compile(r"\s+(0x[0-9a-f]{16})\b.*")
_KIND, _VENDOR, _MODEL, _REVISION = slice(0, 8), slice(8, 17), slice(17, 34), slice(34, 40)
"""lsscsi's columns behind the four numbers, which push them to the right when they are long."""


def parse_fcp_devices(lszdev: str) -> tuple[FcpDevice, ...]:
    """`lszdev zfcp-host --columns ID,ON --no-headings`, sorted by bus id."""
    rows = [line.split() for line in lszdev.lower().splitlines()]
    found = [
        FcpDevice(bus_id=row[0], online=row[1] == "yes")
        for row in rows
        if len(row) > 1 and re.fullmatch(_BUS_ID, row[0])
    ]
    return tuple(sorted(found, key=lambda each: each.bus_id))


def parse_adapters(lszfcp: str) -> dict[str, int]:
    """`lszfcp -H`: the SCSI host's number of each online FCP device."""
    matches = (_ADAPTER.fullmatch(line) for line in lszfcp.splitlines())
    return {match[1]: int(match[2]) for match in matches if match}


def parse_attributes(grep: str) -> dict[str, str]:
    """`grep -sH . PATH…` of sysfs: the value of each file by its path."""
    pairs = (line.partition(":") for line in grep.splitlines())
    return {path: value.strip() for path, _, value in pairs}


def parse_lsscsi(text: str) -> tuple[ScsiDevice, ...]:
    """`lsscsi`, or `lsscsi -i`, whose last column is the WWID; vendor and model may hold blanks, `-` is none."""
    matches = (_SCSI.match(line) for line in text.splitlines())
    return tuple(_scsi(match) for match in matches if match)


def _scsi(match: re.Match[str]) -> ScsiDevice:
    numbers, rest = [int(part) for part in match.groups()[:4]], match[5]
    last = ["" if word == "-" else word for word in rest[_REVISION.stop :].split()]
    device, wwid = [*last, "", ""][:2]
    return ScsiDevice(
        host=numbers[0],
        channel=numbers[1],
        target=numbers[2],
        unit=numbers[3],
        kind=rest[_KIND].strip(),
        vendor=rest[_VENDOR].strip(),
        model=rest[_MODEL].strip(),
        revision=rest[_REVISION].strip(),
        device=device,
        wwid=wwid,
    )


def with_zfcp(devices: tuple[ScsiDevice, ...], lszfcp: str) -> tuple[ScsiDevice, ...]:
    """The devices with what `lszfcp -D` says of them: `BUS-ID/WWPN/LUN H:C:T:L`."""
    matches = (_ZFCP_LUN.fullmatch(line) for line in lszfcp.lower().splitlines())
    behind = {match[4]: match for match in matches if match}
    return tuple(
        replace(each, bus_id=match[1], wwpn=match[2], lun=match[3])
        if (match := behind.get(f"{each.host}:{each.channel}:{each.target}:{each.unit}"))
        else each
        for each in devices
    )


def with_multipath(devices: tuple[ScsiDevice, ...], lsblk: str) -> tuple[ScsiDevice, ...]:
    """The devices with what `lsblk -rnpo NAME,TYPE,PKNAME` says: `/dev/mapper/mpatha mpath /dev/sda`."""
    rows = [line.split() for line in lsblk.splitlines()]
    maps = {row[2]: row[0] for row in rows if len(row) == 3 and row[1] == "mpath"}
    return tuple(replace(each, multipath=maps.get(each.device, "")) for each in devices)


def parse_lsluns(text: str, wwpn: str) -> tuple[str, ...]:
    """`lsluns -c BUS-ID -p WWPN`: the LUNs that the port offers, sorted."""
    port, found = "", set()
    for line in text.lower().splitlines():
        if match := _PORT.fullmatch(line):
            port = match[1]
        elif port == wwpn and (match := _LUN.fullmatch(line)):
            found.add(match[1])
    return tuple(sorted(found))
