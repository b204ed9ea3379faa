"""Checking a `.prm` file: its length, its lines, and every parameter whose form is known."""

from __future__ import annotations

from collections.abc import Callable

from zkvm_provider.dataclass import dataclass
from zkvm_provider.install.finding import Notes, decoded
from zkvm_provider.install.layout import PARM_LENGTH, PARM_SAFE_LENGTH, RECORD_LENGTH
from zkvm_provider.install.prm_devices import lint_dasd, lint_zfcp, lint_znet
from zkvm_provider.install.prm_network import lint_ip, lint_nameserver, lint_vlan
from zkvm_provider.install.secrets import clear_password

_URL_SCHEMES = {
    "inst.repo": ("ftp", "http", "https", "nfs", "hmc", "cdrom", "hd", "file", "nfsiso"),
    "inst.ks": ("ftp", "http", "https", "nfs", "hmc", "cdrom", "hd", "file"),
    "inst.stage2": ("ftp", "http", "https", "nfs", "hmc", "cdrom", "hd", "file"),
    "install": ("ftp", "http", "https", "nfs", "smb", "tftp", "cd", "dvd", "disk", "hd", "slp", "file"),
    "autoyast": ("ftp", "http", "https", "nfs", "file", "device", "relurl", "slp", "usb"),
}
_BARE = ("hmc", "cdrom", "cd", "dvd", "slp", "usb", "default")
"""What stands for itself, without an address behind it."""
_ONCE = ("inst.repo", "inst.ks", "install", "autoyast", "root", "ramdisk_size")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One parameter: `keyword=value`, and the line it stands in. A mere keyword has no value."""

    keyword: str
    value: str | None
    line: int


def split_words(text: str, notes: Notes) -> tuple[Word, ...]:
    """The parameters as the kernel takes them apart: blanks and line ends part them, but not within double quotes."""
    words: list[Word] = []
    current, line, quoted, start, opened = "", 1, False, 1, 0
    for character in text + "\n":
        if character.isspace() and not quoted:
            if current:
                keyword, separator, value = current.replace('"', "").partition("=")
                words.append(Word(keyword=keyword, value=value if separator else None, line=start))
            current = ""
        else:
            if not current:
                start = line
            current += character
            if character == '"':
                quoted, opened = not quoted, line
        line += character == "\n"
    if quoted:
        notes.error(opened, 'opens a double quote (") that is never closed: the kernel takes the rest for one word')
    return tuple(words)


def lint_prm(content: bytes, notes: Notes) -> tuple[Word, ...]:
    """Check a parameter file. Answers its words."""
    text = decoded(content, notes)
    _lint_length(text, notes)
    words = split_words(text, notes)
    if not words:
        notes.error(0, "holds no parameter")
    first: dict[str, int] = {}
    for word in words:
        if word.keyword in _ONCE and word.keyword in first:
            reason = f"{word.keyword} is given already in line {first[word.keyword]}; one of them is ignored"
            notes.warn(word.line, reason)
        first.setdefault(word.keyword, word.line)
        _lint_word(word, notes)
    _lint_interfaces(words, notes)
    return words


def _lint_length(text: str, notes: Notes) -> None:
    length = len(text.rstrip())
    if length > PARM_LENGTH:
        notes.error(0, f"holds {length} characters; the kernel takes at most {PARM_LENGTH}")
    elif length > PARM_SAFE_LENGTH:
        reason = f"holds {length} characters; kernels before 5.17 cut it off after {PARM_SAFE_LENGTH}"
        notes.warn(0, reason)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > RECORD_LENGTH and len(line) <= PARM_LENGTH:
            reason = f"is {len(line)} columns long; a z/VM reader takes {RECORD_LENGTH} (the HMC and FTP take it)"
            notes.warn(number, reason)


_CHECKS: dict[str, Callable[[str, int, Notes], None]] = {
    "rd.zfcp": lint_zfcp,
    "rd.dasd": lint_dasd,
    "rd.znet": lint_znet,
    "ip": lint_ip,
    "nameserver": lint_nameserver,
    "vlan": lint_vlan,
}


def _lint_word(word: Word, notes: Notes) -> None:
    if secret := clear_password(word.keyword, word.value or ""):
        notes.warn(word.line, f"{word.keyword} holds {secret} in clear text; keep the file at mode 0600")
    if word.keyword in _URL_SCHEMES:
        _lint_url(word, notes)
    check = _CHECKS.get(word.keyword)
    if check is None:
        return
    if word.value:
        check(word.value, word.line, notes)
    else:
        notes.error(word.line, f"{word.keyword} has no value")


def _lint_url(word: Word, notes: Notes) -> None:
    scheme, separator, rest = (word.value or "").partition(":")
    known = _URL_SCHEMES[word.keyword]
    if word.value in _BARE:
        return
    if scheme not in known:
        what = f"{scheme[:20]!r} is no way to fetch it" if separator else "names no way to fetch it"
        notes.error(word.line, f"{word.keyword}: {what}; known are {', '.join(known)}")
    elif scheme in ("ftp", "http", "https") and not rest.removeprefix("//").rpartition("@")[2].partition("/")[0]:
        notes.error(word.line, f"{word.keyword}: the URL names no host")


def _lint_interfaces(words: tuple[Word, ...], notes: Notes) -> None:
    """An address of a qeth interface needs its channels to be grouped by an rd.znet."""
    grouped = {part for word in words if word.keyword == "rd.znet" for part in (word.value or "").lower().split(",")}
    if not grouped:
        return
    for word in words:
        for part in (word.value or "").lower().split(":") if word.keyword == "ip" else ():
            if part.startswith("enccw") and part.removeprefix("enccw") not in grouped:
                reason = f"ip names {part}, but no rd.znet groups {part.removeprefix('enccw')}"
                notes.warn(word.line, reason)
