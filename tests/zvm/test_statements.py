"""Every statement in the ways it is written: abbreviated, continued, quoted, in small letters; and its faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.zvm.conftest import read
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.table import BY_NAME, ROWS, lookup

GIB = 1024**3


def only(text: str) -> s.Statement:
    """The one statement of a guest's entry."""
    directory = read(f"USER TEST NOLOG\n{text}\n")
    (statement,) = directory.entries[0].body
    return statement


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("MACHINE ESA 2", s.Machine, {"mode": "ESA", "maximum": 2}),
        ("MACH XA", s.Machine, {"mode": "XA", "maximum": None}),
        ("machine esa 4", s.Machine, {"mode": "ESA", "maximum": 4}),
        ("CPU 0A BASE CPUID 012345", s.Cpu, {"addresses": (10,), "cpuid": "012345"}),
        ("COMMAND DEFINE CPU 01-03 TYPE IFL", s.Cpu, {"addresses": (1, 2, 3)}),
        ("STORAGE 2G", s.Storage, {"size": 2 * GIB}),
        ("MAXSTORAGE 4096M", s.Storage, {"size": 4 * GIB}),
        ("COMMAND DEF STOR INITIAL 1G STANDBY 3G", s.Storage, {"size": GIB}),
        ("COMMAND CP DEFINE STORAGE AS 2G RESERVED 1G", s.Storage, {"size": 2 * GIB}),
        ("COMMAND DEF STOR RESERVED 4096M", s.Command, {"verb": "DEF", "operands": ("STOR", "RESERVED", "4096M")}),
        ("COMMAND DEFINE STORAGE STANDBY 2G", s.Command, {"verb": "DEFINE"}),
        ("CLASS ABDG", s.Other, {"operands": ("ABDG",)}),
        ("IOPRIOR RELATIVE 50", s.Other, {"name": "IOPRIORITY"}),
        ("SHARE RELATIVE 200", s.Share, {"relative": 200, "absolute": None, "limit": ""}),
        ("SHARE REL 200 ABS 50% LIMITHARD", s.Share, {"maximum_absolute": 50.0, "limit": "LIMITHARD"}),
        ("SHARE IFL ABSOLUTE 12.5% 20% LIMITSOFT", s.Share, {"absolute": 12.5, "maximum_absolute": 20.0}),
        ("COMMAND SET SHARE * RELATIVE 300", s.Share, {"relative": 300}),
        ("IPL 190 PARM AUTOCR", s.Ipl, {"vdev": 0x190, "parm": "AUTOCR", "loadparm": ""}),
        ("IPL CMS", s.Ipl, {"vdev": None, "target": "CMS"}),
        ("IPL 0200 LOADPARM 2 CLEAR", s.Ipl, {"vdev": 0x200, "loadparm": "2"}),
        ("LOADDEV PORT 5005076306 03C763".replace(" 03", "03"), s.Loaddev, {"wwpn": "0x500507630603c763"}),
        ("LOADDEV LUN 40224033 00000000", s.Loaddev, {"lun": "0x4022403300000000"}),
        ("LOADDEV SCPDATA 'root=/dev/sda1  Ro'", s.Loaddev, {"other": ("SCPDATA",)}),
        ("CRYPTO DOMAIN 6 10-12 APDEDICATED 1 2", s.Crypto, {"domains": (6, 10, 11, 12), "adapters": (1, 2)}),
        ("CRYPTO APVIRT", s.Crypto, {"is_shared": True}),
        ("CON 009 3215 T", s.Console, {"vdev": 9, "kind": "3215"}),
        ("SP 00C 2540 READER *", s.Spool, {"vdev": 12}),
        ("SPECIAL 500 QDIO 3 SYSTEM MYLAN", s.Nic, {"vdev": 0x500, "devices": 3, "owner": "SYSTEM", "lan": "MYLAN"}),
        ("SPEC 600 HIPER 3 * MINE", s.Nic, {"kind": "HIPERSOCKETS", "owner": "*", "lan": "MINE"}),
        ("SPECIAL 700 3270", s.Special, {"kind": "3270"}),
        ("NICDEF 0600 TYPE QDIO LAN SYSTEM VSW1 MACID 11AaFf", s.Nic, {"lan": "VSW1", "mac_id": "11aaff"}),
        ("NICDEF 0600 VLAN 10 20-22 PORTTYPE TRUNK", s.Nic, {"vlans": (10, 20, 21, 22), "port_type": "TRUNK"}),
        ("COMMAND COUPLE 0600 TO SYSTEM VSW2", s.Nic, {"vdev": 0x600, "lan": "VSW2"}),
        ("MDISK 200 3390 050 100 TWOBIT MR", s.Mdisk, {"start": 50, "size": 100, "volume": "TWOBIT", "mode": "MR"}),
        ("M 201 3390 0 END LNX001 RRV", s.Mdisk, {"size": None, "mode": "RR", "form": "extent"}),
        ("MDISK 300 FB-512 V-DISK 8000 MW", s.Mdisk, {"form": "v-disk", "size": 8000, "mode": "MW"}),
        ("MDISK 300 3390 T-DISK 50 MR", s.Mdisk, {"form": "t-disk", "size": 50}),
        ("MDISK 123 3390 DEVNO 0E1E MR", s.Mdisk, {"form": "devno", "rdev": 0xE1E}),
        ("MDISK 100 3390 1 5 &SYSRES MR", s.Mdisk, {"volume": "&SYSRES"}),
        ("LINK MAINT 190 190 RR", s.Link, {"owner": "MAINT", "vdev": 0x190, "mode": "RR"}),
        ("LINK DB2 200", s.Link, {"owner_vdev": 0x200, "vdev": 0x200, "mode": "RR"}),
        ("LINK DB2 200 MW", s.Link, {"vdev": 0x200, "mode": "MW"}),
        ("DED 0100 1C98", s.Dedicate, {"vdev": 0x100, "rdev": 0x1C98}),
        ("DEDICATE 0200 VOLID LNX001 R/O", s.Dedicate, {"volume": "LNX001", "is_read_only": True}),
        ("INC LNXDFLT", s.Include, {"profile": "LNXDFLT"}),
        ("BUILD ON ZVM1 USING SUBCONFIG DNS-1", s.Build, {"member": "ZVM1", "subconfig": "DNS-1"}),
        ("LOGONBY A B,\n  C D", s.Other, {"lines": (2, 3), "operands": ("A", "B", "C", "D")}),
        ("COMMAND SET RUN ON", s.Command, {"verb": "SET", "operands": ("RUN", "ON")}),
        ("* MDISK is not one", s.Comment, {}),
        ("*DVHOPT LNK0 LOG1", s.Comment, {"is_dirmaint": True}),
        ("FROBNICATE 1 2", s.Unknown, {"guess": ""}),
        ("NICDEV 0600 TYPE QDIO", s.Unknown, {"guess": "NICDEF"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_statement_is_read(text: str, kind: type[s.Statement], fields: dict[str, Any]) -> None:
    statement = only(text)
    assert isinstance(statement, kind), statement
    assert {name: getattr(statement, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MACHINE ZARCH", "the mode must be one of ESA, XA"),
        ("MACHINE ESA 65", "from 1 to 64"),
        ("CPU 40", "0 to 3F"),
        ("STORAGE 512", "digits with K, M, G"),
        ("SHARE RELATIVE 10001", "from 1 to 10000"),
        ("SHARE ABSOLUTE 101%", "0.1% to 100%"),
        ("MDISK 200 3390 050", "the size is missing"),
        ("MDISK 2XX 3390 050 100 TWOBIT MR", "one to four hex digits, found '2XX'"),
        ("MDISK 200 3390 050 100 TOOLONGVOL MR", "at most 6 characters"),
        ("MDISK 200 3390 050 100 TWOBIT XX", "the mode must be R, RR, W"),
        ("LINK", "the owner is missing"),
        ("NICDEF 0600 MACID 12345", "six hex digits"),
        ("NICDEF 0600 VLAN 5000", "numbers from 0 to 4094"),
        ("NICDEF 0600 COLOUR RED", "NICDEF does not know 'COLOUR'"),
        ("CRYPTO APVIRTUAL APDEDICATED 1", "exclude each other"),
        ("LOADDEV LUN XYZ", "16 hex digits"),
        ("LOGONBY A B,", "it ends with a comma"),
        ("LOADDEV SCPDATA 'never closed", "never closed"),
        ("BUILD ON ZVM1", "USING is missing"),
    ],
)
def test_a_faulty_statement_says_what_is_wrong_and_where(text: str, reason: str) -> None:
    directory = read(f"USER TEST NOLOG\n{text}\n")
    (statement,) = directory.entries[0].body
    assert isinstance(statement, s.Faulty)
    assert reason in statement.reason
    assert [finding.line for finding in directory.findings] == [2]


def test_a_comma_does_not_swallow_the_next_entry() -> None:
    directory = read("USER A NOLOG\nLOGONBY B,\nUSER C NOLOG\n")
    assert [entry.key for entry in directory.entries] == ["A", "C"]


def test_more_than_ten_tokens_of_user_are_ignored() -> None:
    head = read("USER A B 1G 2G G 64 ON OFF ON ON EXTRA\n").entries[0].head
    assert (head.storage, head.maximum, head.classes) == (GIB, 2 * GIB, "G")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_abbreviation_means_its_statement(row: Any) -> None:
    for size in range(row.least, len(row.name) + 1):
        assert lookup(row.name[:size]) is row
    assert lookup(row.name[: row.least - 1]) is not row


def test_every_statement_of_the_facts_is_in_the_table() -> None:
    """The statements that reference pages of the z/VM directory list."""
    listed = set(Path(__file__).with_name("statements.txt").read_text(encoding="utf-8").split())
    assert listed <= set(BY_NAME)
    assert [row.name for row in ROWS if not (row.becomes or row.why)] == []
