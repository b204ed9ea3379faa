"""What every CP command here has at hand, and what it answers."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from lxml import etree

from zkvm_provider.cli.session import find_guest
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.port import Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.libvirtxml.xmltext import ZKVM
from zkvm_provider.zvm.cp_words import CpCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer: lines in CP's layout, the same as data, the commands it stands for, and warnings."""

    lines: tuple[str, ...]
    data: Any = None
    commands: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The host, the command, and the virtual machine that is meant when the command names none (`--for`)."""

    host: Endpoint
    command: CpCommand
    user: str = ""
    operands: tuple[str, ...] = field(default=())

    def guest(self, name: str = "") -> ObjectInfo:
        """The guest named, or that of `--for`; in any case, as CP has no lower case. Raises InvalidInput, NotFound."""
        wanted = name or self.user
        if not wanted:
            raise InvalidInput.at("--for", "this command is about one virtual machine; name it: --for GUEST")
        for info in self.host.hypervisor.list(ObjectKind.DOMAIN):
            if wanted.casefold() == info.ref.name.casefold():
                return info
        return find_guest(self.host, wanted)

    def operand(self) -> str:
        """The first operand. Raises InvalidInput that says what the command expects."""
        if not self.operands:
            raise InvalidInput.at(self.command.key, f"expected {self.command.operands}")
        return self.operands[0]

    def root(self, info: ObjectInfo) -> etree._Element:
        """The guest's XML: the running one while it runs."""
        return etree.fromstring(self.host.hypervisor.dump(info.ref, live=info.active).encode())

    def drift(self, info: ObjectInfo, what: str) -> tuple[str, ...]:
        """The warning that a guest of Pulumi's will drift in `what`; none for others."""
        if not _is_ours(self.root(info)):
            return ()
        name = info.ref.name
        return (
            f"Pulumi keeps {name}: `{what}` now differs from the program. The next up puts it back; "
            "to keep it, change the program.",
        )


def _is_ours(root: etree._Element) -> bool:
    """Whether zkvm's mark is in the guest's metadata."""
    metadata = root.find("metadata")
    return metadata is not None and any(
        isinstance(each.tag, str) and etree.QName(each).namespace == ZKVM for each in metadata
    )
