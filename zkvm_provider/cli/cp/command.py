"""`zkvm cp "…"`: one CP command, answered in CP's layout, with the command it stands for on stderr."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from zkvm_provider.cli.cp import devices, elsewhere, machines, power, system
from zkvm_provider.cli.cp.setting import Said, Setting
from zkvm_provider.cli.session import Json, Uri, answer, endpoint
from zkvm_provider.zvm.cp_words import COMMANDS, find_command

_ANSWERS: dict[str, Callable[[Setting], Said]] = {
    "QUERY NAMES": system.names,
    "QUERY USERID": system.userid,
    "QUERY VIRTUAL ALL": machines.everything,
    "QUERY VIRTUAL DASD": machines.disks,
    "QUERY VIRTUAL OSA": machines.adapters,
    "QUERY VIRTUAL NIC": machines.adapters,
    "QUERY VIRTUAL STORAGE": machines.storage,
    "QUERY VIRTUAL CPUS": machines.cpus,
    "QUERY VIRTUAL CONSOLE": machines.consoles,
    "QUERY VIRTUAL": machines.device,
    "QUERY SHARE": machines.share,
    "QUERY ALLOC PAGE": system.alloc_page,
    "QUERY DASD": system.dasd,
    "QUERY FCP": system.fcp,
    "QUERY OSA": system.osa,
    "QUERY LAN": system.lans,
    "QUERY VSWITCH": system.vswitches,
    "INDICATE LOAD": system.indicate_load,
    "INDICATE USER": machines.indicate_user,
    "INDICATE": system.indicate_load,
    "XAUTOLOG": power.xautolog,
    "LOGON": power.xautolog,
    "SIGNAL SHUTDOWN": power.signal_shutdown,
    "FORCE": power.force,
    "LOGOFF": power.logoff,
    "IPL": power.ipl,
    "DEFINE STORAGE": power.define_storage,
    "DEFINE CPU": power.define_cpu,
    "ATTACH": devices.attach,
    "DETACH": devices.detach,
    "COUPLE": devices.couple,
    "UNCOUPLE": devices.uncouple,
    "SET SHARE": power.set_share,
    "LINK": devices.link,
    "STOP": power.stop,
    "BEGIN": power.begin,
    "TRACE": elsewhere.trace,
    "DISPLAY": elsewhere.trace,
    "STORE": elsewhere.trace,
    "VMDUMP": elsewhere.vmdump,
}
"""Every command of `zvm/cp_words.py`; a test compares the two."""


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    known = "\n\n".join(f"{each.name} {each.operands}".strip() + f" ({each.stands_for})" for each in COMMANDS)
    app.command("cp", epilog=f"Commands, CP's abbreviations in capitals:\n\n{known}")(cp)


def cp(
    context: typer.Context,
    command: Annotated[list[str], typer.Argument(metavar="COMMAND", help='A CP command: "q v dasd".')],
    user: Annotated[str, typer.Option("--for", metavar="GUEST", help="The virtual machine that speaks.")] = "",
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Answer a CP command of z/VM from libvirt and the host; what it stands for is told on stderr."""
    found, operands = find_command(" ".join(command))
    said = _ANSWERS[found.key](Setting(host=endpoint(context, uri), command=found, user=user, operands=operands))
    for each in said.commands:
        typer.secho(f"  {each}", err=True, dim=True)
    for warning in said.warnings:
        typer.echo(f"warning: {warning}", err=True)
    data = {"command": found.key, "answer": said.data, "stands_for": said.commands, "warnings": said.warnings}
    answer(context, as_json, data, "\n".join(said.lines) + "\n")
