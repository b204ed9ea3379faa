"""Templates: the user's folder before the built-in one, and every fault told with its file and line.

A user's file takes the place of the built-in one of the same name, or extends it as `builtin/NAME`. With a user's
folder, templates run in Jinja's sandbox; always with forced escaping, without randomness, and with undefined names as
errors (Jinja's `select_autoescape` would leave `.xml.j2` unescaped).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import _Element as Element
from markupsafe import Markup, escape

from zkvm_provider.errors import Bug, InvalidInput, TemplateError
from zkvm_provider.libvirtxml.bytecode import KeptBytecode
from zkvm_provider.libvirtxml.joined import JoinedLoader
from zkvm_provider.libvirtxml.xmltext import NotWellFormed, read, write
from zkvm_provider.model.scalars import NOT_IN_XML

_DIGITS = 16
BUILTIN_PREFIX = "builtin"
_UNWANTED = ("random", "safe")

_ROOTS = {
    **dict.fromkeys(("guest", "device", "domain"), "domain"),
    **{root: root for root in ("network", "pool", "volume")},
    "node-device": "device",
    "install": "",
}
"""Templates and folders of templates, with the root of the XML they make."""

_TO_ESCAPE = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff&<>'\"]")
"""What is written as a reference, or not at all."""
_WHITE_SPACE = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}

_ONE_AT_A_TIME = Lock()
"""Many operations begin at once, and each would compile every template for itself; later it costs nothing to wait."""


def builtin_folder() -> Path:
    """Where the built-in templates are: inside an installed package, else at the top of the repository."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "guest.xml.j2").is_file():
            return folder
    raise Bug(f"the built-in templates are missing beside {package}")


def _environments(user_folder: Path | None) -> tuple[Environment, Environment]:
    """Jinja's environments for XML and for plain text.

    The built-in templates alone need no sandbox, which looks at every attribute, and do not change while zkvm runs.
    They have no markup to print, so every value is escaped as it is printed.
    """
    common: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    if user_folder is None:
        kept = KeptBytecode(builtin_folder(), maker=Path(__file__))
        xml = Environment(  # noqa: S701 - _escaped escapes
            loader=JoinedLoader(builtin_folder()),
            auto_reload=False,
            bytecode_cache=kept,
            finalize=_escaped,
            **common,
        )
    else:
        builtin = FileSystemLoader(builtin_folder())
        both = ChoiceLoader([FileSystemLoader(user_folder), builtin, PrefixLoader({BUILTIN_PREFIX: builtin})])
        xml = ImmutableSandboxedEnvironment(loader=both, autoescape=True, finalize=_printable, **common)
    texts = xml.overlay(autoescape=False, finalize=_plain_text, bytecode_cache=None)
    for environment in (xml, texts):
        environment.globals.clear()
        environment.filters = {name: made for name, made in environment.filters.items() if name not in _UNWANTED}
    return xml, texts


@cache
def _builtin() -> tuple[Environment, Environment]:
    """The built-in templates alone, compiled once in a process, or before."""
    return _environments(None)


class Templates:
    """The templates of one provider. `user_folder` may be absent; a folder that is named must exist.

    Raises TemplateError at once for a named folder that is none.
    """

    def __init__(self, user_folder: Path | None) -> None:
        if user_folder is not None and not user_folder.is_dir():
            raise TemplateError("the folder of templates does not exist", file=str(user_folder))
        self._user_folder, self._builtin_folder = user_folder, builtin_folder()
        self._environment, self._texts = _builtin() if user_folder is None else _environments(user_folder)

    def render(self, name: str, **values: object) -> str:
        """The XML that template `name` makes of `values`, indented anew.

        Raises TemplateError with the user's file and line, InvalidInput for a value XML cannot hold.
        """
        return write(self._read(self.render_as_written(name, **values), name))

    def render_as_written(self, name: str, **values: object) -> str:
        """The same without a look whether it is well-formed, and with the white space of the template.

        For what a program reads, and built-in templates wrote. Raises as `render` does.
        """
        return self._made_by(self._environment, name, values)

    def render_text(self, name: str, **values: object) -> str:
        """The plain text that template `name` makes of `values`: nothing is escaped, and no value may hold a line end.

        Raises TemplateError with the user's file and line, InvalidInput for a value of more than one line.
        """
        return self._made_by(self._texts, name, values)

    def _made_by(self, environment: Environment, name: str, values: dict[str, object]) -> str:
        try:
            with _ONE_AT_A_TIME:
                return environment.get_template(name).render(values)
        except InvalidInput:
            raise
        except Exception as error:  # a template may run into any error, such as one of a filter
            raise self._told(error, name) from error

    def source_of(self, *names: str) -> str:
        """The file to look into: the user's own for the first of `names` that has one, else the built-in first."""
        for name in names:
            if self.is_overridden(name) and self._user_folder is not None:
                return str(self._user_folder / name)
        return str(self._builtin_folder / names[0])

    def is_overridden(self, name: str) -> bool:
        """Whether the user's folder holds a file of that name."""
        return self._user_folder is not None and (self._user_folder / name).is_file()

    @property
    def has_overrides(self) -> bool:
        """Whether the user's folder holds any template."""
        return bool(self._user_files())

    def digest_of(self, root: str) -> str:
        """Of the user's own templates of XML with that root, by name and text; empty without any.

        Files that take no built-in one's place count for all: templates may include them.
        """
        texts = [(name, text) for name, text in self._own_texts if _root_of(name) == root]
        if not texts:
            return ""
        texts += [(name, text) for name, text in self._own_texts if _root_of(name) is None]
        return hashlib.sha256(repr(texts).encode()).hexdigest()[:_DIGITS]

    @cached_property
    def _own_texts(self) -> list[tuple[str, str]]:
        own = [(path.relative_to(self._user_folder or path).as_posix(), path) for path in self._user_files()]
        return [(name, path.read_text(encoding="utf-8", errors="replace")) for name, path in own]

    def _read(self, text: str, name: str) -> Element:
        try:
            return read(text)
        except NotWellFormed as error:
            output = text.splitlines()[error.line - 1] if 0 < error.line <= len(text.splitlines()) else ""
            file, line = self._find_line(output, name)
            reason = f"the rendered XML is not well-formed: {error.reason}; it says {output.strip()!r} there"
            raise TemplateError(reason, file=file, line=line) from error

    def _find_line(self, output: str, name: str) -> tuple[str, int]:
        """The user's file and line that most likely wrote this line of output (static text is found as it stands)."""
        wanted = output.strip()
        for path in self._user_files():
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                if wanted and _is_written_by(line.strip(), wanted):
                    return str(path), number
        user_files = self._user_files()
        return (str(user_files[0]), 0) if len(user_files) == 1 else (self.source_of(name), 0)

    def _user_files(self) -> list[Path]:
        return sorted(self._user_folder.rglob("*.xml.j2")) if self._user_folder else []

    def _told(self, error: Exception, name: str) -> TemplateError:
        if isinstance(error, TemplateSyntaxError):
            return TemplateError(
                error.message or "syntax error", file=error.filename or self.source_of(name), line=error.lineno
            )
        file, line = self._place(error.__traceback__) or (self.source_of(name), 0)
        if isinstance(error, TemplateNotFound):
            return TemplateError(f"there is no template {error.name!r}", file=file, line=line)
        if isinstance(error, SecurityError):
            return TemplateError(f"templates may not do that: {error}", file=file, line=line)
        if isinstance(error, JinjaError):
            return TemplateError(error.message or type(error).__name__, file=file, line=line)
        return TemplateError(f"{type(error).__name__}: {error}", file=file, line=line)

    def _place(self, traceback: TracebackType | None) -> tuple[str, int] | None:
        """The innermost template line of a traceback: Jinja rewrites its frames to file and line of the template.

        None for built-in templates alone, which were joined and have lines of nobody's file.
        """
        if self._user_folder is None:
            return None
        place, roots = None, (str(self._user_folder), str(self._builtin_folder))
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if file.endswith(".j2") and file.startswith(roots):
                place = file, traceback.tb_lineno
            traceback = traceback.tb_next
        return place


def _root_of(name: str) -> str | None:
    """Of which XML a template is or is part of, by the root's tag; None for a file that only the user has."""
    return _ROOTS.get(name.partition("/")[0].removesuffix(".xml.j2"))


def _escaped(value: Any) -> str:
    """Every printed value: white space that XML would fold is written as a reference, nothing is printed as *None*."""
    if value is None:
        raise TypeError("a value that is absent was printed; ask first whether it is present")
    text = str(value)
    if _TO_ESCAPE.search(text) is None:
        return text
    if bad := NOT_IN_XML.search(text):
        raise InvalidInput.at("", f"the character U+{ord(bad.group()):04X} cannot be written in XML")
    escaped = str(escape(text))
    for character, reference in _WHITE_SPACE.items():
        escaped = escaped.replace(character, reference)
    return escaped


def _printable(value: Any) -> Markup:
    """The same for templates that may print markup: what they are told of a block is escaped already."""
    return value if isinstance(value, Markup) else Markup(_escaped(value))  # noqa: S704 - escaped just now


def _plain_text(value: Any) -> Any:
    """Every value printed into plain text: one line, and nothing printed as *None*."""
    if value is None:
        raise TypeError("a value that is absent was printed; ask first whether it is present")
    if isinstance(value, str) and not value.isprintable():
        raise InvalidInput.at("", "a line end or control character cannot be written there")
    return value


def _is_written_by(line: str, output: str) -> bool:
    """Whether a template line can have written that output: its static parts occur in it, in order."""
    parts = [part.strip() for part in re.split(r"\{[{%#].*?[}%#]\}", line) if part.strip()]
    if not parts:
        return False
    return re.search(".*".join(re.escape(part) for part in parts), output) is not None
