"""Files that a user names and that cannot be read or written: one line that says which and why, from every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Zkvm
from zkvm_provider.errors import InvalidInput


@pytest.mark.parametrize(
    "command",
    [("convert", "FILE", "-o", "out"), ("review", "FILE"), ("drift", "FILE"), ("emulator", "import", "FILE", "--yes")],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("gone", "gone: cannot be read: No such file or directory"),
        (".", ".: cannot be read: Is a directory"),
        ("Pulumi.yaml/x", "Pulumi.yaml/x: cannot be read: Not a directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_once_with_the_reason(
    zkvm: Zkvm, command: tuple[str, ...], file: str, why: str
) -> None:
    answer = zkvm(*(file if word == "FILE" else word for word in command))
    assert isinstance(answer.failure, InvalidInput)
    assert str(answer.failure) == why


@pytest.mark.parametrize("command", [("review", "bytes"), ("drift", "bytes"), ("emulator", "import", "bytes", "--yes")])
def test_a_file_that_is_no_text_is_named_with_the_byte(zkvm: Zkvm, command: tuple[str, ...]) -> None:
    Path("bytes").write_bytes(b"ab\xff")
    assert str(zkvm(*command).failure) == "bytes: this is not UTF-8 text (byte 2)"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("emulator", "export", "gone/x"), "gone/x: cannot be written: No such file or directory"),
        (("emulator", "export", "."), ".: cannot be written: Is a directory"),
        (("import", "-o", "Pulumi.yaml/x"), "Pulumi.yaml/x: cannot be written: Not a directory"),
        (
            ("convert", "user.direct", "--write-map", "gone/map"),
            "gone/map: cannot be written: No such file or directory",
        ),
        (("convert", "user.direct", "-o", "Pulumi.yaml/x"), "Pulumi.yaml/x: cannot be written: Not a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_file_that_cannot_be_written_is_named_with_the_reason(zkvm: Zkvm, command: tuple[str, ...], why: str) -> None:
    Path("user.direct").write_text("USER LINUX01 NOLOG 1G 1G G\n IPL 200\n MDISK 200 3390 1 100 VOL001 MR\n")
    answer = zkvm(*command)
    assert isinstance(answer.failure, InvalidInput)
    assert str(answer.failure) == why


@pytest.mark.parametrize(
    ("command", "written_by"),
    [("review", "`pulumi preview --json`"), ("drift", "`pulumi refresh --preview-only --json`")],
)
def test_what_is_no_preview_is_told_with_the_command_that_writes_one(zkvm: Zkvm, command: str, written_by: str) -> None:
    for text in ("no JSON", "{}"):
        Path("preview").write_text(text)
        assert str(zkvm(command, "preview").failure).endswith(f"; write it with {written_by}")
