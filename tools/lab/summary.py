"""What `make up` ends with: the guests, their devices, and how to go on."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Any

import yaml

from tools.lab.places import Places
from tools.lab.say import capture

_OF_THE_TALK = "lmb_guest"
_DEFAULT_STACK, _DEFAULT_URI = "lab", "emulated:"
_MOST_SHOWN = 12
NOTHING_CHANGED = "nothing had to be changed."


def summary(places: Places, took: str, *, changed: bool) -> str:
    """Text for the terminal. What a command cannot tell is said by its own message."""
    done = "it was brought to what the program says." if changed else NOTHING_CHANGED
    guests = _guests(places)
    listed = (
        _answer(places, "list", "--all") if len(guests) <= _MOST_SHOWN else f" {len(guests)} guests: zkvm list --all\n"
    )
    head = ["", f"The lab is up ({took}); {done}", "", listed]
    if not changed and not guests:  # the store was reset, say: without a refresh Pulumi goes by its state
        head = [
            *head,
            f"The host has no guest: `{_pulumi(places)} refresh --yes` tells Pulumi; then `make up` again.",
            "",
        ]
    return "\n".join([*head, *_one_guest(places, guests), *_hints(places, guests)])


def _pulumi(places: Places) -> Path:
    return places.wrapper.relative_to(places.root)


def _one_guest(places: Places, guests: list[str]) -> list[str]:
    if not guests:
        return []
    guest = _first(guests)
    what = f"The devices of {guest} as its Linux numbers them (zkvm lscss {guest}):"
    return [what, "", _answer(places, "lscss", guest)]


def _hints(places: Places, guests: list[str]) -> list[str]:
    zkvm = places.zkvm.relative_to(places.root)
    pulumi = _pulumi(places)
    make = "" if places.stack == _DEFAULT_STACK else f" STACK={places.stack}"
    program = "__main__.py" if places.program == places.root else places.program.relative_to(places.root)
    guest, uri = _first(guests), host_uri(places)
    speak = [] if uri == _DEFAULT_URI else [(f"export ZKVM_URI={shlex.quote(uri)}", "zkvm speaks with this host")]
    about_one = [
        (f"{zkvm} dominfo {guest}", "memory, vCPUs, state"),
        (f"{zkvm} setmem {guest} 512M", "change it behind Pulumi's back …"),
        (f"{pulumi} refresh", f"… and see the drift; `make up{make}` puts it back"),
        (f"{zkvm} dumpxml --inactive {guest}", "the XML libvirt keeps"),
        (f"{zkvm} console {guest}", "its boot messages"),
    ]
    hints = [
        *speak,
        *(about_one if guests else []),
        (f"edit {program}, then make up{make}", "changes happen in place"),
        (f"make down{make}", "take the lab down"),
    ]
    width = max(len(command) for command, _ in hints if not command.startswith("export"))
    return ["Go on with:", *(f"  {command:<{width}}   {what}" for command, what in hints)]


def _first(guests: list[str]) -> str:
    return _OF_THE_TALK if _OF_THE_TALK in guests else min(guests, default="")


def _guests(places: Places) -> list[str]:
    try:
        return [str(row["name"]) for row in json.loads(_answer(places, "list", "--all", "--json"))]
    except (ValueError, LookupError, TypeError):
        return []


def host_uri(places: Places) -> str:
    """The host of the stack's program, by its configuration: a URI, or a name in `zkvm:hosts`."""
    told: dict[str, Any] = yaml.safe_load(places.stack_source.read_text()) or {}
    config: dict[str, Any] = told.get("config", {})
    host = str(config.get("zkvm:host", "emulated:"))
    return str(config.get("zkvm:hosts", {}).get(host, {}).get("uri", host))


def _answer(places: Places, *arguments: str) -> str:
    done = capture([str(places.zkvm), *arguments], env={**os.environ, "ZKVM_URI": host_uri(places)}, cwd=places.root)
    return done.stdout if done.returncode == 0 else done.stderr
