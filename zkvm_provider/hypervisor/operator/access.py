"""Looking along paths on a real host: here by the kernel's own calls, elsewhere by one `find` for all of them."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.access import Access, Account, PathStep, Way
from zkvm_provider.hypervisor.operator.shell import LocalShell, Shell

_PRIVATE = "/dev/"
"""QEMU has a /dev of its own, in which libvirt makes the guest's devices for it."""
_MOST_LINKS = 40
_NETWORKED = frozenset(
    {"nfs", "nfs4", "gfs2", "ocfs2", "afs", "cifs", "smb3", "ceph", "gpfs", "acfs", "fuse.glusterfs"}
)
"""File systems of virFileIsSharedFS (libvirt 9.0.0), as the kernel's list of mounts calls them."""
_FIELDS = ("y", "Y", "m", "U", "G", "u", "g", "F", "l", "p")
_FORMAT = "".join(rf"%{field}\0" for field in _FIELDS)
_TESTS = ((Access.READ, "-r"), (Access.WRITE, "-w"), (Access.PASS, "-x"))
_NOT_RUN = 127
"""`setpriv` is not there, or may not take another user's rights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What lies at a path, links not followed. `target` is set for a link; `leads`: there is something at its end."""

    step: PathStep
    target: str = ""
    leads: bool = True


_Seen = dict[str, "_Entry | None"]


def ways(shell: Shell, paths: Sequence[str]) -> tuple[Way, ...]:
    """How each path is reached. One look, and one more for every link that leads elsewhere."""
    look = _local if isinstance(shell, LocalShell) else _remote(shell)
    seen: _Seen = {}
    hidden = False
    wanted = {part for path in paths for part in ((path,) if path.startswith(_PRIVATE) else _parts(path))}
    while wanted:
        found, is_hidden = look(sorted(wanted))
        seen |= {path: found.get(path) for path in wanted}
        hidden |= is_hidden
        wanted = {part for path in paths for part in _unseen(path, seen)}
    return tuple(_way(path, seen, hidden=hidden) for path in paths)


def is_denied(shell: Shell, step: PathStep, account: Account, access: Access) -> bool:
    """Asked with QEMU's own rights where we may take them; else by its groups, unless an ACL may say otherwise."""
    for bit, test in _TESTS:
        if not access & bit:
            continue
        rights = [f"--reuid={account.uid}", f"--regid={account.gid}", "--init-groups"]
        done = shell.run(["setpriv", *rights, "--", "test", "!", test, step.path])
        if done.ok:
            return True
        if done.code == _NOT_RUN:
            return not _may_be_granted(shell, step, account, access)
    return False


def _may_be_granted(shell: Shell, step: PathStep, account: Account, access: Access) -> bool:
    told = shell.run(["id", "-G", str(account.uid)])
    groups = [int(word) for word in told.out.split() if word.isdigit()]
    shown = shell.run(["ls", "-ldn", "--", step.path])
    has_acl = not shown.ok or shown.out[10:11] == "+"
    return not told.ok or has_acl or step.lets(account, groups, access)


def _way(path: str, seen: Mapping[str, _Entry | None], *, hidden: bool) -> Way:
    missing = None if hidden else False
    if path.startswith(_PRIVATE):
        entry = seen[path]
        return Way(path=path, exists=missing if entry is None else entry.leads)
    steps: list[PathStep] = []
    ends = False
    for entry in _along(path, seen):
        if entry is None:
            return Way(path=path, exists=missing, steps=tuple(steps))
        if not entry.target and entry.step not in steps:
            steps.append(entry.step)
        ends = not entry.target
    return Way(path=path, exists=ends, steps=tuple(steps))


def _unseen(path: str, seen: Mapping[str, _Entry | None]) -> Iterable[str]:
    """What has to be looked at before the way to `path` is known."""
    if path.startswith(_PRIVATE):
        return ()
    unseen: list[str] = []
    for _ in _along(path, seen, unseen):
        pass
    return unseen


def _along(path: str, seen: Mapping[str, _Entry | None], unseen: list[str] | None = None) -> Iterator[_Entry | None]:
    """Every entry on the way, links among them; None where there is nothing, and the end of it.

    It stops where something was not looked at yet, and then names that and all below it in `unseen`.
    """
    here, links = "/", 0
    rest = [*reversed(path.split("/")), "/"]
    while rest:
        name = rest.pop()
        if name in ("", "."):
            continue
        if name == "..":
            here = here.rpartition("/")[0] or "/"
            continue
        at = "/" if name == "/" else f"{here.rstrip('/')}/{name}"
        if at not in seen:
            if unseen is not None:
                unseen += _parts("/".join((at, *reversed(rest))))
            return
        entry = seen[at]
        yield entry
        if entry is None:
            return
        if not entry.target:
            here = at
            continue
        links += 1
        if links > _MOST_LINKS:
            return
        rest += [*reversed(entry.target.split("/")), *(["/"] if entry.target.startswith("/") else [])]


def _parts(path: str) -> tuple[str, ...]:
    """`/`, `/srv`, `/srv/a.raw` of the last."""
    names = [name for name in path.split("/") if name not in ("", ".")]
    return ("/", *("/" + "/".join(names[: count + 1]) for count in range(len(names))))


_Look = Callable[[Sequence[str]], tuple[Mapping[str, _Entry], bool]]
"""What lies at these paths, and whether some of it may be hidden from who looks."""


def _remote(shell: Shell) -> _Look:
    def look(paths: Sequence[str]) -> tuple[Mapping[str, _Entry], bool]:
        done = shell.run(["env", "LC_ALL=C", "find", *paths, "-maxdepth", "0", "-printf", _FORMAT])
        return parse_find(done.out), "Permission denied" in done.err

    return look


def parse_find(told: str) -> dict[str, _Entry]:
    """What `find -printf` told of each path, by path; every field ends with a NUL."""
    words = told.split("\0")
    found = {}
    for at in range(0, len(words) - len(_FIELDS), len(_FIELDS)):
        kind, end, mode, uid, gid, user, group, mounted, target, path = words[at : at + len(_FIELDS)]
        step = PathStep(
            path=path,
            is_folder=kind == "d",
            uid=int(uid),
            gid=int(gid),
            user=user,
            group=group,
            mode=int(mode, 8),
            is_shared=mounted in _NETWORKED,
        )
        found[path] = _Entry(step=step, target=target, leads=end not in {"N", "L", "?"})
    return found


def _local(paths: Sequence[str]) -> tuple[Mapping[str, _Entry], bool]:
    shared, found, is_hidden = _shared_devices(), {}, False
    for path in paths:
        try:
            facts = os.lstat(path)
            is_link = stat.S_ISLNK(facts.st_mode)
            target = str(Path(path).readlink()) if is_link else ""
            leads = not is_link or Path(path).exists()
        except PermissionError:
            is_hidden = True
            continue
        except OSError:
            continue
        step = PathStep(
            path=path,
            is_folder=stat.S_ISDIR(facts.st_mode),
            uid=facts.st_uid,
            gid=facts.st_gid,
            user=_name(lambda uid: pwd.getpwuid(uid).pw_name, facts.st_uid),
            group=_name(lambda gid: grp.getgrgid(gid).gr_name, facts.st_gid),
            mode=stat.S_IMODE(facts.st_mode),
            is_shared=facts.st_dev in shared,
        )
        found[path] = _Entry(step=step, target=target, leads=leads)
    return found, is_hidden


def _name(look_up: Callable[[int], str], number: int) -> str:
    try:
        return look_up(number)
    except KeyError:
        return str(number)


def _shared_devices() -> frozenset[int]:
    """Device numbers of mounted network and cluster file systems."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    mounts = ((line.split()[2], line.partition(" - ")[2].split()[0]) for line in lines if " - " in line)
    return frozenset(os.makedev(*map(int, device.split(":"))) for device, kind in mounts if kind in _NETWORKED)
