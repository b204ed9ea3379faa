"""Mutated directories: never a traceback, every message with its place, every line accounted for; and linear time.

`ZKVM_ZVM_FUZZ` sets how many directories are tried: 20000 in CI, which takes minutes.
"""

from __future__ import annotations

import gc
import os
import random
import re
import time
from collections.abc import Callable

import pytest

from tests.zvm.conftest import EXAMPLES, PASSWORDS
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.convert import Wishes, convert
from zkvm_provider.zvm.directory import Directory, read_directory
from zkvm_provider.zvm.map_template import map_template
from zkvm_provider.zvm.mapping import read_map
from zkvm_provider.zvm.program.files import program_files
from zkvm_provider.zvm.report.data import json_report
from zkvm_provider.zvm.report.page import page_report
from zkvm_provider.zvm.report.text import text_report

TRIES = int(os.environ.get("ZKVM_ZVM_FUZZ", "300"))
BATCHES = 10
LINES = (EXAMPLES / "cluster" / "USER.DIRECT").read_text(encoding="utf-8").splitlines()
MAP = read_map((EXAMPLES / "cluster" / "map.yaml").read_text(encoding="utf-8").split("guests:")[0], source="map.yaml")
WORD = re.compile(r"\w+")
SIGNS = "*,'\"&+()%#@$ \t\x00\x1aäß€0123456789ABCXYZ"

Mutation = Callable[[random.Random, list[str]], list[str]]


def cut_word(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    words = lines[at].split() or [""]
    words.pop(dice.randrange(len(words)))
    return [*lines[:at], " ".join(words), *lines[at + 1 :]]


def swap_words(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    words = lines[at].split()
    dice.shuffle(words)
    return [*lines[:at], " ".join(words), *lines[at + 1 :]]


def change_sign(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    place = dice.randrange(len(lines[at]) + 1)
    changed = lines[at][:place] + dice.choice(SIGNS) + lines[at][place + dice.randrange(2) :]
    return [*lines[:at], changed, *lines[at + 1 :]]


def add_comma(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    return [*lines[:at], f"{lines[at]},", *lines[at + 1 :]]


def take_other(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    return [*lines[:at], dice.choice(LINES), *lines[at:]]


def drop_line(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    return [*lines[:at], *lines[at + 1 :]] or [""]


def stretch_number(dice: random.Random, lines: list[str]) -> list[str]:
    at = dice.randrange(len(lines))
    return [
        *lines[:at],
        lines[at].replace("0", str(dice.choice((0, 9, 10 ** dice.randrange(20)))), 1),
        *lines[at + 1 :],
    ]


WITHIN_LINES: tuple[Mutation, ...] = (cut_word, swap_words, change_sign, add_comma, stretch_number)
WHOLE_LINES: tuple[Mutation, ...] = (take_other, drop_line)


def mutated(dice: random.Random, mutations: tuple[Mutation, ...]) -> str:
    """Some of the example's entries, changed one to eight times."""
    start = dice.randrange(len(LINES))
    lines = LINES[start : start + dice.randrange(1, 60)]
    for _ in range(dice.randrange(1, 9)):
        lines = dice.choice(mutations)(dice, lines)
    return "\n".join(lines) + "\n"


def located(refused: InvalidInput) -> str:
    """The message, in which each fault has a reason and the first one its place."""
    assert all(fault.reason for fault in refused.faults)
    assert refused.faults[0].path
    return str(refused)


def outputs(directory: Directory) -> str:
    """All that can be written about a directory; messages of a refusal instead where it is refused."""
    try:
        conversion = convert(directory, MAP, Wishes(), map_name="map.yaml")
    except InvalidInput as refused:
        return located(refused)
    assert [each.line for each in conversion.lines] == list(range(1, directory.count + 1))
    assert all(0 <= each.line <= directory.count and each.message for each in conversion.findings)
    files = program_files(conversion)
    for path, text in files.items():
        if path.endswith(".py"):
            compile(text, path, "exec")
    return "".join([*files.values(), text_report(conversion), json_report(conversion), page_report(conversion)])


def directory_of(text: str) -> Directory | None:
    """The directory; None when the file as such is refused, with a message that names it."""
    try:
        return read_directory(text.encode("utf-8", "surrogatepass"), name="USER.DIRECT")
    except InvalidInput as refused:
        located(refused)
        return None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_mutation_makes_a_traceback(batch: int) -> None:
    dice = random.Random(batch)  # noqa: S311 - the same directories in every run
    for _ in range(TRIES // BATCHES):
        directory = directory_of(mutated(dice, (*WITHIN_LINES, *WHOLE_LINES)))
        if directory is not None:
            outputs(directory)
            map_template(directory)


def test_lines_in_any_order_show_no_password() -> None:
    dice = random.Random("passwords")  # noqa: S311 - the same directories in every run
    for _ in range(max(TRIES // BATCHES, 1)):
        directory = directory_of(mutated(dice, WHOLE_LINES))
        if directory is not None:
            assert set(WORD.findall(outputs(directory))) & set(PASSWORDS) == set()


def test_bytes_are_read_or_refused() -> None:
    dice = random.Random("bytes")  # noqa: S311 - the same files in every run
    for _ in range(TRIES):
        data = dice.randbytes(dice.randrange(1, 400))
        try:
            assert read_directory(data, name="USER.DIRECT").count > 0
        except InvalidInput as refused:
            located(refused)


def test_reading_takes_linear_time() -> None:
    """Eight times the lines cost at most sixteen times the time; 100,000 lines are read in seconds."""
    text = "\n".join(LINES) + "\n"

    def seconds(times: int) -> float:
        data = (text * times).encode()
        gc.disable()  # what else this process keeps is no part of it
        try:
            start = time.process_time()
            assert read_directory(data, name="USER.DIRECT").count == len(LINES) * times
            return time.process_time() - start
        finally:
            gc.enable()

    seconds(1)
    small, large = (min(seconds(times) for _ in range(3)) for times in (4, 32))
    assert large < 16 * small


def test_a_hundred_thousand_lines_take_seconds() -> None:
    data = ("\n".join(LINES) + "\n").encode() * (100_000 // len(LINES) + 1)
    start = time.process_time()
    assert read_directory(data, name="USER.DIRECT").count >= 100_000
    assert time.process_time() - start < 30
