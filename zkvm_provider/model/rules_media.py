"""Rules of installation media that look at more than one field."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.field import wire_name
from zkvm_provider.model.reading import Node

_IN_CONTENT = ("root_password_hash", "ssh_keys", "disks", "packages")


def text_stands_alone(media: Node) -> Iterator[Fault]:
    """The whole file given as text leaves no place for a part of it."""
    parameters = media.child("parameters")
    if parameters is not None and parameters.is_given("text"):
        yield from _alone(parameters, "text", [name for name in parameters.values if name not in ("text", "layout")])
    for answers in (media.child("kickstart"), media.child("autoyast")):
        if answers is not None and answers.is_given("content"):
            yield from _alone(answers, "content", [name for name in _IN_CONTENT if answers.is_given(name)])


def password_has_a_user(media: Node) -> Iterator[Fault]:
    """A URL holds a password only behind a user's name."""
    parameters = media.child("parameters")
    if parameters is not None and parameters.is_given("repo_password") and not parameters.is_given("repo_user"):
        yield Fault(path=parameters.at("repo_password"), reason="means something only beside `repoUser`")


def lun_and_port_come_together(media: Node) -> Iterator[Fault]:
    """`rd.zfcp` takes a bus id alone, or all three."""
    parameters = media.child("parameters")
    for path in parameters.children("zfcp") if parameters is not None else ():
        for name, other in (("lun", "wwpn"), ("wwpn", "lun")):
            if path.is_given(name) and not path.is_given(other):
                yield Fault(path=path.at(name), reason=f"means something only beside `{other}`")


def _alone(node: Node, whole: str, others: list[str]) -> Iterator[Fault]:
    if others:
        reason = f"is the whole file; `{wire_name(others[0])}` has no place beside it"
        yield Fault(path=node.at(whole), reason=reason)
