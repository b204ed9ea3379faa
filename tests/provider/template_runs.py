"""Runs of the provider with templates of the user's own, which change from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import OWNER
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of

FOLDER: Final = "mine"


def extending(name: str, **blocks: str) -> str:
    """A template that fills blocks of the built-in one."""
    filled = "".join(f"{{% block {block} %}}{text}{{% endblock %}}" for block, text in blocks.items())
    return f"{{% extends 'builtin/{name}.xml.j2' %}}{filled}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRuns:
    """The project's folder of templates, its provider, and the host for an administrator beside it."""

    folder: Path
    driver: Driver
    host: Endpoint
    uri: str = "emulated:"

    def begin(self, **texts: str) -> None:
        """A run with these templates and no others; `network_own` is the file `network/own.xml.j2`."""
        for path in self.folder.rglob("*.xml.j2"):
            path.unlink()
        for name, text in texts.items():
            path = self.folder / f"{name.replace('_', '/')}.xml.j2"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.restart()

    def restart(self) -> None:
        """A run with the templates that are there."""
        self.driver.engine.messages.clear()
        self.driver.start(host=self.uri, owner=OWNER, templates=FOLDER)

    def made(self, kind: str, /, **inputs: Any) -> Resource:
        """Previewed, made, and without a difference after that."""
        checked = self.driver.check(kind_of(kind), "it", inputs)
        self.driver.create(kind_of(kind), "it", checked, preview=True)
        made = self.driver.create(kind_of(kind), "it", checked)
        assert not self.differs(made)
        return made

    def updated(self, made: Resource) -> Resource:
        """The same program again: it differs, is previewed, updated, and differs no more."""
        assert self.differs(made)
        foreseen = self.driver.update(made, made.inputs, preview=True)
        self.driver.engine.messages.clear()
        after = self.driver.update(made, made.inputs)
        for name in ("templates", "added"):
            assert foreseen.output_tree.get(name) == after.output_tree.get(name)
        assert not self.differs(after)
        return after

    def previewed(self, made: Resource) -> list[str]:
        """What a preview of the same program says."""
        self.driver.engine.messages.clear()
        self.driver.update(made, made.inputs, preview=True)
        return self.driver.engine.texts()

    def refused(self, made: Resource, *, preview: bool = True) -> str:
        with pytest.raises(grpc.RpcError) as caught:
            self.driver.update(made, made.inputs, preview=preview)
        return str(caught.value.details())

    def differs(self, made: Resource) -> bool:
        return bool(self.driver.diff(made, made.inputs).changes == provider_pb2.DiffResponse.DIFF_SOME)

    def xml(self, kind: ObjectKind, name: str, *, live: bool = False, pool: str = "") -> str:
        return self.host.hypervisor.dump(ObjectRef(kind=kind, name=name, pool=pool), live=live)


def diff_lines(told: list[str]) -> list[str]:
    """The lines of the one diff that a preview shows."""
    (text,) = [text for text in told if text.startswith("your templates change the XML")]
    return [line for line in text.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
