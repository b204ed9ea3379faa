# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""List devices of a host: DASDs, FCP devices, LUNs, networks, subchannels, crypto, mediated devices."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetNodeDevicesResult", "get_node_devices", "get_node_devices_output"]


@pulumi.output_type
class GetNodeDevicesResult:
    """Answer of `get_node_devices`. Answer of `get_node_devices`."""

    def __init__(
        __self__,
        *,
        devices: Sequence[outputs.NodeDevice],
    ) -> None:
        pulumi.set(__self__, "devices", devices)

    @property
    @pulumi.getter
    def devices(self) -> Sequence[outputs.NodeDevice]:
        """Sorted by kind and name."""
        return pulumi.get(self, "devices")

    def __await__(self) -> Generator[Any, None, GetNodeDevicesResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_node_devices(
    host: str | None = None,
    kind: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetNodeDevicesResult:
    """
    List devices of a host: DASDs, FCP devices, LUNs, networks, subchannels, crypto, mediated devices.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.

    :param kind: Only devices of this kind. Example: `fcp`.
    """
    args = {
        "host": host,
        "kind": kind,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetNodeDevicesResult = pulumi.runtime.invoke("zkvm:index:getNodeDevices", args, opts=opts, typ=GetNodeDevicesResult).value
    return answer


def get_node_devices_output(
    host: pulumi.Input[str | Host] | None = None,
    kind: pulumi.Input[str] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetNodeDevicesResult]:
    """
    List devices of a host: DASDs, FCP devices, LUNs, networks, subchannels, crypto, mediated devices.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.

    :param kind: Only devices of this kind. Example: `fcp`.
    """
    args = {
        "host": _utilities.referred(host, "uri"),
        "kind": kind,
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getNodeDevices", args, opts=opts, typ=GetNodeDevicesResult)
