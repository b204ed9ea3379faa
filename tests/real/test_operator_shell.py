"""Commands reach the host word for word, and a URI tells where its shell is."""

from __future__ import annotations

import shlex
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zkvm_provider.errors import InvalidInput, TimedOut, Unreachable
from zkvm_provider.hypervisor.operator.shell import (
    LocalShell,
    PrefixedShell,
    Shell,
    SshShell,
    shell_behind,
    shell_named,
)

HERE = socket.gethostname()
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize(
    ("uri", "hostname", "expected"),
    [
        ("qemu:///system", HERE, LocalShell()),
        ("qemu:///session", f"{HERE}.example.com", LocalShell()),
        ("qemu+unix:///system?socket=/x", HERE, LocalShell()),
        ("qemu+unix:///system?socket=/forwarded", "lpar9", None),
        ("qemu+tcp://lpar1/system", HERE, None),
        ("qemu+tls://lpar1/system", "lpar1", None),
        ("qemu+ssh://lpar1/system", "anything", SshShell(host="lpar1")),
        (
            "qemu+ssh://o%40p@lpar1:2222/system?keyfile=/k",
            "lpar1",
            SshShell(host="lpar1", user="o@p", port=2222, keyfile="/k"),
        ),
        ("qemu+ssh://lpar1/system?command=/opt/ssh", "lpar1", SshShell(host="lpar1", program="/opt/ssh")),
    ],
)
def test_a_uri_tells_where_the_shell_is(uri: str, hostname: str, expected: Shell | None) -> None:
    assert shell_behind(uri, hostname) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("local", LocalShell()),
        ("ssh://lpar1", SshShell(host="lpar1")),
        ("ssh://o%40p@lpar1:2222", SshShell(host="lpar1", user="o@p", port=2222)),
        (
            "exec:nsenter --target 7 '--mount=a b' --",
            PrefixedShell(words=("nsenter", "--target", "7", "--mount=a b", "--")),
        ),
    ],
)
def test_a_shell_can_be_named(text: str, expected: Shell) -> None:
    assert shell_named(text) == expected


@pytest.mark.parametrize(
    "text", ["", "exec:", "exec:'", "ssh://", "ssh://lpar1/system", "ssh://lpar1:port", "telnet://x"]
)
def test_another_shell_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="shell"):
        shell_named(text)


def test_words_before_a_command_are_kept_apart_from_it() -> None:
    assert PrefixedShell(words=("env", "A=b c")).run(["printenv", "A"]).out == "b c\n"


@given(st.lists(WORDS, min_size=1))
def test_ssh_hands_over_every_word_as_it_is(words: list[str]) -> None:
    command = SshShell(host="lpar1", user="root").command(words)
    assert command[-3:-1] == ["--", "lpar1"]
    assert shlex.split(command[-1]) == words


def test_ssh_never_asks_and_shares_one_connection() -> None:
    command = SshShell(host="lpar1").command(["true"])
    assert {"BatchMode=yes", "ControlMaster=auto", "ControlPersist=60"} <= {*command}


def test_a_host_name_is_never_an_option(tmp_path: Path) -> None:
    fake = tmp_path / "ssh"
    fake.write_text(f"#!{sys.executable}\nimport sys\nprint(sys.argv[-3:])\n")
    fake.chmod(0o755)
    told = SshShell(host="-oProxyCommand=x", program=str(fake)).run(["id"]).out
    assert told.strip() == "['--', '-oProxyCommand=x', 'id']"


def test_ssh_that_cannot_connect_is_unreachable(tmp_path: Path) -> None:
    fake = tmp_path / "ssh"
    fake.write_text("#!/bin/sh\necho 'Permission denied (publickey).' >&2\nexit 255\n")
    fake.chmod(0o755)
    with pytest.raises(Unreachable, match=r"Permission denied \(publickey\)\.; try: ssh lpar1 true"):
        SshShell(host="lpar1", program=str(fake)).run(["id"])


def test_a_command_that_is_not_installed_ends_with_127() -> None:
    assert LocalShell().run(["no-such-command-of-any-host"]).code == 127


def test_a_command_that_does_not_end_is_given_up() -> None:
    with pytest.raises(TimedOut, match="sleep 60"):
        LocalShell(limit_s=0.1).run(["sleep", "60"])


def test_a_local_command_sees_no_shell() -> None:
    assert LocalShell().run(["printf", "%s", "$HOME; `id`"]).out == "$HOME; `id`"
