"""Guests: list, look, start, stop, change memory. Words and layouts are virsh's."""

from __future__ import annotations

from typing import Annotated

import typer

from zkvm_provider.cli.layout import facts, table
from zkvm_provider.cli.session import GuestName, Json, Uri, answer, endpoint, find_guest, stats_of
from zkvm_provider.errors import InvalidInput, WrongState
from zkvm_provider.hypervisor.port import ObjectInfo, ObjectKind, PowerState, Scope, StopMode, SubchannelRow
from zkvm_provider.units import parse_size

LSCSS_HEAD = "Device   Subchan.  DevType CU Type Use  PIM PAM POM  CHPIDs"


def register(app: typer.Typer) -> None:
    """Hang the commands into `zkvm`."""
    app.command("list")(list_guests)
    app.command()(dominfo)
    app.command()(dumpxml)
    app.command()(lscss)
    app.command()(start)
    app.command()(shutdown)
    app.command()(destroy)
    app.command()(setmem)
    app.command()(console)


def list_guests(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also guests that are shut off.")] = False,
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """List guests (virsh list; CP QUERY NAMES)."""
    infos = [info for info in endpoint(context, uri).hypervisor.list(ObjectKind.DOMAIN) if every or info.active]
    infos.sort(key=lambda info: (info.domain_id is None, info.domain_id or 0, info.ref.name))
    rows = [(str(info.domain_id or "-"), info.ref.name, _state(info)) for info in infos]
    data = [
        {"id": info.domain_id, "name": info.ref.name, "uuid": info.ref.uuid, "state": _state(info)} for info in infos
    ]
    answer(context, as_json, data, table(("Id", "Name", "State"), rows))


def dominfo(context: typer.Context, guest: GuestName, uri: Uri = "", as_json: Json = False) -> None:
    """Show a guest's state, memory and vCPUs (virsh dominfo)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    stats = stats_of(host, info)
    rows = [
        ("Id", str(info.domain_id or "-")),
        ("Name", info.ref.name),
        ("UUID", info.ref.uuid),
        ("OS Type", "hvm"),
        ("State", _state(info)),
        ("CPU(s)", str(stats.vcpus_current)),
        *([("CPU time", f"{stats.cpu_time_ns / 1e9:.1f}s")] if info.active else []),
        ("Max memory", f"{stats.max_memory_kib} KiB"),
        ("Used memory", f"{stats.current_memory_kib} KiB"),
        ("Persistent", _yes(info.persistent)),
        ("Autostart", "enable" if info.autostart else "disable"),
        ("Managed save", "no"),
        ("Security model", "none"),
        ("Security DOI", "0"),
    ]
    answer(context, as_json, {"info": info, "stats": stats}, facts(rows))


def dumpxml(
    context: typer.Context,
    guest: GuestName,
    inactive: Annotated[bool, typer.Option("--inactive", help="The configuration of the next start.")] = False,
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Print a guest's libvirt XML (virsh dumpxml)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    xml = host.hypervisor.dump(info.ref, live=info.active and not inactive)
    answer(context, as_json, {"name": info.ref.name, "xml": xml}, xml if xml.endswith("\n\n") else xml + "\n")


def lscss(context: typer.Context, guest: GuestName, uri: Uri = "", as_json: Json = False) -> None:
    """Show a guest's channel devices as its own lscss does (s390-tools; CP QUERY VIRTUAL ALL)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    rows = host.devices.subchannels(info.ref)
    if not info.active:
        typer.echo(f"{info.ref.name} is {_state(info)}: this is what it will see after its next start", err=True)
    lines = [LSCSS_HEAD, "-" * 70, *(_lscss_line(row) for row in rows)]
    answer(context, as_json, rows, "\n".join(lines) + "\n")


def start(context: typer.Context, guest: GuestName, uri: Uri = "", as_json: Json = False) -> None:
    """Start a guest (virsh start; CP XAUTOLOG)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    host.hypervisor.start(info.ref)
    answer(context, as_json, {"started": info.ref.name}, f"Domain '{info.ref.name}' started\n\n")


def shutdown(context: typer.Context, guest: GuestName, uri: Uri = "", as_json: Json = False) -> None:
    """Ask a guest to shut down (virsh shutdown; CP SIGNAL SHUTDOWN)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    host.hypervisor.stop(info.ref, StopMode.SHUTDOWN)
    answer(context, as_json, {"shutdown": info.ref.name}, f"Domain '{info.ref.name}' is being shutdown\n\n")


def destroy(context: typer.Context, guest: GuestName, uri: Uri = "", as_json: Json = False) -> None:
    """Cut a guest's power; its disks and definition stay (virsh destroy; CP FORCE)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    host.hypervisor.stop(info.ref, StopMode.DESTROY)
    answer(context, as_json, {"destroyed": info.ref.name}, f"Domain '{info.ref.name}' destroyed\n\n")


def setmem(
    context: typer.Context,
    guest: GuestName,
    size: Annotated[str, typer.Argument(metavar="SIZE", help="New current memory: 512M, 1GiB; KiB without a unit.")],
    live: Annotated[bool, typer.Option("--live", help="The running guest.")] = False,
    config: Annotated[bool, typer.Option("--config", help="The next start.")] = False,
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Change a guest's current memory (virsh setmem). Without --live and --config: what it is in now."""
    try:
        size_bytes = parse_size(size, default_unit="KiB")
    except ValueError as wrong:
        raise InvalidInput.at("SIZE", str(wrong)) from wrong
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    if live and not info.active:
        raise WrongState(f"guest {info.ref.name!r}", actual=_state(info), wanted="running")
    scope = (Scope.LIVE if live or (info.active and not config) else Scope(0)) | (
        Scope.CONFIG if config or (not info.active and not live) else Scope(0)
    )
    host.hypervisor.set_memory(info.ref, -(-size_bytes // 1024), scope)
    answer(context, as_json, {"name": info.ref.name, "memory_kib": -(-size_bytes // 1024)}, "\n")


def console(context: typer.Context, guest: GuestName, uri: Uri = "", as_json: Json = False) -> None:
    """Print what a guest's console has shown since its start (the emulator answers with a boot log)."""
    host = endpoint(context, uri)
    info = find_guest(host, guest)
    text = host.hypervisor.console(info.ref)
    answer(context, as_json, {"name": info.ref.name, "console": text}, f"Connected to domain '{info.ref.name}'\n{text}")


def _state(info: ObjectInfo) -> str:
    return (info.state or PowerState.NOSTATE).value


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _lscss_line(row: SubchannelRow) -> str:
    """One line as s390-tools prints it; blank is `Use` when only predicted, and types that a device brings with it."""
    use = "yes" if row.in_use else ""
    types = f"{row.device_type:<7} {row.cu_type:<7}"
    return f"{row.device} {row.subchannel}  {types} {use:<3}  80  80  ff   00000000 00000000"
