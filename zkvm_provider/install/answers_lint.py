"""Checking the installers' answer files: Kickstart (Anaconda) and AutoYaST (SUSE)."""

from __future__ import annotations

import re
import shlex
from typing import Any

from lxml import etree

from zkvm_provider.install.finding import Notes
from zkvm_provider.install.secrets import clear_password

_SECTIONS = (
    "%packages",
    "%pre",
    "%pre-install",
    "%post",
    "%onerror",
    "%traceback",
    "%addon",
    "%anaconda",
    "%certificate",
)
_PASSWORDS = {"rootpw": "the root password", "user": "a user's password", "group": "a group's password",
              "bootloader": "the boot loader's password", "vnc": "the VNC password"}  # fmt: skip
_YAST = "{http://www.suse.com/1.0/yast2ns}"
_CONFIG = "{http://www.suse.com/1.0/configns}"


def lint_kickstart(content: bytes, notes: Notes) -> None:
    """Sections that are closed, passwords that are hashed, URLs without a password."""
    opened = ""
    opened_at = 0
    any_command = False
    for number, raw in enumerate(content.decode("utf-8", errors="replace").split("\n"), start=1):
        line = raw.strip()
        word = line.split()[0] if line else ""
        if opened:
            if word == "%end":
                opened = ""
            elif word in _SECTIONS:
                notes.error(number, f"{word} begins before the {opened[:40]} of line {opened_at} was closed by %end")
                opened, opened_at = word, number
            continue
        if not line or line.startswith("#"):
            continue
        any_command = True
        if word in _SECTIONS:
            opened, opened_at = word, number
        elif word == "%end":
            notes.error(number, "%end closes nothing")
        elif word.startswith("%") and word not in ("%include", "%ksappend"):
            notes.error(number, f"{word[:40]!r} is no section; known are {', '.join(_SECTIONS)}")
            opened, opened_at = word, number
        else:
            _lint_command(line, number, notes)
    if opened:
        notes.error(opened_at, f"{opened[:40]} is never closed by %end")
    if not any_command:
        notes.error(0, "holds no command")


def _lint_command(line: str, number: int, notes: Notes) -> None:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        notes.error(number, "has a quote that is never closed")
        return
    if not words:
        return
    command, arguments = words[0], words[1:]
    if any(clear_password("", argument) for argument in arguments):
        notes.warn(number, f"{command} holds the password of a URL in clear text; keep the file at mode 0600")
    what = _PASSWORDS.get(command)
    if what is not None and "--iscrypted" not in arguments and _gives_password(command, arguments):
        notes.error(number, f"gives {what} in clear text; hash it (openssl passwd -6) and say --iscrypted")


def _gives_password(command: str, arguments: list[str]) -> bool:
    if any(argument.startswith("--password") for argument in arguments):
        return True
    bare = [argument for argument in arguments if not argument.startswith("--")]
    return command == "rootpw" and bool(bare)


def lint_autoyast(content: bytes, notes: Notes) -> None:
    """Well-formed, a profile of AutoYaST, and passwords that are hashed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        notes.error(int(broken.lineno or 0), f"is no well-formed XML: {(broken.msg or 'it is empty').rstrip()}")
        return
    if root.tag != f"{_YAST}profile":
        expected = "<profile xmlns='http://www.suse.com/1.0/yast2ns'>"
        notes.error(_line(root), f"is no AutoYaST profile: its outermost element is not {expected}")
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        text = (element.text or "").strip()
        line = _line(element)
        name = etree.QName(element).localname
        if name.endswith("password") and text and not _is_encrypted(element):
            notes.error(line, f"<{name}> holds a password in clear text; hash it and set <encrypted> to true")
        elif clear_password("", text):
            notes.warn(line, f"<{name}> holds the password of a URL in clear text; keep the file at mode 0600")


def _line(element: etree._Element) -> int:
    number: Any = element.sourceline  # the stubs do not agree on its type
    return int(number or 0)


def _is_encrypted(element: etree._Element) -> bool:
    parent = element.getparent()
    beside = parent.find(f"{_YAST}encrypted") if parent is not None else None
    said = beside is not None and (beside.text or "").strip() == "true"
    return said and re.match(r"\$[0-9a-z]+\$|[!*]$", (element.text or "").strip()) is not None
