"""Pools and volumes, in virsh's and qemu-img's layouts."""

from __future__ import annotations

from typing import Annotated

import typer

from zkvm_provider.cli.layout import table
from zkvm_provider.cli.session import Json, Uri, answer, endpoint
from zkvm_provider.errors import NotFound
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.volume import ParsedVolume, parse_volume

CLUSTER_BYTES = 65536
"""qemu-img's default cluster size of a qcow2 image, which libvirt does not change."""

PoolName = Annotated[str, typer.Argument(metavar="POOL", help="Name or uuid of the pool.")]


def register(app: typer.Typer) -> None:
    """Hang the commands into `zkvm`."""
    app.command("pool-list")(pool_list)
    app.command("pool-start")(pool_start)
    app.command("pool-destroy")(pool_destroy)
    app.command("vol-list")(vol_list)
    app.command("vol-info")(vol_info)


def pool_list(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also inactive pools.")] = False,
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """List storage pools (virsh pool-list)."""
    infos = [info for info in endpoint(context, uri).hypervisor.list(ObjectKind.POOL) if every or info.active]
    rows = [(i.ref.name, "active" if i.active else "inactive", "yes" if i.autostart else "no") for i in infos]
    answer(context, as_json, infos, table(("Name", "State", "Autostart"), rows))


def pool_start(context: typer.Context, pool: PoolName, uri: Uri = "", as_json: Json = False) -> None:
    """Start a storage pool (virsh pool-start)."""
    endpoint(context, uri).hypervisor.start(_pool(pool))
    answer(context, as_json, {"started": pool}, f"Pool {pool} started\n\n")


def pool_destroy(context: typer.Context, pool: PoolName, uri: Uri = "", as_json: Json = False) -> None:
    """Stop a storage pool; its definition and volumes stay (virsh pool-destroy)."""
    endpoint(context, uri).hypervisor.stop(_pool(pool))
    answer(context, as_json, {"stopped": pool}, f"Pool {pool} destroyed\n\n")


def vol_list(context: typer.Context, pool: PoolName, uri: Uri = "", as_json: Json = False) -> None:
    """List the volumes of a pool (virsh vol-list)."""
    hypervisor = endpoint(context, uri).hypervisor
    found = hypervisor.look_up(_pool(pool))
    volumes = [parse_volume(hypervisor.dump(info.ref)) for info in hypervisor.list(ObjectKind.VOLUME, pool=found.name)]
    rows = [(volume.name, volume.path) for volume in volumes]
    answer(context, as_json, volumes, table(("Name", "Path"), rows))


def vol_info(
    context: typer.Context,
    volume: Annotated[str, typer.Argument(metavar="VOLUME", help="Name, path or POOL/NAME of the volume.")],
    pool: Annotated[str, typer.Option("--pool", help="Look in this pool only.")] = "",
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Describe a volume in qemu-img's layout (qemu-img info)."""
    hypervisor = endpoint(context, uri).hypervisor
    names = [pool] if pool else [info.ref.name for info in hypervisor.list(ObjectKind.POOL) if info.active]
    for name in names:
        for info in hypervisor.list(ObjectKind.VOLUME, pool=name):
            parsed = parse_volume(hypervisor.dump(info.ref))
            if volume in (parsed.name, parsed.path, parsed.key, f"{name}/{parsed.name}"):
                answer(context, as_json, parsed, qemu_img_info(parsed))
                return
    raise NotFound(f"volume {volume!r}", remedy=f"looked in the active pools {', '.join(names) or '(none)'}")


def qemu_img_info(volume: ParsedVolume) -> str:
    """The text of `qemu-img info` (QEMU 7.2)."""
    size = volume.capacity_bytes
    lines = [
        f"image: {volume.path}",
        f"file format: {volume.format}",
        f"virtual size: {_human(size)} ({size} bytes)",
        f"disk size: {_human(volume.allocation_bytes)}",
    ]
    if volume.format == "qcow2":
        lines.append(f"cluster_size: {CLUSTER_BYTES}")
        if volume.backing_path:
            lines += [f"backing file: {volume.backing_path}"]
            lines += [f"backing file format: {volume.backing_format}"] if volume.backing_format else []
        lines += ["Format specific information:", f"    compat: {volume.compat}"]
        if volume.compat != "0.10":
            lines += ["    compression type: zlib", "    lazy refcounts: false"]
        lines += ["    refcount bits: 16"]
        if volume.compat != "0.10":
            lines += ["    corrupt: false", "    extended l2: false"]
        else:
            lines.insert(-1, "    compression type: zlib")
    return "\n".join(lines) + "\n"


def _human(size: int) -> str:
    """qemu-img's size: three significant digits and a binary unit."""
    value, units = float(size), ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    while value >= 1000 and len(units) > 1:
        value, units = value / 1024, units[1:]
    return f"{value:.3g} {units[0]}"


def _pool(text: str) -> ObjectRef:
    is_uuid = len(text) == 36 and text.count("-") == 4
    return ObjectRef(kind=ObjectKind.POOL, **({"uuid": text} if is_uuid else {"name": text}))
