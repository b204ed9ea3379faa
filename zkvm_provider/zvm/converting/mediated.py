"""Mediated devices: a DASD that is passed through by vfio-ccw, crypto adapters and domains by vfio-ap."""

from __future__ import annotations

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Work, host_argument, variable
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Device, Ref, Resource, Said

CCW_PREFIX = "dasd-"
"""Names of DASDs that are passed through, in front of their device number."""


def pass_dasd(work: Work, statement: s.Dedicate, bus_id: str) -> None:
    """The DASD as a vfio-ccw device at its number: the guest sees the ECKD."""
    name = f"ccw-{bus_id.rsplit('.', 1)[1]}"
    ref = _make(work, name, {"parent": Said(value=bus_id)}, statement.text)
    arguments = {
        "name": Said(value=f"{CCW_PREFIX}{statement.vdev:04x}"),
        "model": Said(value="vfio-ccw"),
        "device": Said(value=ref),
        "devno": Said(value=f"0x{statement.vdev:04x}"),
    }
    device = Device(cls="MdevArgs", arguments=arguments, lines=statement.lines, comment=statement.text)
    work.plan.add("mdevs", device)
    note = f"DASD {bus_id} is passed through (vfio-ccw): the guest sees the ECKD"
    if statement.is_read_only:
        work.put(statement, Fate.APPROXIMATED, f"{note}, and may write: R/O is not kept")
    else:
        work.put(statement, Fate.CONVERTED, note)


def crypto_device(work: Work, adapters: list[int], domains: list[int], comment: str) -> Ref:
    """The guest's own vfio-ap device: each of the adapters with each of the domains."""
    arguments = {"adapters": Said(value=tuple(adapters)), "domains": Said(value=tuple(domains))}
    return _make(work, f"crypto-{work.slug}", arguments, comment)


def _make(work: Work, name: str, arguments: dict[str, Said], comment: str) -> Ref:
    suffix = f"-{work.host}" if work.host else ""
    resource = Resource(
        variable=variable(f"{name}{suffix}"),
        kind="MediatedDevice",
        name=f"{name}{suffix}",
        arguments={**host_argument(work.host), **arguments},
        comment=comment,
    )
    return work.world.make(resource, work.plan.key)
