# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Objects inside the arguments of resources, as classes and as typed dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NotRequired, TypedDict

import pulumi

from . import _utilities
from ._enums import *

if TYPE_CHECKING:
    from .bridge_network import BridgeNetwork
    from .cloud_init_disk import CloudInitDisk
    from .macvtap_network import MacvtapNetwork
    from .mediated_device import MediatedDevice
    from .nat_network import NatNetwork
    from .ovs_network import OvsNetwork
    from .qcow2_disk import Qcow2Disk
    from .scsi_lun import ScsiLun

__all__ = [
    "AnswersArgs",
    "AnswersArgsDict",
    "BandwidthArgs",
    "BandwidthArgsDict",
    "BootArgs",
    "BootArgsDict",
    "BootParametersArgs",
    "BootParametersArgsDict",
    "ChannelNetworkArgs",
    "ChannelNetworkArgsDict",
    "ConsoleArgs",
    "ConsoleArgsDict",
    "CpuArgs",
    "CpuArgsDict",
    "CpuTuneArgs",
    "CpuTuneArgsDict",
    "DebugArgs",
    "DebugArgsDict",
    "DhcpHostArgs",
    "DhcpHostArgsDict",
    "DiskArgs",
    "DiskArgsDict",
    "DnsHostArgs",
    "DnsHostArgsDict",
    "FilesystemArgs",
    "FilesystemArgsDict",
    "FilterRefArgs",
    "FilterRefArgsDict",
    "HostEntryArgs",
    "HostEntryArgsDict",
    "InterfaceArgs",
    "InterfaceArgsDict",
    "IpAddressArgs",
    "IpAddressArgsDict",
    "IscsiArgs",
    "IscsiArgsDict",
    "KeyWrappingArgs",
    "KeyWrappingArgsDict",
    "LunArgs",
    "LunArgsDict",
    "MacvtapArgs",
    "MacvtapArgsDict",
    "MdevArgs",
    "MdevArgsDict",
    "MigrationArgs",
    "MigrationArgsDict",
    "PoolAdapterArgs",
    "PoolAdapterArgsDict",
    "PoolAuthArgs",
    "PoolAuthArgsDict",
    "PoolSourceArgs",
    "PoolSourceArgsDict",
    "PortgroupArgs",
    "PortgroupArgsDict",
    "RateArgs",
    "RateArgsDict",
    "RngArgs",
    "RngArgsDict",
    "ScsiControllerArgs",
    "ScsiControllerArgsDict",
    "ShutdownArgs",
    "ShutdownArgsDict",
    "VlanArgs",
    "VlanArgsDict",
    "VlanDeviceArgs",
    "VlanDeviceArgsDict",
    "VsockArgs",
    "VsockArgsDict",
    "WaitForArgs",
    "WaitForArgsDict",
    "WatchdogArgs",
    "WatchdogArgsDict",
    "XmlPatchArgs",
    "XmlPatchArgsDict",
    "ZfcpPathArgs",
    "ZfcpPathArgsDict",
]


class AnswersArgsDict(TypedDict):
    """What an installer asks, answered: the same for Kickstart and for AutoYaST."""

    file: NotRequired[pulumi.Input[str]]
    """
    File below the folder. Absent: `NAME.ks` or `NAME.xml`. Form: a path below the folder, without `..` and
    blanks.
    """
    content: NotRequired[pulumi.Input[str]]
    """The whole file as it is to be, in place of every other field."""
    language: NotRequired[pulumi.Input[str]]
    """Language. Form: a locale. Default: `en_US.UTF-8`."""
    keyboard: NotRequired[pulumi.Input[str]]
    """Keyboard. Form: a keymap. Default: `us`."""
    timezone: NotRequired[pulumi.Input[str]]
    """Time zone. Form: a time zone. Default: `UTC`. Example: `Europe/Berlin`."""
    root_password_hash: NotRequired[pulumi.Input[str]]
    """
    Root's password, hashed (`openssl passwd -6`). Absent: root has none and is locked. Form: a hashed
    password, as `openssl passwd -6` prints it.
    """
    ssh_keys: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Public keys that may log in as root. Each: a public key as `ssh-keygen` writes it."""
    disks: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """
    Disks to install on, by path. Absent: the installer chooses. Each: the path of a disk. Example:
    `/dev/disk/by-path/ccw-0.0.0200`.
    """
    packages: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Packages, for Kickstart also groups (`@virtualization-host`). Each: the name of a package."""


@pulumi.input_type
class AnswersArgs:
    def __init__(
        __self__,
        *,
        file: pulumi.Input[str] | None = None,
        content: pulumi.Input[str] | None = None,
        language: pulumi.Input[str] | None = None,
        keyboard: pulumi.Input[str] | None = None,
        timezone: pulumi.Input[str] | None = None,
        root_password_hash: pulumi.Input[str] | None = None,
        ssh_keys: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        disks: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        packages: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    ) -> None:
        """
        What an installer asks, answered: the same for Kickstart and for AutoYaST.

        :param pulumi.Input[str] file: File below the folder. Absent: `NAME.ks` or `NAME.xml`. Form: a path
            below the folder, without `..` and blanks.
        :param pulumi.Input[str] content: The whole file as it is to be, in place of every other field.
        :param pulumi.Input[str] language: Language. Form: a locale. Default: `en_US.UTF-8`.
        :param pulumi.Input[str] keyboard: Keyboard. Form: a keymap. Default: `us`.
        :param pulumi.Input[str] timezone: Time zone. Form: a time zone. Default: `UTC`. Example:
            `Europe/Berlin`.
        :param pulumi.Input[str] root_password_hash: Root's password, hashed (`openssl passwd -6`). Absent:
            root has none and is locked. Form: a hashed password, as `openssl passwd -6` prints it.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] ssh_keys: Public keys that may log in as root. Each:
            a public key as `ssh-keygen` writes it.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] disks: Disks to install on, by path. Absent: the
            installer chooses. Each: the path of a disk. Example: `/dev/disk/by-path/ccw-0.0.0200`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] packages: Packages, for Kickstart also groups
            (`@virtualization-host`). Each: the name of a package.
        """
        if file is not None:
            pulumi.set(__self__, "file", file)
        if content is not None:
            pulumi.set(__self__, "content", content)
        if language is not None:
            pulumi.set(__self__, "language", language)
        if keyboard is not None:
            pulumi.set(__self__, "keyboard", keyboard)
        if timezone is not None:
            pulumi.set(__self__, "timezone", timezone)
        if root_password_hash is not None:
            pulumi.set(__self__, "root_password_hash", root_password_hash)
        if ssh_keys is not None:
            pulumi.set(__self__, "ssh_keys", ssh_keys)
        if disks is not None:
            pulumi.set(__self__, "disks", disks)
        if packages is not None:
            pulumi.set(__self__, "packages", packages)

    @property
    @pulumi.getter
    def file(self) -> pulumi.Input[str] | None:
        """
        File below the folder. Absent: `NAME.ks` or `NAME.xml`. Form: a path below the folder, without `..`
        and blanks.
        """
        return pulumi.get(self, "file")

    @file.setter
    def file(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "file", value)

    @property
    @pulumi.getter
    def content(self) -> pulumi.Input[str] | None:
        """The whole file as it is to be, in place of every other field."""
        return pulumi.get(self, "content")

    @content.setter
    def content(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "content", value)

    @property
    @pulumi.getter
    def language(self) -> pulumi.Input[str] | None:
        """Language. Form: a locale. Default: `en_US.UTF-8`."""
        return pulumi.get(self, "language")

    @language.setter
    def language(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "language", value)

    @property
    @pulumi.getter
    def keyboard(self) -> pulumi.Input[str] | None:
        """Keyboard. Form: a keymap. Default: `us`."""
        return pulumi.get(self, "keyboard")

    @keyboard.setter
    def keyboard(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "keyboard", value)

    @property
    @pulumi.getter
    def timezone(self) -> pulumi.Input[str] | None:
        """Time zone. Form: a time zone. Default: `UTC`. Example: `Europe/Berlin`."""
        return pulumi.get(self, "timezone")

    @timezone.setter
    def timezone(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "timezone", value)

    @property
    @pulumi.getter(name="rootPasswordHash")
    def root_password_hash(self) -> pulumi.Input[str] | None:
        """
        Root's password, hashed (`openssl passwd -6`). Absent: root has none and is locked. Form: a hashed
        password, as `openssl passwd -6` prints it.
        """
        return pulumi.get(self, "root_password_hash")

    @root_password_hash.setter
    def root_password_hash(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "root_password_hash", value)

    @property
    @pulumi.getter(name="sshKeys")
    def ssh_keys(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """Public keys that may log in as root. Each: a public key as `ssh-keygen` writes it."""
        return pulumi.get(self, "ssh_keys")

    @ssh_keys.setter
    def ssh_keys(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "ssh_keys", value)

    @property
    @pulumi.getter
    def disks(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        Disks to install on, by path. Absent: the installer chooses. Each: the path of a disk. Example:
        `/dev/disk/by-path/ccw-0.0.0200`.
        """
        return pulumi.get(self, "disks")

    @disks.setter
    def disks(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "disks", value)

    @property
    @pulumi.getter
    def packages(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """Packages, for Kickstart also groups (`@virtualization-host`). Each: the name of a package."""
        return pulumi.get(self, "packages")

    @packages.setter
    def packages(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "packages", value)


class BandwidthArgsDict(TypedDict):
    """Limits of an interface, seen from the guest."""

    inbound: NotRequired[pulumi.Input[RateArgs | RateArgsDict]]
    """What the guest receives. Absent: no limit."""
    outbound: NotRequired[pulumi.Input[RateArgs | RateArgsDict]]
    """What the guest sends. Absent: no limit."""


@pulumi.input_type
class BandwidthArgs:
    def __init__(
        __self__,
        *,
        inbound: pulumi.Input[RateArgs | RateArgsDict] | None = None,
        outbound: pulumi.Input[RateArgs | RateArgsDict] | None = None,
    ) -> None:
        """
        Limits of an interface, seen from the guest.

        :param pulumi.Input[RateArgs | RateArgsDict] inbound: What the guest receives. Absent: no limit.
        :param pulumi.Input[RateArgs | RateArgsDict] outbound: What the guest sends. Absent: no limit.
        """
        if inbound is not None:
            pulumi.set(__self__, "inbound", inbound)
        if outbound is not None:
            pulumi.set(__self__, "outbound", outbound)

    @property
    @pulumi.getter
    def inbound(self) -> pulumi.Input[RateArgs] | None:
        """What the guest receives. Absent: no limit."""
        return pulumi.get(self, "inbound")

    @inbound.setter
    def inbound(self, value: pulumi.Input[RateArgs] | None) -> None:
        pulumi.set(self, "inbound", value)

    @property
    @pulumi.getter
    def outbound(self) -> pulumi.Input[RateArgs] | None:
        """What the guest sends. Absent: no limit."""
        return pulumi.get(self, "outbound")

    @outbound.setter
    def outbound(self, value: pulumi.Input[RateArgs] | None) -> None:
        pulumi.set(self, "outbound", value)


class BootArgsDict(TypedDict):
    """
    How a guest starts (z/VM: IPL): a kernel of the host, one of its disks, or a DASD that is passed through.
    """

    kernel: NotRequired[pulumi.Input[str]]
    """
    Kernel image on the host, by absolute path. At most one of `kernel`, `disk`, `order` is given. Form: an
    absolute path. Example: `/boot/vmlinux-4.4.0-rc5`.
    """
    initrd: NotRequired[pulumi.Input[str]]
    """Initial RAM disk on the host, with `kernel`. Form: an absolute path."""
    cmdline: NotRequired[pulumi.Input[str]]
    """
    Kernel parameters, with `kernel`. Every libvirt client can read them: no secrets. At most 4095 bytes.
    Example: `root=/dev/vda`.
    """
    disk: NotRequired[pulumi.Input[str]]
    """
    Name of the disk, LUN or `vfio-ccw` device to boot from. At most one of `kernel`, `disk`, `order` is
    given. Example: `root`.
    """
    order: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """
    Names of disks, LUNs, `vfio-ccw` devices and interfaces to try one after the other; one that is no
    interface alone is `disk`. At most one of `kernel`, `disk`, `order` is given. Example: `root, lan`.
    """
    loadparm: NotRequired[pulumi.Input[str]]
    """
    Boot menu entry, with `disk` (z/VM: LOADPARM); not of what is passed through. Form: at most 8 letters,
    digits, blanks and dots.
    """
    loadparms: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """
    Boot menu entries of single devices, with `order`, by the device's name. libvirt 9.0 hands over that of
    the first device only. Each: at most 8 letters, digits, blanks and dots.
    """


@pulumi.input_type
class BootArgs:
    def __init__(
        __self__,
        *,
        kernel: pulumi.Input[str] | None = None,
        initrd: pulumi.Input[str] | None = None,
        cmdline: pulumi.Input[str] | None = None,
        disk: pulumi.Input[str] | None = None,
        order: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        loadparm: pulumi.Input[str] | None = None,
        loadparms: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
    ) -> None:
        """
        How a guest starts (z/VM: IPL): a kernel of the host, one of its disks, or a DASD that is passed
        through.

        :param pulumi.Input[str] kernel: Kernel image on the host, by absolute path. At most one of `kernel`,
            `disk`, `order` is given. Form: an absolute path. Example: `/boot/vmlinux-4.4.0-rc5`.
        :param pulumi.Input[str] initrd: Initial RAM disk on the host, with `kernel`. Form: an absolute path.
        :param pulumi.Input[str] cmdline: Kernel parameters, with `kernel`. Every libvirt client can read
            them: no secrets. At most 4095 bytes. Example: `root=/dev/vda`.
        :param pulumi.Input[str] disk: Name of the disk, LUN or `vfio-ccw` device to boot from. At most one of
            `kernel`, `disk`, `order` is given. Example: `root`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] order: Names of disks, LUNs, `vfio-ccw` devices and
            interfaces to try one after the other; one that is no interface alone is `disk`. At most one of
            `kernel`, `disk`, `order` is given. Example: `root, lan`.
        :param pulumi.Input[str] loadparm: Boot menu entry, with `disk` (z/VM: LOADPARM); not of what is
            passed through. Form: at most 8 letters, digits, blanks and dots.
        :param pulumi.Input[Mapping[str, pulumi.Input[str]]] loadparms: Boot menu entries of single devices,
            with `order`, by the device's name. libvirt 9.0 hands over that of the first device only. Each: at
            most 8 letters, digits, blanks and dots.
        """
        if kernel is not None:
            pulumi.set(__self__, "kernel", kernel)
        if initrd is not None:
            pulumi.set(__self__, "initrd", initrd)
        if cmdline is not None:
            pulumi.set(__self__, "cmdline", cmdline)
        if disk is not None:
            pulumi.set(__self__, "disk", disk)
        if order is not None:
            pulumi.set(__self__, "order", order)
        if loadparm is not None:
            pulumi.set(__self__, "loadparm", loadparm)
        if loadparms is not None:
            pulumi.set(__self__, "loadparms", loadparms)

    @property
    @pulumi.getter
    def kernel(self) -> pulumi.Input[str] | None:
        """
        Kernel image on the host, by absolute path. At most one of `kernel`, `disk`, `order` is given. Form:
        an absolute path. Example: `/boot/vmlinux-4.4.0-rc5`.
        """
        return pulumi.get(self, "kernel")

    @kernel.setter
    def kernel(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "kernel", value)

    @property
    @pulumi.getter
    def initrd(self) -> pulumi.Input[str] | None:
        """Initial RAM disk on the host, with `kernel`. Form: an absolute path."""
        return pulumi.get(self, "initrd")

    @initrd.setter
    def initrd(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "initrd", value)

    @property
    @pulumi.getter
    def cmdline(self) -> pulumi.Input[str] | None:
        """
        Kernel parameters, with `kernel`. Every libvirt client can read them: no secrets. At most 4095 bytes.
        Example: `root=/dev/vda`.
        """
        return pulumi.get(self, "cmdline")

    @cmdline.setter
    def cmdline(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "cmdline", value)

    @property
    @pulumi.getter
    def disk(self) -> pulumi.Input[str] | None:
        """
        Name of the disk, LUN or `vfio-ccw` device to boot from. At most one of `kernel`, `disk`, `order` is
        given. Example: `root`.
        """
        return pulumi.get(self, "disk")

    @disk.setter
    def disk(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "disk", value)

    @property
    @pulumi.getter
    def order(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        Names of disks, LUNs, `vfio-ccw` devices and interfaces to try one after the other; one that is no
        interface alone is `disk`. At most one of `kernel`, `disk`, `order` is given. Example: `root, lan`.
        """
        return pulumi.get(self, "order")

    @order.setter
    def order(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "order", value)

    @property
    @pulumi.getter
    def loadparm(self) -> pulumi.Input[str] | None:
        """
        Boot menu entry, with `disk` (z/VM: LOADPARM); not of what is passed through. Form: at most 8 letters,
        digits, blanks and dots.
        """
        return pulumi.get(self, "loadparm")

    @loadparm.setter
    def loadparm(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "loadparm", value)

    @property
    @pulumi.getter
    def loadparms(self) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
        """
        Boot menu entries of single devices, with `order`, by the device's name. libvirt 9.0 hands over that
        of the first device only. Each: at most 8 letters, digits, blanks and dots.
        """
        return pulumi.get(self, "loadparms")

    @loadparms.setter
    def loadparms(self, value: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "loadparms", value)


class BootParametersArgsDict(TypedDict):
    """The content of a `.prm` file. In the file the fields come in this order."""

    first: NotRequired[pulumi.Input[str]]
    """
    Words before all others. Form: words of printable ASCII, one blank between them. Example: `ro
    ramdisk_size=40000`.
    """
    repo: NotRequired[pulumi.Input[str]]
    """
    Where the packages are (`inst.repo`), without password. Form: a URL such as ftp://9.60.29.66/ftpboot/iso,
    its password in `repoPassword`.
    """
    repo_user: NotRequired[pulumi.Input[str]]
    """User in the URLs of `repo`, `install`, `kickstart` and `autoyast`. Form: a user name."""
    repo_password: NotRequired[pulumi.Input[str]]
    """
    Password of `repoUser`. The file holds it in clear text and therefore has mode 0600. Form: one word of
    printable ASCII without blanks.
    """
    install: NotRequired[pulumi.Input[str]]
    """
    Where SUSE's packages are (`install`), without password. Form: a URL such as ftp://9.60.29.66/ftpboot/iso,
    its password in `repoPassword`.
    """
    kickstart: NotRequired[pulumi.Input[str]]
    """
    URL of the Kickstart file (`inst.ks`). Form: a URL such as ftp://9.60.29.66/ftpboot/iso, its password in
    `repoPassword`.
    """
    autoyast: NotRequired[pulumi.Input[str]]
    """
    URL of the AutoYaST profile (`autoyast`). Form: a URL such as ftp://9.60.29.66/ftpboot/iso, its password
    in `repoPassword`.
    """
    dasd: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """
    `autodetect`, a bus id, or a range of bus ids, each one `rd.dasd`. Each: one word of printable ASCII
    without blanks.
    """
    zfcp: NotRequired[pulumi.Input[Sequence[pulumi.Input[ZfcpPathArgs | ZfcpPathArgsDict]]]]
    """LUNs, each one `rd.zfcp`."""
    znet: NotRequired[pulumi.Input[Sequence[pulumi.Input[ChannelNetworkArgs | ChannelNetworkArgsDict]]]]
    """Network devices, each one `rd.znet`."""
    vlan: NotRequired[pulumi.Input[Sequence[pulumi.Input[VlanDeviceArgs | VlanDeviceArgsDict]]]]
    """VLAN interfaces, each one `vlan`."""
    ip: NotRequired[pulumi.Input[Sequence[pulumi.Input[IpAddressArgs | IpAddressArgsDict]]]]
    """Addresses, each one `ip`."""
    nameservers: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Name servers, each one `nameserver`. Each: an IP address."""
    options: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """
    Any other parameters, after all others. Each: words of printable ASCII, one blank between them. Example:
    `systemd.show_status=0`.
    """
    text: NotRequired[pulumi.Input[str]]
    """The whole file as it is to be, in place of every other field. For what is imported."""
    layout: NotRequired[pulumi.Input[str | PrmLayout]]
    """One parameter a line, or all in one line. Default: `lines`."""


@pulumi.input_type
class BootParametersArgs:
    def __init__(
        __self__,
        *,
        first: pulumi.Input[str] | None = None,
        repo: pulumi.Input[str] | None = None,
        repo_user: pulumi.Input[str] | None = None,
        repo_password: pulumi.Input[str] | None = None,
        install: pulumi.Input[str] | None = None,
        kickstart: pulumi.Input[str] | None = None,
        autoyast: pulumi.Input[str] | None = None,
        dasd: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        zfcp: pulumi.Input[Sequence[pulumi.Input[ZfcpPathArgs | ZfcpPathArgsDict]]] | None = None,
        znet: pulumi.Input[Sequence[pulumi.Input[ChannelNetworkArgs | ChannelNetworkArgsDict]]] | None = None,
        vlan: pulumi.Input[Sequence[pulumi.Input[VlanDeviceArgs | VlanDeviceArgsDict]]] | None = None,
        ip: pulumi.Input[Sequence[pulumi.Input[IpAddressArgs | IpAddressArgsDict]]] | None = None,
        nameservers: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        options: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        text: pulumi.Input[str] | None = None,
        layout: pulumi.Input[str | PrmLayout] | None = None,
    ) -> None:
        """
        The content of a `.prm` file. In the file the fields come in this order.

        :param pulumi.Input[str] first: Words before all others. Form: words of printable ASCII, one blank
            between them. Example: `ro ramdisk_size=40000`.
        :param pulumi.Input[str] repo: Where the packages are (`inst.repo`), without password. Form: a URL
            such as ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        :param pulumi.Input[str] repo_user: User in the URLs of `repo`, `install`, `kickstart` and `autoyast`.
            Form: a user name.
        :param pulumi.Input[str] repo_password: Password of `repoUser`. The file holds it in clear text and
            therefore has mode 0600. Form: one word of printable ASCII without blanks.
        :param pulumi.Input[str] install: Where SUSE's packages are (`install`), without password. Form: a URL
            such as ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        :param pulumi.Input[str] kickstart: URL of the Kickstart file (`inst.ks`). Form: a URL such as
            ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        :param pulumi.Input[str] autoyast: URL of the AutoYaST profile (`autoyast`). Form: a URL such as
            ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] dasd: `autodetect`, a bus id, or a range of bus ids,
            each one `rd.dasd`. Each: one word of printable ASCII without blanks.
        :param pulumi.Input[Sequence[pulumi.Input[ZfcpPathArgs | ZfcpPathArgsDict]]] zfcp: LUNs, each one
            `rd.zfcp`.
        :param pulumi.Input[Sequence[pulumi.Input[ChannelNetworkArgs | ChannelNetworkArgsDict]]] znet: Network
            devices, each one `rd.znet`.
        :param pulumi.Input[Sequence[pulumi.Input[VlanDeviceArgs | VlanDeviceArgsDict]]] vlan: VLAN
            interfaces, each one `vlan`.
        :param pulumi.Input[Sequence[pulumi.Input[IpAddressArgs | IpAddressArgsDict]]] ip: Addresses, each one
            `ip`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] nameservers: Name servers, each one `nameserver`.
            Each: an IP address.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] options: Any other parameters, after all others.
            Each: words of printable ASCII, one blank between them. Example: `systemd.show_status=0`.
        :param pulumi.Input[str] text: The whole file as it is to be, in place of every other field. For what
            is imported.
        :param pulumi.Input[str | PrmLayout] layout: One parameter a line, or all in one line. Default:
            `lines`.
        """
        if first is not None:
            pulumi.set(__self__, "first", first)
        if repo is not None:
            pulumi.set(__self__, "repo", repo)
        if repo_user is not None:
            pulumi.set(__self__, "repo_user", repo_user)
        if repo_password is not None:
            pulumi.set(__self__, "repo_password", repo_password)
        if install is not None:
            pulumi.set(__self__, "install", install)
        if kickstart is not None:
            pulumi.set(__self__, "kickstart", kickstart)
        if autoyast is not None:
            pulumi.set(__self__, "autoyast", autoyast)
        if dasd is not None:
            pulumi.set(__self__, "dasd", dasd)
        if zfcp is not None:
            pulumi.set(__self__, "zfcp", zfcp)
        if znet is not None:
            pulumi.set(__self__, "znet", znet)
        if vlan is not None:
            pulumi.set(__self__, "vlan", vlan)
        if ip is not None:
            pulumi.set(__self__, "ip", ip)
        if nameservers is not None:
            pulumi.set(__self__, "nameservers", nameservers)
        if options is not None:
            pulumi.set(__self__, "options", options)
        if text is not None:
            pulumi.set(__self__, "text", text)
        if layout is not None:
            pulumi.set(__self__, "layout", layout)

    @property
    @pulumi.getter
    def first(self) -> pulumi.Input[str] | None:
        """
        Words before all others. Form: words of printable ASCII, one blank between them. Example: `ro
        ramdisk_size=40000`.
        """
        return pulumi.get(self, "first")

    @first.setter
    def first(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "first", value)

    @property
    @pulumi.getter
    def repo(self) -> pulumi.Input[str] | None:
        """
        Where the packages are (`inst.repo`), without password. Form: a URL such as
        ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        """
        return pulumi.get(self, "repo")

    @repo.setter
    def repo(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "repo", value)

    @property
    @pulumi.getter(name="repoUser")
    def repo_user(self) -> pulumi.Input[str] | None:
        """User in the URLs of `repo`, `install`, `kickstart` and `autoyast`. Form: a user name."""
        return pulumi.get(self, "repo_user")

    @repo_user.setter
    def repo_user(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "repo_user", value)

    @property
    @pulumi.getter(name="repoPassword")
    def repo_password(self) -> pulumi.Input[str] | None:
        """
        Password of `repoUser`. The file holds it in clear text and therefore has mode 0600. Form: one word of
        printable ASCII without blanks.
        """
        return pulumi.get(self, "repo_password")

    @repo_password.setter
    def repo_password(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "repo_password", value)

    @property
    @pulumi.getter
    def install(self) -> pulumi.Input[str] | None:
        """
        Where SUSE's packages are (`install`), without password. Form: a URL such as
        ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        """
        return pulumi.get(self, "install")

    @install.setter
    def install(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "install", value)

    @property
    @pulumi.getter
    def kickstart(self) -> pulumi.Input[str] | None:
        """
        URL of the Kickstart file (`inst.ks`). Form: a URL such as ftp://9.60.29.66/ftpboot/iso, its password
        in `repoPassword`.
        """
        return pulumi.get(self, "kickstart")

    @kickstart.setter
    def kickstart(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "kickstart", value)

    @property
    @pulumi.getter
    def autoyast(self) -> pulumi.Input[str] | None:
        """
        URL of the AutoYaST profile (`autoyast`). Form: a URL such as ftp://9.60.29.66/ftpboot/iso, its
        password in `repoPassword`.
        """
        return pulumi.get(self, "autoyast")

    @autoyast.setter
    def autoyast(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "autoyast", value)

    @property
    @pulumi.getter
    def dasd(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        `autodetect`, a bus id, or a range of bus ids, each one `rd.dasd`. Each: one word of printable ASCII
        without blanks.
        """
        return pulumi.get(self, "dasd")

    @dasd.setter
    def dasd(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "dasd", value)

    @property
    @pulumi.getter
    def zfcp(self) -> pulumi.Input[Sequence[pulumi.Input[ZfcpPathArgs]]] | None:
        """LUNs, each one `rd.zfcp`."""
        return pulumi.get(self, "zfcp")

    @zfcp.setter
    def zfcp(self, value: pulumi.Input[Sequence[pulumi.Input[ZfcpPathArgs]]] | None) -> None:
        pulumi.set(self, "zfcp", value)

    @property
    @pulumi.getter
    def znet(self) -> pulumi.Input[Sequence[pulumi.Input[ChannelNetworkArgs]]] | None:
        """Network devices, each one `rd.znet`."""
        return pulumi.get(self, "znet")

    @znet.setter
    def znet(self, value: pulumi.Input[Sequence[pulumi.Input[ChannelNetworkArgs]]] | None) -> None:
        pulumi.set(self, "znet", value)

    @property
    @pulumi.getter
    def vlan(self) -> pulumi.Input[Sequence[pulumi.Input[VlanDeviceArgs]]] | None:
        """VLAN interfaces, each one `vlan`."""
        return pulumi.get(self, "vlan")

    @vlan.setter
    def vlan(self, value: pulumi.Input[Sequence[pulumi.Input[VlanDeviceArgs]]] | None) -> None:
        pulumi.set(self, "vlan", value)

    @property
    @pulumi.getter
    def ip(self) -> pulumi.Input[Sequence[pulumi.Input[IpAddressArgs]]] | None:
        """Addresses, each one `ip`."""
        return pulumi.get(self, "ip")

    @ip.setter
    def ip(self, value: pulumi.Input[Sequence[pulumi.Input[IpAddressArgs]]] | None) -> None:
        pulumi.set(self, "ip", value)

    @property
    @pulumi.getter
    def nameservers(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """Name servers, each one `nameserver`. Each: an IP address."""
        return pulumi.get(self, "nameservers")

    @nameservers.setter
    def nameservers(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "nameservers", value)

    @property
    @pulumi.getter
    def options(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        Any other parameters, after all others. Each: words of printable ASCII, one blank between them.
        Example: `systemd.show_status=0`.
        """
        return pulumi.get(self, "options")

    @options.setter
    def options(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "options", value)

    @property
    @pulumi.getter
    def text(self) -> pulumi.Input[str] | None:
        """The whole file as it is to be, in place of every other field. For what is imported."""
        return pulumi.get(self, "text")

    @text.setter
    def text(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "text", value)

    @property
    @pulumi.getter
    def layout(self) -> pulumi.Input[str | PrmLayout] | None:
        """One parameter a line, or all in one line. Default: `lines`."""
        return pulumi.get(self, "layout")

    @layout.setter
    def layout(self, value: pulumi.Input[str | PrmLayout] | None) -> None:
        pulumi.set(self, "layout", value)


class ChannelNetworkArgsDict(TypedDict):
    """A network device of channels: `rd.znet=qeth,READ,WRITE,DATA,layer2=1`."""

    channels: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Read, write and data channel of a qeth device; lcs and ctc have two channels."""
    kind: NotRequired[pulumi.Input[str | ChannelDevice]]
    """OSA and HiperSockets are qeth. Default: `qeth`."""
    layer2: NotRequired[pulumi.Input[bool]]
    """Work on layer 2; bridges, macvtap and Open vSwitch need it."""
    port: NotRequired[pulumi.Input[int]]
    """Port of the adapter (`portno`). Between 0 and 1."""


@pulumi.input_type
class ChannelNetworkArgs:
    def __init__(
        __self__,
        *,
        channels: pulumi.Input[Sequence[pulumi.Input[str]]],
        kind: pulumi.Input[str | ChannelDevice] | None = None,
        layer2: pulumi.Input[bool] | None = None,
        port: pulumi.Input[int] | None = None,
    ) -> None:
        """
        A network device of channels: `rd.znet=qeth,READ,WRITE,DATA,layer2=1`.

        :param pulumi.Input[str | ChannelDevice] kind: OSA and HiperSockets are qeth. Default: `qeth`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] channels: Read, write and data channel of a qeth
            device; lcs and ctc have two channels.
        :param pulumi.Input[bool] layer2: Work on layer 2; bridges, macvtap and Open vSwitch need it.
        :param pulumi.Input[int] port: Port of the adapter (`portno`). Between 0 and 1.
        """
        pulumi.set(__self__, "channels", channels)
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if layer2 is not None:
            pulumi.set(__self__, "layer2", layer2)
        if port is not None:
            pulumi.set(__self__, "port", port)

    @property
    @pulumi.getter
    def channels(self) -> pulumi.Input[Sequence[pulumi.Input[str]]]:
        """Read, write and data channel of a qeth device; lcs and ctc have two channels."""
        return pulumi.get(self, "channels")

    @channels.setter
    def channels(self, value: pulumi.Input[Sequence[pulumi.Input[str]]]) -> None:
        pulumi.set(self, "channels", value)

    @property
    @pulumi.getter
    def kind(self) -> pulumi.Input[str | ChannelDevice] | None:
        """OSA and HiperSockets are qeth. Default: `qeth`."""
        return pulumi.get(self, "kind")

    @kind.setter
    def kind(self, value: pulumi.Input[str | ChannelDevice] | None) -> None:
        pulumi.set(self, "kind", value)

    @property
    @pulumi.getter
    def layer2(self) -> pulumi.Input[bool] | None:
        """Work on layer 2; bridges, macvtap and Open vSwitch need it."""
        return pulumi.get(self, "layer2")

    @layer2.setter
    def layer2(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "layer2", value)

    @property
    @pulumi.getter
    def port(self) -> pulumi.Input[int] | None:
        """Port of the adapter (`portno`). Between 0 and 1."""
        return pulumi.get(self, "port")

    @port.setter
    def port(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "port", value)


class ConsoleArgsDict(TypedDict):
    """A console on a pseudo terminal of the host; `virsh console` connects to the first."""

    name: pulumi.Input[str]
    """
    Name of the console, unique among the guest's devices. Form: lower-case letters, digits and inner hyphens,
    at most 32 characters. Example: `console`.
    """
    kind: NotRequired[pulumi.Input[str | ConsoleKind]]
    """
    `sclp` is the operating system console (`ttysclp0`), `sclplm` its line mode form (`sclp_line0`), one of
    each; `virtio` is `hvc0`, `hvc1`, … A new one starts with `sclp`.
    """
    log_file: NotRequired[pulumi.Input[str]]
    """
    File on the host that keeps what the guest prints here. Form: an absolute path. Example:
    `/var/log/libvirt/qemu/linux01-console.log`.
    """
    log_append: NotRequired[pulumi.Input[bool]]
    """A start adds to `log_file`; otherwise it begins anew. A new one starts with `false`."""


@pulumi.input_type
class ConsoleArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        kind: pulumi.Input[str | ConsoleKind] | None = None,
        log_file: pulumi.Input[str] | None = None,
        log_append: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A console on a pseudo terminal of the host; `virsh console` connects to the first.

        :param pulumi.Input[str] name: Name of the console, unique among the guest's devices. Form: lower-case
            letters, digits and inner hyphens, at most 32 characters. Example: `console`.
        :param pulumi.Input[str | ConsoleKind] kind: `sclp` is the operating system console (`ttysclp0`),
            `sclplm` its line mode form (`sclp_line0`), one of each; `virtio` is `hvc0`, `hvc1`, … A new one
            starts with `sclp`.
        :param pulumi.Input[str] log_file: File on the host that keeps what the guest prints here. Form: an
            absolute path. Example: `/var/log/libvirt/qemu/linux01-console.log`.
        :param pulumi.Input[bool] log_append: A start adds to `log_file`; otherwise it begins anew. A new one
            starts with `false`.
        """
        pulumi.set(__self__, "name", name)
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if log_file is not None:
            pulumi.set(__self__, "log_file", log_file)
        if log_append is not None:
            pulumi.set(__self__, "log_append", log_append)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the console, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `console`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def kind(self) -> pulumi.Input[str | ConsoleKind] | None:
        """
        `sclp` is the operating system console (`ttysclp0`), `sclplm` its line mode form (`sclp_line0`), one
        of each; `virtio` is `hvc0`, `hvc1`, … A new one starts with `sclp`.
        """
        return pulumi.get(self, "kind")

    @kind.setter
    def kind(self, value: pulumi.Input[str | ConsoleKind] | None) -> None:
        pulumi.set(self, "kind", value)

    @property
    @pulumi.getter(name="logFile")
    def log_file(self) -> pulumi.Input[str] | None:
        """
        File on the host that keeps what the guest prints here. Form: an absolute path. Example:
        `/var/log/libvirt/qemu/linux01-console.log`.
        """
        return pulumi.get(self, "log_file")

    @log_file.setter
    def log_file(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "log_file", value)

    @property
    @pulumi.getter(name="logAppend")
    def log_append(self) -> pulumi.Input[bool] | None:
        """A start adds to `log_file`; otherwise it begins anew. A new one starts with `false`."""
        return pulumi.get(self, "log_append")

    @log_append.setter
    def log_append(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "log_append", value)


class CpuArgsDict(TypedDict):
    """The CPU model. With `host-model` a guest can move to hosts of the same model or a newer one."""

    mode: NotRequired[pulumi.Input[str | CpuMode]]
    """`custom` names a `model`; the others take the host's. A new one starts with `host-model`."""
    model: NotRequired[pulumi.Input[str]]
    """
    With `custom`: a model of the host's list, `get_host(…).cpu_models`. Form: a model such as z14. Example:
    `z14`.
    """
    features: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str | FeaturePolicy]]]]
    """Facilities by QEMU's names: `{"msa5": "disable", "vx": "require"}`; not with `maximum`."""


@pulumi.input_type
class CpuArgs:
    def __init__(
        __self__,
        *,
        mode: pulumi.Input[str | CpuMode] | None = None,
        model: pulumi.Input[str] | None = None,
        features: pulumi.Input[Mapping[str, pulumi.Input[str | FeaturePolicy]]] | None = None,
    ) -> None:
        """
        The CPU model. With `host-model` a guest can move to hosts of the same model or a newer one.

        :param pulumi.Input[str | CpuMode] mode: `custom` names a `model`; the others take the host's. A new
            one starts with `host-model`.
        :param pulumi.Input[str] model: With `custom`: a model of the host's list, `get_host(…).cpu_models`.
            Form: a model such as z14. Example: `z14`.
        :param pulumi.Input[Mapping[str, pulumi.Input[str | FeaturePolicy]]] features: Facilities by QEMU's
            names: `{"msa5": "disable", "vx": "require"}`; not with `maximum`.
        """
        if mode is not None:
            pulumi.set(__self__, "mode", mode)
        if model is not None:
            pulumi.set(__self__, "model", model)
        if features is not None:
            pulumi.set(__self__, "features", features)

    @property
    @pulumi.getter
    def mode(self) -> pulumi.Input[str | CpuMode] | None:
        """`custom` names a `model`; the others take the host's. A new one starts with `host-model`."""
        return pulumi.get(self, "mode")

    @mode.setter
    def mode(self, value: pulumi.Input[str | CpuMode] | None) -> None:
        pulumi.set(self, "mode", value)

    @property
    @pulumi.getter
    def model(self) -> pulumi.Input[str] | None:
        """
        With `custom`: a model of the host's list, `get_host(…).cpu_models`. Form: a model such as z14.
        Example: `z14`.
        """
        return pulumi.get(self, "model")

    @model.setter
    def model(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "model", value)

    @property
    @pulumi.getter
    def features(self) -> pulumi.Input[Mapping[str, pulumi.Input[str | FeaturePolicy]]] | None:
        """Facilities by QEMU's names: `{"msa5": "disable", "vx": "require"}`; not with `maximum`."""
        return pulumi.get(self, "features")

    @features.setter
    def features(self, value: pulumi.Input[Mapping[str, pulumi.Input[str | FeaturePolicy]]] | None) -> None:
        pulumi.set(self, "features", value)


class CpuTuneArgsDict(TypedDict):
    """Weight, limits and pinning of a guest's threads. A limit is `quota` of each `period`; absent: none."""

    shares: NotRequired[pulumi.Input[int]]
    """
    Weight beside other guests when CPUs are short (z/VM: relative SHARE); the host's default is 1024, or 100
    with version 2 of control groups. Between 2 and 262144. Example: `2048`.
    """
    period: NotRequired[pulumi.Input[int]]
    """Period of each vCPU's limit. Absent: 100000. Between 1000 and 1000000 µs."""
    quota: NotRequired[pulumi.Input[int]]
    """Time each vCPU may run in a period. Between 1000 and 17592186044415 µs."""
    global_period: NotRequired[pulumi.Input[int]]
    """Period of the whole guest's limit. Absent: 100000. Between 1000 and 1000000 µs."""
    global_quota: NotRequired[pulumi.Input[int]]
    """Time the whole guest may run in a period (z/VM: LIMITHARD). Between 1000 and 17592186044415 µs."""
    emulator_period: NotRequired[pulumi.Input[int]]
    """Period of the limit of QEMU's own threads. Absent: 100000. Between 1000 and 1000000 µs."""
    emulator_quota: NotRequired[pulumi.Input[int]]
    """Time QEMU's own threads may run in a period. Between 1000 and 17592186044415 µs."""
    iothread_period: NotRequired[pulumi.Input[int]]
    """Period of each iothread's limit. Absent: 100000. Between 1000 and 1000000 µs."""
    iothread_quota: NotRequired[pulumi.Input[int]]
    """Time each iothread may run in a period. Between 1000 and 17592186044415 µs."""
    vcpu_pins: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """The host's CPUs a vCPU may run on, by its number from 0: `{"0": "0-3", "1": "4"}`."""
    emulator_pin: NotRequired[pulumi.Input[str]]
    """The host's CPUs QEMU's own threads may run on. Example: `0-1`."""
    iothread_pins: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """The host's CPUs an iothread may run on, by its number from 1: `{"1": "0"}`."""


@pulumi.input_type
class CpuTuneArgs:
    def __init__(
        __self__,
        *,
        shares: pulumi.Input[int] | None = None,
        period: pulumi.Input[int] | None = None,
        quota: pulumi.Input[int] | None = None,
        global_period: pulumi.Input[int] | None = None,
        global_quota: pulumi.Input[int] | None = None,
        emulator_period: pulumi.Input[int] | None = None,
        emulator_quota: pulumi.Input[int] | None = None,
        iothread_period: pulumi.Input[int] | None = None,
        iothread_quota: pulumi.Input[int] | None = None,
        vcpu_pins: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        emulator_pin: pulumi.Input[str] | None = None,
        iothread_pins: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
    ) -> None:
        """
        Weight, limits and pinning of a guest's threads. A limit is `quota` of each `period`; absent: none.

        :param pulumi.Input[int] shares: Weight beside other guests when CPUs are short (z/VM: relative
            SHARE); the host's default is 1024, or 100 with version 2 of control groups. Between 2 and 262144.
            Example: `2048`.
        :param pulumi.Input[int] period: Period of each vCPU's limit. Absent: 100000. Between 1000 and 1000000
            µs.
        :param pulumi.Input[int] quota: Time each vCPU may run in a period. Between 1000 and 17592186044415
            µs.
        :param pulumi.Input[int] global_period: Period of the whole guest's limit. Absent: 100000. Between
            1000 and 1000000 µs.
        :param pulumi.Input[int] global_quota: Time the whole guest may run in a period (z/VM: LIMITHARD).
            Between 1000 and 17592186044415 µs.
        :param pulumi.Input[int] emulator_period: Period of the limit of QEMU's own threads. Absent: 100000.
            Between 1000 and 1000000 µs.
        :param pulumi.Input[int] emulator_quota: Time QEMU's own threads may run in a period. Between 1000 and
            17592186044415 µs.
        :param pulumi.Input[int] iothread_period: Period of each iothread's limit. Absent: 100000. Between
            1000 and 1000000 µs.
        :param pulumi.Input[int] iothread_quota: Time each iothread may run in a period. Between 1000 and
            17592186044415 µs.
        :param pulumi.Input[Mapping[str, pulumi.Input[str]]] vcpu_pins: The host's CPUs a vCPU may run on, by
            its number from 0: `{"0": "0-3", "1": "4"}`.
        :param pulumi.Input[str] emulator_pin: The host's CPUs QEMU's own threads may run on. Example: `0-1`.
        :param pulumi.Input[Mapping[str, pulumi.Input[str]]] iothread_pins: The host's CPUs an iothread may
            run on, by its number from 1: `{"1": "0"}`.
        """
        if shares is not None:
            pulumi.set(__self__, "shares", shares)
        if period is not None:
            pulumi.set(__self__, "period", period)
        if quota is not None:
            pulumi.set(__self__, "quota", quota)
        if global_period is not None:
            pulumi.set(__self__, "global_period", global_period)
        if global_quota is not None:
            pulumi.set(__self__, "global_quota", global_quota)
        if emulator_period is not None:
            pulumi.set(__self__, "emulator_period", emulator_period)
        if emulator_quota is not None:
            pulumi.set(__self__, "emulator_quota", emulator_quota)
        if iothread_period is not None:
            pulumi.set(__self__, "iothread_period", iothread_period)
        if iothread_quota is not None:
            pulumi.set(__self__, "iothread_quota", iothread_quota)
        if vcpu_pins is not None:
            pulumi.set(__self__, "vcpu_pins", vcpu_pins)
        if emulator_pin is not None:
            pulumi.set(__self__, "emulator_pin", emulator_pin)
        if iothread_pins is not None:
            pulumi.set(__self__, "iothread_pins", iothread_pins)

    @property
    @pulumi.getter
    def shares(self) -> pulumi.Input[int] | None:
        """
        Weight beside other guests when CPUs are short (z/VM: relative SHARE); the host's default is 1024, or
        100 with version 2 of control groups. Between 2 and 262144. Example: `2048`.
        """
        return pulumi.get(self, "shares")

    @shares.setter
    def shares(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "shares", value)

    @property
    @pulumi.getter
    def period(self) -> pulumi.Input[int] | None:
        """Period of each vCPU's limit. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "period")

    @period.setter
    def period(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "period", value)

    @property
    @pulumi.getter
    def quota(self) -> pulumi.Input[int] | None:
        """Time each vCPU may run in a period. Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "quota")

    @quota.setter
    def quota(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "quota", value)

    @property
    @pulumi.getter(name="globalPeriod")
    def global_period(self) -> pulumi.Input[int] | None:
        """Period of the whole guest's limit. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "global_period")

    @global_period.setter
    def global_period(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "global_period", value)

    @property
    @pulumi.getter(name="globalQuota")
    def global_quota(self) -> pulumi.Input[int] | None:
        """Time the whole guest may run in a period (z/VM: LIMITHARD). Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "global_quota")

    @global_quota.setter
    def global_quota(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "global_quota", value)

    @property
    @pulumi.getter(name="emulatorPeriod")
    def emulator_period(self) -> pulumi.Input[int] | None:
        """Period of the limit of QEMU's own threads. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "emulator_period")

    @emulator_period.setter
    def emulator_period(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "emulator_period", value)

    @property
    @pulumi.getter(name="emulatorQuota")
    def emulator_quota(self) -> pulumi.Input[int] | None:
        """Time QEMU's own threads may run in a period. Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "emulator_quota")

    @emulator_quota.setter
    def emulator_quota(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "emulator_quota", value)

    @property
    @pulumi.getter(name="iothreadPeriod")
    def iothread_period(self) -> pulumi.Input[int] | None:
        """Period of each iothread's limit. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "iothread_period")

    @iothread_period.setter
    def iothread_period(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "iothread_period", value)

    @property
    @pulumi.getter(name="iothreadQuota")
    def iothread_quota(self) -> pulumi.Input[int] | None:
        """Time each iothread may run in a period. Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "iothread_quota")

    @iothread_quota.setter
    def iothread_quota(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "iothread_quota", value)

    @property
    @pulumi.getter(name="vcpuPins")
    def vcpu_pins(self) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
        """The host's CPUs a vCPU may run on, by its number from 0: `{"0": "0-3", "1": "4"}`."""
        return pulumi.get(self, "vcpu_pins")

    @vcpu_pins.setter
    def vcpu_pins(self, value: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "vcpu_pins", value)

    @property
    @pulumi.getter(name="emulatorPin")
    def emulator_pin(self) -> pulumi.Input[str] | None:
        """The host's CPUs QEMU's own threads may run on. Example: `0-1`."""
        return pulumi.get(self, "emulator_pin")

    @emulator_pin.setter
    def emulator_pin(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "emulator_pin", value)

    @property
    @pulumi.getter(name="iothreadPins")
    def iothread_pins(self) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
        """The host's CPUs an iothread may run on, by its number from 1: `{"1": "0"}`."""
        return pulumi.get(self, "iothread_pins")

    @iothread_pins.setter
    def iothread_pins(self, value: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "iothread_pins", value)


class DebugArgsDict(TypedDict):
    """QEMU's server for gdb, on the host's loopback address only: whoever reaches it rules the guest."""

    gdb_port: NotRequired[pulumi.Input[int]]
    """
    Port of 127.0.0.1 on the host: `gdb -ex 'target remote :1234'`. No other guest may have it. Between 1024
    and 65535. Example: `1234`.
    """
    freeze: NotRequired[pulumi.Input[bool]]
    """
    A start leaves the guest paused before its first instruction, for gdb or you. A new one starts with
    `false`.
    """


@pulumi.input_type
class DebugArgs:
    def __init__(
        __self__,
        *,
        gdb_port: pulumi.Input[int] | None = None,
        freeze: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        QEMU's server for gdb, on the host's loopback address only: whoever reaches it rules the guest.

        :param pulumi.Input[int] gdb_port: Port of 127.0.0.1 on the host: `gdb -ex 'target remote :1234'`. No
            other guest may have it. Between 1024 and 65535. Example: `1234`.
        :param pulumi.Input[bool] freeze: A start leaves the guest paused before its first instruction, for
            gdb or you. A new one starts with `false`.
        """
        if gdb_port is not None:
            pulumi.set(__self__, "gdb_port", gdb_port)
        if freeze is not None:
            pulumi.set(__self__, "freeze", freeze)

    @property
    @pulumi.getter(name="gdbPort")
    def gdb_port(self) -> pulumi.Input[int] | None:
        """
        Port of 127.0.0.1 on the host: `gdb -ex 'target remote :1234'`. No other guest may have it. Between
        1024 and 65535. Example: `1234`.
        """
        return pulumi.get(self, "gdb_port")

    @gdb_port.setter
    def gdb_port(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "gdb_port", value)

    @property
    @pulumi.getter
    def freeze(self) -> pulumi.Input[bool] | None:
        """
        A start leaves the guest paused before its first instruction, for gdb or you. A new one starts with
        `false`.
        """
        return pulumi.get(self, "freeze")

    @freeze.setter
    def freeze(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "freeze", value)


class DhcpHostArgsDict(TypedDict):
    """A guest that is always given the same address."""

    name: pulumi.Input[str]
    """
    Host name, unique in the network. Form: a host name: at most 64 letters, digits and inner `.` or `-`.
    """
    mac: pulumi.Input[str]
    """MAC address of its interface. Example: `52:54:00:12:34:56`."""
    ip: pulumi.Input[str]
    """The address it is given. Form: an IPv4 address, like 192.168.150.1."""


@pulumi.input_type
class DhcpHostArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        mac: pulumi.Input[str],
        ip: pulumi.Input[str],
    ) -> None:
        """
        A guest that is always given the same address.

        :param pulumi.Input[str] name: Host name, unique in the network. Form: a host name: at most 64
            letters, digits and inner `.` or `-`.
        :param pulumi.Input[str] mac: MAC address of its interface. Example: `52:54:00:12:34:56`.
        :param pulumi.Input[str] ip: The address it is given. Form: an IPv4 address, like 192.168.150.1.
        """
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "mac", mac)
        pulumi.set(__self__, "ip", ip)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Host name, unique in the network. Form: a host name: at most 64 letters, digits and inner `.` or `-`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def mac(self) -> pulumi.Input[str]:
        """MAC address of its interface. Example: `52:54:00:12:34:56`."""
        return pulumi.get(self, "mac")

    @mac.setter
    def mac(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "mac", value)

    @property
    @pulumi.getter
    def ip(self) -> pulumi.Input[str]:
        """The address it is given. Form: an IPv4 address, like 192.168.150.1."""
        return pulumi.get(self, "ip")

    @ip.setter
    def ip(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "ip", value)


class DiskArgsDict(TypedDict):
    """One disk of a guest: virtio-blk, a SCSI disk on a virtio-scsi controller, or a CD-ROM drive there."""

    name: pulumi.Input[str]
    """
    Name of the disk, unique among the guest's devices. Disks are matched by it, never by position. Form:
    lower-case letters, digits and inner hyphens, at most 32 characters. Example: `data`.
    """
    volume: NotRequired[pulumi.Input[str | Qcow2Disk]]
    """
    A volume of a storage pool: the `id` of a `Qcow2Disk`, or `POOL/NAME`. Exactly one of `volume`, `block`,
    `file`, `iscsi`, `cdrom` is given. Example: `images/data.qcow2`.
    """
    block: NotRequired[pulumi.Input[str]]
    """
    A block device of the host by absolute path, for instance the `path` of a `DasdDisk`. Exactly one of
    `volume`, `block`, `file`, `iscsi`, `cdrom` is given. Form: an absolute path. Example:
    `/dev/disk/by-path/ccw-0.0.0e1e-part1`.
    """
    file: NotRequired[pulumi.Input[str]]
    """
    An image file of the host by absolute path. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is
    given. Form: an absolute path. Example: `/var/lib/libvirt/images/linux01.qcow2`.
    """
    iscsi: NotRequired[pulumi.Input[IscsiArgs | IscsiArgsDict]]
    """A unit of an iSCSI target. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is given."""
    cdrom: NotRequired[pulumi.Input[str | CloudInitDisk | Qcow2Disk]]
    """
    A CD-ROM drive with this medium: a volume (the `id` of a `CloudInitDisk`, or `POOL/NAME`), an image or
    device of the host by absolute path, or `empty`. Exactly one of `volume`, `block`, `file`, `iscsi`,
    `cdrom` is given. Form: POOL/NAME, an absolute path, or empty. Example: `images/seed.iso`.
    """
    format: NotRequired[pulumi.Input[str | DiskFormat]]
    """Layout of the data. Absent: the volume's own format for `volume`, `raw` for anything else."""
    bus: NotRequired[pulumi.Input[str | DiskBus]]
    """
    `virtio`, a channel device of its own, or `scsi`, a unit of a virtio-scsi controller. A `cdrom` is always
    on SCSI and says nothing. A new one starts with `virtio`.
    """
    cache: NotRequired[pulumi.Input[str | DiskCache]]
    """Host page cache use. A new one starts with `none`."""
    io: NotRequired[pulumi.Input[str | DiskIo]]
    """How QEMU does its I/O. Absent: QEMU's choice."""
    iothread: NotRequired[pulumi.Input[int]]
    """Number of the iothread that serves this virtio disk, from 1; on SCSI the controller's. At least 1."""
    read_only: NotRequired[pulumi.Input[bool]]
    """The guest may not write; never into a `cdrom`. A new one starts with `false`."""
    shareable: NotRequired[pulumi.Input[bool]]
    """
    Other guests may have the same data at the same time, each of them with `shareable` (z/VM: LINK MW):
    `raw`, past the page cache, and with a file system that is made for it. A new one starts with `false`.
    """
    serial: NotRequired[pulumi.Input[str]]
    """
    Serial number the guest sees (`/sys/block/vda/serial`). Form: at most 20 letters, digits and `_ . + -`.
    """
    target: NotRequired[pulumi.Input[str]]
    """
    Device name libvirt keeps for the disk. Absent: the next free one. The guest's kernel may differ. Form: a
    disk name such as vda, on SCSI such as sda.
    """
    devno: NotRequired[pulumi.Input[str]]
    """
    Device number in the guest, of a virtio disk. Absent: the lowest this guest never used. Example: `0x0e1e`.
    """
    controller: NotRequired[pulumi.Input[int]]
    """
    On SCSI: index of its controller, one of `controllers`, or 0, which comes by itself. Between 0 and 255. A
    new one starts with `0`.
    """
    unit: NotRequired[pulumi.Input[int]]
    """
    On SCSI: its unit on the controller, which is the LUN in the guest (from 256 on: unit + 16384). Absent:
    the lowest this guest never used. Between 0 and 16383.
    """


@pulumi.input_type
class DiskArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        volume: pulumi.Input[str | Qcow2Disk] | None = None,
        block: pulumi.Input[str] | None = None,
        file: pulumi.Input[str] | None = None,
        iscsi: pulumi.Input[IscsiArgs | IscsiArgsDict] | None = None,
        cdrom: pulumi.Input[str | CloudInitDisk | Qcow2Disk] | None = None,
        format: pulumi.Input[str | DiskFormat] | None = None,
        bus: pulumi.Input[str | DiskBus] | None = None,
        cache: pulumi.Input[str | DiskCache] | None = None,
        io: pulumi.Input[str | DiskIo] | None = None,
        iothread: pulumi.Input[int] | None = None,
        read_only: pulumi.Input[bool] | None = None,
        shareable: pulumi.Input[bool] | None = None,
        serial: pulumi.Input[str] | None = None,
        target: pulumi.Input[str] | None = None,
        devno: pulumi.Input[str] | None = None,
        controller: pulumi.Input[int] | None = None,
        unit: pulumi.Input[int] | None = None,
    ) -> None:
        """
        One disk of a guest: virtio-blk, a SCSI disk on a virtio-scsi controller, or a CD-ROM drive there.

        :param pulumi.Input[str] name: Name of the disk, unique among the guest's devices. Disks are matched
            by it, never by position. Form: lower-case letters, digits and inner hyphens, at most 32
            characters. Example: `data`.
        :param pulumi.Input[str | Qcow2Disk] volume: A volume of a storage pool: the `id` of a `Qcow2Disk`, or
            `POOL/NAME`. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is given. Example:
            `images/data.qcow2`.
        :param pulumi.Input[str] block: A block device of the host by absolute path, for instance the `path`
            of a `DasdDisk`. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is given. Form: an
            absolute path. Example: `/dev/disk/by-path/ccw-0.0.0e1e-part1`.
        :param pulumi.Input[str] file: An image file of the host by absolute path. Exactly one of `volume`,
            `block`, `file`, `iscsi`, `cdrom` is given. Form: an absolute path. Example:
            `/var/lib/libvirt/images/linux01.qcow2`.
        :param pulumi.Input[IscsiArgs | IscsiArgsDict] iscsi: A unit of an iSCSI target. Exactly one of
            `volume`, `block`, `file`, `iscsi`, `cdrom` is given.
        :param pulumi.Input[str | CloudInitDisk | Qcow2Disk] cdrom: A CD-ROM drive with this medium: a volume
            (the `id` of a `CloudInitDisk`, or `POOL/NAME`), an image or device of the host by absolute path,
            or `empty`. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is given. Form: POOL/NAME,
            an absolute path, or empty. Example: `images/seed.iso`.
        :param pulumi.Input[str | DiskFormat] format: Layout of the data. Absent: the volume's own format for
            `volume`, `raw` for anything else.
        :param pulumi.Input[str | DiskBus] bus: `virtio`, a channel device of its own, or `scsi`, a unit of a
            virtio-scsi controller. A `cdrom` is always on SCSI and says nothing. A new one starts with
            `virtio`.
        :param pulumi.Input[str | DiskCache] cache: Host page cache use. A new one starts with `none`.
        :param pulumi.Input[str | DiskIo] io: How QEMU does its I/O. Absent: QEMU's choice.
        :param pulumi.Input[int] iothread: Number of the iothread that serves this virtio disk, from 1; on
            SCSI the controller's. At least 1.
        :param pulumi.Input[bool] read_only: The guest may not write; never into a `cdrom`. A new one starts
            with `false`.
        :param pulumi.Input[bool] shareable: Other guests may have the same data at the same time, each of
            them with `shareable` (z/VM: LINK MW): `raw`, past the page cache, and with a file system that is
            made for it. A new one starts with `false`.
        :param pulumi.Input[str] serial: Serial number the guest sees (`/sys/block/vda/serial`). Form: at most
            20 letters, digits and `_ . + -`.
        :param pulumi.Input[str] target: Device name libvirt keeps for the disk. Absent: the next free one.
            The guest's kernel may differ. Form: a disk name such as vda, on SCSI such as sda.
        :param pulumi.Input[str] devno: Device number in the guest, of a virtio disk. Absent: the lowest this
            guest never used. Example: `0x0e1e`.
        :param pulumi.Input[int] controller: On SCSI: index of its controller, one of `controllers`, or 0,
            which comes by itself. Between 0 and 255. A new one starts with `0`.
        :param pulumi.Input[int] unit: On SCSI: its unit on the controller, which is the LUN in the guest
            (from 256 on: unit + 16384). Absent: the lowest this guest never used. Between 0 and 16383.
        """
        pulumi.set(__self__, "name", name)
        if volume is not None:
            pulumi.set(__self__, "volume", _utilities.referred(volume, "id"))
        if block is not None:
            pulumi.set(__self__, "block", block)
        if file is not None:
            pulumi.set(__self__, "file", file)
        if iscsi is not None:
            pulumi.set(__self__, "iscsi", iscsi)
        if cdrom is not None:
            pulumi.set(__self__, "cdrom", _utilities.referred(cdrom, "id"))
        if format is not None:
            pulumi.set(__self__, "format", format)
        if bus is not None:
            pulumi.set(__self__, "bus", bus)
        if cache is not None:
            pulumi.set(__self__, "cache", cache)
        if io is not None:
            pulumi.set(__self__, "io", io)
        if iothread is not None:
            pulumi.set(__self__, "iothread", iothread)
        if read_only is not None:
            pulumi.set(__self__, "read_only", read_only)
        if shareable is not None:
            pulumi.set(__self__, "shareable", shareable)
        if serial is not None:
            pulumi.set(__self__, "serial", serial)
        if target is not None:
            pulumi.set(__self__, "target", target)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)
        if controller is not None:
            pulumi.set(__self__, "controller", controller)
        if unit is not None:
            pulumi.set(__self__, "unit", unit)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the disk, unique among the guest's devices. Disks are matched by it, never by position. Form:
        lower-case letters, digits and inner hyphens, at most 32 characters. Example: `data`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def volume(self) -> pulumi.Input[str] | None:
        """
        A volume of a storage pool: the `id` of a `Qcow2Disk`, or `POOL/NAME`. Exactly one of `volume`,
        `block`, `file`, `iscsi`, `cdrom` is given. Example: `images/data.qcow2`.
        """
        return pulumi.get(self, "volume")

    @volume.setter
    def volume(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "volume", value)

    @property
    @pulumi.getter
    def block(self) -> pulumi.Input[str] | None:
        """
        A block device of the host by absolute path, for instance the `path` of a `DasdDisk`. Exactly one of
        `volume`, `block`, `file`, `iscsi`, `cdrom` is given. Form: an absolute path. Example:
        `/dev/disk/by-path/ccw-0.0.0e1e-part1`.
        """
        return pulumi.get(self, "block")

    @block.setter
    def block(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "block", value)

    @property
    @pulumi.getter
    def file(self) -> pulumi.Input[str] | None:
        """
        An image file of the host by absolute path. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom`
        is given. Form: an absolute path. Example: `/var/lib/libvirt/images/linux01.qcow2`.
        """
        return pulumi.get(self, "file")

    @file.setter
    def file(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "file", value)

    @property
    @pulumi.getter
    def iscsi(self) -> pulumi.Input[IscsiArgs] | None:
        """A unit of an iSCSI target. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is given."""
        return pulumi.get(self, "iscsi")

    @iscsi.setter
    def iscsi(self, value: pulumi.Input[IscsiArgs] | None) -> None:
        pulumi.set(self, "iscsi", value)

    @property
    @pulumi.getter
    def cdrom(self) -> pulumi.Input[str] | None:
        """
        A CD-ROM drive with this medium: a volume (the `id` of a `CloudInitDisk`, or `POOL/NAME`), an image or
        device of the host by absolute path, or `empty`. Exactly one of `volume`, `block`, `file`, `iscsi`,
        `cdrom` is given. Form: POOL/NAME, an absolute path, or empty. Example: `images/seed.iso`.
        """
        return pulumi.get(self, "cdrom")

    @cdrom.setter
    def cdrom(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "cdrom", value)

    @property
    @pulumi.getter
    def format(self) -> pulumi.Input[str | DiskFormat] | None:
        """Layout of the data. Absent: the volume's own format for `volume`, `raw` for anything else."""
        return pulumi.get(self, "format")

    @format.setter
    def format(self, value: pulumi.Input[str | DiskFormat] | None) -> None:
        pulumi.set(self, "format", value)

    @property
    @pulumi.getter
    def bus(self) -> pulumi.Input[str | DiskBus] | None:
        """
        `virtio`, a channel device of its own, or `scsi`, a unit of a virtio-scsi controller. A `cdrom` is
        always on SCSI and says nothing. A new one starts with `virtio`.
        """
        return pulumi.get(self, "bus")

    @bus.setter
    def bus(self, value: pulumi.Input[str | DiskBus] | None) -> None:
        pulumi.set(self, "bus", value)

    @property
    @pulumi.getter
    def cache(self) -> pulumi.Input[str | DiskCache] | None:
        """Host page cache use. A new one starts with `none`."""
        return pulumi.get(self, "cache")

    @cache.setter
    def cache(self, value: pulumi.Input[str | DiskCache] | None) -> None:
        pulumi.set(self, "cache", value)

    @property
    @pulumi.getter
    def io(self) -> pulumi.Input[str | DiskIo] | None:
        """How QEMU does its I/O. Absent: QEMU's choice."""
        return pulumi.get(self, "io")

    @io.setter
    def io(self, value: pulumi.Input[str | DiskIo] | None) -> None:
        pulumi.set(self, "io", value)

    @property
    @pulumi.getter
    def iothread(self) -> pulumi.Input[int] | None:
        """
        Number of the iothread that serves this virtio disk, from 1; on SCSI the controller's. At least 1.
        """
        return pulumi.get(self, "iothread")

    @iothread.setter
    def iothread(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "iothread", value)

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> pulumi.Input[bool] | None:
        """The guest may not write; never into a `cdrom`. A new one starts with `false`."""
        return pulumi.get(self, "read_only")

    @read_only.setter
    def read_only(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "read_only", value)

    @property
    @pulumi.getter
    def shareable(self) -> pulumi.Input[bool] | None:
        """
        Other guests may have the same data at the same time, each of them with `shareable` (z/VM: LINK MW):
        `raw`, past the page cache, and with a file system that is made for it. A new one starts with `false`.
        """
        return pulumi.get(self, "shareable")

    @shareable.setter
    def shareable(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "shareable", value)

    @property
    @pulumi.getter
    def serial(self) -> pulumi.Input[str] | None:
        """
        Serial number the guest sees (`/sys/block/vda/serial`). Form: at most 20 letters, digits and `_ . +
        -`.
        """
        return pulumi.get(self, "serial")

    @serial.setter
    def serial(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "serial", value)

    @property
    @pulumi.getter
    def target(self) -> pulumi.Input[str] | None:
        """
        Device name libvirt keeps for the disk. Absent: the next free one. The guest's kernel may differ.
        Form: a disk name such as vda, on SCSI such as sda.
        """
        return pulumi.get(self, "target")

    @target.setter
    def target(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "target", value)

    @property
    @pulumi.getter
    def devno(self) -> pulumi.Input[str] | None:
        """
        Device number in the guest, of a virtio disk. Absent: the lowest this guest never used. Example:
        `0x0e1e`.
        """
        return pulumi.get(self, "devno")

    @devno.setter
    def devno(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "devno", value)

    @property
    @pulumi.getter
    def controller(self) -> pulumi.Input[int] | None:
        """
        On SCSI: index of its controller, one of `controllers`, or 0, which comes by itself. Between 0 and
        255. A new one starts with `0`.
        """
        return pulumi.get(self, "controller")

    @controller.setter
    def controller(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "controller", value)

    @property
    @pulumi.getter
    def unit(self) -> pulumi.Input[int] | None:
        """
        On SCSI: its unit on the controller, which is the LUN in the guest (from 256 on: unit + 16384).
        Absent: the lowest this guest never used. Between 0 and 16383.
        """
        return pulumi.get(self, "unit")

    @unit.setter
    def unit(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "unit", value)


class DnsHostArgsDict(TypedDict):
    """A name that the network's DNS answers."""

    name: pulumi.Input[str]
    """
    Host name, unique in the network. Form: a host name: at most 64 letters, digits and inner `.` or `-`.
    """
    ip: pulumi.Input[str]
    """Its address, unique among the DNS hosts. Form: an IPv4 address, like 192.168.150.1."""


@pulumi.input_type
class DnsHostArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        ip: pulumi.Input[str],
    ) -> None:
        """
        A name that the network's DNS answers.

        :param pulumi.Input[str] name: Host name, unique in the network. Form: a host name: at most 64
            letters, digits and inner `.` or `-`.
        :param pulumi.Input[str] ip: Its address, unique among the DNS hosts. Form: an IPv4 address, like
            192.168.150.1.
        """
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "ip", ip)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Host name, unique in the network. Form: a host name: at most 64 letters, digits and inner `.` or `-`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def ip(self) -> pulumi.Input[str]:
        """Its address, unique among the DNS hosts. Form: an IPv4 address, like 192.168.150.1."""
        return pulumi.get(self, "ip")

    @ip.setter
    def ip(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "ip", value)


class FilesystemArgsDict(TypedDict):
    """A folder of the host, mounted in the guest by its `tag`: `mount -t virtiofs TAG /mnt`."""

    name: pulumi.Input[str]
    """
    Name of the file system, unique among the guest's devices. Form: lower-case letters, digits and inner
    hyphens, at most 32 characters. Example: `shared`.
    """
    source: pulumi.Input[str]
    """The folder on the host. Form: an absolute path. Example: `/srv/shared`."""
    tag: NotRequired[pulumi.Input[str]]
    """What the guest mounts. Absent: the name. Form: at most 31 letters, digits and `_ . -`."""
    kind: NotRequired[pulumi.Input[str | FilesystemKind]]
    """
    `virtiofs` is fast and makes the guest's memory shared with its daemon; `9p` needs nothing. A new one
    starts with `virtiofs`.
    """
    read_only: NotRequired[pulumi.Input[bool]]
    """The guest may not write (`9p` only). A new one starts with `false`."""
    devno: NotRequired[pulumi.Input[str]]
    """Device number in the guest. Absent: the lowest this guest never used."""


@pulumi.input_type
class FilesystemArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        source: pulumi.Input[str],
        tag: pulumi.Input[str] | None = None,
        kind: pulumi.Input[str | FilesystemKind] | None = None,
        read_only: pulumi.Input[bool] | None = None,
        devno: pulumi.Input[str] | None = None,
    ) -> None:
        """
        A folder of the host, mounted in the guest by its `tag`: `mount -t virtiofs TAG /mnt`.

        :param pulumi.Input[str] name: Name of the file system, unique among the guest's devices. Form:
            lower-case letters, digits and inner hyphens, at most 32 characters. Example: `shared`.
        :param pulumi.Input[str] source: The folder on the host. Form: an absolute path. Example:
            `/srv/shared`.
        :param pulumi.Input[str] tag: What the guest mounts. Absent: the name. Form: at most 31 letters,
            digits and `_ . -`.
        :param pulumi.Input[str | FilesystemKind] kind: `virtiofs` is fast and makes the guest's memory shared
            with its daemon; `9p` needs nothing. A new one starts with `virtiofs`.
        :param pulumi.Input[bool] read_only: The guest may not write (`9p` only). A new one starts with
            `false`.
        :param pulumi.Input[str] devno: Device number in the guest. Absent: the lowest this guest never used.
        """
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "source", source)
        if tag is not None:
            pulumi.set(__self__, "tag", tag)
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if read_only is not None:
            pulumi.set(__self__, "read_only", read_only)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the file system, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `shared`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def source(self) -> pulumi.Input[str]:
        """The folder on the host. Form: an absolute path. Example: `/srv/shared`."""
        return pulumi.get(self, "source")

    @source.setter
    def source(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "source", value)

    @property
    @pulumi.getter
    def tag(self) -> pulumi.Input[str] | None:
        """What the guest mounts. Absent: the name. Form: at most 31 letters, digits and `_ . -`."""
        return pulumi.get(self, "tag")

    @tag.setter
    def tag(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "tag", value)

    @property
    @pulumi.getter
    def kind(self) -> pulumi.Input[str | FilesystemKind] | None:
        """
        `virtiofs` is fast and makes the guest's memory shared with its daemon; `9p` needs nothing. A new one
        starts with `virtiofs`.
        """
        return pulumi.get(self, "kind")

    @kind.setter
    def kind(self, value: pulumi.Input[str | FilesystemKind] | None) -> None:
        pulumi.set(self, "kind", value)

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> pulumi.Input[bool] | None:
        """The guest may not write (`9p` only). A new one starts with `false`."""
        return pulumi.get(self, "read_only")

    @read_only.setter
    def read_only(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "read_only", value)

    @property
    @pulumi.getter
    def devno(self) -> pulumi.Input[str] | None:
        """Device number in the guest. Absent: the lowest this guest never used."""
        return pulumi.get(self, "devno")

    @devno.setter
    def devno(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "devno", value)


class FilterRefArgsDict(TypedDict):
    """A network filter of the host (libvirt `<filterref>`, `virsh nwfilter-list`)."""

    filter: pulumi.Input[str]
    """
    The filter's name on the host. Form: letters, digits and `_ . -`, not beginning with a digit or sign but
    `_`. Example: `clean-traffic`.
    """
    parameters: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """
    Values for the filter's variables; several of one variable with commas between them. Each: letters, digits
    and `_ . :`, several with commas between them. Example: `IP: 10.0.0.1`.
    """


@pulumi.input_type
class FilterRefArgs:
    def __init__(
        __self__,
        *,
        filter: pulumi.Input[str],
        parameters: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
    ) -> None:
        """
        A network filter of the host (libvirt `<filterref>`, `virsh nwfilter-list`).

        :param pulumi.Input[str] filter: The filter's name on the host. Form: letters, digits and `_ . -`, not
            beginning with a digit or sign but `_`. Example: `clean-traffic`.
        :param pulumi.Input[Mapping[str, pulumi.Input[str]]] parameters: Values for the filter's variables;
            several of one variable with commas between them. Each: letters, digits and `_ . :`, several with
            commas between them. Example: `IP: 10.0.0.1`.
        """
        pulumi.set(__self__, "filter", filter)
        if parameters is not None:
            pulumi.set(__self__, "parameters", parameters)

    @property
    @pulumi.getter
    def filter(self) -> pulumi.Input[str]:
        """
        The filter's name on the host. Form: letters, digits and `_ . -`, not beginning with a digit or sign
        but `_`. Example: `clean-traffic`.
        """
        return pulumi.get(self, "filter")

    @filter.setter
    def filter(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "filter", value)

    @property
    @pulumi.getter
    def parameters(self) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
        """
        Values for the filter's variables; several of one variable with commas between them. Each: letters,
        digits and `_ . :`, several with commas between them. Example: `IP: 10.0.0.1`.
        """
        return pulumi.get(self, "parameters")

    @parameters.setter
    def parameters(self, value: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "parameters", value)


class HostEntryArgsDict(TypedDict):
    """One host by name."""

    uri: pulumi.Input[str]
    """libvirt URI, or `emulated:`. Example: `qemu+ssh://lpar1/system`."""
    domain_type: NotRequired[pulumi.Input[str | DomainType]]
    """How guests that say `auto` are executed here. Default: `auto`."""
    shell: NotRequired[pulumi.Input[str]]
    """
    Where the host's own commands run, for what libvirt cannot do: `local` (this machine),
    `ssh://USER@HOST:PORT` (the user's own ssh), or `exec:` and the words to put before a command. Absent: by
    the URI, which for `qemu+tcp`, `qemu+tls` and foreign sockets means none. Form: `local`,
    `ssh://USER@HOST:PORT` or `exec:WORDS`. Example: `ssh://lpar1`.
    """


@pulumi.input_type
class HostEntryArgs:
    def __init__(
        __self__,
        *,
        uri: pulumi.Input[str],
        domain_type: pulumi.Input[str | DomainType] | None = None,
        shell: pulumi.Input[str] | None = None,
    ) -> None:
        """
        One host by name.

        :param pulumi.Input[str] uri: libvirt URI, or `emulated:`. Example: `qemu+ssh://lpar1/system`.
        :param pulumi.Input[str | DomainType] domain_type: How guests that say `auto` are executed here.
            Default: `auto`.
        :param pulumi.Input[str] shell: Where the host's own commands run, for what libvirt cannot do: `local`
            (this machine), `ssh://USER@HOST:PORT` (the user's own ssh), or `exec:` and the words to put
            before a command. Absent: by the URI, which for `qemu+tcp`, `qemu+tls` and foreign sockets means
            none. Form: `local`, `ssh://USER@HOST:PORT` or `exec:WORDS`. Example: `ssh://lpar1`.
        """
        pulumi.set(__self__, "uri", uri)
        if domain_type is not None:
            pulumi.set(__self__, "domain_type", domain_type)
        if shell is not None:
            pulumi.set(__self__, "shell", shell)

    @property
    @pulumi.getter
    def uri(self) -> pulumi.Input[str]:
        """libvirt URI, or `emulated:`. Example: `qemu+ssh://lpar1/system`."""
        return pulumi.get(self, "uri")

    @uri.setter
    def uri(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "uri", value)

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> pulumi.Input[str | DomainType] | None:
        """How guests that say `auto` are executed here. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @domain_type.setter
    def domain_type(self, value: pulumi.Input[str | DomainType] | None) -> None:
        pulumi.set(self, "domain_type", value)

    @property
    @pulumi.getter
    def shell(self) -> pulumi.Input[str] | None:
        """
        Where the host's own commands run, for what libvirt cannot do: `local` (this machine),
        `ssh://USER@HOST:PORT` (the user's own ssh), or `exec:` and the words to put before a command. Absent:
        by the URI, which for `qemu+tcp`, `qemu+tls` and foreign sockets means none. Form: `local`,
        `ssh://USER@HOST:PORT` or `exec:WORDS`. Example: `ssh://lpar1`.
        """
        return pulumi.get(self, "shell")

    @shell.setter
    def shell(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "shell", value)


class InterfaceArgsDict(TypedDict):
    """One virtio-net interface of a guest."""

    name: pulumi.Input[str]
    """
    Name of the interface, unique among the guest's devices. Form: lower-case letters, digits and inner
    hyphens, at most 32 characters. Example: `lan`.
    """
    network: NotRequired[pulumi.Input[str | MacvtapNetwork | BridgeNetwork | OvsNetwork | NatNetwork]]
    """
    A libvirt network: the `id` of a network resource, or its name on the host. Exactly one of `network`,
    `macvtap`, `bridge`, `ovs` is given. Example: `lan`.
    """
    macvtap: NotRequired[pulumi.Input[MacvtapArgs | MacvtapArgsDict]]
    """
    A macvtap device on an interface of the host. Exactly one of `network`, `macvtap`, `bridge`, `ovs` is
    given.
    """
    bridge: NotRequired[pulumi.Input[str]]
    """
    A Linux bridge of the host, without a libvirt network. Exactly one of `network`, `macvtap`, `bridge`,
    `ovs` is given. Form: an interface name: at most 15 of the letters, digits and `_ . : \\ -` that libvirt
    takes. Example: `br0`.
    """
    ovs: NotRequired[pulumi.Input[str]]
    """
    An Open vSwitch bridge of the host, without a libvirt network. Exactly one of `network`, `macvtap`,
    `bridge`, `ovs` is given. Form: an interface name: at most 15 of the letters, digits and `_ . : \\ -` that
    libvirt takes. Example: `ovsbr0`.
    """
    portgroup: NotRequired[pulumi.Input[str]]
    """
    Portgroup of `network`. Absent: the network's default one, if it has one. Form: lower-case letters, digits
    and inner hyphens, at most 32 characters. Example: `vlan42`.
    """
    vlan: NotRequired[pulumi.Input[VlanArgs | VlanArgsDict]]
    """VLANs of this interface, in place of its portgroup's. Open vSwitch or macvtap passthrough only."""
    mtu: NotRequired[pulumi.Input[int]]
    """Largest packet in bytes. Absent: that of the bridge. Not on macvtap. Between 68 and 65535."""
    queues: NotRequired[pulumi.Input[int]]
    """Pairs of queues, for as many vCPUs. Between 1 and 256. A new one starts with `1`."""
    bandwidth: NotRequired[pulumi.Input[BandwidthArgs | BandwidthArgsDict]]
    """Limits of its traffic. Absent: its portgroup's, or none; a portgroup's have no effect beside it."""
    filter_ref: NotRequired[pulumi.Input[FilterRefArgs | FilterRefArgsDict]]
    """A packet filter of the host. Not on macvtap, where libvirt has none."""
    mac: NotRequired[pulumi.Input[str]]
    """
    MAC address. Absent: derived from the guest's identity, so that it never changes. Example:
    `52:54:00:12:34:56`.
    """
    link: NotRequired[pulumi.Input[str | LinkState]]
    """Whether the guest sees a carrier. A new one starts with `up`."""
    devno: NotRequired[pulumi.Input[str]]
    """Device number in the guest. Absent: the lowest this guest never used."""


@pulumi.input_type
class InterfaceArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        network: pulumi.Input[str | MacvtapNetwork | BridgeNetwork | OvsNetwork | NatNetwork] | None = None,
        macvtap: pulumi.Input[MacvtapArgs | MacvtapArgsDict] | None = None,
        bridge: pulumi.Input[str] | None = None,
        ovs: pulumi.Input[str] | None = None,
        portgroup: pulumi.Input[str] | None = None,
        vlan: pulumi.Input[VlanArgs | VlanArgsDict] | None = None,
        mtu: pulumi.Input[int] | None = None,
        queues: pulumi.Input[int] | None = None,
        bandwidth: pulumi.Input[BandwidthArgs | BandwidthArgsDict] | None = None,
        filter_ref: pulumi.Input[FilterRefArgs | FilterRefArgsDict] | None = None,
        mac: pulumi.Input[str] | None = None,
        link: pulumi.Input[str | LinkState] | None = None,
        devno: pulumi.Input[str] | None = None,
    ) -> None:
        """
        One virtio-net interface of a guest.

        :param pulumi.Input[str] name: Name of the interface, unique among the guest's devices. Form:
            lower-case letters, digits and inner hyphens, at most 32 characters. Example: `lan`.
        :param pulumi.Input[str | MacvtapNetwork | BridgeNetwork | OvsNetwork | NatNetwork] network: A libvirt
            network: the `id` of a network resource, or its name on the host. Exactly one of `network`,
            `macvtap`, `bridge`, `ovs` is given. Example: `lan`.
        :param pulumi.Input[MacvtapArgs | MacvtapArgsDict] macvtap: A macvtap device on an interface of the
            host. Exactly one of `network`, `macvtap`, `bridge`, `ovs` is given.
        :param pulumi.Input[str] bridge: A Linux bridge of the host, without a libvirt network. Exactly one of
            `network`, `macvtap`, `bridge`, `ovs` is given. Form: an interface name: at most 15 of the
            letters, digits and `_ . : \\ -` that libvirt takes. Example: `br0`.
        :param pulumi.Input[str] ovs: An Open vSwitch bridge of the host, without a libvirt network. Exactly
            one of `network`, `macvtap`, `bridge`, `ovs` is given. Form: an interface name: at most 15 of the
            letters, digits and `_ . : \\ -` that libvirt takes. Example: `ovsbr0`.
        :param pulumi.Input[str] portgroup: Portgroup of `network`. Absent: the network's default one, if it
            has one. Form: lower-case letters, digits and inner hyphens, at most 32 characters. Example:
            `vlan42`.
        :param pulumi.Input[VlanArgs | VlanArgsDict] vlan: VLANs of this interface, in place of its
            portgroup's. Open vSwitch or macvtap passthrough only.
        :param pulumi.Input[int] mtu: Largest packet in bytes. Absent: that of the bridge. Not on macvtap.
            Between 68 and 65535.
        :param pulumi.Input[int] queues: Pairs of queues, for as many vCPUs. Between 1 and 256. A new one
            starts with `1`.
        :param pulumi.Input[BandwidthArgs | BandwidthArgsDict] bandwidth: Limits of its traffic. Absent: its
            portgroup's, or none; a portgroup's have no effect beside it.
        :param pulumi.Input[FilterRefArgs | FilterRefArgsDict] filter_ref: A packet filter of the host. Not on
            macvtap, where libvirt has none.
        :param pulumi.Input[str] mac: MAC address. Absent: derived from the guest's identity, so that it never
            changes. Example: `52:54:00:12:34:56`.
        :param pulumi.Input[str | LinkState] link: Whether the guest sees a carrier. A new one starts with
            `up`.
        :param pulumi.Input[str] devno: Device number in the guest. Absent: the lowest this guest never used.
        """
        pulumi.set(__self__, "name", name)
        if network is not None:
            pulumi.set(__self__, "network", _utilities.referred(network, "id"))
        if macvtap is not None:
            pulumi.set(__self__, "macvtap", macvtap)
        if bridge is not None:
            pulumi.set(__self__, "bridge", bridge)
        if ovs is not None:
            pulumi.set(__self__, "ovs", ovs)
        if portgroup is not None:
            pulumi.set(__self__, "portgroup", portgroup)
        if vlan is not None:
            pulumi.set(__self__, "vlan", vlan)
        if mtu is not None:
            pulumi.set(__self__, "mtu", mtu)
        if queues is not None:
            pulumi.set(__self__, "queues", queues)
        if bandwidth is not None:
            pulumi.set(__self__, "bandwidth", bandwidth)
        if filter_ref is not None:
            pulumi.set(__self__, "filter_ref", filter_ref)
        if mac is not None:
            pulumi.set(__self__, "mac", mac)
        if link is not None:
            pulumi.set(__self__, "link", link)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the interface, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `lan`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def network(self) -> pulumi.Input[str] | None:
        """
        A libvirt network: the `id` of a network resource, or its name on the host. Exactly one of `network`,
        `macvtap`, `bridge`, `ovs` is given. Example: `lan`.
        """
        return pulumi.get(self, "network")

    @network.setter
    def network(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "network", value)

    @property
    @pulumi.getter
    def macvtap(self) -> pulumi.Input[MacvtapArgs] | None:
        """
        A macvtap device on an interface of the host. Exactly one of `network`, `macvtap`, `bridge`, `ovs` is
        given.
        """
        return pulumi.get(self, "macvtap")

    @macvtap.setter
    def macvtap(self, value: pulumi.Input[MacvtapArgs] | None) -> None:
        pulumi.set(self, "macvtap", value)

    @property
    @pulumi.getter
    def bridge(self) -> pulumi.Input[str] | None:
        """
        A Linux bridge of the host, without a libvirt network. Exactly one of `network`, `macvtap`, `bridge`,
        `ovs` is given. Form: an interface name: at most 15 of the letters, digits and `_ . : \\ -` that
        libvirt takes. Example: `br0`.
        """
        return pulumi.get(self, "bridge")

    @bridge.setter
    def bridge(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "bridge", value)

    @property
    @pulumi.getter
    def ovs(self) -> pulumi.Input[str] | None:
        """
        An Open vSwitch bridge of the host, without a libvirt network. Exactly one of `network`, `macvtap`,
        `bridge`, `ovs` is given. Form: an interface name: at most 15 of the letters, digits and `_ . : \\ -`
        that libvirt takes. Example: `ovsbr0`.
        """
        return pulumi.get(self, "ovs")

    @ovs.setter
    def ovs(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "ovs", value)

    @property
    @pulumi.getter
    def portgroup(self) -> pulumi.Input[str] | None:
        """
        Portgroup of `network`. Absent: the network's default one, if it has one. Form: lower-case letters,
        digits and inner hyphens, at most 32 characters. Example: `vlan42`.
        """
        return pulumi.get(self, "portgroup")

    @portgroup.setter
    def portgroup(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "portgroup", value)

    @property
    @pulumi.getter
    def vlan(self) -> pulumi.Input[VlanArgs] | None:
        """VLANs of this interface, in place of its portgroup's. Open vSwitch or macvtap passthrough only."""
        return pulumi.get(self, "vlan")

    @vlan.setter
    def vlan(self, value: pulumi.Input[VlanArgs] | None) -> None:
        pulumi.set(self, "vlan", value)

    @property
    @pulumi.getter
    def mtu(self) -> pulumi.Input[int] | None:
        """Largest packet in bytes. Absent: that of the bridge. Not on macvtap. Between 68 and 65535."""
        return pulumi.get(self, "mtu")

    @mtu.setter
    def mtu(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "mtu", value)

    @property
    @pulumi.getter
    def queues(self) -> pulumi.Input[int] | None:
        """Pairs of queues, for as many vCPUs. Between 1 and 256. A new one starts with `1`."""
        return pulumi.get(self, "queues")

    @queues.setter
    def queues(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "queues", value)

    @property
    @pulumi.getter
    def bandwidth(self) -> pulumi.Input[BandwidthArgs] | None:
        """Limits of its traffic. Absent: its portgroup's, or none; a portgroup's have no effect beside it."""
        return pulumi.get(self, "bandwidth")

    @bandwidth.setter
    def bandwidth(self, value: pulumi.Input[BandwidthArgs] | None) -> None:
        pulumi.set(self, "bandwidth", value)

    @property
    @pulumi.getter(name="filterRef")
    def filter_ref(self) -> pulumi.Input[FilterRefArgs] | None:
        """A packet filter of the host. Not on macvtap, where libvirt has none."""
        return pulumi.get(self, "filter_ref")

    @filter_ref.setter
    def filter_ref(self, value: pulumi.Input[FilterRefArgs] | None) -> None:
        pulumi.set(self, "filter_ref", value)

    @property
    @pulumi.getter
    def mac(self) -> pulumi.Input[str] | None:
        """
        MAC address. Absent: derived from the guest's identity, so that it never changes. Example:
        `52:54:00:12:34:56`.
        """
        return pulumi.get(self, "mac")

    @mac.setter
    def mac(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "mac", value)

    @property
    @pulumi.getter
    def link(self) -> pulumi.Input[str | LinkState] | None:
        """Whether the guest sees a carrier. A new one starts with `up`."""
        return pulumi.get(self, "link")

    @link.setter
    def link(self, value: pulumi.Input[str | LinkState] | None) -> None:
        pulumi.set(self, "link", value)

    @property
    @pulumi.getter
    def devno(self) -> pulumi.Input[str] | None:
        """Device number in the guest. Absent: the lowest this guest never used."""
        return pulumi.get(self, "devno")

    @devno.setter
    def devno(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "devno", value)


class IpAddressArgsDict(TypedDict):
    """An address of the installer: `ip=ADDRESS::GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD`."""

    address: NotRequired[pulumi.Input[str]]
    """The address. Form: an IP address."""
    gateway: NotRequired[pulumi.Input[str]]
    """The gateway. Form: an IP address."""
    netmask: NotRequired[pulumi.Input[str]]
    """Netmask, or length of the prefix. Form: a netmask or prefix length."""
    hostname: NotRequired[pulumi.Input[str]]
    """Name of the host. Form: a host name."""
    interface: NotRequired[pulumi.Input[str]]
    """
    The interface; a qeth device is `encc` and `w` and its bus id. Form: the name of an interface. Example:
    `enccw0.0.4300`.
    """
    method: NotRequired[pulumi.Input[str | IpMethod]]
    """Where the address comes from. Default: `none`."""


@pulumi.input_type
class IpAddressArgs:
    def __init__(
        __self__,
        *,
        address: pulumi.Input[str] | None = None,
        gateway: pulumi.Input[str] | None = None,
        netmask: pulumi.Input[str] | None = None,
        hostname: pulumi.Input[str] | None = None,
        interface: pulumi.Input[str] | None = None,
        method: pulumi.Input[str | IpMethod] | None = None,
    ) -> None:
        """
        An address of the installer: `ip=ADDRESS::GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD`.

        :param pulumi.Input[str] address: The address. Form: an IP address.
        :param pulumi.Input[str] gateway: The gateway. Form: an IP address.
        :param pulumi.Input[str] netmask: Netmask, or length of the prefix. Form: a netmask or prefix length.
        :param pulumi.Input[str] hostname: Name of the host. Form: a host name.
        :param pulumi.Input[str] interface: The interface; a qeth device is `encc` and `w` and its bus id.
            Form: the name of an interface. Example: `enccw0.0.4300`.
        :param pulumi.Input[str | IpMethod] method: Where the address comes from. Default: `none`.
        """
        if address is not None:
            pulumi.set(__self__, "address", address)
        if gateway is not None:
            pulumi.set(__self__, "gateway", gateway)
        if netmask is not None:
            pulumi.set(__self__, "netmask", netmask)
        if hostname is not None:
            pulumi.set(__self__, "hostname", hostname)
        if interface is not None:
            pulumi.set(__self__, "interface", interface)
        if method is not None:
            pulumi.set(__self__, "method", method)

    @property
    @pulumi.getter
    def address(self) -> pulumi.Input[str] | None:
        """The address. Form: an IP address."""
        return pulumi.get(self, "address")

    @address.setter
    def address(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "address", value)

    @property
    @pulumi.getter
    def gateway(self) -> pulumi.Input[str] | None:
        """The gateway. Form: an IP address."""
        return pulumi.get(self, "gateway")

    @gateway.setter
    def gateway(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "gateway", value)

    @property
    @pulumi.getter
    def netmask(self) -> pulumi.Input[str] | None:
        """Netmask, or length of the prefix. Form: a netmask or prefix length."""
        return pulumi.get(self, "netmask")

    @netmask.setter
    def netmask(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "netmask", value)

    @property
    @pulumi.getter
    def hostname(self) -> pulumi.Input[str] | None:
        """Name of the host. Form: a host name."""
        return pulumi.get(self, "hostname")

    @hostname.setter
    def hostname(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "hostname", value)

    @property
    @pulumi.getter
    def interface(self) -> pulumi.Input[str] | None:
        """
        The interface; a qeth device is `encc` and `w` and its bus id. Form: the name of an interface.
        Example: `enccw0.0.4300`.
        """
        return pulumi.get(self, "interface")

    @interface.setter
    def interface(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "interface", value)

    @property
    @pulumi.getter
    def method(self) -> pulumi.Input[str | IpMethod] | None:
        """Where the address comes from. Default: `none`."""
        return pulumi.get(self, "method")

    @method.setter
    def method(self, value: pulumi.Input[str | IpMethod] | None) -> None:
        pulumi.set(self, "method", value)


class IscsiArgsDict(TypedDict):
    """A unit of an iSCSI target, reached by QEMU itself."""

    host: pulumi.Input[str]
    """DNS name or IPv4 address of the portal. Form: a DNS name or an IPv4 address. Example: `9.60.29.70`."""
    target: pulumi.Input[str]
    """
    Name of the target. Form: an iSCSI name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
    `iqn.2016-01.com.ibm:ds8k.lovers`.
    """
    lun: pulumi.Input[int]
    """Number of the unit. Between 0 and 16383."""
    port: NotRequired[pulumi.Input[int]]
    """Port of the portal. Between 1 and 65535. A new one starts with `3260`."""


@pulumi.input_type
class IscsiArgs:
    def __init__(
        __self__,
        *,
        host: pulumi.Input[str],
        target: pulumi.Input[str],
        lun: pulumi.Input[int],
        port: pulumi.Input[int] | None = None,
    ) -> None:
        """
        A unit of an iSCSI target, reached by QEMU itself.

        :param pulumi.Input[str] host: DNS name or IPv4 address of the portal. Form: a DNS name or an IPv4
            address. Example: `9.60.29.70`.
        :param pulumi.Input[int] port: Port of the portal. Between 1 and 65535. A new one starts with `3260`.
        :param pulumi.Input[str] target: Name of the target. Form: an iSCSI name such as
            iqn.2016-01.com.ibm:ds8k.lovers. Example: `iqn.2016-01.com.ibm:ds8k.lovers`.
        :param pulumi.Input[int] lun: Number of the unit. Between 0 and 16383.
        """
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "target", target)
        pulumi.set(__self__, "lun", lun)
        if port is not None:
            pulumi.set(__self__, "port", port)

    @property
    @pulumi.getter
    def host(self) -> pulumi.Input[str]:
        """
        DNS name or IPv4 address of the portal. Form: a DNS name or an IPv4 address. Example: `9.60.29.70`.
        """
        return pulumi.get(self, "host")

    @host.setter
    def host(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "host", value)

    @property
    @pulumi.getter
    def target(self) -> pulumi.Input[str]:
        """
        Name of the target. Form: an iSCSI name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
        `iqn.2016-01.com.ibm:ds8k.lovers`.
        """
        return pulumi.get(self, "target")

    @target.setter
    def target(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "target", value)

    @property
    @pulumi.getter
    def lun(self) -> pulumi.Input[int]:
        """Number of the unit. Between 0 and 16383."""
        return pulumi.get(self, "lun")

    @lun.setter
    def lun(self, value: pulumi.Input[int]) -> None:
        pulumi.set(self, "lun", value)

    @property
    @pulumi.getter
    def port(self) -> pulumi.Input[int] | None:
        """Port of the portal. Between 1 and 65535. A new one starts with `3260`."""
        return pulumi.get(self, "port")

    @port.setter
    def port(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "port", value)


class KeyWrappingArgsDict(TypedDict):
    """
    Protected keys of the CPACF: whether the guest may wrap keys of each kind. A host allows both unless told.
    """

    aes: NotRequired[pulumi.Input[bool]]
    """AES keys. Absent: as the host's QEMU has it (on)."""
    dea: NotRequired[pulumi.Input[bool]]
    """DEA and TDEA keys. Absent: as the host's QEMU has it (on)."""


@pulumi.input_type
class KeyWrappingArgs:
    def __init__(
        __self__,
        *,
        aes: pulumi.Input[bool] | None = None,
        dea: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        Protected keys of the CPACF: whether the guest may wrap keys of each kind. A host allows both unless
        told.

        :param pulumi.Input[bool] aes: AES keys. Absent: as the host's QEMU has it (on).
        :param pulumi.Input[bool] dea: DEA and TDEA keys. Absent: as the host's QEMU has it (on).
        """
        if aes is not None:
            pulumi.set(__self__, "aes", aes)
        if dea is not None:
            pulumi.set(__self__, "dea", dea)

    @property
    @pulumi.getter
    def aes(self) -> pulumi.Input[bool] | None:
        """AES keys. Absent: as the host's QEMU has it (on)."""
        return pulumi.get(self, "aes")

    @aes.setter
    def aes(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "aes", value)

    @property
    @pulumi.getter
    def dea(self) -> pulumi.Input[bool] | None:
        """DEA and TDEA keys. Absent: as the host's QEMU has it (on)."""
        return pulumi.get(self, "dea")

    @dea.setter
    def dea(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "dea", value)


class LunArgsDict(TypedDict):
    """
    One SCSI LUN of a guest, behind its virtio-scsi controller (z/VM: a LUN behind a dedicated FCP device).
    """

    name: pulumi.Input[str]
    """
    Name of the LUN, unique among the guest's devices. Form: lower-case letters, digits and inner hyphens, at
    most 32 characters. Example: `db`.
    """
    lun: NotRequired[pulumi.Input[str | ScsiLun]]
    """
    A zFCP LUN of the host: the `id` of a `ScsiLun`, or BUS-ID/WWPN/LUN. Exactly one of `lun`, `block`,
    `iscsi` is given. Example: `0.0.1c98/0x500507630603c763/0x4022401100000000`.
    """
    block: NotRequired[pulumi.Input[str]]
    """
    A SCSI block device of the host by absolute path; for a LUN with several paths its multipath device.
    Exactly one of `lun`, `block`, `iscsi` is given. Form: an absolute path. Example:
    `/dev/mapper/36005076306ffc7630000000000004011`.
    """
    iscsi: NotRequired[pulumi.Input[IscsiArgs | IscsiArgsDict]]
    """A unit of an iSCSI target. Exactly one of `lun`, `block`, `iscsi` is given."""
    attach_as: NotRequired[pulumi.Input[str | AttachAs]]
    """
    `disk` names the LUN by its by-path name; `hostdev` by the host's SCSI numbers, which move and are looked
    up anew before each start. A new one starts with `disk`.
    """
    cache: NotRequired[pulumi.Input[str | DiskCache]]
    """Host page cache use, as `disk`. A new one starts with `none`."""
    read_only: NotRequired[pulumi.Input[bool]]
    """The guest may not write. A new one starts with `false`."""
    shareable: NotRequired[pulumi.Input[bool]]
    """Other guests may have it too. A new one starts with `false`."""
    raw_io: NotRequired[pulumi.Input[bool]]
    """QEMU may send any SCSI command (CAP_SYS_RAWIO). A new one starts with `false`."""
    reservations: NotRequired[pulumi.Input[bool]]
    """
    Persistent reservations through libvirt's helper, as `disk` of the host. A new one starts with `false`.
    """
    target: NotRequired[pulumi.Input[str]]
    """
    Device name libvirt keeps for it, as `disk`. Absent: the next free one; the guest's may differ. Form: a
    SCSI disk name such as sda.
    """
    controller: NotRequired[pulumi.Input[int]]
    """
    Index of the controller it sits on: one of `controllers`, or 0, which LUNs bring by themselves. Between 0
    and 255. A new one starts with `0`.
    """
    unit: NotRequired[pulumi.Input[int]]
    """
    Unit on its virtio-scsi controller, which is the LUN in the guest (from 256 on: unit + 16384). Absent: the
    lowest this guest never used. Between 0 and 16383.
    """


@pulumi.input_type
class LunArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        lun: pulumi.Input[str | ScsiLun] | None = None,
        block: pulumi.Input[str] | None = None,
        iscsi: pulumi.Input[IscsiArgs | IscsiArgsDict] | None = None,
        attach_as: pulumi.Input[str | AttachAs] | None = None,
        cache: pulumi.Input[str | DiskCache] | None = None,
        read_only: pulumi.Input[bool] | None = None,
        shareable: pulumi.Input[bool] | None = None,
        raw_io: pulumi.Input[bool] | None = None,
        reservations: pulumi.Input[bool] | None = None,
        target: pulumi.Input[str] | None = None,
        controller: pulumi.Input[int] | None = None,
        unit: pulumi.Input[int] | None = None,
    ) -> None:
        """
        One SCSI LUN of a guest, behind its virtio-scsi controller (z/VM: a LUN behind a dedicated FCP
        device).

        :param pulumi.Input[str] name: Name of the LUN, unique among the guest's devices. Form: lower-case
            letters, digits and inner hyphens, at most 32 characters. Example: `db`.
        :param pulumi.Input[str | ScsiLun] lun: A zFCP LUN of the host: the `id` of a `ScsiLun`, or
            BUS-ID/WWPN/LUN. Exactly one of `lun`, `block`, `iscsi` is given. Example:
            `0.0.1c98/0x500507630603c763/0x4022401100000000`.
        :param pulumi.Input[str] block: A SCSI block device of the host by absolute path; for a LUN with
            several paths its multipath device. Exactly one of `lun`, `block`, `iscsi` is given. Form: an
            absolute path. Example: `/dev/mapper/36005076306ffc7630000000000004011`.
        :param pulumi.Input[IscsiArgs | IscsiArgsDict] iscsi: A unit of an iSCSI target. Exactly one of `lun`,
            `block`, `iscsi` is given.
        :param pulumi.Input[str | AttachAs] attach_as: `disk` names the LUN by its by-path name; `hostdev` by
            the host's SCSI numbers, which move and are looked up anew before each start. A new one starts
            with `disk`.
        :param pulumi.Input[str | DiskCache] cache: Host page cache use, as `disk`. A new one starts with
            `none`.
        :param pulumi.Input[bool] read_only: The guest may not write. A new one starts with `false`.
        :param pulumi.Input[bool] shareable: Other guests may have it too. A new one starts with `false`.
        :param pulumi.Input[bool] raw_io: QEMU may send any SCSI command (CAP_SYS_RAWIO). A new one starts
            with `false`.
        :param pulumi.Input[bool] reservations: Persistent reservations through libvirt's helper, as `disk` of
            the host. A new one starts with `false`.
        :param pulumi.Input[str] target: Device name libvirt keeps for it, as `disk`. Absent: the next free
            one; the guest's may differ. Form: a SCSI disk name such as sda.
        :param pulumi.Input[int] controller: Index of the controller it sits on: one of `controllers`, or 0,
            which LUNs bring by themselves. Between 0 and 255. A new one starts with `0`.
        :param pulumi.Input[int] unit: Unit on its virtio-scsi controller, which is the LUN in the guest (from
            256 on: unit + 16384). Absent: the lowest this guest never used. Between 0 and 16383.
        """
        pulumi.set(__self__, "name", name)
        if lun is not None:
            pulumi.set(__self__, "lun", _utilities.referred(lun, "id"))
        if block is not None:
            pulumi.set(__self__, "block", block)
        if iscsi is not None:
            pulumi.set(__self__, "iscsi", iscsi)
        if attach_as is not None:
            pulumi.set(__self__, "attach_as", attach_as)
        if cache is not None:
            pulumi.set(__self__, "cache", cache)
        if read_only is not None:
            pulumi.set(__self__, "read_only", read_only)
        if shareable is not None:
            pulumi.set(__self__, "shareable", shareable)
        if raw_io is not None:
            pulumi.set(__self__, "raw_io", raw_io)
        if reservations is not None:
            pulumi.set(__self__, "reservations", reservations)
        if target is not None:
            pulumi.set(__self__, "target", target)
        if controller is not None:
            pulumi.set(__self__, "controller", controller)
        if unit is not None:
            pulumi.set(__self__, "unit", unit)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the LUN, unique among the guest's devices. Form: lower-case letters, digits and inner hyphens,
        at most 32 characters. Example: `db`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def lun(self) -> pulumi.Input[str] | None:
        """
        A zFCP LUN of the host: the `id` of a `ScsiLun`, or BUS-ID/WWPN/LUN. Exactly one of `lun`, `block`,
        `iscsi` is given. Example: `0.0.1c98/0x500507630603c763/0x4022401100000000`.
        """
        return pulumi.get(self, "lun")

    @lun.setter
    def lun(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "lun", value)

    @property
    @pulumi.getter
    def block(self) -> pulumi.Input[str] | None:
        """
        A SCSI block device of the host by absolute path; for a LUN with several paths its multipath device.
        Exactly one of `lun`, `block`, `iscsi` is given. Form: an absolute path. Example:
        `/dev/mapper/36005076306ffc7630000000000004011`.
        """
        return pulumi.get(self, "block")

    @block.setter
    def block(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "block", value)

    @property
    @pulumi.getter
    def iscsi(self) -> pulumi.Input[IscsiArgs] | None:
        """A unit of an iSCSI target. Exactly one of `lun`, `block`, `iscsi` is given."""
        return pulumi.get(self, "iscsi")

    @iscsi.setter
    def iscsi(self, value: pulumi.Input[IscsiArgs] | None) -> None:
        pulumi.set(self, "iscsi", value)

    @property
    @pulumi.getter(name="attachAs")
    def attach_as(self) -> pulumi.Input[str | AttachAs] | None:
        """
        `disk` names the LUN by its by-path name; `hostdev` by the host's SCSI numbers, which move and are
        looked up anew before each start. A new one starts with `disk`.
        """
        return pulumi.get(self, "attach_as")

    @attach_as.setter
    def attach_as(self, value: pulumi.Input[str | AttachAs] | None) -> None:
        pulumi.set(self, "attach_as", value)

    @property
    @pulumi.getter
    def cache(self) -> pulumi.Input[str | DiskCache] | None:
        """Host page cache use, as `disk`. A new one starts with `none`."""
        return pulumi.get(self, "cache")

    @cache.setter
    def cache(self, value: pulumi.Input[str | DiskCache] | None) -> None:
        pulumi.set(self, "cache", value)

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> pulumi.Input[bool] | None:
        """The guest may not write. A new one starts with `false`."""
        return pulumi.get(self, "read_only")

    @read_only.setter
    def read_only(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "read_only", value)

    @property
    @pulumi.getter
    def shareable(self) -> pulumi.Input[bool] | None:
        """Other guests may have it too. A new one starts with `false`."""
        return pulumi.get(self, "shareable")

    @shareable.setter
    def shareable(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "shareable", value)

    @property
    @pulumi.getter(name="rawIo")
    def raw_io(self) -> pulumi.Input[bool] | None:
        """QEMU may send any SCSI command (CAP_SYS_RAWIO). A new one starts with `false`."""
        return pulumi.get(self, "raw_io")

    @raw_io.setter
    def raw_io(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "raw_io", value)

    @property
    @pulumi.getter
    def reservations(self) -> pulumi.Input[bool] | None:
        """
        Persistent reservations through libvirt's helper, as `disk` of the host. A new one starts with
        `false`.
        """
        return pulumi.get(self, "reservations")

    @reservations.setter
    def reservations(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "reservations", value)

    @property
    @pulumi.getter
    def target(self) -> pulumi.Input[str] | None:
        """
        Device name libvirt keeps for it, as `disk`. Absent: the next free one; the guest's may differ. Form:
        a SCSI disk name such as sda.
        """
        return pulumi.get(self, "target")

    @target.setter
    def target(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "target", value)

    @property
    @pulumi.getter
    def controller(self) -> pulumi.Input[int] | None:
        """
        Index of the controller it sits on: one of `controllers`, or 0, which LUNs bring by themselves.
        Between 0 and 255. A new one starts with `0`.
        """
        return pulumi.get(self, "controller")

    @controller.setter
    def controller(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "controller", value)

    @property
    @pulumi.getter
    def unit(self) -> pulumi.Input[int] | None:
        """
        Unit on its virtio-scsi controller, which is the LUN in the guest (from 256 on: unit + 16384). Absent:
        the lowest this guest never used. Between 0 and 16383.
        """
        return pulumi.get(self, "unit")

    @unit.setter
    def unit(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "unit", value)


class MacvtapArgsDict(TypedDict):
    """A macvtap device straight on a network interface of the host, without a libvirt network."""

    dev: pulumi.Input[str]
    """
    The host's network interface (the uplink). Form: an interface name: at most 15 of the letters, digits and
    `_ . : \\ -` that libvirt takes. Example: `enccw0.0.4300`.
    """
    mode: NotRequired[pulumi.Input[str | MacvtapMode]]
    """How guests on the same uplink reach each other. A new one starts with `bridge`."""


@pulumi.input_type
class MacvtapArgs:
    def __init__(
        __self__,
        *,
        dev: pulumi.Input[str],
        mode: pulumi.Input[str | MacvtapMode] | None = None,
    ) -> None:
        """
        A macvtap device straight on a network interface of the host, without a libvirt network.

        :param pulumi.Input[str] dev: The host's network interface (the uplink). Form: an interface name: at
            most 15 of the letters, digits and `_ . : \\ -` that libvirt takes. Example: `enccw0.0.4300`.
        :param pulumi.Input[str | MacvtapMode] mode: How guests on the same uplink reach each other. A new one
            starts with `bridge`.
        """
        pulumi.set(__self__, "dev", dev)
        if mode is not None:
            pulumi.set(__self__, "mode", mode)

    @property
    @pulumi.getter
    def dev(self) -> pulumi.Input[str]:
        """
        The host's network interface (the uplink). Form: an interface name: at most 15 of the letters, digits
        and `_ . : \\ -` that libvirt takes. Example: `enccw0.0.4300`.
        """
        return pulumi.get(self, "dev")

    @dev.setter
    def dev(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "dev", value)

    @property
    @pulumi.getter
    def mode(self) -> pulumi.Input[str | MacvtapMode] | None:
        """How guests on the same uplink reach each other. A new one starts with `bridge`."""
        return pulumi.get(self, "mode")

    @mode.setter
    def mode(self, value: pulumi.Input[str | MacvtapMode] | None) -> None:
        pulumi.set(self, "mode", value)


class MdevArgsDict(TypedDict):
    """One mediated device of a guest (z/VM: DEDICATE of a DASD, or CRYPTO)."""

    name: pulumi.Input[str]
    """
    Name of the device, unique among the guest's devices. Form: lower-case letters, digits and inner hyphens,
    at most 32 characters. Example: `crypto`.
    """
    model: pulumi.Input[str | MdevModel]
    """`vfio-ccw` for a DASD, `vfio-ap` for crypto; a guest has one `vfio-ap`."""
    device: pulumi.Input[str | MediatedDevice]
    """The mediated device: the `id` of a `MediatedDevice`, or its uuid on the host."""
    devno: NotRequired[pulumi.Input[str]]
    """Device number of a DASD in the guest. Absent: the lowest this guest never used. Example: `0x0200`."""


@pulumi.input_type
class MdevArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        model: pulumi.Input[str | MdevModel],
        device: pulumi.Input[str | MediatedDevice],
        devno: pulumi.Input[str] | None = None,
    ) -> None:
        """
        One mediated device of a guest (z/VM: DEDICATE of a DASD, or CRYPTO).

        :param pulumi.Input[str] name: Name of the device, unique among the guest's devices. Form: lower-case
            letters, digits and inner hyphens, at most 32 characters. Example: `crypto`.
        :param pulumi.Input[str | MdevModel] model: `vfio-ccw` for a DASD, `vfio-ap` for crypto; a guest has
            one `vfio-ap`.
        :param pulumi.Input[str | MediatedDevice] device: The mediated device: the `id` of a `MediatedDevice`,
            or its uuid on the host.
        :param pulumi.Input[str] devno: Device number of a DASD in the guest. Absent: the lowest this guest
            never used. Example: `0x0200`.
        """
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "model", model)
        pulumi.set(__self__, "device", _utilities.referred(device, "id"))
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the device, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `crypto`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def model(self) -> pulumi.Input[str | MdevModel]:
        """`vfio-ccw` for a DASD, `vfio-ap` for crypto; a guest has one `vfio-ap`."""
        return pulumi.get(self, "model")

    @model.setter
    def model(self, value: pulumi.Input[str | MdevModel]) -> None:
        pulumi.set(self, "model", value)

    @property
    @pulumi.getter
    def device(self) -> pulumi.Input[str]:
        """The mediated device: the `id` of a `MediatedDevice`, or its uuid on the host."""
        return pulumi.get(self, "device")

    @device.setter
    def device(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "device", value)

    @property
    @pulumi.getter
    def devno(self) -> pulumi.Input[str] | None:
        """
        Device number of a DASD in the guest. Absent: the lowest this guest never used. Example: `0x0200`.
        """
        return pulumi.get(self, "devno")

    @devno.setter
    def devno(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "devno", value)


class MigrationArgsDict(TypedDict):
    """Live migration, in virsh's words (`virsh migrate --live --p2p --tunnelled …`)."""

    mode: NotRequired[pulumi.Input[str | MigrationMode]]
    """
    `p2p`: the old host's libvirt connects to the new one's; `direct`: zkvm speaks to both; `offline`: shut
    down, move, start. Absent: `p2p` where the new host's URI names a machine, otherwise `direct`.
    """
    tunnelled: NotRequired[pulumi.Input[bool]]
    """Send the guest's memory through libvirt's own connection, with `p2p`. Default: `false`."""
    uri: NotRequired[pulumi.Input[str]]
    """
    The new host as the old one reaches it, with `p2p`. Absent: the URI of the new host. Form: a libvirt URI.
    Example: `qemu+tls://lpar2/system`.
    """
    data_uri: NotRequired[pulumi.Input[str]]
    """
    Where the guest's memory goes, when it is not the new host's own name (virsh: --migrateuri). Form: such as
    tcp://10.1.2.3. Example: `tcp://10.1.2.3`.
    """
    auto_converge: NotRequired[pulumi.Input[bool]]
    """Slow a guest down that writes faster than its memory can be sent. Default: `false`."""
    post_copy: NotRequired[pulumi.Input[bool]]
    """Let the guest run on the new host before all of its memory is there. Default: `false`."""
    compressed: NotRequired[pulumi.Input[bool]]
    """Compress pages that are sent again. Default: `false`."""
    copy_storage: NotRequired[pulumi.Input[str | CopyStorage]]
    """
    Copy the contents of disks that are not shared: `all`, or what lies above a backing file (`incremental`:
    disks by `file`, on both hosts over the same backing file).
    """
    unsafe: NotRequired[pulumi.Input[bool]]
    """
    Also where nobody can tell that the storage is shared: two guests' worth of writes on one disk, or an
    empty one, are yours to answer for. Default: `false`.
    """
    max_downtime_ms: NotRequired[pulumi.Input[int]]
    """How long the guest may stand still at the end. Between 1 and 2000000 ms."""
    bandwidth_mib_s: NotRequired[pulumi.Input[int]]
    """The most that is sent in a second. Between 1 and 1000000 MiB/s."""
    timeout_s: NotRequired[pulumi.Input[int]]
    """Give up after that time: the guest goes on where it is. Absent: never. Between 1 and 604800 s."""


@pulumi.input_type
class MigrationArgs:
    def __init__(
        __self__,
        *,
        mode: pulumi.Input[str | MigrationMode] | None = None,
        tunnelled: pulumi.Input[bool] | None = None,
        uri: pulumi.Input[str] | None = None,
        data_uri: pulumi.Input[str] | None = None,
        auto_converge: pulumi.Input[bool] | None = None,
        post_copy: pulumi.Input[bool] | None = None,
        compressed: pulumi.Input[bool] | None = None,
        copy_storage: pulumi.Input[str | CopyStorage] | None = None,
        unsafe: pulumi.Input[bool] | None = None,
        max_downtime_ms: pulumi.Input[int] | None = None,
        bandwidth_mib_s: pulumi.Input[int] | None = None,
        timeout_s: pulumi.Input[int] | None = None,
    ) -> None:
        """
        Live migration, in virsh's words (`virsh migrate --live --p2p --tunnelled …`).

        :param pulumi.Input[str | MigrationMode] mode: `p2p`: the old host's libvirt connects to the new
            one's; `direct`: zkvm speaks to both; `offline`: shut down, move, start. Absent: `p2p` where the
            new host's URI names a machine, otherwise `direct`.
        :param pulumi.Input[bool] tunnelled: Send the guest's memory through libvirt's own connection, with
            `p2p`. Default: `false`.
        :param pulumi.Input[str] uri: The new host as the old one reaches it, with `p2p`. Absent: the URI of
            the new host. Form: a libvirt URI. Example: `qemu+tls://lpar2/system`.
        :param pulumi.Input[str] data_uri: Where the guest's memory goes, when it is not the new host's own
            name (virsh: --migrateuri). Form: such as tcp://10.1.2.3. Example: `tcp://10.1.2.3`.
        :param pulumi.Input[bool] auto_converge: Slow a guest down that writes faster than its memory can be
            sent. Default: `false`.
        :param pulumi.Input[bool] post_copy: Let the guest run on the new host before all of its memory is
            there. Default: `false`.
        :param pulumi.Input[bool] compressed: Compress pages that are sent again. Default: `false`.
        :param pulumi.Input[str | CopyStorage] copy_storage: Copy the contents of disks that are not shared:
            `all`, or what lies above a backing file (`incremental`: disks by `file`, on both hosts over the
            same backing file).
        :param pulumi.Input[bool] unsafe: Also where nobody can tell that the storage is shared: two guests'
            worth of writes on one disk, or an empty one, are yours to answer for. Default: `false`.
        :param pulumi.Input[int] max_downtime_ms: How long the guest may stand still at the end. Between 1 and
            2000000 ms.
        :param pulumi.Input[int] bandwidth_mib_s: The most that is sent in a second. Between 1 and 1000000
            MiB/s.
        :param pulumi.Input[int] timeout_s: Give up after that time: the guest goes on where it is. Absent:
            never. Between 1 and 604800 s.
        """
        if mode is not None:
            pulumi.set(__self__, "mode", mode)
        if tunnelled is not None:
            pulumi.set(__self__, "tunnelled", tunnelled)
        if uri is not None:
            pulumi.set(__self__, "uri", uri)
        if data_uri is not None:
            pulumi.set(__self__, "data_uri", data_uri)
        if auto_converge is not None:
            pulumi.set(__self__, "auto_converge", auto_converge)
        if post_copy is not None:
            pulumi.set(__self__, "post_copy", post_copy)
        if compressed is not None:
            pulumi.set(__self__, "compressed", compressed)
        if copy_storage is not None:
            pulumi.set(__self__, "copy_storage", copy_storage)
        if unsafe is not None:
            pulumi.set(__self__, "unsafe", unsafe)
        if max_downtime_ms is not None:
            pulumi.set(__self__, "max_downtime_ms", max_downtime_ms)
        if bandwidth_mib_s is not None:
            pulumi.set(__self__, "bandwidth_mib_s", bandwidth_mib_s)
        if timeout_s is not None:
            pulumi.set(__self__, "timeout_s", timeout_s)

    @property
    @pulumi.getter
    def mode(self) -> pulumi.Input[str | MigrationMode] | None:
        """
        `p2p`: the old host's libvirt connects to the new one's; `direct`: zkvm speaks to both; `offline`:
        shut down, move, start. Absent: `p2p` where the new host's URI names a machine, otherwise `direct`.
        """
        return pulumi.get(self, "mode")

    @mode.setter
    def mode(self, value: pulumi.Input[str | MigrationMode] | None) -> None:
        pulumi.set(self, "mode", value)

    @property
    @pulumi.getter
    def tunnelled(self) -> pulumi.Input[bool] | None:
        """Send the guest's memory through libvirt's own connection, with `p2p`. Default: `false`."""
        return pulumi.get(self, "tunnelled")

    @tunnelled.setter
    def tunnelled(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "tunnelled", value)

    @property
    @pulumi.getter
    def uri(self) -> pulumi.Input[str] | None:
        """
        The new host as the old one reaches it, with `p2p`. Absent: the URI of the new host. Form: a libvirt
        URI. Example: `qemu+tls://lpar2/system`.
        """
        return pulumi.get(self, "uri")

    @uri.setter
    def uri(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "uri", value)

    @property
    @pulumi.getter(name="dataUri")
    def data_uri(self) -> pulumi.Input[str] | None:
        """
        Where the guest's memory goes, when it is not the new host's own name (virsh: --migrateuri). Form:
        such as tcp://10.1.2.3. Example: `tcp://10.1.2.3`.
        """
        return pulumi.get(self, "data_uri")

    @data_uri.setter
    def data_uri(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "data_uri", value)

    @property
    @pulumi.getter(name="autoConverge")
    def auto_converge(self) -> pulumi.Input[bool] | None:
        """Slow a guest down that writes faster than its memory can be sent. Default: `false`."""
        return pulumi.get(self, "auto_converge")

    @auto_converge.setter
    def auto_converge(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "auto_converge", value)

    @property
    @pulumi.getter(name="postCopy")
    def post_copy(self) -> pulumi.Input[bool] | None:
        """Let the guest run on the new host before all of its memory is there. Default: `false`."""
        return pulumi.get(self, "post_copy")

    @post_copy.setter
    def post_copy(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "post_copy", value)

    @property
    @pulumi.getter
    def compressed(self) -> pulumi.Input[bool] | None:
        """Compress pages that are sent again. Default: `false`."""
        return pulumi.get(self, "compressed")

    @compressed.setter
    def compressed(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "compressed", value)

    @property
    @pulumi.getter(name="copyStorage")
    def copy_storage(self) -> pulumi.Input[str | CopyStorage] | None:
        """
        Copy the contents of disks that are not shared: `all`, or what lies above a backing file
        (`incremental`: disks by `file`, on both hosts over the same backing file).
        """
        return pulumi.get(self, "copy_storage")

    @copy_storage.setter
    def copy_storage(self, value: pulumi.Input[str | CopyStorage] | None) -> None:
        pulumi.set(self, "copy_storage", value)

    @property
    @pulumi.getter
    def unsafe(self) -> pulumi.Input[bool] | None:
        """
        Also where nobody can tell that the storage is shared: two guests' worth of writes on one disk, or an
        empty one, are yours to answer for. Default: `false`.
        """
        return pulumi.get(self, "unsafe")

    @unsafe.setter
    def unsafe(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "unsafe", value)

    @property
    @pulumi.getter(name="maxDowntimeMs")
    def max_downtime_ms(self) -> pulumi.Input[int] | None:
        """How long the guest may stand still at the end. Between 1 and 2000000 ms."""
        return pulumi.get(self, "max_downtime_ms")

    @max_downtime_ms.setter
    def max_downtime_ms(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "max_downtime_ms", value)

    @property
    @pulumi.getter(name="bandwidthMibS")
    def bandwidth_mib_s(self) -> pulumi.Input[int] | None:
        """The most that is sent in a second. Between 1 and 1000000 MiB/s."""
        return pulumi.get(self, "bandwidth_mib_s")

    @bandwidth_mib_s.setter
    def bandwidth_mib_s(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "bandwidth_mib_s", value)

    @property
    @pulumi.getter(name="timeoutS")
    def timeout_s(self) -> pulumi.Input[int] | None:
        """Give up after that time: the guest goes on where it is. Absent: never. Between 1 and 604800 s."""
        return pulumi.get(self, "timeout_s")

    @timeout_s.setter
    def timeout_s(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "timeout_s", value)


class PoolAdapterArgsDict(TypedDict):
    """The adapter behind which a `scsi` pool finds its LUNs."""

    kind: NotRequired[pulumi.Input[str | AdapterKind]]
    """`scsi_host`: one of the host; `fc_host`: a virtual one (vHBA, needs NPIV). Default: `scsi_host`."""
    name: NotRequired[pulumi.Input[str]]
    """For `scsi_host`: its name on the host. Form: a name such as scsi_host0. Example: `scsi_host0`."""
    parent: NotRequired[pulumi.Input[str]]
    """For `fc_host`: the adapter that carries it. Example: `scsi_host0`."""
    wwnn: NotRequired[pulumi.Input[str]]
    """For `fc_host`: its node name. Form: 16 hexadecimal digits. Example: `20000000c9831b4b`."""
    wwpn: NotRequired[pulumi.Input[str]]
    """For `fc_host`: its port name. Form: 16 hexadecimal digits. Example: `10000000c9831b4b`."""


@pulumi.input_type
class PoolAdapterArgs:
    def __init__(
        __self__,
        *,
        kind: pulumi.Input[str | AdapterKind] | None = None,
        name: pulumi.Input[str] | None = None,
        parent: pulumi.Input[str] | None = None,
        wwnn: pulumi.Input[str] | None = None,
        wwpn: pulumi.Input[str] | None = None,
    ) -> None:
        """
        The adapter behind which a `scsi` pool finds its LUNs.

        :param pulumi.Input[str | AdapterKind] kind: `scsi_host`: one of the host; `fc_host`: a virtual one
            (vHBA, needs NPIV). Default: `scsi_host`.
        :param pulumi.Input[str] name: For `scsi_host`: its name on the host. Form: a name such as scsi_host0.
            Example: `scsi_host0`.
        :param pulumi.Input[str] parent: For `fc_host`: the adapter that carries it. Example: `scsi_host0`.
        :param pulumi.Input[str] wwnn: For `fc_host`: its node name. Form: 16 hexadecimal digits. Example:
            `20000000c9831b4b`.
        :param pulumi.Input[str] wwpn: For `fc_host`: its port name. Form: 16 hexadecimal digits. Example:
            `10000000c9831b4b`.
        """
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if name is not None:
            pulumi.set(__self__, "name", name)
        if parent is not None:
            pulumi.set(__self__, "parent", parent)
        if wwnn is not None:
            pulumi.set(__self__, "wwnn", wwnn)
        if wwpn is not None:
            pulumi.set(__self__, "wwpn", wwpn)

    @property
    @pulumi.getter
    def kind(self) -> pulumi.Input[str | AdapterKind] | None:
        """`scsi_host`: one of the host; `fc_host`: a virtual one (vHBA, needs NPIV). Default: `scsi_host`."""
        return pulumi.get(self, "kind")

    @kind.setter
    def kind(self, value: pulumi.Input[str | AdapterKind] | None) -> None:
        pulumi.set(self, "kind", value)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str] | None:
        """For `scsi_host`: its name on the host. Form: a name such as scsi_host0. Example: `scsi_host0`."""
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def parent(self) -> pulumi.Input[str] | None:
        """For `fc_host`: the adapter that carries it. Example: `scsi_host0`."""
        return pulumi.get(self, "parent")

    @parent.setter
    def parent(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "parent", value)

    @property
    @pulumi.getter
    def wwnn(self) -> pulumi.Input[str] | None:
        """For `fc_host`: its node name. Form: 16 hexadecimal digits. Example: `20000000c9831b4b`."""
        return pulumi.get(self, "wwnn")

    @wwnn.setter
    def wwnn(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "wwnn", value)

    @property
    @pulumi.getter
    def wwpn(self) -> pulumi.Input[str] | None:
        """For `fc_host`: its port name. Form: 16 hexadecimal digits. Example: `10000000c9831b4b`."""
        return pulumi.get(self, "wwpn")

    @wwpn.setter
    def wwpn(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "wwpn", value)


class PoolAuthArgsDict(TypedDict):
    """How an iSCSI target is logged into (CHAP). The password itself lies in a libvirt secret of the host."""

    username: pulumi.Input[str]
    """The user's name at the target. Example: `lovers`."""
    secret: pulumi.Input[str]
    """The libvirt secret that holds the password: its uuid, or its usage name. Example: `ds8k-chap`."""


@pulumi.input_type
class PoolAuthArgs:
    def __init__(
        __self__,
        *,
        username: pulumi.Input[str],
        secret: pulumi.Input[str],
    ) -> None:
        """
        How an iSCSI target is logged into (CHAP). The password itself lies in a libvirt secret of the host.

        :param pulumi.Input[str] username: The user's name at the target. Example: `lovers`.
        :param pulumi.Input[str] secret: The libvirt secret that holds the password: its uuid, or its usage
            name. Example: `ds8k-chap`.
        """
        pulumi.set(__self__, "username", username)
        pulumi.set(__self__, "secret", secret)

    @property
    @pulumi.getter
    def username(self) -> pulumi.Input[str]:
        """The user's name at the target. Example: `lovers`."""
        return pulumi.get(self, "username")

    @username.setter
    def username(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "username", value)

    @property
    @pulumi.getter
    def secret(self) -> pulumi.Input[str]:
        """The libvirt secret that holds the password: its uuid, or its usage name. Example: `ds8k-chap`."""
        return pulumi.get(self, "secret")

    @secret.setter
    def secret(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "secret", value)


class PoolSourceArgsDict(TypedDict):
    """What a pool lies on. Which fields there are follows from the pool's `kind`."""

    devices: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """
    Block devices of the host by absolute path: the one of `fs` and `disk`, those of a volume group. Each: an
    absolute path. Example: `/dev/disk/by-path/ccw-0.0.0e20-part1`.
    """
    volume_group: NotRequired[pulumi.Input[str]]
    """For `logical`: the LVM volume group. Form: letters, digits and `_ + . -`. Example: `data`."""
    host: NotRequired[pulumi.Input[str]]
    """For `netfs` and iSCSI: the machine that serves it. Example: `9.60.29.70`."""
    port: NotRequired[pulumi.Input[int]]
    """For iSCSI: the port. Absent: 3260. Between 1 and 65535. A new one starts with `3260`."""
    dir: NotRequired[pulumi.Input[str]]
    """For `netfs`: the directory it exports. Form: an absolute path. Example: `/export/images`."""
    iqn: NotRequired[pulumi.Input[str]]
    """
    For iSCSI: the target. Form: an iSCSI qualified name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
    `iqn.2016-01.com.ibm:ds8k.lovers`.
    """
    initiator: NotRequired[pulumi.Input[str]]
    """
    For iSCSI: the name this host logs in with; `iscsi-direct` needs one. Form: an iSCSI qualified name such
    as iqn.2016-01.com.ibm:ds8k.lovers. Example: `iqn.2016-01.com.ibm:lpar1`.
    """
    auth: NotRequired[pulumi.Input[PoolAuthArgs | PoolAuthArgsDict]]
    """For iSCSI: user and secret."""
    adapter: NotRequired[pulumi.Input[PoolAdapterArgs | PoolAdapterArgsDict]]
    """For `scsi`: the adapter."""
    format: NotRequired[pulumi.Input[str]]
    """
    File system of `fs` (`ext4`, `xfs`, …; absent: what is found), protocol of `netfs` (`nfs`, `cifs`,
    `glusterfs`), partition table of `disk` (`gpt`, `dos`, …). Example: `ext4`.
    """
    nfs_version: NotRequired[pulumi.Input[str]]
    """For `netfs`: version of NFS. Form: a version such as 4.2."""


@pulumi.input_type
class PoolSourceArgs:
    def __init__(
        __self__,
        *,
        devices: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        volume_group: pulumi.Input[str] | None = None,
        host: pulumi.Input[str] | None = None,
        port: pulumi.Input[int] | None = None,
        dir: pulumi.Input[str] | None = None,
        iqn: pulumi.Input[str] | None = None,
        initiator: pulumi.Input[str] | None = None,
        auth: pulumi.Input[PoolAuthArgs | PoolAuthArgsDict] | None = None,
        adapter: pulumi.Input[PoolAdapterArgs | PoolAdapterArgsDict] | None = None,
        format: pulumi.Input[str] | None = None,
        nfs_version: pulumi.Input[str] | None = None,
    ) -> None:
        """
        What a pool lies on. Which fields there are follows from the pool's `kind`.

        :param pulumi.Input[Sequence[pulumi.Input[str]]] devices: Block devices of the host by absolute path:
            the one of `fs` and `disk`, those of a volume group. Each: an absolute path. Example:
            `/dev/disk/by-path/ccw-0.0.0e20-part1`.
        :param pulumi.Input[str] volume_group: For `logical`: the LVM volume group. Form: letters, digits and
            `_ + . -`. Example: `data`.
        :param pulumi.Input[str] host: For `netfs` and iSCSI: the machine that serves it. Example:
            `9.60.29.70`.
        :param pulumi.Input[int] port: For iSCSI: the port. Absent: 3260. Between 1 and 65535. A new one
            starts with `3260`.
        :param pulumi.Input[str] dir: For `netfs`: the directory it exports. Form: an absolute path. Example:
            `/export/images`.
        :param pulumi.Input[str] iqn: For iSCSI: the target. Form: an iSCSI qualified name such as
            iqn.2016-01.com.ibm:ds8k.lovers. Example: `iqn.2016-01.com.ibm:ds8k.lovers`.
        :param pulumi.Input[str] initiator: For iSCSI: the name this host logs in with; `iscsi-direct` needs
            one. Form: an iSCSI qualified name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
            `iqn.2016-01.com.ibm:lpar1`.
        :param pulumi.Input[PoolAuthArgs | PoolAuthArgsDict] auth: For iSCSI: user and secret.
        :param pulumi.Input[PoolAdapterArgs | PoolAdapterArgsDict] adapter: For `scsi`: the adapter.
        :param pulumi.Input[str] format: File system of `fs` (`ext4`, `xfs`, …; absent: what is found),
            protocol of `netfs` (`nfs`, `cifs`, `glusterfs`), partition table of `disk` (`gpt`, `dos`, …).
            Example: `ext4`.
        :param pulumi.Input[str] nfs_version: For `netfs`: version of NFS. Form: a version such as 4.2.
        """
        if devices is not None:
            pulumi.set(__self__, "devices", devices)
        if volume_group is not None:
            pulumi.set(__self__, "volume_group", volume_group)
        if host is not None:
            pulumi.set(__self__, "host", host)
        if port is not None:
            pulumi.set(__self__, "port", port)
        if dir is not None:
            pulumi.set(__self__, "dir", dir)
        if iqn is not None:
            pulumi.set(__self__, "iqn", iqn)
        if initiator is not None:
            pulumi.set(__self__, "initiator", initiator)
        if auth is not None:
            pulumi.set(__self__, "auth", auth)
        if adapter is not None:
            pulumi.set(__self__, "adapter", adapter)
        if format is not None:
            pulumi.set(__self__, "format", format)
        if nfs_version is not None:
            pulumi.set(__self__, "nfs_version", nfs_version)

    @property
    @pulumi.getter
    def devices(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        Block devices of the host by absolute path: the one of `fs` and `disk`, those of a volume group. Each:
        an absolute path. Example: `/dev/disk/by-path/ccw-0.0.0e20-part1`.
        """
        return pulumi.get(self, "devices")

    @devices.setter
    def devices(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "devices", value)

    @property
    @pulumi.getter(name="volumeGroup")
    def volume_group(self) -> pulumi.Input[str] | None:
        """For `logical`: the LVM volume group. Form: letters, digits and `_ + . -`. Example: `data`."""
        return pulumi.get(self, "volume_group")

    @volume_group.setter
    def volume_group(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "volume_group", value)

    @property
    @pulumi.getter
    def host(self) -> pulumi.Input[str] | None:
        """For `netfs` and iSCSI: the machine that serves it. Example: `9.60.29.70`."""
        return pulumi.get(self, "host")

    @host.setter
    def host(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "host", value)

    @property
    @pulumi.getter
    def port(self) -> pulumi.Input[int] | None:
        """For iSCSI: the port. Absent: 3260. Between 1 and 65535. A new one starts with `3260`."""
        return pulumi.get(self, "port")

    @port.setter
    def port(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "port", value)

    @property
    @pulumi.getter
    def dir(self) -> pulumi.Input[str] | None:
        """For `netfs`: the directory it exports. Form: an absolute path. Example: `/export/images`."""
        return pulumi.get(self, "dir")

    @dir.setter
    def dir(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "dir", value)

    @property
    @pulumi.getter
    def iqn(self) -> pulumi.Input[str] | None:
        """
        For iSCSI: the target. Form: an iSCSI qualified name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
        `iqn.2016-01.com.ibm:ds8k.lovers`.
        """
        return pulumi.get(self, "iqn")

    @iqn.setter
    def iqn(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "iqn", value)

    @property
    @pulumi.getter
    def initiator(self) -> pulumi.Input[str] | None:
        """
        For iSCSI: the name this host logs in with; `iscsi-direct` needs one. Form: an iSCSI qualified name
        such as iqn.2016-01.com.ibm:ds8k.lovers. Example: `iqn.2016-01.com.ibm:lpar1`.
        """
        return pulumi.get(self, "initiator")

    @initiator.setter
    def initiator(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "initiator", value)

    @property
    @pulumi.getter
    def auth(self) -> pulumi.Input[PoolAuthArgs] | None:
        """For iSCSI: user and secret."""
        return pulumi.get(self, "auth")

    @auth.setter
    def auth(self, value: pulumi.Input[PoolAuthArgs] | None) -> None:
        pulumi.set(self, "auth", value)

    @property
    @pulumi.getter
    def adapter(self) -> pulumi.Input[PoolAdapterArgs] | None:
        """For `scsi`: the adapter."""
        return pulumi.get(self, "adapter")

    @adapter.setter
    def adapter(self, value: pulumi.Input[PoolAdapterArgs] | None) -> None:
        pulumi.set(self, "adapter", value)

    @property
    @pulumi.getter
    def format(self) -> pulumi.Input[str] | None:
        """
        File system of `fs` (`ext4`, `xfs`, …; absent: what is found), protocol of `netfs` (`nfs`, `cifs`,
        `glusterfs`), partition table of `disk` (`gpt`, `dos`, …). Example: `ext4`.
        """
        return pulumi.get(self, "format")

    @format.setter
    def format(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "format", value)

    @property
    @pulumi.getter(name="nfsVersion")
    def nfs_version(self) -> pulumi.Input[str] | None:
        """For `netfs`: version of NFS. Form: a version such as 4.2."""
        return pulumi.get(self, "nfs_version")

    @nfs_version.setter
    def nfs_version(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "nfs_version", value)


class PortgroupArgsDict(TypedDict):
    """
    A named set of VLANs that an interface can be put into. Without `access` and `trunk`: the switch's own
    way.
    """

    name: pulumi.Input[str]
    """
    Name of the portgroup, unique in the network. Form: lower-case letters, digits and inner hyphens, at most
    32 characters. Example: `vlan42`.
    """
    is_default: NotRequired[pulumi.Input[bool]]
    """Whether interfaces that name no portgroup are in this one. A new one starts with `false`."""
    access: NotRequired[pulumi.Input[int]]
    """The one VLAN; the guest sees no tags. Between 0 and 4095. Example: `42`."""
    trunk: NotRequired[pulumi.Input[Sequence[pulumi.Input[int]]]]
    """VLANs the guest sees tagged. Between 0 and 4095."""
    native: NotRequired[pulumi.Input[int]]
    """The VLAN of `trunk` that the guest sees without tag. Between 0 and 4095."""
    native_tagged: NotRequired[pulumi.Input[int]]
    """
    The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same. Not
    beside `native`. Between 0 and 4095.
    """


@pulumi.input_type
class PortgroupArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        is_default: pulumi.Input[bool] | None = None,
        access: pulumi.Input[int] | None = None,
        trunk: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        native: pulumi.Input[int] | None = None,
        native_tagged: pulumi.Input[int] | None = None,
    ) -> None:
        """
        A named set of VLANs that an interface can be put into. Without `access` and `trunk`: the switch's own
        way.

        :param pulumi.Input[str] name: Name of the portgroup, unique in the network. Form: lower-case letters,
            digits and inner hyphens, at most 32 characters. Example: `vlan42`.
        :param pulumi.Input[bool] is_default: Whether interfaces that name no portgroup are in this one. A new
            one starts with `false`.
        :param pulumi.Input[int] access: The one VLAN; the guest sees no tags. Between 0 and 4095. Example:
            `42`.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] trunk: VLANs the guest sees tagged. Between 0 and
            4095.
        :param pulumi.Input[int] native: The VLAN of `trunk` that the guest sees without tag. Between 0 and
            4095.
        :param pulumi.Input[int] native_tagged: The VLAN of `trunk` that takes what the guest sends without
            tag, and that it sees tagged all the same. Not beside `native`. Between 0 and 4095.
        """
        pulumi.set(__self__, "name", name)
        if is_default is not None:
            pulumi.set(__self__, "is_default", is_default)
        if access is not None:
            pulumi.set(__self__, "access", access)
        if trunk is not None:
            pulumi.set(__self__, "trunk", trunk)
        if native is not None:
            pulumi.set(__self__, "native", native)
        if native_tagged is not None:
            pulumi.set(__self__, "native_tagged", native_tagged)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the portgroup, unique in the network. Form: lower-case letters, digits and inner hyphens, at
        most 32 characters. Example: `vlan42`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter(name="isDefault")
    def is_default(self) -> pulumi.Input[bool] | None:
        """Whether interfaces that name no portgroup are in this one. A new one starts with `false`."""
        return pulumi.get(self, "is_default")

    @is_default.setter
    def is_default(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "is_default", value)

    @property
    @pulumi.getter
    def access(self) -> pulumi.Input[int] | None:
        """The one VLAN; the guest sees no tags. Between 0 and 4095. Example: `42`."""
        return pulumi.get(self, "access")

    @access.setter
    def access(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "access", value)

    @property
    @pulumi.getter
    def trunk(self) -> pulumi.Input[Sequence[pulumi.Input[int]]] | None:
        """VLANs the guest sees tagged. Between 0 and 4095."""
        return pulumi.get(self, "trunk")

    @trunk.setter
    def trunk(self, value: pulumi.Input[Sequence[pulumi.Input[int]]] | None) -> None:
        pulumi.set(self, "trunk", value)

    @property
    @pulumi.getter
    def native(self) -> pulumi.Input[int] | None:
        """The VLAN of `trunk` that the guest sees without tag. Between 0 and 4095."""
        return pulumi.get(self, "native")

    @native.setter
    def native(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "native", value)

    @property
    @pulumi.getter(name="nativeTagged")
    def native_tagged(self) -> pulumi.Input[int] | None:
        """
        The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same.
        Not beside `native`. Between 0 and 4095.
        """
        return pulumi.get(self, "native_tagged")

    @native_tagged.setter
    def native_tagged(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "native_tagged", value)


class RateArgsDict(TypedDict):
    """How much may pass in one direction, in the units of libvirt's `<bandwidth>` (formatdomain)."""

    average: pulumi.Input[int]
    """Sustained rate in KiB/s. Between 1 and 4294967295 KiB/s. Example: `125000`."""
    peak: NotRequired[pulumi.Input[int]]
    """Highest rate in KiB/s, for a burst. Between 1 and 4294967295 KiB/s."""
    burst: NotRequired[pulumi.Input[int]]
    """KiB that may pass at peak rate in one go. Between 1 and 4294967295 KiB."""


@pulumi.input_type
class RateArgs:
    def __init__(
        __self__,
        *,
        average: pulumi.Input[int],
        peak: pulumi.Input[int] | None = None,
        burst: pulumi.Input[int] | None = None,
    ) -> None:
        """
        How much may pass in one direction, in the units of libvirt's `<bandwidth>` (formatdomain).

        :param pulumi.Input[int] average: Sustained rate in KiB/s. Between 1 and 4294967295 KiB/s. Example:
            `125000`.
        :param pulumi.Input[int] peak: Highest rate in KiB/s, for a burst. Between 1 and 4294967295 KiB/s.
        :param pulumi.Input[int] burst: KiB that may pass at peak rate in one go. Between 1 and 4294967295
            KiB.
        """
        pulumi.set(__self__, "average", average)
        if peak is not None:
            pulumi.set(__self__, "peak", peak)
        if burst is not None:
            pulumi.set(__self__, "burst", burst)

    @property
    @pulumi.getter
    def average(self) -> pulumi.Input[int]:
        """Sustained rate in KiB/s. Between 1 and 4294967295 KiB/s. Example: `125000`."""
        return pulumi.get(self, "average")

    @average.setter
    def average(self, value: pulumi.Input[int]) -> None:
        pulumi.set(self, "average", value)

    @property
    @pulumi.getter
    def peak(self) -> pulumi.Input[int] | None:
        """Highest rate in KiB/s, for a burst. Between 1 and 4294967295 KiB/s."""
        return pulumi.get(self, "peak")

    @peak.setter
    def peak(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "peak", value)

    @property
    @pulumi.getter
    def burst(self) -> pulumi.Input[int] | None:
        """KiB that may pass at peak rate in one go. Between 1 and 4294967295 KiB."""
        return pulumi.get(self, "burst")

    @burst.setter
    def burst(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "burst", value)


class RngArgsDict(TypedDict):
    """A virtio random number generator, fed from a device of the host."""

    source: NotRequired[pulumi.Input[str]]
    """
    Where its random bytes come from on the host. Form: an absolute path. A new one starts with
    `/dev/urandom`. Example: `/dev/hwrng`.
    """
    rate_bytes: NotRequired[pulumi.Input[int]]
    """Bytes the guest may take in each `rate_period_ms`. Absent: as many as it wants. At least 1."""
    rate_period_ms: NotRequired[pulumi.Input[int]]
    """Period of `rate_bytes`. Absent: one second. At least 1 ms."""


@pulumi.input_type
class RngArgs:
    def __init__(
        __self__,
        *,
        source: pulumi.Input[str] | None = None,
        rate_bytes: pulumi.Input[int] | None = None,
        rate_period_ms: pulumi.Input[int] | None = None,
    ) -> None:
        """
        A virtio random number generator, fed from a device of the host.

        :param pulumi.Input[str] source: Where its random bytes come from on the host. Form: an absolute path.
            A new one starts with `/dev/urandom`. Example: `/dev/hwrng`.
        :param pulumi.Input[int] rate_bytes: Bytes the guest may take in each `rate_period_ms`. Absent: as
            many as it wants. At least 1.
        :param pulumi.Input[int] rate_period_ms: Period of `rate_bytes`. Absent: one second. At least 1 ms.
        """
        if source is not None:
            pulumi.set(__self__, "source", source)
        if rate_bytes is not None:
            pulumi.set(__self__, "rate_bytes", rate_bytes)
        if rate_period_ms is not None:
            pulumi.set(__self__, "rate_period_ms", rate_period_ms)

    @property
    @pulumi.getter
    def source(self) -> pulumi.Input[str] | None:
        """
        Where its random bytes come from on the host. Form: an absolute path. A new one starts with
        `/dev/urandom`. Example: `/dev/hwrng`.
        """
        return pulumi.get(self, "source")

    @source.setter
    def source(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "source", value)

    @property
    @pulumi.getter(name="rateBytes")
    def rate_bytes(self) -> pulumi.Input[int] | None:
        """Bytes the guest may take in each `rate_period_ms`. Absent: as many as it wants. At least 1."""
        return pulumi.get(self, "rate_bytes")

    @rate_bytes.setter
    def rate_bytes(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "rate_bytes", value)

    @property
    @pulumi.getter(name="ratePeriodMs")
    def rate_period_ms(self) -> pulumi.Input[int] | None:
        """Period of `rate_bytes`. Absent: one second. At least 1 ms."""
        return pulumi.get(self, "rate_period_ms")

    @rate_period_ms.setter
    def rate_period_ms(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "rate_period_ms", value)


class ScsiControllerArgsDict(TypedDict):
    """One virtio-scsi controller; LUNs and SCSI disks name it by its index (z/VM: a further FCP device)."""

    name: pulumi.Input[str]
    """
    Name of the controller, unique among the guest's devices. Form: lower-case letters, digits and inner
    hyphens, at most 32 characters. Example: `fast`.
    """
    index: pulumi.Input[int]
    """
    libvirt's number of it, from 1 without gaps; 0 is the controller that LUNs and SCSI disks bring by
    themselves. Between 1 and 255. Example: `1`.
    """
    queues: NotRequired[pulumi.Input[int]]
    """Request queues. Absent: QEMU's choice, one for each vCPU. Between 1 and 1024."""
    iothread: NotRequired[pulumi.Input[int]]
    """Number of the iothread that serves what sits on it, from 1. At least 1."""
    devno: NotRequired[pulumi.Input[str]]
    """Device number in the guest. Absent: the lowest this guest never used."""


@pulumi.input_type
class ScsiControllerArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        index: pulumi.Input[int],
        queues: pulumi.Input[int] | None = None,
        iothread: pulumi.Input[int] | None = None,
        devno: pulumi.Input[str] | None = None,
    ) -> None:
        """
        One virtio-scsi controller; LUNs and SCSI disks name it by its index (z/VM: a further FCP device).

        :param pulumi.Input[str] name: Name of the controller, unique among the guest's devices. Form:
            lower-case letters, digits and inner hyphens, at most 32 characters. Example: `fast`.
        :param pulumi.Input[int] index: libvirt's number of it, from 1 without gaps; 0 is the controller that
            LUNs and SCSI disks bring by themselves. Between 1 and 255. Example: `1`.
        :param pulumi.Input[int] queues: Request queues. Absent: QEMU's choice, one for each vCPU. Between 1
            and 1024.
        :param pulumi.Input[int] iothread: Number of the iothread that serves what sits on it, from 1. At
            least 1.
        :param pulumi.Input[str] devno: Device number in the guest. Absent: the lowest this guest never used.
        """
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "index", index)
        if queues is not None:
            pulumi.set(__self__, "queues", queues)
        if iothread is not None:
            pulumi.set(__self__, "iothread", iothread)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the controller, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `fast`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def index(self) -> pulumi.Input[int]:
        """
        libvirt's number of it, from 1 without gaps; 0 is the controller that LUNs and SCSI disks bring by
        themselves. Between 1 and 255. Example: `1`.
        """
        return pulumi.get(self, "index")

    @index.setter
    def index(self, value: pulumi.Input[int]) -> None:
        pulumi.set(self, "index", value)

    @property
    @pulumi.getter
    def queues(self) -> pulumi.Input[int] | None:
        """Request queues. Absent: QEMU's choice, one for each vCPU. Between 1 and 1024."""
        return pulumi.get(self, "queues")

    @queues.setter
    def queues(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "queues", value)

    @property
    @pulumi.getter
    def iothread(self) -> pulumi.Input[int] | None:
        """Number of the iothread that serves what sits on it, from 1. At least 1."""
        return pulumi.get(self, "iothread")

    @iothread.setter
    def iothread(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "iothread", value)

    @property
    @pulumi.getter
    def devno(self) -> pulumi.Input[str] | None:
        """Device number in the guest. Absent: the lowest this guest never used."""
        return pulumi.get(self, "devno")

    @devno.setter
    def devno(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "devno", value)


class ShutdownArgsDict(TypedDict):
    """How a guest is stopped."""

    grace_s: NotRequired[pulumi.Input[int]]
    """
    Seconds the guest's operating system has to shut down; 0 cuts its power at once. Between 0 and 86400 s.
    Default: `120`.
    """
    then: NotRequired[pulumi.Input[str | AfterGrace]]
    """What follows when it did not: cut its power, or stop with an error. Default: `destroy`."""


@pulumi.input_type
class ShutdownArgs:
    def __init__(
        __self__,
        *,
        grace_s: pulumi.Input[int] | None = None,
        then: pulumi.Input[str | AfterGrace] | None = None,
    ) -> None:
        """
        How a guest is stopped.

        :param pulumi.Input[int] grace_s: Seconds the guest's operating system has to shut down; 0 cuts its
            power at once. Between 0 and 86400 s. Default: `120`.
        :param pulumi.Input[str | AfterGrace] then: What follows when it did not: cut its power, or stop with
            an error. Default: `destroy`.
        """
        if grace_s is not None:
            pulumi.set(__self__, "grace_s", grace_s)
        if then is not None:
            pulumi.set(__self__, "then", then)

    @property
    @pulumi.getter(name="graceS")
    def grace_s(self) -> pulumi.Input[int] | None:
        """
        Seconds the guest's operating system has to shut down; 0 cuts its power at once. Between 0 and 86400
        s. Default: `120`.
        """
        return pulumi.get(self, "grace_s")

    @grace_s.setter
    def grace_s(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "grace_s", value)

    @property
    @pulumi.getter
    def then(self) -> pulumi.Input[str | AfterGrace] | None:
        """What follows when it did not: cut its power, or stop with an error. Default: `destroy`."""
        return pulumi.get(self, "then")

    @then.setter
    def then(self, value: pulumi.Input[str | AfterGrace] | None) -> None:
        pulumi.set(self, "then", value)


class VlanArgsDict(TypedDict):
    """One VLAN (`access`), or several that the guest sees tagged (`trunk`)."""

    access: NotRequired[pulumi.Input[int]]
    """The one VLAN; the guest sees no tags. Between 0 and 4095. Example: `42`."""
    trunk: NotRequired[pulumi.Input[Sequence[pulumi.Input[int]]]]
    """VLANs the guest sees tagged. Between 0 and 4095."""
    native: NotRequired[pulumi.Input[int]]
    """The VLAN of `trunk` that the guest sees without tag. Between 0 and 4095."""
    native_tagged: NotRequired[pulumi.Input[int]]
    """
    The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same. Not
    beside `native`. Between 0 and 4095.
    """


@pulumi.input_type
class VlanArgs:
    def __init__(
        __self__,
        *,
        access: pulumi.Input[int] | None = None,
        trunk: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        native: pulumi.Input[int] | None = None,
        native_tagged: pulumi.Input[int] | None = None,
    ) -> None:
        """
        One VLAN (`access`), or several that the guest sees tagged (`trunk`).

        :param pulumi.Input[int] access: The one VLAN; the guest sees no tags. Between 0 and 4095. Example:
            `42`.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] trunk: VLANs the guest sees tagged. Between 0 and
            4095.
        :param pulumi.Input[int] native: The VLAN of `trunk` that the guest sees without tag. Between 0 and
            4095.
        :param pulumi.Input[int] native_tagged: The VLAN of `trunk` that takes what the guest sends without
            tag, and that it sees tagged all the same. Not beside `native`. Between 0 and 4095.
        """
        if access is not None:
            pulumi.set(__self__, "access", access)
        if trunk is not None:
            pulumi.set(__self__, "trunk", trunk)
        if native is not None:
            pulumi.set(__self__, "native", native)
        if native_tagged is not None:
            pulumi.set(__self__, "native_tagged", native_tagged)

    @property
    @pulumi.getter
    def access(self) -> pulumi.Input[int] | None:
        """The one VLAN; the guest sees no tags. Between 0 and 4095. Example: `42`."""
        return pulumi.get(self, "access")

    @access.setter
    def access(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "access", value)

    @property
    @pulumi.getter
    def trunk(self) -> pulumi.Input[Sequence[pulumi.Input[int]]] | None:
        """VLANs the guest sees tagged. Between 0 and 4095."""
        return pulumi.get(self, "trunk")

    @trunk.setter
    def trunk(self, value: pulumi.Input[Sequence[pulumi.Input[int]]] | None) -> None:
        pulumi.set(self, "trunk", value)

    @property
    @pulumi.getter
    def native(self) -> pulumi.Input[int] | None:
        """The VLAN of `trunk` that the guest sees without tag. Between 0 and 4095."""
        return pulumi.get(self, "native")

    @native.setter
    def native(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "native", value)

    @property
    @pulumi.getter(name="nativeTagged")
    def native_tagged(self) -> pulumi.Input[int] | None:
        """
        The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same.
        Not beside `native`. Between 0 and 4095.
        """
        return pulumi.get(self, "native_tagged")

    @native_tagged.setter
    def native_tagged(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "native_tagged", value)


class VlanDeviceArgsDict(TypedDict):
    """A VLAN interface: `vlan=DEVICE:PARENT`."""

    device: pulumi.Input[str]
    """Name of the new interface. Form: the name of an interface."""
    parent: pulumi.Input[str]
    """The interface it lies on. Form: the name of an interface."""


@pulumi.input_type
class VlanDeviceArgs:
    def __init__(
        __self__,
        *,
        device: pulumi.Input[str],
        parent: pulumi.Input[str],
    ) -> None:
        """
        A VLAN interface: `vlan=DEVICE:PARENT`.

        :param pulumi.Input[str] device: Name of the new interface. Form: the name of an interface.
        :param pulumi.Input[str] parent: The interface it lies on. Form: the name of an interface.
        """
        pulumi.set(__self__, "device", device)
        pulumi.set(__self__, "parent", parent)

    @property
    @pulumi.getter
    def device(self) -> pulumi.Input[str]:
        """Name of the new interface. Form: the name of an interface."""
        return pulumi.get(self, "device")

    @device.setter
    def device(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "device", value)

    @property
    @pulumi.getter
    def parent(self) -> pulumi.Input[str]:
        """The interface it lies on. Form: the name of an interface."""
        return pulumi.get(self, "parent")

    @parent.setter
    def parent(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "parent", value)


class VsockArgsDict(TypedDict):
    """A virtio socket device; programs on the host reach the guest by its context id (CID)."""

    cid: NotRequired[pulumi.Input[int]]
    """
    The guest's context id, which no other running guest of the host may have. Absent: a free one at each
    start. Between 3 and 4294967295. Example: `42`.
    """


@pulumi.input_type
class VsockArgs:
    def __init__(
        __self__,
        *,
        cid: pulumi.Input[int] | None = None,
    ) -> None:
        """
        A virtio socket device; programs on the host reach the guest by its context id (CID).

        :param pulumi.Input[int] cid: The guest's context id, which no other running guest of the host may
            have. Absent: a free one at each start. Between 3 and 4294967295. Example: `42`.
        """
        if cid is not None:
            pulumi.set(__self__, "cid", cid)

    @property
    @pulumi.getter
    def cid(self) -> pulumi.Input[int] | None:
        """
        The guest's context id, which no other running guest of the host may have. Absent: a free one at each
        start. Between 3 and 4294967295. Example: `42`.
        """
        return pulumi.get(self, "cid")

    @cid.setter
    def cid(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "cid", value)


class WaitForArgsDict(TypedDict):
    """Waiting happens when zkvm starts the guest, never in a preview or a refresh."""

    source: pulumi.Input[str | ReadySource]
    """
    `agent`: the guest's agent answers, which needs `agent`. `lease`: an interface on a `NatNetwork` has an
    address of libvirt's DHCP server.
    """
    timeout_s: NotRequired[pulumi.Input[int]]
    """
    Seconds to wait; then the operation fails, and the guest stays. Between 1 and 86400 s. Default: `300`.
    """


@pulumi.input_type
class WaitForArgs:
    def __init__(
        __self__,
        *,
        source: pulumi.Input[str | ReadySource],
        timeout_s: pulumi.Input[int] | None = None,
    ) -> None:
        """
        Waiting happens when zkvm starts the guest, never in a preview or a refresh.

        :param pulumi.Input[str | ReadySource] source: `agent`: the guest's agent answers, which needs
            `agent`. `lease`: an interface on a `NatNetwork` has an address of libvirt's DHCP server.
        :param pulumi.Input[int] timeout_s: Seconds to wait; then the operation fails, and the guest stays.
            Between 1 and 86400 s. Default: `300`.
        """
        pulumi.set(__self__, "source", source)
        if timeout_s is not None:
            pulumi.set(__self__, "timeout_s", timeout_s)

    @property
    @pulumi.getter
    def source(self) -> pulumi.Input[str | ReadySource]:
        """
        `agent`: the guest's agent answers, which needs `agent`. `lease`: an interface on a `NatNetwork` has
        an address of libvirt's DHCP server.
        """
        return pulumi.get(self, "source")

    @source.setter
    def source(self, value: pulumi.Input[str | ReadySource]) -> None:
        pulumi.set(self, "source", value)

    @property
    @pulumi.getter(name="timeoutS")
    def timeout_s(self) -> pulumi.Input[int] | None:
        """
        Seconds to wait; then the operation fails, and the guest stays. Between 1 and 86400 s. Default: `300`.
        """
        return pulumi.get(self, "timeout_s")

    @timeout_s.setter
    def timeout_s(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "timeout_s", value)


class WatchdogArgsDict(TypedDict):
    """
    The s390 watchdog diag288, fed by the guest's `diag288_wdt` (z/VM: SET VTIMER and a restart by an
    operator).
    """

    action: NotRequired[pulumi.Input[str | WatchdogAction]]
    """
    What happens when it is not fed; `inject-nmi` is a restart interruption, which takes a dump. A new one
    starts with `reset`.
    """


@pulumi.input_type
class WatchdogArgs:
    def __init__(
        __self__,
        *,
        action: pulumi.Input[str | WatchdogAction] | None = None,
    ) -> None:
        """
        The s390 watchdog diag288, fed by the guest's `diag288_wdt` (z/VM: SET VTIMER and a restart by an
        operator).

        :param pulumi.Input[str | WatchdogAction] action: What happens when it is not fed; `inject-nmi` is a
            restart interruption, which takes a dump. A new one starts with `reset`.
        """
        if action is not None:
            pulumi.set(__self__, "action", action)

    @property
    @pulumi.getter
    def action(self) -> pulumi.Input[str | WatchdogAction] | None:
        """
        What happens when it is not fed; `inject-nmi` is a restart interruption, which takes a dump. A new one
        starts with `reset`.
        """
        return pulumi.get(self, "action")

    @action.setter
    def action(self, value: pulumi.Input[str | WatchdogAction] | None) -> None:
        pulumi.set(self, "action", value)


class XmlPatchArgsDict(TypedDict):
    """
    One change of the domain XML, made after everything else. Patches are applied in the order of their names.
    """

    name: pulumi.Input[str]
    """
    Name of the patch, unique among the guest's patches. Form: lower-case letters, digits and inner hyphens,
    at most 32 characters. Example: `keep-crashed`.
    """
    path: pulumi.Input[str]
    """
    Where, from `<domain>` on: `on_crash`, `devices/memballoon/stats/@period`, `devices/disk[target='vda']`,
    or `.` for the domain. It must mean one place. Form: a path such as devices/memballoon/@autodeflate, of
    elements with conditions in brackets. Example: `on_crash`.
    """
    op: NotRequired[pulumi.Input[str | PatchOp]]
    """
    `set` an attribute or the text of an element, which is made when it is missing; `add` an element below the
    place; `remove` what is there. A new one starts with `set`.
    """
    value: NotRequired[pulumi.Input[str]]
    """The text to set, or the element to add. Every libvirt client can read it: no secrets."""


@pulumi.input_type
class XmlPatchArgs:
    def __init__(
        __self__,
        *,
        name: pulumi.Input[str],
        path: pulumi.Input[str],
        op: pulumi.Input[str | PatchOp] | None = None,
        value: pulumi.Input[str] | None = None,
    ) -> None:
        """
        One change of the domain XML, made after everything else. Patches are applied in the order of their
        names.

        :param pulumi.Input[str] name: Name of the patch, unique among the guest's patches. Form: lower-case
            letters, digits and inner hyphens, at most 32 characters. Example: `keep-crashed`.
        :param pulumi.Input[str] path: Where, from `<domain>` on: `on_crash`,
            `devices/memballoon/stats/@period`, `devices/disk[target='vda']`, or `.` for the domain. It must
            mean one place. Form: a path such as devices/memballoon/@autodeflate, of elements with conditions
            in brackets. Example: `on_crash`.
        :param pulumi.Input[str | PatchOp] op: `set` an attribute or the text of an element, which is made
            when it is missing; `add` an element below the place; `remove` what is there. A new one starts
            with `set`.
        :param pulumi.Input[str] value: The text to set, or the element to add. Every libvirt client can read
            it: no secrets.
        """
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "path", path)
        if op is not None:
            pulumi.set(__self__, "op", op)
        if value is not None:
            pulumi.set(__self__, "value", value)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str]:
        """
        Name of the patch, unique among the guest's patches. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `keep-crashed`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def path(self) -> pulumi.Input[str]:
        """
        Where, from `<domain>` on: `on_crash`, `devices/memballoon/stats/@period`,
        `devices/disk[target='vda']`, or `.` for the domain. It must mean one place. Form: a path such as
        devices/memballoon/@autodeflate, of elements with conditions in brackets. Example: `on_crash`.
        """
        return pulumi.get(self, "path")

    @path.setter
    def path(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "path", value)

    @property
    @pulumi.getter
    def op(self) -> pulumi.Input[str | PatchOp] | None:
        """
        `set` an attribute or the text of an element, which is made when it is missing; `add` an element below
        the place; `remove` what is there. A new one starts with `set`.
        """
        return pulumi.get(self, "op")

    @op.setter
    def op(self, value: pulumi.Input[str | PatchOp] | None) -> None:
        pulumi.set(self, "op", value)

    @property
    @pulumi.getter
    def value(self) -> pulumi.Input[str] | None:
        """The text to set, or the element to add. Every libvirt client can read it: no secrets."""
        return pulumi.get(self, "value")

    @value.setter
    def value(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "value", value)


class ZfcpPathArgsDict(TypedDict):
    """A LUN behind an FCP device: `rd.zfcp=BUS-ID,WWPN,LUN`."""

    bus_id: pulumi.Input[str]
    """The FCP device. Example: `0.0.1c98`."""
    wwpn: NotRequired[pulumi.Input[str]]
    """
    Port of the storage; absent with `lun`: the device finds its LUNs itself (NPIV). Form: a WWPN: 0x and 16
    hex digits.
    """
    lun: NotRequired[pulumi.Input[str]]
    """The LUN, eight bytes. Form: a LUN: 0x and 16 hex digits."""


@pulumi.input_type
class ZfcpPathArgs:
    def __init__(
        __self__,
        *,
        bus_id: pulumi.Input[str],
        wwpn: pulumi.Input[str] | None = None,
        lun: pulumi.Input[str] | None = None,
    ) -> None:
        """
        A LUN behind an FCP device: `rd.zfcp=BUS-ID,WWPN,LUN`.

        :param pulumi.Input[str] bus_id: The FCP device. Example: `0.0.1c98`.
        :param pulumi.Input[str] wwpn: Port of the storage; absent with `lun`: the device finds its LUNs
            itself (NPIV). Form: a WWPN: 0x and 16 hex digits.
        :param pulumi.Input[str] lun: The LUN, eight bytes. Form: a LUN: 0x and 16 hex digits.
        """
        pulumi.set(__self__, "bus_id", bus_id)
        if wwpn is not None:
            pulumi.set(__self__, "wwpn", wwpn)
        if lun is not None:
            pulumi.set(__self__, "lun", lun)

    @property
    @pulumi.getter(name="busId")
    def bus_id(self) -> pulumi.Input[str]:
        """The FCP device. Example: `0.0.1c98`."""
        return pulumi.get(self, "bus_id")

    @bus_id.setter
    def bus_id(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "bus_id", value)

    @property
    @pulumi.getter
    def wwpn(self) -> pulumi.Input[str] | None:
        """
        Port of the storage; absent with `lun`: the device finds its LUNs itself (NPIV). Form: a WWPN: 0x and
        16 hex digits.
        """
        return pulumi.get(self, "wwpn")

    @wwpn.setter
    def wwpn(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "wwpn", value)

    @property
    @pulumi.getter
    def lun(self) -> pulumi.Input[str] | None:
        """The LUN, eight bytes. Form: a LUN: 0x and 16 hex digits."""
        return pulumi.get(self, "lun")

    @lun.setter
    def lun(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "lun", value)
