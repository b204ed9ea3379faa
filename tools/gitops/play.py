"""The story: push, preview, merge, up, drift, repair; broken changes are stopped; a killed run is cleaned up after."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools.gitops.forge import Forge
from tools.waiting import wait_for


@dataclass(slots=True)
class Play:
    """One run of the story. `scenes` maps a scene to what people saw in it."""

    forge: Forge
    tell: Callable[[str], None] = print
    scenes: dict[str, str] = field(default_factory=dict)

    def whole(self) -> dict[str, str]:
        """Every scene in order."""
        self.first_push()
        self.change_is_previewed()
        self.broken_changes_are_stopped()
        self.merge_goes_to_the_hosts()
        self.drift_is_told_and_repaired()
        self.killed_run_is_cleaned_up_after()
        return self.scenes

    def first_push(self) -> None:
        self._scene("first push", self.forge.git("push", "--quiet", "origin", "main"))
        self._scene("hosts", self.forge.zkvm("lpar1", "list", "--all") + self.forge.zkvm("lpar2", "list", "--all"))

    def change_is_previewed(self) -> None:
        self.forge.git("switch", "--quiet", "--create", "more-memory")
        self.forge.commit(
            "web01: more memory, one more CPU",
            ("Pulumi.lpar1.yaml", "memory: 2 GiB, vcpus: 2", "memory: 4 GiB, vcpus: 3"),
        )
        self._scene("preview", self.forge.git("push", "--quiet", "origin", "more-memory"))

    def broken_changes_are_stopped(self) -> None:
        """Each on a branch of its own; the one that is pushed to main is not taken."""
        broken = {
            "bad VLAN": ("__main__.py", 'access=vlans["web"]', "access=5000"),
            "memory beyond the host": ("Pulumi.lpar1.yaml", "memory: 8 GiB", "memory: 9 TiB"),
            "stolen devno": ("Pulumi.lpar1.yaml", "disk: 100 GiB", 'devno: "0x0500", disk: 100 GiB'),
            "no owner": ("__main__.py", '"owner": owners', '"contact": owners'),
        }
        for scene, change in broken.items():
            branch = scene.replace(" ", "-")
            self.forge.git("switch", "--quiet", "--create", branch, "main")
            self.forge.commit(scene, change)
            to_main = scene == "no owner"
            where = f"{branch}:main" if to_main else branch
            self._scene(scene, self.forge.git("push", "--quiet", "origin", where, expect=1 if to_main else 0))

    def merge_goes_to_the_hosts(self) -> None:
        self.forge.git("switch", "--quiet", "main")
        self.forge.git("merge", "--quiet", "--no-ff", "--message", "merge more-memory", "more-memory")
        self._scene("merge", self.forge.git("push", "--quiet", "origin", "main"))
        self._scene("web01", self.forge.zkvm("lpar1", "dominfo", "web01"))

    def drift_is_told_and_repaired(self) -> None:
        self.forge.zkvm("lpar1", "setmem", "db01", "1G")
        self.forge.zkvm("lpar1", "shutdown", "web01")
        wait_for("the guest has shut down", lambda: "shut off" in self.forge.zkvm("lpar1", "dominfo", "web01"))
        self._scene("drift", self.forge.pipeline("drift", "lpar1", expect=2))
        self._scene("repair", self.forge.pipeline("repair", "lpar1"))
        self._scene("no drift", self.forge.pipeline("drift", "lpar1"))

    def killed_run_is_cleaned_up_after(self) -> None:
        command = ["pulumi", "up", "--stack", "lpar2", "--yes", "--skip-preview", "--non-interactive"]
        child = subprocess.Popen(
            command,
            cwd=self.forge.clone,
            env=self.forge.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for("the run holds the lock", lambda: any(self.forge.state.glob("**/locks/**/lpar2/*.json")))
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
        self._scene("killed run", self.forge.pipeline("up", "lpar2"))

    def _scene(self, name: str, text: str) -> None:
        self.scenes[name] = text
        self.tell(f"\n━━ {name} ━━\n{text.strip()}")


def main() -> int:
    """Play it in a temporary folder."""
    root = Path(__file__).resolve().parents[2]
    provide = [sys.executable, str(root / "tools" / "pulumi" / "provide.py")]
    done = subprocess.run(provide, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        return done.returncode
    with tempfile.TemporaryDirectory(prefix="zkvm-gitops-") as folder:
        Play(Forge(Path(folder), Path(done.stdout.strip()))).whole()
    return 0
