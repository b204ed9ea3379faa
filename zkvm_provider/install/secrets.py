"""Clear-text passwords in parameters and URLs: found, and never repeated."""

from __future__ import annotations

import re

_LOGIN = re.compile(r"://[^/@\s:]*:[^/@\s]+@")
_KEYWORDS = ("inst.vncpassword", "vncpassword", "sshpassword", "ssh.password", "password", "proxypassword")


def clear_password(keyword: str, value: str) -> str:
    """What kind of password a parameter gives away, in words; empty when none."""
    if keyword.lower() in _KEYWORDS and value:
        return "a password"
    return "the password of a URL" if _LOGIN.search(value) else ""


def without_passwords(text: str) -> str:
    """The text with the password of every URL replaced by stars."""
    return _LOGIN.sub(lambda login: login[0][: login[0].index(":", 3) + 1] + "***@", text)
