"""The command `zkvm`: every subcommand is a function in the file of its subject; errors become one line here."""

from __future__ import annotations

import sys

import typer

from zkvm_provider.cli import (
    convert,
    doctor,
    domains,
    effects,
    emulator,
    importing,
    media,
    networks,
    paging,
    phrasebook,
    plugin,
    review,
    san,
    storage,
    topology,
    truth,
)
from zkvm_provider.cli.cp import command
from zkvm_provider.cli.session import Defaults
from zkvm_provider.errors import Bug, InvalidInput, ZkvmError

app = typer.Typer(
    name="zkvm",
    help="Guests of KVM on IBM Z, on the emulated hypervisor and on real hosts.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for room in (
    domains,
    storage,
    networks,
    san,
    convert,
    doctor,
    effects,
    truth,
    review,
    importing,
    topology,
    paging,
    phrasebook,
    command,
):
    room.register(app)
app.add_typer(emulator.app, name="emulator")
app.add_typer(media.app, name="media")
app.add_typer(plugin.app, name="plugin")


@app.callback()
def options(
    context: typer.Context,
    uri: str = typer.Option("", "--uri", "-c", help="Host: a libvirt URI or emulated: (default: ZKVM_URI)."),
    json: bool = typer.Option(False, "--json", help="Answer in JSON."),
) -> None:
    """Guests of KVM on IBM Z, on the emulated hypervisor and on real hosts."""
    context.obj = Defaults(uri=uri, json=json)


def main() -> None:
    """The console script. Exit code 1 with one line on stderr for each fault of an understood failure."""
    try:
        app()
    except Bug:
        raise
    except InvalidInput as failure:
        for fault in failure.faults:
            print(f"error: {fault}", file=sys.stderr)  # noqa: T201 - this is the front door
        sys.exit(1)
    except ZkvmError as failure:
        print(f"error: {failure}", file=sys.stderr)  # noqa: T201 - this is the front door
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
