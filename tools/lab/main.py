"""`python -m tools.lab up|down`: the lab stack through the real Pulumi engine.

Everything it makes lies under `.zkvm/`; the user's own Pulumi login, home and stacks are not touched.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tools.lab.locks import locks_in
from tools.lab.places import Places
from tools.lab.project import prepare
from tools.lab.say import Stopwatch, capture, fail, run, step
from tools.lab.summary import summary

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Exit code 0 when the lab is up (or down) as asked."""
    arguments = _arguments()
    places = Places(root=arguments.root.absolute(), stack=arguments.stack)
    if not places.stack_source.exists():
        known = ", ".join(sorted(path.name[7:-5] for path in (places.root / "stacks").glob("Pulumi.*.yaml")))
        return fail(f"there is no stack {arguments.stack!r} in stacks/; there are: {known}")
    pulumi = provide_pulumi(places)
    if pulumi is None:
        return fail("the Pulumi CLI could not be provided; the reasons are above, and in tools/pulumi/README.md")
    environment = prepare(places, pulumi)
    commands = {"up": _up, "down": _down}
    return commands[arguments.command](places, pulumi, environment)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Bring the lab up or down.")
    parser.add_argument("command", choices=["up", "down"])
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository (default: this one)")
    parser.add_argument("--stack", default="lab", help="a file stacks/Pulumi.NAME.yaml (default: lab)")
    return parser.parse_args()


def provide_pulumi(places: Places) -> Path | None:
    """The CLI; what takes long is told on stderr while it does."""
    step("looking for the Pulumi CLI")
    command = [sys.executable, str(places.root / "tools" / "pulumi" / "provide.py")]
    answer = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    return Path(answer.stdout.strip()) if answer.returncode == 0 else None


def _up(places: Places, pulumi: Path, environment: dict[str, str]) -> int:
    watch = Stopwatch()
    blocked = _clear_locks(places, pulumi, environment) or _select_stack(places, pulumi, environment)
    if blocked:
        return blocked
    step(f"pulumi up of stack {places.stack!r}: preview, then update")
    command = [str(pulumi), "up", "--yes", "--stack", places.stack, "--color", "auto"]
    code = run(command, env=environment, cwd=places.project)
    if code != 0:
        return fail(
            f"pulumi up ended with exit code {code}; its messages are above. `make up` again goes on from there"
        )
    changed = _changed(places, pulumi, environment)
    print(summary(places, str(watch), changed=changed))
    return 0


def _changed(places: Places, pulumi: Path, environment: dict[str, str]) -> bool:
    """Whether the last update did anything, by Pulumi's own history."""
    command = [str(pulumi), "stack", "history", "--json", "--page-size", "1", "--stack", places.stack]
    done = capture(command, env=environment, cwd=places.project)
    try:
        changes = json.loads(done.stdout)[0]["resourceChanges"]
    except (ValueError, LookupError):
        return True
    return set(changes) != {"same"}


def _down(places: Places, pulumi: Path, environment: dict[str, str]) -> int:
    blocked = _clear_locks(places, pulumi, environment)
    if blocked:
        return blocked
    listed = capture([str(pulumi), "stack", "ls", "--json"], env=environment, cwd=places.project)
    if f'"{places.stack}"' not in listed.stdout:
        step(f"stack {places.stack!r} does not exist: nothing to take down")
        return 0
    step(f"pulumi destroy of stack {places.stack!r}")
    command = [str(pulumi), "destroy", "--yes", "--stack", places.stack, "--remove"]
    code = run(command, env=environment, cwd=places.project)
    if code != 0:
        return fail(f"pulumi destroy ended with exit code {code}; its messages are above")
    step("the lab is down; `make up` brings it back, `rm -rf .zkvm` forgets the emulated hosts too")
    return 0


def _clear_locks(places: Places, pulumi: Path, environment: dict[str, str]) -> int:
    """Cancel what killed processes left; refuse to touch a lock of a living one."""
    locks = list(locks_in(places.locks))
    for lock in locks:
        if not lock.is_stale:
            return fail(
                f"the stack is in use by pulumi process {lock.pid} on {lock.hostname} since {lock.since}; "
                "wait for it to end, or stop it"
            )
        step(f"found a lock of pulumi process {lock.pid} (since {lock.since}), which is gone: cancelling that update")
    if locks:
        done = capture([str(pulumi), "cancel", "--yes", places.stack], env=environment, cwd=places.project)
        if done.returncode != 0:
            return fail(f"pulumi cancel did not work: {done.stderr.strip()}")
    return 0


def _select_stack(places: Places, pulumi: Path, environment: dict[str, str]) -> int:
    command = [str(pulumi), "stack", "select", "--create", places.stack]
    done = capture(command, env=environment, cwd=places.project)
    return 0 if done.returncode == 0 else fail(f"the stack cannot be selected: {done.stderr.strip()}")
