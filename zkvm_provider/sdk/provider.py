# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""The provider as a resource."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from . import _utilities
from ._inputs import *

__all__ = ["Provider"]


class Provider(pulumi.ProviderResource):
    """
    A connection to hosts with a configuration of its own; without one, the stack's configuration serves.
    """

    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        hosts: pulumi.Input[Mapping[str, pulumi.Input[HostEntryArgs | HostEntryArgsDict]]] | None = None,
        host: pulumi.Input[str] | None = None,
        owner: pulumi.Input[str] | None = None,
        templates: pulumi.Input[str] | None = None,
    ) -> None:
        """
        A connection to hosts with a configuration of its own; without one, the stack's configuration serves.

        :param pulumi.Input[Mapping[str, pulumi.Input[HostEntryArgs | HostEntryArgsDict]]] hosts: Hosts by
            name.
        :param pulumi.Input[str] host: Host of resources that name none: a name from `hosts`, or a URI.
            Default: `emulated:`.
        :param pulumi.Input[str] owner: Whose objects these are; random, written once into the stack's
            configuration. Absent: derived from organisation, project and stack. Form: at most 128 letters,
            digits and `_ . / : -`.
        :param pulumi.Input[str] templates: Folder whose templates override or extend the built-in ones.
            Example: `templates`.
        """
        props = {
            "hosts": _utilities.as_json(hosts, {"domain_type": "domainType"}),
            "host": host,
            "owner": owner,
            "templates": templates,
        }
        super().__init__("zkvm", resource_name, props, _utilities.resource_options(opts))

    @property
    @pulumi.getter
    def host(self) -> pulumi.Output[str | None]:
        """Host of resources that name none: a name from `hosts`, or a URI. Default: `emulated:`."""
        return pulumi.get(self, "host")

    @property
    @pulumi.getter
    def owner(self) -> pulumi.Output[str | None]:
        """
        Whose objects these are; random, written once into the stack's configuration. Absent: derived from
        organisation, project and stack. Form: at most 128 letters, digits and `_ . / : -`.
        """
        return pulumi.get(self, "owner")

    @property
    @pulumi.getter
    def templates(self) -> pulumi.Output[str | None]:
        """Folder whose templates override or extend the built-in ones. Example: `templates`."""
        return pulumi.get(self, "templates")
