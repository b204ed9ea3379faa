"""What `make up` ends with: the guests, their devices, and how to go on."""

from __future__ import annotations

import os

from tools.lab.places import Places
from tools.lab.say import capture

GUEST = "lmb_guest"
NOTHING_CHANGED = "nothing had to be changed."


def summary(places: Places, took: str, *, changed: bool) -> str:
    """Text for the terminal. What a command cannot tell is said by its own message."""
    zkvm = places.zkvm.relative_to(places.root)
    pulumi = places.wrapper.relative_to(places.root)
    hints = [
        (f"{zkvm} dominfo {GUEST}", "memory, vCPUs, state"),
        (f"{zkvm} setmem {GUEST} 512M", "change it behind Pulumi's back …"),
        (f"{pulumi} refresh", "… and see the drift; `make up` puts it back"),
        (f"{zkvm} dumpxml --inactive {GUEST}", "the XML libvirt keeps"),
        (f"{zkvm} console {GUEST}", "its boot messages"),
        ("edit __main__.py, then make up", "changes happen in place"),
        ("make down", "take the lab down"),
    ]
    width = max(len(command) for command, _ in hints)
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


def _answer(places: Places, *arguments: str) -> str:
    done = capture([str(places.zkvm), *arguments], env=dict(os.environ), cwd=places.root)
    return done.stdout if done.returncode == 0 else done.stderr
