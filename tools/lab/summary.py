"""What `make up` ends with: the guests, their devices, and how to go on."""

from __future__ import annotations

import os
import shlex
from typing import Any

import yaml

from tools.lab.places import Places
from tools.lab.say import capture

GUEST = "lmb_guest"
_DEFAULT_STACK = "lab"
NOTHING_CHANGED = "nothing had to be changed."


def summary(places: Places, took: str, *, changed: bool) -> str:
    """Text for the terminal. What a command cannot tell is said by its own message."""
    zkvm = places.zkvm.relative_to(places.root)
    pulumi = places.wrapper.relative_to(places.root)
    make = "" if places.stack == _DEFAULT_STACK else f" STACK={places.stack}"
    uri = host_uri(places)
    speak = (
        [] if uri.startswith("emulated:") else [(f"export ZKVM_URI={shlex.quote(uri)}", "zkvm speaks with this host")]
    )
    hints = [
        *speak,
        (f"{zkvm} dominfo {GUEST}", "memory, vCPUs, state"),
        (f"{zkvm} setmem {GUEST} 512M", "change it behind Pulumi's back …"),
        (f"{pulumi} refresh", f"… and see the drift; `make up{make}` puts it back"),
        (f"{zkvm} dumpxml --inactive {GUEST}", "the XML libvirt keeps"),
        (f"{zkvm} console {GUEST}", "its boot messages"),
        (f"edit __main__.py, then make up{make}", "changes happen in place"),
        (f"make down{make}", "take the lab down"),
    ]
    width = max(len(command) for command, _ in hints if not command.startswith("export"))
    return "\n".join(
        [
            "",
            f"The lab is up ({took}); " + ("it was brought to what the program says." if changed else NOTHING_CHANGED),
            "",
            _answer(places, "list", "--all"),
            f"Disk, NIC, console and balloon of {GUEST} as its Linux numbers them (zkvm lscss {GUEST}):",
            "",
            _answer(places, "lscss", GUEST),
            "Go on with:",
            *(f"  {command:<{width}}   {what}" for command, what in hints),
        ]
    )


def host_uri(places: Places) -> str:
    """The host of the stack's program, by its configuration: a URI, or a name in `zkvm:hosts`."""
    told: dict[str, Any] = yaml.safe_load(places.stack_source.read_text()) or {}
    config: dict[str, Any] = told.get("config", {})
    host = str(config.get("zkvm:host", "emulated:"))
    return str(config.get("zkvm:hosts", {}).get(host, {}).get("uri", host))


def _answer(places: Places, *arguments: str) -> str:
    done = capture([str(places.zkvm), *arguments], env={**os.environ, "ZKVM_URI": host_uri(places)}, cwd=places.root)
    return done.stdout if done.returncode == 0 else done.stderr
