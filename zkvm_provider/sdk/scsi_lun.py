# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A LUN behind an FCP device and a storage port (z/VM: ATTACH of an FCP device, and what is behind it)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities

if TYPE_CHECKING:
    from .host import Host

__all__ = ["ScsiLunArgs", "ScsiLun"]


@pulumi.input_type
class ScsiLunArgs:
    def __init__(
        __self__,
        *,
        fcp_device: pulumi.Input[str],
        wwpn: pulumi.Input[str],
        lun: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
    ) -> None:
        """
        A LUN behind an FCP device and a storage port (z/VM: ATTACH of an FCP device, and what is behind it).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] fcp_device: Bus id of the FCP device; it is set online. Example: `0.0.1c98`.
        :param pulumi.Input[str] wwpn: Port of the storage. Form: 0x and 16 hex digits, such as
            0x500507630603c763. Example: `0x500507630603c763`.
        :param pulumi.Input[str] lun: The LUN, in full. Form: 0x and 16 hex digits, such as
            0x4022401100000000. Example: `0x4022401100000000`.
        """
        pulumi.set(__self__, "fcp_device", fcp_device)
        pulumi.set(__self__, "wwpn", wwpn)
        pulumi.set(__self__, "lun", lun)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))

    @property
    @pulumi.getter(name="fcpDevice")
    def fcp_device(self) -> pulumi.Input[str]:
        """Bus id of the FCP device; it is set online. Example: `0.0.1c98`."""
        return pulumi.get(self, "fcp_device")

    @fcp_device.setter
    def fcp_device(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "fcp_device", value)

    @property
    @pulumi.getter
    def wwpn(self) -> pulumi.Input[str]:
        """
        Port of the storage. Form: 0x and 16 hex digits, such as 0x500507630603c763. Example:
        `0x500507630603c763`.
        """
        return pulumi.get(self, "wwpn")

    @wwpn.setter
    def wwpn(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "wwpn", value)

    @property
    @pulumi.getter
    def lun(self) -> pulumi.Input[str]:
        """
        The LUN, in full. Form: 0x and 16 hex digits, such as 0x4022401100000000. Example:
        `0x4022401100000000`.
        """
        return pulumi.get(self, "lun")

    @lun.setter
    def lun(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "lun", value)

    @property
    @pulumi.getter
    def host(self) -> pulumi.Input[str] | None:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`.
        """
        return pulumi.get(self, "host")

    @host.setter
    def host(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "host", value)


class ScsiLun(pulumi.CustomResource):
    """
    A LUN behind an FCP device and a storage port (z/VM: ATTACH of an FCP device, and what is behind it).

    Its id is the BUS-ID/WWPN/LUN. `pulumi import` and `get` take [HOST::]BUS-ID/WWPN/LUN.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: ScsiLunArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A LUN behind an FCP device and a storage port (z/VM: ATTACH of an FCP device, and what is behind it).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        fcp_device: pulumi.Input[str],
        wwpn: pulumi.Input[str],
        lun: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] fcp_device: Bus id of the FCP device; it is set online. Example: `0.0.1c98`.
        :param pulumi.Input[str] wwpn: Port of the storage. Form: 0x and 16 hex digits, such as
            0x500507630603c763. Example: `0x500507630603c763`.
        :param pulumi.Input[str] lun: The LUN, in full. Form: 0x and 16 hex digits, such as
            0x4022401100000000. Example: `0x4022401100000000`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(ScsiLunArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        fcp_device: pulumi.Input[str] | None = None,
        wwpn: pulumi.Input[str] | None = None,
        lun: pulumi.Input[str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"fcp_device": fcp_device, "wwpn": wwpn, "lun": lun})
        props = ScsiLunArgs.__new__(ScsiLunArgs)
        props.__dict__["fcp_device"] = fcp_device
        props.__dict__["wwpn"] = wwpn
        props.__dict__["lun"] = lun
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["path"] = None
        props.__dict__["scsi_host"] = None
        props.__dict__["bus"] = None
        props.__dict__["target"] = None
        props.__dict__["unit"] = None
        props.__dict__["device"] = None
        props.__dict__["wwid"] = None
        props.__dict__["multipath"] = None
        props.__dict__["npiv"] = None
        props.__dict__["was_online"] = None
        props.__dict__["was_attached"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        super().__init__("zkvm:index:ScsiLun", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> ScsiLun:
        """Read an object that is there already, without managing it. `id` is [HOST::]BUS-ID/WWPN/LUN."""
        found = ScsiLun.__new__(ScsiLun)
        opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        found._start(resource_name, opts)
        return found

    @property
    @pulumi.getter
    def host(self) -> pulumi.Output[str]:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`.
        """
        return pulumi.get(self, "host")

    @property
    @pulumi.getter(name="fcpDevice")
    def fcp_device(self) -> pulumi.Output[str]:
        """Bus id of the FCP device; it is set online. Example: `0.0.1c98`."""
        return pulumi.get(self, "fcp_device")

    @property
    @pulumi.getter
    def wwpn(self) -> pulumi.Output[str]:
        """
        Port of the storage. Form: 0x and 16 hex digits, such as 0x500507630603c763. Example:
        `0x500507630603c763`.
        """
        return pulumi.get(self, "wwpn")

    @property
    @pulumi.getter
    def lun(self) -> pulumi.Output[str]:
        """
        The LUN, in full. Form: 0x and 16 hex digits, such as 0x4022401100000000. Example:
        `0x4022401100000000`.
        """
        return pulumi.get(self, "lun")

    @property
    @pulumi.getter
    def path(self) -> pulumi.Output[str]:
        """udev's by-path name."""
        return pulumi.get(self, "path")

    @property
    @pulumi.getter(name="scsiHost")
    def scsi_host(self) -> pulumi.Output[int]:
        """N of the host's `scsi_hostN`."""
        return pulumi.get(self, "scsi_host")

    @property
    @pulumi.getter
    def bus(self) -> pulumi.Output[int]:
        """SCSI bus (channel)."""
        return pulumi.get(self, "bus")

    @property
    @pulumi.getter
    def target(self) -> pulumi.Output[int]:
        """SCSI target."""
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def unit(self) -> pulumi.Output[int]:
        """The LUN as Linux numbers it: its words in reverse order."""
        return pulumi.get(self, "unit")

    @property
    @pulumi.getter
    def device(self) -> pulumi.Output[str]:
        """Kernel name, `/dev/sda`."""
        return pulumi.get(self, "device")

    @property
    @pulumi.getter
    def wwid(self) -> pulumi.Output[str]:
        """Identity, the same through every path."""
        return pulumi.get(self, "wwid")

    @property
    @pulumi.getter
    def multipath(self) -> pulumi.Output[str]:
        """Multipath device it is a path of, `/dev/mapper/…`; empty without one."""
        return pulumi.get(self, "multipath")

    @property
    @pulumi.getter
    def npiv(self) -> pulumi.Output[bool]:
        """The FCP device has a port of its own in the SAN."""
        return pulumi.get(self, "npiv")

    @property
    @pulumi.getter(name="wasOnline")
    def was_online(self) -> pulumi.Output[bool]:
        """The FCP device was online already; delete leaves it so."""
        return pulumi.get(self, "was_online")

    @property
    @pulumi.getter(name="wasAttached")
    def was_attached(self) -> pulumi.Output[bool]:
        """The LUN was there already, or by automatic scan; delete leaves it so."""
        return pulumi.get(self, "was_attached")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI it was added through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine."""
        return pulumi.get(self, "machine_id")
