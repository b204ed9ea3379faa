"""The provider's own configuration: CheckConfig, DiffConfig, Configure."""

from __future__ import annotations

from typing import Any

from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.check import Checked, check_configuration
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.partial import Partial
from zkvm_provider.model.structure import structure
from zkvm_provider.provider.codec import decode
from zkvm_provider.provider.failures import check_failures
from zkvm_provider.provider.protocol import provider_pb2
from zkvm_provider.provider.session import Session, Sessions

_ENGINE_KEYS = frozenset({"version", "pluginDownloadURL", "pluginChecksums", "parameterization"})
"""Properties of a provider resource that are the engine's own."""


def check(session: Session, request: Any) -> Any:
    """The configuration as it was given, or every fault in it."""
    try:
        news = _own(decode(request.news))
        session.scrubber.learn(news)
        faults = check_configuration(news).faults
    except InvalidInput as error:
        faults = error.faults
    if faults:
        return provider_pb2.CheckResponse(failures=check_failures(InvalidInput(faults), session.scrubber))
    return provider_pb2.CheckResponse(inputs=request.news)


def diff(request: Any) -> Any:
    """What changed between two configurations; never a reason to replace the resources.

    A resource remembers the machine it lives on; its own update judges whether another host is another machine.
    """
    old = _own(decode(request.old_inputs if request.HasField("old_inputs") else request.olds)).tree
    new = _own(decode(request.news)).tree
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    some = provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(changes=some, diffs=changed)


def configure(sessions: Sessions, request: Any) -> Any:
    """Take the configuration. Raises InvalidInput with every fault."""
    session = sessions.current
    if session.is_over:
        session = sessions.begin(session.address)
    given = _own(decode(request.args))
    session.scrubber.learn(given)
    checked = check_configuration(given)
    if checked.faults:
        raise InvalidInput(checked.faults)
    session.configure(_structured(given, checked), request.urn)
    return provider_pb2.ConfigureResponse(
        acceptSecrets=True,
        supportsPreview=True,
        acceptResources=False,
        acceptOutputs=False,
        supports_autonaming_configuration=True,
    )


def _structured(given: Partial, checked: Checked) -> Configuration | Partial:
    """The configuration as a value; as a tree while parts of it are not known."""
    partial = Partial(tree=checked.inputs, secrets=given.secrets)
    return structure(Configuration, checked.inputs, secrets=given.secrets) if partial.is_known else partial


def _own(partial: Partial) -> Partial:
    """Without what the engine keeps among a provider's properties."""
    kept = {key: value for key, value in partial.tree.items() if key not in _ENGINE_KEYS and not key.startswith("__")}
    return Partial(tree=kept, secrets=partial.secrets)
