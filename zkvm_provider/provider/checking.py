"""Check: the user's inputs completed, and all that is wrong with them at once. CPU only, and silent."""

from __future__ import annotations

from typing import Any, Final

from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.autoname import Autonaming, AutonamingMode
from zkvm_provider.model.check import check as check_inputs
from zkvm_provider.model.identity import Identity
from zkvm_provider.provider.codec import decode, encode
from zkvm_provider.provider.failures import check_failures
from zkvm_provider.provider.protocol import provider_pb2
from zkvm_provider.provider.secrecy import declared_paths
from zkvm_provider.provider.session import Session
from zkvm_provider.provider.urns import known_kind

_MODES: Final = {0: AutonamingMode.PROPOSE, 1: AutonamingMode.ENFORCE, 2: AutonamingMode.DISABLE}
"""`CheckRequest.AutonamingOptions.Mode` of provider.proto."""


def check(session: Session, request: Any) -> Any:
    """The completed inputs, or every fault with its property path."""
    kind = known_kind(request.urn, request.type)
    session.checked.add(request.urn)
    try:
        news = decode(request.news)
        session.scrubber.learn(news)
        olds = decode(request.olds).tree if request.HasField("olds") else {}
    except InvalidInput as error:
        return provider_pb2.CheckResponse(failures=check_failures(error, session.scrubber))
    checked = check_inputs(
        kind,
        news,
        olds or None,
        configuration=session.known_configuration,
        identity=Identity(owner=session.owner(request.urn), urn=request.urn),
        autonaming=_autonaming(request),
    )
    if checked.faults:
        return provider_pb2.CheckResponse(failures=check_failures(InvalidInput(checked.faults), session.scrubber))
    return provider_pb2.CheckResponse(
        inputs=encode(checked.inputs, news.secrets | declared_paths(checked.inputs, kind))
    )


def _autonaming(request: Any) -> Autonaming | None:
    if not request.HasField("autonaming"):
        return None
    asked = request.autonaming
    return Autonaming(proposed_name=asked.proposed_name, mode=_MODES.get(asked.mode, AutonamingMode.PROPOSE))
