"""Networks, in virsh's layout."""

from __future__ import annotations

from typing import Annotated

import typer

from zkvm_provider.cli.layout import table
from zkvm_provider.cli.session import Json, Uri, answer, endpoint
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef


def register(app: typer.Typer) -> None:
    """Hang the commands into `zkvm`."""
    app.command("net-list")(net_list)
    app.command("net-start")(net_start)
    app.command("net-destroy")(net_destroy)


def net_list(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also inactive networks.")] = False,
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """List networks (virsh net-list)."""
    infos = [info for info in endpoint(context, uri).hypervisor.list(ObjectKind.NETWORK) if every or info.active]
    rows = [
        (
            info.ref.name,
            "active" if info.active else "inactive",
            "yes" if info.autostart else "no",
            "yes" if info.persistent else "no",
        )
        for info in infos
    ]
    answer(context, as_json, infos, table(("Name", "State", "Autostart", "Persistent"), rows))


NetworkName = Annotated[str, typer.Argument(metavar="NETWORK", help="Name of the network.")]


def net_start(context: typer.Context, network: NetworkName, uri: Uri = "", as_json: Json = False) -> None:
    """Start a network (virsh net-start)."""
    endpoint(context, uri).hypervisor.start(ObjectRef(kind=ObjectKind.NETWORK, name=network))
    answer(context, as_json, {"started": network}, f"Network {network} started\n\n")


def net_destroy(context: typer.Context, network: NetworkName, uri: Uri = "", as_json: Json = False) -> None:
    """Stop a network; its definition stays (virsh net-destroy)."""
    endpoint(context, uri).hypervisor.stop(ObjectRef(kind=ObjectKind.NETWORK, name=network))
    answer(context, as_json, {"stopped": network}, f"Network {network} destroyed\n\n")
