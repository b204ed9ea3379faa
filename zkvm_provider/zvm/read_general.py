"""Entry heads and the statements in front of the devices: words into typed statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.operands import BadOperand, Operands, device_number, number_list, storage_size
from zkvm_provider.zvm.redaction import NO_PASSWORDS

Common = dict[str, Any]
"""`lines`, `name` and `text`, which every statement has."""

Reader = Callable[[Common, Operands], s.Statement]
CPU_TYPES = ("CP", "IFL", "ZIIP", "ICF", "ZAAP", "ALL")
_MODES = ("ESA", "XA", "XC", "Z", "370")
_MCPU = 64
_WWPN = re.compile(r"[0-9A-F]{1,16}")


def user(common: Common, words: Operands) -> s.Head:
    """`USER userid password stor mstor cl …`; more than ten tokens are ignored, as CP does."""
    key, log_on = words.name("the user id"), words.word("the password") if words else ""
    whats = ("the log-on storage", "the maximum storage")
    sizes = [words.size(what) for what in whats if words and words.peek()[0].isdigit()]
    classes = words.word("") if words and re.fullmatch(r"[A-Z0-9*]{1,32}", words.peek()) else ""
    storage = sizes[0] if sizes else None
    maximum = sizes[1] if len(sizes) > 1 else storage
    if storage is not None and maximum is not None and maximum < storage:
        raise BadOperand("the maximum storage is smaller than the log-on storage")
    shown = log_on if log_on in NO_PASSWORDS else ""
    return s.Head(**common, key=key, log_on=shown, storage=storage, maximum=maximum, classes=classes)


def named(common: Common, words: Operands) -> s.Head:
    """PROFILE and SUBCONFIG: a name."""
    return s.Head(**common, key=words.name("its name"))


def unnamed(common: Common, words: Operands) -> s.Head:
    """DIRECTORY and GLOBALDEFS: what follows is of no use on KVM."""
    words.rest()
    return s.Head(**common, key=common["name"])


def build(common: Common, words: Operands) -> s.Build:
    """`BUILD ON member USING SUBCONFIG id`."""
    _keyword(words, "ON")
    member = words.name("the member")
    _keyword(words, "USING")
    _keyword(words, "SUBCONFIG")
    return s.Build(**common, member=member, subconfig=words.name("the subconfiguration"))


def include(common: Common, words: Operands) -> s.Include:
    """`INCLUDE profile`."""
    return s.Include(**common, profile=words.name("the profile"))


def machine(common: Common, words: Operands) -> s.Machine:
    """`MACHINE ESA 2`."""
    mode = words.word("the mode")
    if mode not in _MODES:
        raise BadOperand(f"the mode must be one of {', '.join(_MODES)}, found {mode!r}")
    maximum = words.number("the number of CPUs", least=1, most=_MCPU) if words else None
    return s.Machine(**common, mode=mode, maximum=maximum)


def cpu(common: Common, words: Operands) -> s.Cpu:
    """`CPU 01 BASE CPUID 123456 DEDICATE CRYPTO`."""
    address = words.vdev("the CPU address")
    if address >= _MCPU:
        raise BadOperand(f"the CPU address must be 0 to 3F, found {address:X}")
    rest = words.rest()
    cpuid = rest[rest.index("CPUID") + 1] if "CPUID" in rest[:-1] else ""
    return s.Cpu(**common, addresses=(address,), is_dedicated="DEDICATE" in rest, cpuid=cpuid)


def storage(common: Common, words: Operands) -> s.Storage:
    """STORAGE and MAXSTORAGE."""
    return s.Storage(**common, size=words.size("the size"))


def share(common: Common, words: Operands) -> s.Share:
    """`SHARE [CPU type] RELATIVE n|ABSOLUTE n% [maximum] [NOLIMIT|LIMITSOFT|LIMITHARD]`."""
    cpu_type = ""
    if words.peek() in ("CPU", "TYPE"):
        words.word("")
    if words.peek() in CPU_TYPES:
        cpu_type = words.word("")
    relative, absolute = _portion(words, "the share")
    maximum_relative, maximum_absolute, limit = None, None, ""
    while words:
        word = words.peek()
        if word in ("NOLIMIT", "LIMITSOFT", "LIMITHARD"):
            limit = words.word("").removeprefix("NOLIMIT")
        elif word[:3] in ("REL", "ABS") or word.rstrip("%").replace(".", "").isdigit():
            maximum_relative, maximum_absolute = _portion(words, "the maximum share", absolute=absolute is not None)
        else:
            raise BadOperand(f"expected NOLIMIT, LIMITSOFT or LIMITHARD, found {word!r}")
    return s.Share(
        **common,
        cpu_type=cpu_type,
        relative=relative,
        absolute=absolute,
        limit=limit,
        maximum_relative=maximum_relative,
        maximum_absolute=maximum_absolute,
    )


def _portion(words: Operands, what: str, *, absolute: bool = False) -> tuple[int | None, float | None]:
    """RELATIVE 1 to 10000, or ABSOLUTE 0.1 to 100 per cent; a maximum may leave the keyword out."""
    word = words.word(what)
    if len(word) >= 3 and "RELATIVE".startswith(word):
        return words.number(what, least=1, most=10000), None
    if len(word) >= 3 and "ABSOLUTE".startswith(word):
        word, absolute = words.word(what), True
    number = word.rstrip("%")
    if not re.fullmatch(r"\d{1,5}(\.\d)?", number):
        raise BadOperand(f"{what} must be RELATIVE 1 to 10000 or ABSOLUTE 0.1% to 100%, found {word!r}")
    if not (absolute or word.endswith("%")):
        if not 1 <= float(number) <= 10000 or "." in number:
            raise BadOperand(f"{what} must be RELATIVE 1 to 10000, found {word!r}")
        return int(number), None
    if not 0.1 <= float(number) <= 100:
        raise BadOperand(f"{what} must be 0.1% to 100%, found {word!r}")
    return None, float(number)


def ipl(common: Common, words: Operands) -> s.Ipl:
    """`IPL 190 PARM AUTOCR`, `IPL CMS`, `IPL 200 LOADPARM 2 CLEAR`."""
    target = words.word("the device or system")
    vdev = int(target, 16) if re.fullmatch(r"[0-9A-F]{1,4}", target) else None
    rest = words.rest()
    at = next((number for number, word in enumerate(rest) if word == "LOADPARM"), None)
    loadparm = rest[at + 1] if at is not None and at + 1 < len(rest) else ""
    head = rest[:at] if at is not None else rest
    parm = " ".join(head[head.index("PARM") + 1 :]) if "PARM" in head else ""
    return s.Ipl(**common, target=target, vdev=vdev, parm=parm, loadparm=loadparm)


def loaddev(common: Common, words: Operands) -> s.Loaddev:
    """`LOADDEV PORTNAME wwpn`, `LUN lun`, `BOOTPROG n`, `DEVICE vdev`; the rest is kept by its keyword only."""
    given: dict[str, Any] = {}
    other: list[str] = []
    while words:
        word = words.word("")
        if len(word) >= 4 and "PORTNAME".startswith(word):
            given["wwpn"] = _hex64(words, "PORTNAME")
        elif word == "LUN":
            given["lun"] = _hex64(words, "LUN")
        elif len(word) >= 4 and "BOOTPROG".startswith(word):
            given["bootprog"] = words.number("BOOTPROG", most=30)
        elif word in ("DEVICE", "DEV") and words:
            given["vdev"] = words.vdev()
        else:
            other.append(word)
            if word in ("SCPDATA", "SCPD", "BR_LBA", "ALTERNATE", "SCSI", "ECKD", "NVME"):
                words.rest()
    if not given and not other:
        raise BadOperand("its operand is missing")
    return s.Loaddev(**common, **given, other=tuple(other))


def crypto(common: Common, words: Operands) -> s.Crypto:
    """`CRYPTO DOMAIN 6 APDEDICATED 1 2`, `CRYPTO APVIRTUAL`."""
    domains: list[int] = []
    adapters: list[int] = []
    shared, into = False, domains
    if not words:
        raise BadOperand("its operand is missing")
    while words:
        word = words.word("")
        if len(word) >= 3 and "DOMAINS".startswith(word):
            into = domains
        elif len(word) >= 5 and "APDEDICATED".startswith(word):
            into = adapters
        elif len(word) >= 6 and "APVIRTUAL".startswith(word):
            shared = True
        else:
            into += number_list(word, "domains and adapters", most=255)
    if adapters and shared:
        raise BadOperand("APDEDICATED and APVIRTUAL exclude each other")
    return s.Crypto(**common, domains=tuple(domains), adapters=tuple(adapters), is_shared=shared)


def other(common: Common, words: Operands) -> s.Other:
    """A statement whose operands are only kept."""
    return s.Other(**common, operands=words.rest())


def command(common: Common, words: Operands) -> s.Statement:
    """`COMMAND cp-command`: what defines CPUs, storage, shares or adapters becomes the statement that says the same."""
    from zkvm_provider.zvm.read_devices import define_nic

    rest = list(words.rest())
    if rest and rest[0] == "CP":
        rest = rest[1:]
    if not rest:
        raise BadOperand("the command is missing")
    verb, operands = rest[0], rest[1:]
    plain = s.Command(**common, verb=verb, operands=tuple(operands))
    if len(verb) < 3 or not operands or not ("DEFINE".startswith(verb) or verb == "SET"):
        return define_nic(common, verb, operands) or plain
    if verb == "SET":
        return share(common, _words(operands[2:])) if operands[:2] == ["SHARE", "*"] and operands[2:] else plain
    if operands[0] == "CPU" and len(operands) > 1:
        return s.Cpu(**common, addresses=_cpus(operands[1]))
    if operands[0] in ("STORAGE", "STOR") and len(operands) > 1:
        return _define_storage(common, operands[1:]) or plain
    return define_nic(common, verb, operands) or plain


def _define_storage(common: Common, operands: list[str]) -> s.Storage | None:
    """`DEFINE STORAGE 2G`, `INITIAL 1G STANDBY 3G`: the initial size. None where only more may come: `RESERVED 4G`."""
    words = [word for word in operands if word not in ("AS", "INITIAL")]
    if not words or words[0].startswith(("STANDBY", "RESERVED", "CONFIG")):
        return None
    return s.Storage(**common, size=storage_size(words[0], "the size"))


def _cpus(text: str) -> tuple[int, ...]:
    """`01`, `01-03`: CPU addresses, in hex."""
    first, _, last = text.partition("-")
    numbers = [device_number(part, "the CPU address") for part in (first, last or first)]
    if not 0 <= numbers[0] <= numbers[1] < _MCPU:
        raise BadOperand(f"the CPU addresses must be 0 to 3F, found {text!r}")
    return tuple(range(numbers[0], numbers[1] + 1))


def _words(texts: list[str]) -> Operands:
    from zkvm_provider.zvm.words import Word

    return Operands([Word(text) for text in texts])


def _keyword(words: Operands, wanted: str) -> None:
    if words.peek() != wanted:
        raise BadOperand(f"{wanted} is missing")
    words.word(wanted)


def _hex64(words: Operands, what: str) -> str:
    """Up to 16 hex digits, in one word or, as SHOW commands print them, in two of eight."""
    text = words.word(what)
    if len(text) == 8 and re.fullmatch(r"[0-9A-F]{8}", words.peek()):
        text += words.word(what)
    if not _WWPN.fullmatch(text):
        raise BadOperand(f"{what} must be up to 16 hex digits, found {text!r}")
    return f"0x{text.lower():0>16}"
