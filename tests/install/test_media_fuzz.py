"""Damaged `.prm` and `.ins` files: never a traceback, and every finding says where and what.

ZKVM_FUZZ is the number of files; the seed is fixed, so a failure repeats.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from zkvm_provider.install.lint import lint

TALK = Path(__file__).parent / "talk"
NUMBER = int(os.environ.get("ZKVM_FUZZ", "20000"))
_TOKENS = (
    b"rd.zfcp=", b"rd.znet=qeth,", b"rd.dasd=", b"ip=", b"[", b"]", b"::", b":", b",", b"0x", b"0.0.", b"\n", b"\r\n",
    b"\x00", b'"', b"\xff\xfe", b"(", b")", b"=", b"-", b"*", b"%s{}", b"images/../", b"nameserver=[", b"vlan=",
    b"9" * 30, b"inst.repo=ftp://a:b@", b"\t", b"\xc3\xa4", b"255.255.255.0",
)  # fmt: skip


def _mutated(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del data[at : at + dice.randint(1, 20)]
            case 2:
                data[at:at] = dice.choice(_TOKENS)
            case 3:
                end = min(len(data), at + dice.randint(1, 40))
                data[at:at] = data[at:end] * dice.randint(1, 3)
            case _:
                other = dice.randrange(len(data) + 1)
                data[at : at + 8], data[other : other + 8] = data[other : other + 8], data[at : at + 8]
    return bytes(data)


def test_damaged_files_are_told_of_with_file_and_line() -> None:
    dice = random.Random("zkvm media")  # noqa: S311 - repeatable on purpose
    originals = {path.name: path.read_bytes() for path in (TALK / "eric.ins", *sorted((TALK / "images").iterdir()))}
    found = 0
    for _ in range(NUMBER):
        name, content = dice.choice(sorted(originals.items()))
        damaged = _mutated(content, dice)
        lines = damaged.count(b"\n") + 1
        files = {"images/eric.prm": damaged, "images/initrd.addrsize": damaged[:16]}
        for finding in lint(name, damaged, files.get):
            found += 1
            assert finding.file in (name, "images/eric.prm"), (damaged, finding)
            assert 0 <= finding.line <= lines, (damaged, finding)
            assert str(finding).startswith((f"{finding.file}:{finding.line}: ", f"{finding.file}: "))
            assert finding.message.isprintable(), (damaged, finding)
    assert found > NUMBER
