"""Looking along paths by a real host's own tools: with `find` and by the kernel, links, what is hidden, ACLs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from zkvm_provider.hypervisor.access import Access, Account, PathStep
from zkvm_provider.hypervisor.operator import access
from zkvm_provider.hypervisor.operator.shell import Done, LocalShell, PrefixedShell, Shell

HERE, BY_FIND = LocalShell(), PrefixedShell(words=("env",))
QEMU = Account(uid=64055, gid=64055)
CLOSED = PathStep(path="/home/eric", is_folder=True, uid=1000, gid=100, user="eric", group="users", mode=0o710)
ACL_SHOWN = "drwx--x---+ 2 1000 100 4096 Jan 1 00:00 /home/eric\n"
PLAIN_SHOWN = "drwx--x---  2 1000 100 4096 Jan 1 00:00 /home/eric\n"


class Scripted:
    """A shell whose programs end as the test says; `ran` is what was asked."""

    def __init__(self, **ends: Done) -> None:
        self._ends, self.ran = ends, []  # type: ignore[var-annotated]

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        assert not stdin
        self.ran.append([*argv])
        return self._ends[argv[0]]


def ended(code: int = 0, out: str = "", err: str = "") -> Done:
    return Done(code=code, out=out, err=err)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in ("images", "closed"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a b.raw").write_text("x")
    (tmp_path / "closed").chmod(0o700)
    (tmp_path / "link.raw").symlink_to(tmp_path / "closed" / "a b.raw")
    (tmp_path / "folder").symlink_to("images")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("gone")
    return tmp_path


@pytest.mark.parametrize("shell", [HERE, BY_FIND], ids=["here", "by-find"])
def test_links_are_followed_to_the_folders_that_count(shell: Shell, tree: Path) -> None:
    names = ["link.raw", "folder/a b.raw", "images/../closed/a b.raw", "loop", "dangling", "images/gone", "link.raw/x"]
    ways = access.ways(shell, [f"{tree}/{name}" for name in names])
    assert [way.exists for way in ways] == [True, True, True, False, False, False, False]
    ends = [[Path(step.path).name for step in way.steps[-2:]] for way in ways[:3]]
    assert ends == [["closed", "a b.raw"], ["images", "a b.raw"], ["closed", "a b.raw"]]
    assert f"{tree}/closed" in [step.path for step in ways[0].steps]
    assert f"{tree}/folder" not in [step.path for step in ways[1].steps]
    closed = next(step for step in ways[0].steps if step.path == f"{tree}/closed")
    assert (closed.mode, closed.uid, closed.gid) == (0o700, os.getuid(), (tree / "closed").stat().st_gid)


def test_both_ways_of_looking_tell_the_same(tree: Path) -> None:
    paths = [
        *(str(path) for path in sorted(tree.rglob("*"))),
        "/",
        "/dev/null",
        "/dev/none",
        f"{tree}/images/",
        "/proc",
    ]
    assert access.ways(HERE, paths) == access.ways(BY_FIND, paths)


def test_many_files_are_one_look() -> None:
    shell = Scripted(env=ended(code=1))
    ways = access.ways(shell, ("/boot/kernel", "/srv/a.raw", "/dev/dasda1"))
    assert [way.exists for way in ways] == [False, False, False]
    assert len(shell.ran) == 1
    assert shell.ran[0][:3] == ["env", "LC_ALL=C", "find"]


def test_what_is_hidden_from_who_looks_is_not_called_missing() -> None:
    shell = Scripted(env=ended(code=1, err="find: '/root/a.raw': Permission denied\n"))
    assert access.ways(shell, ("/root/a.raw",))[0].exists is None


def test_with_qemus_own_rights_the_host_itself_answers() -> None:
    for code, denied in ((0, True), (1, False)):
        shell = Scripted(setpriv=ended(code=code))
        assert access.is_denied(shell, CLOSED, QEMU, Access.PASS) is denied
        assert shell.ran == [
            ["setpriv", "--reuid=64055", "--regid=64055", "--init-groups", "--", "test", "!", "-x", "/home/eric"]
        ]


@pytest.mark.parametrize(
    ("groups", "shown", "denied"),
    [
        ("64055 108", PLAIN_SHOWN, True),
        ("64055 100", PLAIN_SHOWN, False),
        ("64055 108", ACL_SHOWN, False),
    ],
    ids=["others", "in the group", "an ACL may let it"],
)
def test_without_the_right_to_try_groups_decide_unless_there_is_an_acl(groups: str, shown: str, denied: bool) -> None:
    shell = Scripted(setpriv=ended(code=127), id=ended(out=f"{groups}\n"), ls=ended(out=shown))
    assert access.is_denied(shell, CLOSED, QEMU, Access.PASS) is denied


@pytest.mark.parametrize(
    ("uid", "gid", "mode", "lets"),
    [
        (1000, 1, 0o100, True),
        (1000, 100, 0o010, False),
        (1, 100, 0o010, True),
        (1, 100, 0o001, False),
        (1, 1, 0o001, True),
        (1, 1, 0o770, False),
    ],
)
def test_a_mode_counts_for_the_owner_else_the_group_else_the_others(uid: int, gid: int, mode: int, lets: bool) -> None:
    assert replace(CLOSED, mode=mode).lets(Account(uid=uid, gid=gid), (), Access.PASS) is lets
