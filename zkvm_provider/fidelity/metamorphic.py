"""The same cases under other names, uuids, MAC addresses, memory sizes and device numbers.

A machine that really reads its input answers them as it answers the originals, with those values changed. Each
change is made in the input and in the recorded answers alike, and only where the case is not about that value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from zkvm_provider.fidelity.cases import Case, Family

_Change = Callable[[str], str]

_SHORT_NAME = 20
"""libvirt cuts a domain's name to this length in the paths it makes (virDomainDefGetShortName)."""

_FOLDER_OF_NAMES = {Family.POOLS: "/dev/", Family.VOLUMES: "/"}
"""Where a name becomes a path: a logical pool's folder, a volume's file."""

_DEVNO_SHIFT = 0x0100
_HIGHEST_DEVNO = 0xFFFF
_MAC = re.compile(r"\b(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\b")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ROOT_NAME = re.compile(r"<(?:domain|network|pool|volume)\b[^>]*>\s*<name>([^<]*)</name>")
_ROOT_UUID = re.compile(rf"</name>\s*<uuid>({_UUID.pattern})</uuid>")
_MEMORY = re.compile(r"<memory unit='MiB'>(\d+)</memory>")
_EXPLICIT_DEVNO = re.compile(r"<address type='ccw'[^>]* devno='0x([0-9a-f]{4})'")
_ABOUT_MEMORY = ("currentMemory", "maxMemory", "numa", "memoryBacking", "memtune", "hugepages", "shmem", "nvdimm")


def transform(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Every case with all changes that fit it; names and uuids change alike in the whole family."""
    found = tuple(cases)
    usual = _usual_memory(found)
    renamed = {family: _renaming(family, [case for case in found if case.family is family]) for family in Family}
    return tuple(_changed(case, (renamed[case.family], *_own_changes(case, usual))) for case in found)


def _changed(case: Case, changes: Iterable[_Change]) -> Case:
    given, inactive, live = case.given, case.inactive, case.live
    for change in changes:
        given, inactive, live = change(given), change(inactive), change(live)
    return replace(case, given=given, inactive=inactive, live=live)


def _own_changes(case: Case, usual_memory: str) -> tuple[_Change, ...]:
    found = (_new_uuid(case), _new_macs(case), _new_memory(case, usual_memory), _new_devnos(case))
    return tuple(change for change in found if change is not None)


def _renaming(family: Family, cases: list[Case]) -> _Change:
    """Rename what the family's inputs define: the first letter becomes its successor, so lengths stay."""
    names = {name for case in cases if (name := _root_name(case.given)) and re.match(r"[a-y]", name)}
    pairs = [(name, _next_letter(name)) for name in sorted(names) if _next_letter(name) not in names]
    folder = _FOLDER_OF_NAMES.get(family, "")

    def rename(text: str) -> str:
        for old, new in pairs:
            if old[:_SHORT_NAME] not in text:
                continue
            text = text.replace(f"<name>{old}</name>", f"<name>{new}</name>")
            if family is Family.DOMAINS:
                text = re.sub(rf"(/domain-\d+-){re.escape(old[:_SHORT_NAME])}", rf"\g<1>{new[:_SHORT_NAME]}", text)
                text = text.replace(f".TRANSIENT-{old}'", f".TRANSIENT-{new}'")
                text = text.replace(f"/qemu/{old}.log", f"/qemu/{new}.log")
            elif folder:
                text = re.sub(rf"{folder}{re.escape(old)}(?=[<'])", f"{folder}{new}", text)
        return text

    return rename


def _root_name(given: str) -> str:
    found = _ROOT_NAME.search(given)
    return found[1] if found else ""


def _next_letter(name: str) -> str:
    return chr(ord(name[0]) + 1) + name[1:]


def _new_uuid(case: Case) -> _Change | None:
    found = _ROOT_UUID.search(case.given)
    if found is None:
        return None
    old = found[1]
    new = f"7{old[1:]}"

    def change(text: str) -> str:
        return text.replace(old, new)

    return change


def _new_macs(case: Case) -> _Change | None:
    """Turn the last two digits of every address the input gives, in its spelling and in libvirt's."""
    given = set(_MAC.findall(case.given))
    if not given:
        return None
    turned = {mac: f"{mac[:-2]}{int(mac[-2:], 16) ^ 0x80:02x}" for mac in given}
    turned |= {mac.lower(): new.lower() for mac, new in turned.items()}

    def change(text: str) -> str:
        return _MAC.sub(lambda found: turned.get(found[0], found[0]), text)

    return change


def _new_memory(case: Case, usual: str) -> _Change | None:
    """Twice the memory, in a case that has the size most others have and says nothing else about memory."""
    found = _MEMORY.findall(case.given)
    if case.family is not Family.DOMAINS or found != [usual] or any(word in case.given for word in _ABOUT_MEMORY):
        return None
    old, new = int(usual), 2 * int(usual)

    def change(text: str) -> str:
        text = text.replace(f"<memory unit='MiB'>{old}</memory>", f"<memory unit='MiB'>{new}</memory>")
        for tag in ("memory", "currentMemory"):
            text = text.replace(f"<{tag} unit='KiB'>{old * 1024}</{tag}>", f"<{tag} unit='KiB'>{new * 1024}</{tag}>")
        return text

    return change


def _usual_memory(cases: Iterable[Case]) -> str:
    sizes = Counter(size for case in cases for size in _MEMORY.findall(case.given))
    return sizes.most_common(1)[0][0] if sizes else ""


def _new_devnos(case: Case) -> _Change | None:
    """Shift the device numbers the input gives, where they and their new places lie behind all that libvirt gives."""
    explicit = set(_EXPLICIT_DEVNO.findall(case.given))
    answered = set(_EXPLICIT_DEVNO.findall(case.inactive + case.live))
    if not explicit or not explicit <= answered:
        return None
    highest_given_by_libvirt = max((int(number, 16) for number in answered - explicit), default=-1)
    numbers = [int(number, 16) for number in explicit]
    if min(numbers) <= highest_given_by_libvirt or max(numbers) + _DEVNO_SHIFT > _HIGHEST_DEVNO:
        return None

    def change(text: str) -> str:
        return re.sub(r" devno='0x([0-9a-f]{4})'", _shifted, text)

    def _shifted(found: re.Match[str]) -> str:
        number = int(found[1], 16)
        return f" devno='0x{number + _DEVNO_SHIFT:04x}'" if found[1] in explicit else found[0]

    return change
