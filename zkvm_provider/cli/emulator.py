"""The emulator's own commands: what is in its store, make it new, what was called."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.cli.files import read_text, write_text
from zkvm_provider.cli.layout import table
from zkvm_provider.cli.session import Json, Uri, answer, uri_of
from zkvm_provider.errors import InvalidInput
from zkvm_provider.wiring import administer, connect, parse_emulated_uri

app = typer.Typer(
    help="The emulated hypervisor: its store, inventory and journal.", no_args_is_help=True, rich_markup_mode=None
)

TELL_PULUMI = "`pulumi refresh` tells it to a stack that had something there"


@app.command()
def show(context: typer.Context, uri: Uri = "", as_json: Json = False) -> None:
    """Show the store's hosts and how many objects they hold. Makes the store when there is none."""
    where = uri_of(context, uri)
    connect(where, create=True)
    hosts = administer(where).describe()
    rows = [
        (
            each.host,
            f"{each.active_domains}/{each.domains}",
            str(each.networks),
            str(each.pools),
            str(each.volumes),
            each.machine_id,
        )
        for each in hosts
    ]
    head = ("Host", "Guests running", "Networks", "Pools", "Volumes", "Machine id")
    store = parse_emulated_uri(where).path
    answer(context, as_json, {"store": str(store), "hosts": hosts}, f"store {store}\n{table(head, rows)}")


@app.command()
def reset(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="Only this host; without it the whole store.")] = "",
    seed: Annotated[str, typer.Option("--seed", help="Seed of all randomness from now on.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Make emulated hosts new: guests, networks, pools and volumes are gone."""
    where = uri_of(context, uri)
    what = f"host {host}" if host else f"all hosts in {parse_emulated_uri(where).path}"
    if not yes and not typer.confirm(f"Forget every guest, network, pool and volume of {what}?"):
        raise InvalidInput.at("", "nothing was changed")
    administer(where, create=True).reset(host, seed=seed)
    answer(context, as_json, {"reset": host or "all"}, f"{what}: made new; {TELL_PULUMI}\n")


@app.command()
def restart(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="This host instead of the URI's.")] = "",
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Cut a host's power and let it come up: only what has autostart runs again."""
    where = uri_of(context, uri)
    name = host or parse_emulated_uri(where).host
    administer(where).restart_host(name)
    answer(context, as_json, {"restarted": name}, f"host {name}: restarted\n")


@app.command()
def export(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to write it; - or nothing: standard output.")
    ] = "-",
    definitions: Annotated[
        bool, typer.Option("--definitions", help="Only what is defined, without what each run does differently.")
    ] = False,
    uri: Uri = "",
) -> None:
    """Write a whole lab as text: to carry it elsewhere, to put it back, to compare two."""
    text = administer(uri_of(context, uri)).export(definitions=definitions)
    if file == "-":
        typer.echo(text, nl=False)
    else:
        write_text(Path(file), text)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `zkvm emulator export` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    uri: Uri = "",
) -> None:
    """Make a lab what an export says; what was in the store is forgotten."""
    where = uri_of(context, uri)
    store = parse_emulated_uri(where).path
    text = read_text(Path(file))
    if not yes and store.exists() and not typer.confirm(f"Forget all that is in {store}?"):
        raise InvalidInput.at("", "nothing was changed")
    administer(where, create=True).restore(text, source=file)
    typer.echo(f"{store} is what {file} says; {TELL_PULUMI}")


@app.command()
def inventory(context: typer.Context, uri: Uri = "", as_json: Json = False) -> None:
    """Print the inventory (YAML) of the host: its DASDs, FCP devices, network interfaces, memory."""
    where = uri_of(context, uri)
    text = administer(where, create=True).inventory(parse_emulated_uri(where).host)
    answer(context, as_json, {"inventory": text}, text)


@app.command()
def log(
    context: typer.Context,
    after: Annotated[int, typer.Option("--after", help="Only verbs with a higher number.")] = 0,
    host: Annotated[str, typer.Option("--host", help="Only this host.")] = "",
    uri: Uri = "",
    as_json: Json = False,
) -> None:
    """Print the verb journal: every call that changed something, and how it ended."""
    rows = administer(uri_of(context, uri)).log(host, after=after)
    lines = [(str(r.number), _time(r.time_s), r.host, r.verb, r.object, r.outcome) for r in rows]
    answer(context, as_json, rows, table(("No.", "Time", "Host", "Verb", "Object", "Outcome"), lines))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
