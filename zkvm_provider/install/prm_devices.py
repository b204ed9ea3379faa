"""Checking the device parameters of dracut on IBM Z: `rd.zfcp`, `rd.dasd`, `rd.znet`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zkvm_provider.install.finding import Notes
from zkvm_provider.model.address import BusId

_HEX = re.compile(r"(0[xX])?([0-9a-fA-F]*)")
_DIGITS = 16
_CHANNELS = {"qeth": 3, "lcs": 2, "ctc": 2}
_FLAGS = {"layer2": ("0", "1"), "portno": ("0", "1"), "vnicc": None, "portname": None, "buffer_count": None}


def lint_zfcp(value: str, line: int, notes: Notes) -> None:
    """`BUS-ID,WWPN,LUN`, or a bus id alone where the device finds its LUNs itself."""
    parts = value.split(",")
    _bus_id("rd.zfcp", parts[0], line, notes)
    if len(parts) == 1:
        return
    if len(parts) != 3:
        notes.error(line, f"rd.zfcp has {len(parts)} parts; expected BUS-ID,WWPN,LUN, or the bus id alone")
        return
    for what, text in (("WWPN", parts[1]), ("LUN", parts[2])):
        _sixteen(what, text, line, notes)


def lint_dasd(value: str, line: int, notes: Notes) -> None:
    """`autodetect`, or bus ids and ranges of them, each perhaps with options: `0.0.0200-0.0.0203(ro)`."""
    if value.startswith(","):
        notes.error(line, "rd.dasd has no value")
        return
    for part in re.split(r",(?![^(]*\))", value):
        if part in ("autodetect", "probeonly", "nopav", "nofcx"):
            continue
        bare = re.sub(r"\([a-z:]*\)$", "", part)
        if bare.count("(") or bare.count(")"):
            notes.error(line, f"rd.dasd: the options of {part[:40]!r} are not closed by a bracket")
            continue
        ends = bare.split("-")
        found = [_bus_id("rd.dasd", end, line, notes) for end in ends]
        if len(ends) > 2:
            notes.error(line, f"rd.dasd: {part[:40]!r} is no range; expected FIRST-LAST")
        elif len(found) == 2 and found[0] and found[1] and found[0] > found[1]:
            notes.error(line, f"rd.dasd: the range {bare} runs backwards")


def lint_znet(value: str, line: int, notes: Notes) -> None:
    """`qeth,READ,WRITE,DATA[,OPTION=…]`; lcs and ctc have two channels."""
    kind, *rest = value.split(",")
    wanted = _CHANNELS.get(kind)
    if wanted is None:
        notes.error(line, f"rd.znet: {kind[:20]!r} is no network type; known are {', '.join(_CHANNELS)}")
        return
    channels = [part for part in rest if "=" not in part]
    if len(channels) != wanted:
        reason = f"rd.znet has {len(channels)} channels; {kind} needs {wanted}"
        notes.error(line, reason + (": read, write, data" if wanted == 3 else ": read, write"))
        return
    found = [_bus_id("rd.znet", channel, line, notes) for channel in channels]
    triplet = [each for each in found if each is not None]
    if len(triplet) == wanted:
        _lint_channels(kind, triplet, line, notes)
    for option in rest[wanted:]:
        _lint_option(option, line, notes)


def _lint_channels(kind: str, channels: Sequence[BusId], line: int, notes: Notes) -> None:
    """The rules of the channel subsystem's group devices; data may be any other channel, and seldom is."""
    read, write, *data = channels
    if len(set(channels)) < len(channels):
        notes.error(line, f"rd.znet names the same channel twice: {','.join(map(str, channels))}")
        return
    if len({(each.css, each.ssid) for each in channels}) > 1:
        notes.error(line, "rd.znet: the channels lie in different channel subsystems or subchannel sets")
        return
    if read.devno % 2:
        notes.warn(line, f"rd.znet: the read channel {read} is odd; {kind} devices start at an even number")
    if write.devno != read.devno + 1:
        notes.warn(line, f"rd.znet: the write channel {write} does not follow the read channel {read}")
    elif data and data[0].devno != write.devno + 1:
        notes.warn(line, f"rd.znet: the data channel {data[0]} does not follow the write channel {write}")


def _lint_option(option: str, line: int, notes: Notes) -> None:
    name, separator, value = option.partition("=")
    if not separator:
        notes.error(line, f"rd.znet: {option[:40]!r} comes after an option and is none; expected NAME=VALUE")
        return
    choices = _FLAGS.get(name, ())
    if choices == ():
        notes.warn(line, f"rd.znet: the option {name[:20]!r} is not known here")
    elif choices and value not in choices:
        notes.error(line, f"rd.znet: {name} is {value[:20]!r}; it must be {' or '.join(choices)}")


def _bus_id(keyword: str, text: str, line: int, notes: Notes) -> BusId | None:
    try:
        return BusId.parse(text)
    except ValueError:
        hint = f"; write 0.0.{text.lower():>04}" if re.fullmatch(r"[0-9a-fA-F]{1,4}", text) else ""
        notes.error(line, f"{keyword}: {text[:40]!r} is no bus id such as 0.0.1c98{hint}")
        return None


def _sixteen(what: str, text: str, line: int, notes: Notes) -> None:
    match = _HEX.fullmatch(text)
    if match is None:
        notes.error(line, f"rd.zfcp: the {what} {text[:40]!r} is not written in hex digits")
    elif not match[1]:
        notes.error(line, f"rd.zfcp: the {what} {text[:40]} lacks the leading 0x")
    elif len(match[2]) != _DIGITS:
        notes.error(line, f"rd.zfcp: the {what} {text[:40]} has {len(match[2])} hex digits; it must have {_DIGITS}")
