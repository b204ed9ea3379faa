"""No password outlives the reading: not in objects, messages, programs or reports."""

from __future__ import annotations

import re

import pytest

from tests.zvm.conftest import PASSWORDS, converted, example, read
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.program.files import program_files
from zkvm_provider.zvm.report.data import json_report
from zkvm_provider.zvm.report.page import page_report
from zkvm_provider.zvm.report.text import text_report


@pytest.mark.parametrize(
    "line",
    [
        "USER TEST SECRET1 1G 2G G",
        "user test secret1 1g",
        "IDENTITY TEST SECRET1 1G 2G G",
        "USER TEST,\nSECRET1 1G",
        "MDISK 200 3390 1 5 VOL001 MR SECRET1 SECRET1 SECRET1",
        "MDISK 200 FB-512 V-DISK 8000 MW SECRET1",
        "MDISK 200 3390 DEVNO 0E1E MR SECRET1",
        "MDISK 200 3390 1 5 VOL001 SECRET1",
        "COMMAND LINK MAINT 190 190 RR SECRET1",
        "COMMAND CP LINK TO MAINT 190 AS 190 RR PASS= SECRET1",
        "COMMAND AUTOLOG OTHER SECRET1",
        "APPCPASS LU1 LU2 NAME SECRET1",
        "LOGONBY A B,\nMDISK 200 3390 1 5 VOL001 MR SECRET1",
        "* USER OLDUSER SECRET1 512M 1G G",
        "*MDISK 200 3390 1 5 VOL001 MR SECRET1",
        "USR TEST SECRET1 1G 2G G",
        "USER TEST SECRET1 1G 2G G\n* the password was SECRET1 until May",
        "USER TEST 512M 1G G SECRET1",
        "* the password is SECRET1, ask (secret1) or PW=SECRET1.\nUSER TEST SECRET1 1G 2G G",
        "* secret1 of before\n*USER OLD SECRET1 512M 1G G",
        "USER TEST SECRET1+ 1G 2G G\n* it was secret1+ once",
    ],
)
def test_a_password_is_gone_after_reading(line: str) -> None:
    directory = read(f"USER FIRST NOLOG\n{line}\n")
    assert "secret1" not in repr(directory).lower()


@pytest.mark.parametrize("word", ["NOLOG", "NOPASS", "AUTOONLY", "LBYONLY"])
def test_keywords_in_place_of_a_password_stay(word: str) -> None:
    assert read(f"USER A {word} 1G\n").entries[0].head.log_on == word


@pytest.mark.parametrize("name", ["linux01", "cluster"])
def test_no_output_of_the_examples_holds_a_password(name: str) -> None:
    conversion = example(name)
    outputs = [*program_files(conversion).values(), text_report(conversion), json_report(conversion)]
    words = re.findall(r"\w+", " ".join([*outputs, page_report(conversion), repr(conversion)]))
    assert "MYPASS" not in " ".join(outputs)
    assert set(words).isdisjoint(PASSWORDS)


def test_no_message_about_a_missing_map_holds_a_password() -> None:
    with pytest.raises(InvalidInput) as refused:
        converted("USER A SECRET1 1G 2G G\nMDISK 200 3390 1 5 VOL001 MR SECRET2 SECRET3\n")
    assert "SECRET" not in str(refused.value)
