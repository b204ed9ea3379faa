"""Makes the virtual environment, and says on the way what it waits for. Standard library only.

`python3 tools/environment.py FOLDER REQUIREMENT…`: pip does the work; its lines become one count of packages.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import venv
from pathlib import Path

CONSTRAINTS = Path("constraints.txt")
_EVERY_S = 10.0
_COLLECTING = re.compile(r"Collecting ([A-Za-z0-9._-]+)")


def main(folder: str, requirements: list[str]) -> int:
    """Exit code of pip; its whole output is shown when it failed."""
    print(f"==> making the virtual environment in {folder}", file=sys.stderr)
    venv.create(folder, with_pip=True, symlinks=True, clear=not can_be_kept(Path(folder)))
    command = [f"{folder}/bin/python", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--constraint", str(CONSTRAINTS), *requirements]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []
    progress = Progress(total=sum(1 for line in CONSTRAINTS.read_text().splitlines() if "==" in line))
    for line in pip.stdout or ():
        said.append(line)
        progress.hear(line)
    code = pip.wait()
    progress.end()
    if code != 0:
        print("".join(said), file=sys.stderr)
        print(f"make: pip could not install what is needed (its messages are above); exit code {code}", file=sys.stderr)
    return code


def can_be_kept(folder: Path) -> bool:
    """Whether the environment there was once whole (make's `ready`) and is of the Python that runs this.

    Another Python's cannot be mended, only made anew.
    """
    if not (folder / "ready").exists():
        return False
    lines = (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    facts = dict(line.split(" = ", 1) for line in lines if " = " in line)
    is_same = facts.get("version") == ".".join(map(str, sys.version_info[:3]))
    return is_same and Path(facts.get("home", "")) == Path(sys.base_prefix) / "bin"


class Progress:
    """One line that counts packages: rewritten on a terminal, repeated every ten seconds elsewhere."""

    def __init__(self, *, total: int) -> None:
        self._total, self._seen, self._last_s = total, set[str](), 0.0
        self._is_terminal = sys.stderr.isatty()

    def hear(self, line: str) -> None:
        """Take one line of pip's."""
        found = _COLLECTING.match(line.strip())
        if found:
            self._seen.add(found[1].lower())
            self._say(f"fetching packages: {len(self._seen)} of about {self._total} ({found[1]})")
        elif line.startswith("Installing collected packages"):
            self._last_s = 0.0
            self._say(f"unpacking {len(self._seen)} packages")

    def end(self) -> None:
        """Leave the line."""
        if self._is_terminal:
            print(file=sys.stderr)

    def _say(self, text: str) -> None:
        if self._is_terminal:
            print(f"\r    {text:<78}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._last_s >= _EVERY_S:
            self._last_s = time.monotonic()
            print(f"    {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
