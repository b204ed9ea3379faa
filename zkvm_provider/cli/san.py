"""The SAN of a host and of a guest: lsscsi's and lszdev's layouts (lsscsi 0.32, s390-tools)."""

from __future__ import annotations

from typing import Annotated

import typer

from zkvm_provider.cli.layout import table
from zkvm_provider.cli.scsi_table import guest_scsi_devices
from zkvm_provider.cli.session import Json, Uri, answer, endpoint, find_guest
from zkvm_provider.hypervisor.san import ScsiDevice


def register(app: typer.Typer) -> None:
    """Hang the commands into `zkvm`."""
    app.command()(lsscsi)
    app.command()(lszfcp)


def lsscsi(
    context: typer.Context,
    guest: Annotated[str, typer.Argument(metavar="[GUEST]", help="What this guest sees; without it the host.")] = "",
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """List SCSI devices of the host, or of a guest as its own lsscsi does (lsscsi; CP QUERY VIRTUAL FCP)."""
    host = endpoint(context, uri)
    rows = host.devices.scsi_devices()
    if guest:
        info = find_guest(host, guest)
        rows = guest_scsi_devices(host.hypervisor.dump(info.ref, live=info.active), rows)
        if not info.active:
            typer.echo(f"{info.ref.name} does not run: this is what it will see after its next start", err=True)
    answer(context, as_json, rows, "".join(f"{_line(row)}\n" for row in rows))


def lszfcp(context: typer.Context, uri: Uri = "", as_json: Json = False) -> None:
    """List the host's FCP devices (lszdev zfcp-host, lszfcp; CP QUERY FCP)."""
    rows = endpoint(context, uri).devices.fcp_devices()
    cells = [
        (
            row.bus_id,
            "online" if row.online else "offline",
            "-" if row.scsi_host is None else f"host{row.scsi_host}",
            row.wwpn or "-",
            row.port_type or "-",
            "yes" if row.scans_luns else "no",
        )
        for row in rows
    ]
    answer(context, as_json, rows, table(("ID", "State", "SCSI host", "Port", "Type", "LUN scan"), cells))


def _line(row: ScsiDevice) -> str:
    """As lsscsi prints it: the numbers in 13 columns, then kind, vendor, model, revision and device node."""
    numbers = f"[{row.host}:{row.channel}:{row.target}:{row.unit}]"
    return f"{numbers:<13}{row.kind:<8}{row.vendor:<8} {row.model:<16} {row.revision:<4}  {row.device or '-'}"
