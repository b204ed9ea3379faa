"""Who is started with the system: the user ids that AUTOLOG1's PROFILE EXEC, or a plain list, names."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"\bX?AUTOLOG\s+([A-Z0-9@#$_+:-]{1,8})", re.IGNORECASE)
_REXX_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAME = re.compile(r"[A-Za-z0-9@#$_+:-]{1,8}")


def read_autolog(text: str) -> frozenset[str]:
    """The user ids of `XAUTOLOG` and `AUTOLOG` commands; without any, the first word of each line but comments."""
    code = _REXX_COMMENT.sub(" ", text)
    named = {name.upper() for name in _COMMAND.findall(code)}
    if named:
        return frozenset(named)
    firsts = (line.split(None, 1)[0] for line in code.splitlines() if line.strip() and line.lstrip()[0] not in "*#")
    return frozenset(word.upper() for word in firsts if _NAME.fullmatch(word))
