"""Steps of a network's plan: one port call each."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import NO_TEMPLATES, OwnTemplates
from zkvm_provider.model.network import AnyNetwork
from zkvm_provider.reconcile.network_parts import PartChange


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineNetwork:
    """Write the definition; of what the user's templates added before, what they add no longer goes."""

    uuid: str
    network: AnyNetwork
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNetwork:
    """Change one part of a network in its configuration, in what runs, or in both."""

    uuid: str
    change: PartChange
    config: bool
    live: bool
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class StartNetwork:
    uuid: str
