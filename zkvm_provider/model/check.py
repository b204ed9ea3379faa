"""Check: what the user wrote, completed by zkvm's own rules, and everything that is wrong with it.

Pure computation: no host is asked. Unknown values pass; everything beside them is checked. The completed inputs are
what the engine keeps, so the same program gives the same inputs in every run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, get_args, get_origin

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault
from zkvm_provider.model import found_good
from zkvm_provider.model.autoname import Autonaming, autoname
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.host import Host
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.model.reading import covers, specs_of
from zkvm_provider.model.rules import unknown_host
from zkvm_provider.model.structure import read, unstructure

READABLE_BY_ALL: dict[type, tuple[str, ...]] = {Guest: ("metadata", "boot.cmdline", "xmlPatches")}
"""Fields that every libvirt client can read, so that no secret may be put there."""

_ENGINE_KEYS = ("version", "pluginDownloadURL")
"""Keys of a provider resource that belong to the engine and must come back as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The completed inputs (unknown leaves kept) and what is wrong with them, in the order of fields."""

    inputs: dict[str, Tree]
    faults: tuple[Fault, ...]


def check(
    kind: Kind,
    news: Partial,
    olds: dict[str, Tree] | None,
    *,
    configuration: Configuration | Partial,
    identity: Identity,
    autonaming: Autonaming | None = None,
) -> Checked:
    """Complete and check the inputs of a resource.

    Absent fields with a `default` get it, an absent host becomes the provider's, an absent name stays what it was in
    `olds` or is made. `configuration` is a `Partial` while parts of the provider's own configuration are unknown.
    """
    inputs = _with_defaults(kind.inputs, news.tree)
    settings = configuration.tree if isinstance(configuration, Partial) else unstructure(configuration)
    faults: list[Fault] = []
    _fill_host(kind, inputs, settings)
    _fill_name(kind, inputs, olds, identity, autonaming, faults)
    result = read(kind.inputs, Partial(tree=inputs, secrets=news.secrets))
    faults += result.faults
    faults += _host_faults(kind, Partial(tree=inputs, secrets=news.secrets), settings)
    faults += _secret_faults(kind.inputs, inputs, news.secrets)
    if not faults:
        found_good.keep(inputs, result.node)
    return Checked(inputs=inputs, faults=tuple(faults))


def check_configuration(news: Partial) -> Checked:
    """Complete and check the provider's own configuration.

    Nested values arrive as JSON text, as `pulumi config` and the SDKs write them, and are decoded; keys that belong to
    the engine pass through.
    """
    faults: list[Fault] = []
    tree = {key: value for key, value in news.tree.items() if key not in _ENGINE_KEYS}
    unreadable: dict[str, Tree] = {}
    for spec in specs_of(Configuration):
        key, text = spec.wire_name, tree.get(spec.wire_name)
        if get_origin(spec.bare_type) is dict and isinstance(text, str):
            try:
                tree[key] = _decoded(text)
            except ValueError:
                tree[key], unreadable[key] = UNKNOWN, text
                faults.append(Fault(path=key, reason=_not_an_object(key)))
    inputs = _with_defaults(Configuration, tree)
    faults += read(Configuration, Partial(tree=inputs, secrets=news.secrets)).faults
    kept = {key: value for key, value in news.tree.items() if key in _ENGINE_KEYS}
    return Checked(inputs={**inputs, **unreadable, **kept}, faults=tuple(faults))


def _with_defaults(cls: type, tree: dict[str, Tree]) -> dict[str, Tree]:
    """The tree without nulls, and with every `default` of the objects that are there."""
    full: dict[str, Tree] = {}
    specs = {spec.wire_name: spec for spec in specs_of(cls)}
    for key, value in tree.items():
        if value is not None:
            full[key] = _completed(specs[key].bare_type, value) if key in specs else value
    for name, spec in specs.items():
        if name not in full and spec.meta.default is not None:
            full[name] = _plain(spec.meta.default)
    return full


def _completed(wanted: Any, tree: Tree) -> Tree:
    if isinstance(tree, list):
        item = get_args(wanted)[0] if get_origin(wanted) is tuple else Any
        return [_completed(item, value) for value in tree]
    if isinstance(tree, dict):
        if get_origin(wanted) is dict:
            return {key: _completed(get_args(wanted)[1], value) for key, value in tree.items()}
        if isinstance(wanted, type) and is_dataclass(wanted) and not hasattr(wanted, "parse"):
            return _with_defaults(wanted, tree)
    return tree


def _plain(default: object) -> Tree:
    if isinstance(default, Enum):
        return str(default.value)
    assert isinstance(default, (str, int, bool))  # noqa: S101 - the model's defaults are single values
    return default


def _fill_host(kind: Kind, inputs: dict[str, Tree], settings: dict[str, Tree]) -> None:
    """A `Host` resource names its URI, so a name from the configuration is looked up; elsewhere the name is kept."""
    host = settings.get("host", "emulated:")
    if kind.inputs is not Host:
        inputs.setdefault("host", host)
    else:
        entry = _entry(settings, inputs.get("uri", host))
        inputs["uri"] = entry.get("uri", UNKNOWN) if isinstance(entry, dict) else entry


def _entry(settings: dict[str, Tree], host: Tree) -> Tree:
    """What `hosts` has under a name; the host itself where it is no name of it, UNKNOWN while that is not known."""
    hosts = settings.get("hosts")
    if hosts is UNKNOWN and isinstance(host, str) and ":" not in host:
        return UNKNOWN
    return hosts.get(host, host) if isinstance(hosts, dict) and isinstance(host, str) else host


def _fill_name(
    kind: Kind,
    inputs: dict[str, Tree],
    olds: dict[str, Tree] | None,
    identity: Identity,
    autonaming: Autonaming | None,
    faults: list[Fault],
) -> None:
    if "name" in inputs or all(spec.name != "name" for spec in specs_of(kind.inputs)):
        return
    old = (olds or {}).get("name")
    if old is not None and old is not UNKNOWN:
        inputs["name"] = old
        return
    try:
        inputs["name"] = autoname(kind, inputs, identity, autonaming)
    except ValueError as error:
        faults.append(Fault(path="name", reason=str(error)))


def _host_faults(kind: Kind, inputs: Partial, settings: dict[str, Tree]) -> Iterator[Fault]:
    field = "uri" if kind.inputs is Host else "host"
    host, hosts = inputs.tree.get(field), settings.get("hosts", {})
    if not isinstance(host, str) or not host:
        return
    reason = unknown_host(host, hosts) if isinstance(hosts, dict) else ""
    if reason:
        is_secret = covers(inputs.secrets, field)
        yield Fault(path=field, reason="names no host that is known; the value is secret" if is_secret else reason)


def _secret_faults(cls: type, inputs: dict[str, Tree], secrets: frozenset[str]) -> Iterator[Fault]:
    for path in READABLE_BY_ALL.get(cls, ()):
        if not _is_given(inputs, path):
            continue
        inside = sorted(secret for secret in secrets if secret == path or secret.startswith((f"{path}.", f"{path}[")))
        for at in inside or ([path] if covers(secrets, path) else []):
            reason = "a secret cannot be kept here, for every libvirt client can read it; leave it out"
            yield Fault(path=at, reason=reason)


def _is_given(inputs: dict[str, Tree], path: str) -> bool:
    tree: Tree = inputs
    for key in path.split("."):
        if not isinstance(tree, dict) or key not in tree:
            return False
        tree = tree[key]
    return True


def _decoded(text: str) -> Tree:
    value: Tree = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _not_an_object(key: str) -> str:
    return (
        f"expected an object, or one written as JSON; from the command line: "
        f"pulumi config set --path 'zkvm:{key}.lpar1.uri' qemu+ssh://lpar1/system"
    )
