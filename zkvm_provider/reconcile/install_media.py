"""The plan of installation media: every file as declared, nothing of others touched."""

from __future__ import annotations

from collections.abc import Mapping

from zkvm_provider.model.observed import ObservedFile, ObservedMedia
from zkvm_provider.reconcile.desired import DesiredFile, DesiredMedia
from zkvm_provider.reconcile.file_steps import CopyFile, MakeFolder, RemoveFile, RemoveFolder, WriteFile
from zkvm_provider.reconcile.plan import Change, Effect, Plan, Step


def plan_media(desired: DesiredMedia, observed: ObservedMedia | None) -> Plan:
    """The way to the files. One that is there and is not ours must have the very bytes, else it is refused."""
    has = observed.files if observed is not None else {}
    there = observed.folders if observed is not None else ()
    changes: list[Change] = []
    steps: list[Step] = [MakeFolder(path=folder) for folder in desired.folders if folder not in there]
    for wanted in desired.files:
        change = _change(desired, wanted, has.get(wanted.path))
        if change is not None:
            changes.append(change)
            steps.append(_write(wanted))
    keep = {*desired.images, *(wanted.path for wanted in desired.files)}
    for path in sorted((desired.made - keep) & has.keys()):
        changes.append(_gone(desired.folder, has[path]))
        steps.append(RemoveFile(path=path))
    if steps and not changes:
        changes.append(Change(path="folders", old="", new="", effect=Effect.CONFIG, reason="they are made"))
    return Plan(changes=tuple(changes), steps=tuple(steps))


def remove_media(observed: ObservedMedia, *, made: Mapping[str, str], shared: Mapping[str, str]) -> Plan:
    """The way back: the files zkvm made, and folders it made that are empty then.

    `made` has the digest of each file, empty for a folder. A file with other bytes is somebody else's by now and stays;
    so does one that another medium needs (`shared`: path to who).
    """
    changes: list[Change] = []
    steps: list[Step] = []
    for path, digest in made.items():
        found = observed.files.get(path)
        if found is None:
            continue
        if path in shared:
            changes.append(_stays(observed.folder, path, f"{shared[path]} loads it too"))
        elif found.sha256 != digest:
            changes.append(_stays(observed.folder, path, "others changed it"))
        else:
            changes.append(_gone(observed.folder, found))
            steps.append(RemoveFile(path=path))
    folders = sorted((path for path, digest in made.items() if not digest), reverse=True)
    steps += [RemoveFolder(path=path) for path in folders]
    return Plan(changes=tuple(changes), steps=tuple(steps))


def _change(desired: DesiredMedia, wanted: DesiredFile, has: ObservedFile | None) -> Change | None:
    name, size = _name(desired.folder, wanted.path), f"{wanted.size_bytes} bytes"
    if has is None:
        return Change(path=name, old="", new=size, effect=Effect.CONFIG)
    if has.sha256 == wanted.sha256:
        if has.mode == wanted.mode or wanted.path in desired.foreign:
            return None
        modes = (f"mode {has.mode:04o}", f"mode {wanted.mode:04o}")
        return Change(path=name, old=modes[0], new=modes[1], effect=Effect.CONFIG)
    if wanted.path in desired.foreign - desired.shared:
        reason = (
            "zkvm did not make the file that is there for this medium; move it away, choose another `name` "
            "(for its images another `addrsize`, `initrd` or `kernel`), or import the medium"
        )
        return Change(path=name, old="", new=size, effect=Effect.REFUSED, reason=reason)
    old = f"{has.size_bytes} bytes"
    reason = "written anew" + (", as long as before" if old == size else "")
    return Change(path=name, old=old, new=size, effect=Effect.CONFIG, reason=reason)


def _write(wanted: DesiredFile) -> Step:
    if wanted.source:
        return CopyFile(source=wanted.source, path=wanted.path, mode=wanted.mode)
    return WriteFile(path=wanted.path, mode=wanted.mode, content=wanted.content)


def _gone(folder: str, has: ObservedFile) -> Change:
    return Change(path=_name(folder, has.path), old=f"{has.size_bytes} bytes", new="", effect=Effect.CONFIG)


def _stays(folder: str, path: str, why: str) -> Change:
    return Change(path=_name(folder, path), old="", new="", effect=Effect.REPORTED, reason=f"it stays: {why}")


def _name(folder: str, path: str) -> str:
    """The path below the folder, as the `.ins` file names it."""
    return path.removeprefix(f"{folder.rstrip('/')}/")
