"""Everything that a host shows, as texts by name: two looks say what was changed, and what was not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from tests.effects.stage import Stage
from zkvm_provider.hypervisor.port import ObjectInfo, ObjectKind

_CONTENT_LIMIT = 8 * 1024**2
_USED = re.compile(r"<(allocation|available|physical|timestamps)\b.*?</\1>", re.DOTALL)
"""What changes by itself."""

_UNREAD = ("<volume type='network'>", "<volume type='dir'>")
"""What libvirt does not read."""
_MADE, _FOUND = "<format type='raw'/>", "<format type='iso'/>"
"""A seed image: once libvirt has looked into it again, which it does by itself some time after an upload."""

Look = dict[str, str]


def look(stage: Stage, kind: str) -> Look:
    """Objects of libvirt with their volumes, and of the rest of the host what changes of that kind may touch."""
    found = dict(_objects(stage))
    devices = stage.endpoint.devices
    if kind == "InstallMedia":
        found |= stage.media.files()
    if kind in {"DasdDisk", "MediatedDevice"}:
        found |= {f"dasd {each.bus_id}": str(each) for each in devices.dasds()}
        found |= dict(_mediated(stage))
    if kind == "ScsiLun":
        found |= {f"fcp {each.bus_id}": str(each) for each in devices.fcp_devices()}
        found |= {f"lun {each.bus_id} {each.wwpn} {each.lun}": str(each) for each in devices.scsi_devices()}
    return found


def changes(before: Look, after: Look) -> frozenset[str]:
    """The names of what came, went or changed."""
    return frozenset(name for name in (*before, *after) if before.get(name) != after.get(name))


def guests(seen: Look) -> dict[str, str]:
    """Of every guest what says whether it ran on: its id and state."""
    return {name: text.partition("\n")[0] for name, text in seen.items() if name.startswith("domain ")}


def _objects(stage: Stage) -> Iterator[tuple[str, str]]:
    for kind in (ObjectKind.DOMAIN, ObjectKind.NETWORK, ObjectKind.POOL):
        for row in stage.hypervisor.list(kind):
            yield f"{kind.value} {row.ref.uuid}", _whole(stage, row)
            if kind is ObjectKind.POOL and row.active:
                yield from _volumes(stage, row.ref.name)


def _mediated(stage: Stage) -> Iterator[tuple[str, str]]:
    for row in stage.hypervisor.list(ObjectKind.NODE_DEVICE):
        if row.ref.name.startswith("mdev_"):
            yield f"mdev {row.ref.uuid or row.ref.name}", _whole(stage, row)


def _whole(stage: Stage, row: ObjectInfo) -> str:
    state = f"{row.domain_id} {row.state} active={row.active} autostart={row.autostart}"
    live = stage.hypervisor.dump(row.ref, live=True) if row.active else ""
    return _USED.sub("", f"{state}\n{stage.hypervisor.dump(row.ref)}\n{live}")


def _volumes(stage: Stage, pool: str) -> Iterator[tuple[str, str]]:
    for row in stage.hypervisor.list(ObjectKind.VOLUME, pool=pool):
        xml = stage.hypervisor.dump(row.ref)
        size = re.search(r"<capacity[^>]*>(\d+)<", xml)
        content = b""
        if size and int(size[1]) <= _CONTENT_LIMIT and not xml.startswith(_UNREAD):
            content = stage.hypervisor.download(row.ref, _CONTENT_LIMIT)
        shown = _USED.sub("", xml).replace(_FOUND, _MADE)
        yield f"volume {pool}/{row.ref.name}", shown + hashlib.sha256(content).hexdigest()
