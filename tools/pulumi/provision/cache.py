"""Where a provided CLI is kept, when it may be trusted, and how it gets there whole or not at all.

A folder under the cache root is made complete under another name in the same file system and then renamed.
So a build that is killed at any point leaves rubbish that the next one sweeps away, and never a folder that
looks usable.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.pulumi.provision.lock import only_one
from tools.pulumi.provision.own_host import OWN_FILES
from tools.pulumi.provision.pin import CLI, EXECUTOR, LANGUAGE_HOST, PINNED, Platform, Unavailable, version_of

_SEAL = "complete.json"
_VERSION_LIMIT_S = 60.0


def default_root(env: Mapping[str, str]) -> Path:
    """``${XDG_CACHE_HOME:-~/.cache}/zkvm``: outside the repository, so that a fresh clone is quick."""
    base = env.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "zkvm"


def asked_version(pulumi: Path) -> str:
    """What ``pulumi version`` prints; raises :class:`Unavailable` when it cannot be run."""
    with tempfile.TemporaryDirectory() as home:  # else it makes ~/.pulumi, which is the user's
        env = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": home}
        argv = [str(pulumi), "version"]
        try:
            done = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=_VERSION_LIMIT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise Unavailable(f"{pulumi} cannot be run: {fault}") from fault
    if done.returncode != 0:
        raise Unavailable(f"`{pulumi} version` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """The folder of the pinned CLI for one platform."""

    root: Path
    platform: Platform

    @property
    def name(self) -> str:
        return f"pulumi-{PINNED}-{self.platform}"

    @property
    def home(self) -> Path:
        return self.root / self.name

    @property
    def pulumi(self) -> Path:
        return self.home / "bin" / CLI

    @property
    def log(self) -> Path:
        """Where a long step writes what its tools say; kept only when it failed."""
        return self.root / f"{self.name}.log"

    def fault(self) -> str | None:
        """Why the cache cannot be used, or ``None`` when it can."""
        return self._fault_of(self.home)

    def way(self) -> str:
        """The way that filled the (valid) cache."""
        return str(_seal_of(self.home).get("way", ""))

    def fill(self, way: str, make: Callable[[Path], None]) -> None:
        """Lets ``make`` fill a new ``bin`` folder and puts it in place; does nothing if another just did.

        Raises :class:`Unavailable` when ``make`` does, or when what it made is not usable.
        """
        with only_one(self.root / f".{self.name}.lock"):
            if self.fault() is None:
                return
            self._sweep()
            work = Path(tempfile.mkdtemp(prefix=f".{self.name}.", suffix=".tmp", dir=self.root))
            try:
                work.chmod(0o755)
                (work / "bin").mkdir()
                make(work / "bin")
                self._seal(work, way)
                if fault := self._fault_of(work):
                    raise Unavailable(f"what was made is not usable: {fault}")
                self._put(work)
                self.log.unlink(missing_ok=True)
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def _fault_of(self, home: Path) -> str | None:
        if not home.is_dir():
            return f"{home} is not filled"
        seal = _seal_of(home)
        if seal.get("pulumi") != PINNED or seal.get("platform") != str(self.platform):
            return f"{home} is half-filled or foreign (no valid {_SEAL})"
        sizes = seal.get("files")
        sizes = sizes if isinstance(sizes, dict) else {}
        for name in (CLI, LANGUAGE_HOST, EXECUTOR, *sizes):
            if not (home / "bin" / name).is_file():
                return f"{home} is half-filled: bin/{name} is missing"
            if (home / "bin" / name).stat().st_size != sizes.get(name, (home / "bin" / name).stat().st_size):
                return f"{home} is damaged: bin/{name} does not have the size it was made with"
        return _version_fault(home / "bin" / CLI) if self.platform == Platform.here() else None

    def _seal(self, home: Path, way: str) -> None:
        made = [path for path in (home / "bin").iterdir() if path.name not in OWN_FILES or way != "go"]
        seal = {
            "pulumi": PINNED,
            "platform": str(self.platform),
            "way": way,
            "files": {path.name: path.stat().st_size for path in sorted(made)},
        }
        (home / _SEAL).write_text(json.dumps(seal, indent=2) + "\n", encoding="utf-8")

    def _put(self, work: Path) -> None:
        if self.home.exists():
            self.home.rename(work / "rejected")
        work.rename(self.home)
        shutil.rmtree(self.home / "rejected", ignore_errors=True)

    def _sweep(self) -> None:
        """Removes what killed fillers left. Safe under the lock: nobody else is filling now."""
        for left in self.root.glob(f".{self.name}.*.tmp"):
            shutil.rmtree(left, ignore_errors=True)


def _seal_of(home: Path) -> dict[str, object]:
    with contextlib.suppress(OSError, ValueError):
        seal = json.loads((home / _SEAL).read_text(encoding="utf-8"))
        if isinstance(seal, dict):
            return seal
    return {}


def _version_fault(pulumi: Path) -> str | None:
    try:
        answer = asked_version(pulumi)
    except Unavailable as fault:
        return str(fault)
    if version_of(answer) == version_of(PINNED):
        return None
    return f"{pulumi} says it is {answer!r}, not {PINNED}"
