"""Device statements: words into typed statements."""

from __future__ import annotations

import re
from typing import Any

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.operands import BadOperand, Operands, device_number, number_list
from zkvm_provider.zvm.redaction import MODE
from zkvm_provider.zvm.words import Word

Common = dict[str, Any]
NETWORK_KINDS = ("QDIO", "HIPERSOCKETS", "IEDN", "INMN")
_VLAN_MOST = 4094
_CYLINDERS_MOST = 262_668
"""Cylinders of the largest 3390 (extended address volume, 223 GB)."""


def console(common: Common, words: Operands) -> s.Console:
    """`CONSOLE 009 3215 T`."""
    vdev = words.vdev()
    kind = words.word("the type") if words else "3215"
    words.rest()
    return s.Console(**common, vdev=vdev, kind=kind)


def spool(common: Common, words: Operands) -> s.Spool:
    """`SPOOL 00C 2540 READER *`."""
    vdev = words.vdev()
    return s.Spool(**common, vdev=vdev, kind=" ".join(words.rest()))


def special(common: Common, words: Operands) -> s.Statement:
    """`SPECIAL 500 QDIO 3 SYSTEM MYLAN`; without a LAN the adapter is coupled later."""
    vdev = words.vdev()
    kind = _network_kind(words.word("the type"))
    if kind not in NETWORK_KINDS:
        words.rest()
        return s.Special(**common, vdev=vdev, kind=kind)
    devices = words.number("the number of devices", least=3, most=3072) if words.peek().isdigit() else None
    owner = words.name("the owner of the LAN") if words else ""
    lan = words.name("the LAN") if owner else ""
    return s.Nic(**common, vdev=vdev, kind=kind, devices=devices, owner=owner, lan=lan)


def nicdef(common: Common, words: Operands) -> s.Nic:
    """`NICDEF 0600 TYPE QDIO LAN SYSTEM VSW1 MACID 111111 VLAN 42`; several of the same number add up."""
    given: dict[str, Any] = {"vdev": words.vdev()}
    dropped: list[str] = []
    while words:
        word = words.word("")
        if word == "TYPE":
            given["kind"] = _network_kind(words.word("TYPE"))
        elif word == "LAN":
            given["owner"], given["lan"] = words.name("the owner of the LAN"), words.name("the LAN")
        elif len(word) >= 3 and "DEVICES".startswith(word):
            given["devices"] = words.number("DEVICES", least=3, most=3072)
        elif word == "MACID":
            given["mac_id"] = _mac_id(words.word("MACID"))
        elif len(word) >= 5 and "PORTTYPE".startswith(word):
            given["port_type"] = words.word("PORTTYPE")
        elif word == "VLAN":
            given["vlans"] = _vlans(words)
        else:
            dropped.append(_dropped(word, words))
    return s.Nic(**common, **given, dropped=tuple(dropped))


def define_nic(common: Common, verb: str, operands: list[str]) -> s.Nic | None:
    """COMMAND COUPLE and DEFINE NIC; None for another command."""
    if verb == "COUPLE" and operands:
        target = [word for word in operands[1:] if word != "TO"]
        owner, lan = target if len(target) == 2 else ("", "")
        return s.Nic(**common, vdev=device_number(operands[0], "the adapter"), owner=owner, lan=lan) if lan else None
    if verb and "DEFINE".startswith(verb) and operands[:1] == ["NIC"] and len(operands) > 1:
        kinds = [kind for word in operands[2:] if (kind := _network_kind(word)) in NETWORK_KINDS]
        vdev = device_number(operands[1], "the adapter")
        return s.Nic(**common, vdev=vdev, kind=kinds[0] if kinds else "QDIO")
    return None


def mdisk(common: Common, words: Operands) -> s.Mdisk:
    """`MDISK 200 3390 050 100 TWOBIT MR`, and the forms DEVNO, V-DISK, T-DISK."""
    given: dict[str, Any] = {"vdev": words.vdev(), "device": words.word("the device type")}
    word = words.word("the first cylinder or block")
    is_blocks = given["device"].startswith(("FB-", "9336"))
    most = 2**40 if is_blocks else _CYLINDERS_MOST
    if word == "DEVNO":
        given |= {"form": "devno", "rdev": words.vdev("the real device")}
    elif word in ("V-DISK", "T-DISK"):
        given |= {"form": word.lower(), "size": words.number("the size", least=1, most=most)}
    else:
        start = Operands([Word(word)]).number("the first cylinder or block", most=most)
        end = words.peek() == "END"
        size = None if end else words.number("the size", least=1, most=most)
        if end:
            words.word("")
        given |= {"form": "extent", "start": start, "size": size, "volume": _volume(words)}
    if words:
        mode = words.word("the mode")
        if not MODE.fullmatch(mode):
            raise BadOperand("the mode must be R, RR, W, WR, M, MR or MW, with V, S, E or D")
        given["mode"] = mode.rstrip("VSED") or mode
    words.rest()
    return s.Mdisk(**common, **given)


def miniopt(common: Common, words: Operands) -> s.Miniopt:
    """`MINIOPT NOMDC`."""
    return s.Miniopt(**common, operands=words.rest())


def link(common: Common, words: Operands) -> s.Link:
    """`LINK MAINT 190 190 RR`: the second number and the mode may be left out."""
    owner, owner_vdev = words.name("the owner"), words.vdev("the owner's device number")
    vdev = owner_vdev
    if words and not MODE.fullmatch(words.peek()):
        vdev = words.vdev()
    mode = words.word("") if words else "RR"
    if not MODE.fullmatch(mode):
        raise BadOperand("the mode must be R, RR, W, WR, M, MR or MW, with V, S, E or D")
    words.rest()
    return s.Link(**common, owner=owner, owner_vdev=owner_vdev, vdev=vdev, mode=mode.rstrip("VSED") or mode)


def dedicate(common: Common, words: Operands) -> s.Dedicate:
    """`DEDICATE 0100 1C98`, `DEDICATE 0200 VOLID LNX001`, with R/O and others."""
    vdev = words.vdev()
    word = words.word("the real device")
    volume = ""
    if word in ("VOLID", "VOLSER"):
        volume, rdev = _volume(words), None
    else:
        rdev = device_number(word, "the real device")
    return s.Dedicate(**common, vdev=vdev, rdev=rdev, volume=volume, is_read_only="R/O" in words.rest())


def _volume(words: Operands) -> str:
    """A volume id of up to six characters, or `&SYSRES`, `+VMRES`."""
    text = words.word("the volume")
    if not re.fullmatch(r"[&+]?[A-Z0-9@#$_-]{1,7}", text):
        raise BadOperand(f"the volume must be a name of at most 6 characters, found {text!r}")
    return text


def _network_kind(word: str) -> str:
    if len(word) >= 5 and "HIPERSOCKETS".startswith(word):
        return "HIPERSOCKETS"
    return word


def _mac_id(text: str) -> str:
    if not re.fullmatch(r"[0-9A-F]{6}", text):
        raise BadOperand(f"MACID must be six hex digits, found {text!r}")
    return text.lower()


def _vlans(words: Operands) -> tuple[int, ...]:
    found: list[int] = []
    if words.peek() in ("ANY", "AWARE", "UNAWARE"):
        words.word("")
        return ()
    while words and words.peek()[0].isdigit():
        found += number_list(words.word("VLAN"), "VLAN", most=_VLAN_MOST)
    if not found:
        raise BadOperand(f"VLAN must be numbers from 1 to {_VLAN_MOST}, found {words.peek()!r}")
    return tuple(dict.fromkeys(found))


def _dropped(word: str, words: Operands) -> str:
    """A keyword of NICDEF that has no counterpart, with its operand where it has one."""
    for name, least in (("CHPID", 5), ("PORTNUMBER", 7), ("PQUPLINKTX", 10), ("MACPROTECT", 7)):
        if len(word) >= least and name.startswith(word):
            return f"{name} {words.word(name)}"
    if (len(word) >= 4 and "PROMISCUOUS".startswith(word)) or (len(word) >= 6 and "NOPROMISCUOUS".startswith(word)):
        return word
    raise BadOperand(f"NICDEF does not know {word!r}")
