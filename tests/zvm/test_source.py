"""Files as they come from z/VM: records without line ends, sequence numbers, EBCDIC, and what is no directory."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.zvm.conftest import EXAMPLES, read
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.directory import read_directory
from zkvm_provider.zvm.source import read_source

LINES = ("USER LINUX01 MYPASS 512M 1024M G", "MACHINE ESA 2", "MDISK 200 3390 050 100 TWOBIT MR")


def numbered(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{line:<72}{number * 10:08d}" for number, line in enumerate(lines, 1)) + "\n"


def lines_of(data: str | bytes) -> tuple[str, ...]:
    return read_source(data.encode() if isinstance(data, str) else data, name="USER.DIRECT").lines


def test_sequence_numbers_are_taken_off() -> None:
    source = read_source(numbered(LINES).encode(), name="USER.DIRECT")
    assert source.has_sequence
    assert source.lines == LINES


@pytest.mark.parametrize(
    "text",
    [
        numbered(LINES).replace("00000030", "00000005"),
        numbered((*LINES, "* short")).replace("00000040", "NOTANUMB"),
        f"{LINES[0]:<72}12345678\n{LINES[1]}\n{LINES[2]}\n",
        f"{LINES[0]:<72}00000010\n{LINES[1]:<72}0000002012\n",
    ],
    ids=["falling numbers", "a word among them", "one line only", "longer than a record"],
)
def test_doubtful_columns_stay_data(text: str) -> None:
    source = read_source(text.encode(), name="USER.DIRECT")
    assert not source.has_sequence
    assert [len(line) > 72 for line in source.lines].count(True) >= 1


def test_records_without_line_ends_are_parted_after_80_bytes() -> None:
    assert lines_of("".join(f"{line:<80}" for line in LINES)) == LINES


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    assert lines_of(end.join(LINES) + end) == LINES


def test_ebcdic_is_refused_with_the_command_that_translates_it(tmp_path: Path) -> None:
    data = "".join(f"{line:<80}" for line in LINES).encode("cp037")
    with pytest.raises(InvalidInput, match="this is EBCDIC") as refused:
        read_directory(data, name="USER.DIRECT")
    (tmp_path / "USER.DIRECT").write_bytes(data)
    command = str(refused.value).split("`")[1].split()
    assert command[0] == "dd"
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert lines_of((tmp_path / "USER.DIRECT.txt").read_bytes()) == LINES


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\r\n\x1a", "the file is empty"),
        (bytes(range(256)) * 8, "this is not text"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", r"this is not text \(byte 0 is 0x7f|byte 4 is 0x02"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_directory(data, name="USER.DIRECT")


def test_letters_of_other_code_pages_do_not_matter() -> None:
    assert read_directory("* für Linux\n".encode("latin-1"), name="U").count == 1
    assert read("* für Linux\nUSER A B 1G\n").count == 2


def test_the_example_is_as_long_as_a_real_directory() -> None:
    text = (EXAMPLES / "cluster" / "USER.DIRECT").read_text(encoding="utf-8")
    assert len(text.splitlines()) >= 400
