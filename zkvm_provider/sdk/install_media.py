# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""The file set of a host's installation: `.ins`, `.prm`, `initrd.addrsize`, Kickstart or AutoYaST."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *
from ._inputs import *

if TYPE_CHECKING:
    from .host import Host

__all__ = ["InstallMediaArgs", "InstallMedia"]


@pulumi.input_type
class InstallMediaArgs:
    def __init__(
        __self__,
        *,
        directory: pulumi.Input[str],
        parameters: pulumi.Input[BootParametersArgs | BootParametersArgsDict],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        comment: pulumi.Input[str] | None = None,
        kernel: pulumi.Input[str] | None = None,
        kernel_source: pulumi.Input[str] | None = None,
        initrd: pulumi.Input[str] | None = None,
        initrd_source: pulumi.Input[str] | None = None,
        initrd_address: pulumi.Input[str] | None = None,
        addrsize: pulumi.Input[str] | None = None,
        kickstart: pulumi.Input[AnswersArgs | AnswersArgsDict] | None = None,
        autoyast: pulumi.Input[AnswersArgs | AnswersArgsDict] | None = None,
        found: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    ) -> None:
        """
        The file set of a host's installation: `.ins`, `.prm`, `initrd.addrsize`, Kickstart or AutoYaST.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name of the `.ins` and `.prm` files. Absent: made from the resource's
            name. Form: a file name of letters, digits, `_`, `.` and `-`.
        :param pulumi.Input[str] directory: Folder of the host, as the FTP server serves it; `target` of a
            `StoragePool` is one. Form: an absolute path without blanks. Example: `/home/install/ftpboot/iso`.
        :param pulumi.Input[str] comment: First line of the `.ins` file. Form: one line of printable ASCII.
        :param pulumi.Input[str] kernel: The kernel, below the folder. Form: a path below the folder, without
            `..` and blanks. Default: `images/kernel.img`.
        :param pulumi.Input[str] kernel_source: File of the host to copy `kernel` from. Absent: it is there
            already. Form: an absolute path without blanks.
        :param pulumi.Input[str] initrd: The initial RAM disk, below the folder. Form: a path below the
            folder, without `..` and blanks. Default: `images/initrd.img`.
        :param pulumi.Input[str] initrd_source: File of the host to copy `initrd` from. Absent: it is there
            already. Form: an absolute path without blanks.
        :param pulumi.Input[str] initrd_address: Where in memory the initrd goes. Form: 0x and eight hex
            digits. Default: `0x02000000`. Example: `0x03000000`.
        :param pulumi.Input[str] addrsize: File that tells the initrd's address and size, below the folder.
            Form: a path below the folder, without `..` and blanks. Default: `images/initrd.addrsize`.
        :param pulumi.Input[BootParametersArgs | BootParametersArgsDict] parameters: Kernel and installer
            parameters: `images/NAME.prm`.
        :param pulumi.Input[AnswersArgs | AnswersArgsDict] kickstart: Answers for Anaconda.
        :param pulumi.Input[AnswersArgs | AnswersArgsDict] autoyast: Answers for SUSE's installer.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] found: What a refresh found changed by others. zkvm's
            own; leave it out.
        """
        pulumi.set(__self__, "directory", directory)
        pulumi.set(__self__, "parameters", parameters)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if comment is not None:
            pulumi.set(__self__, "comment", comment)
        if kernel is not None:
            pulumi.set(__self__, "kernel", kernel)
        if kernel_source is not None:
            pulumi.set(__self__, "kernel_source", kernel_source)
        if initrd is not None:
            pulumi.set(__self__, "initrd", initrd)
        if initrd_source is not None:
            pulumi.set(__self__, "initrd_source", initrd_source)
        if initrd_address is not None:
            pulumi.set(__self__, "initrd_address", initrd_address)
        if addrsize is not None:
            pulumi.set(__self__, "addrsize", addrsize)
        if kickstart is not None:
            pulumi.set(__self__, "kickstart", kickstart)
        if autoyast is not None:
            pulumi.set(__self__, "autoyast", autoyast)
        if found is not None:
            pulumi.set(__self__, "found", found)

    @property
    @pulumi.getter
    def directory(self) -> pulumi.Input[str]:
        """
        Folder of the host, as the FTP server serves it; `target` of a `StoragePool` is one. Form: an absolute
        path without blanks. Example: `/home/install/ftpboot/iso`.
        """
        return pulumi.get(self, "directory")

    @directory.setter
    def directory(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "directory", value)

    @property
    @pulumi.getter
    def parameters(self) -> pulumi.Input[BootParametersArgs]:
        """Kernel and installer parameters: `images/NAME.prm`."""
        return pulumi.get(self, "parameters")

    @parameters.setter
    def parameters(self, value: pulumi.Input[BootParametersArgs]) -> None:
        pulumi.set(self, "parameters", value)

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

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str] | None:
        """
        Name of the `.ins` and `.prm` files. Absent: made from the resource's name. Form: a file name of
        letters, digits, `_`, `.` and `-`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def comment(self) -> pulumi.Input[str] | None:
        """First line of the `.ins` file. Form: one line of printable ASCII."""
        return pulumi.get(self, "comment")

    @comment.setter
    def comment(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "comment", value)

    @property
    @pulumi.getter
    def kernel(self) -> pulumi.Input[str] | None:
        """
        The kernel, below the folder. Form: a path below the folder, without `..` and blanks. Default:
        `images/kernel.img`.
        """
        return pulumi.get(self, "kernel")

    @kernel.setter
    def kernel(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "kernel", value)

    @property
    @pulumi.getter(name="kernelSource")
    def kernel_source(self) -> pulumi.Input[str] | None:
        """
        File of the host to copy `kernel` from. Absent: it is there already. Form: an absolute path without
        blanks.
        """
        return pulumi.get(self, "kernel_source")

    @kernel_source.setter
    def kernel_source(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "kernel_source", value)

    @property
    @pulumi.getter
    def initrd(self) -> pulumi.Input[str] | None:
        """
        The initial RAM disk, below the folder. Form: a path below the folder, without `..` and blanks.
        Default: `images/initrd.img`.
        """
        return pulumi.get(self, "initrd")

    @initrd.setter
    def initrd(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "initrd", value)

    @property
    @pulumi.getter(name="initrdSource")
    def initrd_source(self) -> pulumi.Input[str] | None:
        """
        File of the host to copy `initrd` from. Absent: it is there already. Form: an absolute path without
        blanks.
        """
        return pulumi.get(self, "initrd_source")

    @initrd_source.setter
    def initrd_source(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "initrd_source", value)

    @property
    @pulumi.getter(name="initrdAddress")
    def initrd_address(self) -> pulumi.Input[str] | None:
        """
        Where in memory the initrd goes. Form: 0x and eight hex digits. Default: `0x02000000`. Example:
        `0x03000000`.
        """
        return pulumi.get(self, "initrd_address")

    @initrd_address.setter
    def initrd_address(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "initrd_address", value)

    @property
    @pulumi.getter
    def addrsize(self) -> pulumi.Input[str] | None:
        """
        File that tells the initrd's address and size, below the folder. Form: a path below the folder,
        without `..` and blanks. Default: `images/initrd.addrsize`.
        """
        return pulumi.get(self, "addrsize")

    @addrsize.setter
    def addrsize(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "addrsize", value)

    @property
    @pulumi.getter
    def kickstart(self) -> pulumi.Input[AnswersArgs] | None:
        """Answers for Anaconda."""
        return pulumi.get(self, "kickstart")

    @kickstart.setter
    def kickstart(self, value: pulumi.Input[AnswersArgs] | None) -> None:
        pulumi.set(self, "kickstart", value)

    @property
    @pulumi.getter
    def autoyast(self) -> pulumi.Input[AnswersArgs] | None:
        """Answers for SUSE's installer."""
        return pulumi.get(self, "autoyast")

    @autoyast.setter
    def autoyast(self, value: pulumi.Input[AnswersArgs] | None) -> None:
        pulumi.set(self, "autoyast", value)

    @property
    @pulumi.getter
    def found(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """What a refresh found changed by others. zkvm's own; leave it out."""
        return pulumi.get(self, "found")

    @found.setter
    def found(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "found", value)


class InstallMedia(pulumi.CustomResource):
    """
    The file set of a host's installation: `.ins`, `.prm`, `initrd.addrsize`, Kickstart or AutoYaST.

    Its id is the path of the .ins file. `pulumi import` and `get` take [HOST::]/FOLDER/NAME.ins.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: InstallMediaArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        The file set of a host's installation: `.ins`, `.prm`, `initrd.addrsize`, Kickstart or AutoYaST.
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        directory: pulumi.Input[str],
        parameters: pulumi.Input[BootParametersArgs | BootParametersArgsDict],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        comment: pulumi.Input[str] | None = None,
        kernel: pulumi.Input[str] | None = None,
        kernel_source: pulumi.Input[str] | None = None,
        initrd: pulumi.Input[str] | None = None,
        initrd_source: pulumi.Input[str] | None = None,
        initrd_address: pulumi.Input[str] | None = None,
        addrsize: pulumi.Input[str] | None = None,
        kickstart: pulumi.Input[AnswersArgs | AnswersArgsDict] | None = None,
        autoyast: pulumi.Input[AnswersArgs | AnswersArgsDict] | None = None,
        found: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name of the `.ins` and `.prm` files. Absent: made from the resource's
            name. Form: a file name of letters, digits, `_`, `.` and `-`.
        :param pulumi.Input[str] directory: Folder of the host, as the FTP server serves it; `target` of a
            `StoragePool` is one. Form: an absolute path without blanks. Example: `/home/install/ftpboot/iso`.
        :param pulumi.Input[str] comment: First line of the `.ins` file. Form: one line of printable ASCII.
        :param pulumi.Input[str] kernel: The kernel, below the folder. Form: a path below the folder, without
            `..` and blanks. Default: `images/kernel.img`.
        :param pulumi.Input[str] kernel_source: File of the host to copy `kernel` from. Absent: it is there
            already. Form: an absolute path without blanks.
        :param pulumi.Input[str] initrd: The initial RAM disk, below the folder. Form: a path below the
            folder, without `..` and blanks. Default: `images/initrd.img`.
        :param pulumi.Input[str] initrd_source: File of the host to copy `initrd` from. Absent: it is there
            already. Form: an absolute path without blanks.
        :param pulumi.Input[str] initrd_address: Where in memory the initrd goes. Form: 0x and eight hex
            digits. Default: `0x02000000`. Example: `0x03000000`.
        :param pulumi.Input[str] addrsize: File that tells the initrd's address and size, below the folder.
            Form: a path below the folder, without `..` and blanks. Default: `images/initrd.addrsize`.
        :param pulumi.Input[BootParametersArgs | BootParametersArgsDict] parameters: Kernel and installer
            parameters: `images/NAME.prm`.
        :param pulumi.Input[AnswersArgs | AnswersArgsDict] kickstart: Answers for Anaconda.
        :param pulumi.Input[AnswersArgs | AnswersArgsDict] autoyast: Answers for SUSE's installer.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] found: What a refresh found changed by others. zkvm's
            own; leave it out.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(InstallMediaArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        directory: pulumi.Input[str] | None = None,
        parameters: pulumi.Input[BootParametersArgs | BootParametersArgsDict] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        comment: pulumi.Input[str] | None = None,
        kernel: pulumi.Input[str] | None = None,
        kernel_source: pulumi.Input[str] | None = None,
        initrd: pulumi.Input[str] | None = None,
        initrd_source: pulumi.Input[str] | None = None,
        initrd_address: pulumi.Input[str] | None = None,
        addrsize: pulumi.Input[str] | None = None,
        kickstart: pulumi.Input[AnswersArgs | AnswersArgsDict] | None = None,
        autoyast: pulumi.Input[AnswersArgs | AnswersArgsDict] | None = None,
        found: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"directory": directory, "parameters": parameters})
        props = InstallMediaArgs.__new__(InstallMediaArgs)
        props.__dict__["directory"] = directory
        props.__dict__["parameters"] = parameters
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["comment"] = comment
        props.__dict__["kernel"] = kernel
        props.__dict__["kernel_source"] = kernel_source
        props.__dict__["initrd"] = initrd
        props.__dict__["initrd_source"] = initrd_source
        props.__dict__["initrd_address"] = initrd_address
        props.__dict__["addrsize"] = addrsize
        props.__dict__["kickstart"] = kickstart
        props.__dict__["autoyast"] = autoyast
        props.__dict__["found"] = found
        props.__dict__["folder"] = None
        props.__dict__["files"] = None
        props.__dict__["made"] = None
        props.__dict__["digests"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        super().__init__("zkvm:index:InstallMedia", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> InstallMedia:
        """Read an object that is there already, without managing it. `id` is [HOST::]/FOLDER/NAME.ins."""
        found = InstallMedia.__new__(InstallMedia)
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
    @pulumi.getter
    def name(self) -> pulumi.Output[str]:
        """
        Name of the `.ins` and `.prm` files. Absent: made from the resource's name. Form: a file name of
        letters, digits, `_`, `.` and `-`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def directory(self) -> pulumi.Output[str]:
        """
        Folder of the host, as the FTP server serves it; `target` of a `StoragePool` is one. Form: an absolute
        path without blanks. Example: `/home/install/ftpboot/iso`.
        """
        return pulumi.get(self, "directory")

    @property
    @pulumi.getter
    def comment(self) -> pulumi.Output[str | None]:
        """First line of the `.ins` file. Form: one line of printable ASCII."""
        return pulumi.get(self, "comment")

    @property
    @pulumi.getter
    def kernel(self) -> pulumi.Output[str]:
        """
        The kernel, below the folder. Form: a path below the folder, without `..` and blanks. Default:
        `images/kernel.img`.
        """
        return pulumi.get(self, "kernel")

    @property
    @pulumi.getter(name="kernelSource")
    def kernel_source(self) -> pulumi.Output[str | None]:
        """
        File of the host to copy `kernel` from. Absent: it is there already. Form: an absolute path without
        blanks.
        """
        return pulumi.get(self, "kernel_source")

    @property
    @pulumi.getter
    def initrd(self) -> pulumi.Output[str]:
        """
        The initial RAM disk, below the folder. Form: a path below the folder, without `..` and blanks.
        Default: `images/initrd.img`.
        """
        return pulumi.get(self, "initrd")

    @property
    @pulumi.getter(name="initrdSource")
    def initrd_source(self) -> pulumi.Output[str | None]:
        """
        File of the host to copy `initrd` from. Absent: it is there already. Form: an absolute path without
        blanks.
        """
        return pulumi.get(self, "initrd_source")

    @property
    @pulumi.getter(name="initrdAddress")
    def initrd_address(self) -> pulumi.Output[str]:
        """
        Where in memory the initrd goes. Form: 0x and eight hex digits. Default: `0x02000000`. Example:
        `0x03000000`.
        """
        return pulumi.get(self, "initrd_address")

    @property
    @pulumi.getter
    def addrsize(self) -> pulumi.Output[str]:
        """
        File that tells the initrd's address and size, below the folder. Form: a path below the folder,
        without `..` and blanks. Default: `images/initrd.addrsize`.
        """
        return pulumi.get(self, "addrsize")

    @property
    @pulumi.getter
    def parameters(self) -> pulumi.Output[outputs.BootParameters]:
        """Kernel and installer parameters: `images/NAME.prm`."""
        return pulumi.get(self, "parameters")

    @property
    @pulumi.getter
    def kickstart(self) -> pulumi.Output[outputs.Answers | None]:
        """Answers for Anaconda."""
        return pulumi.get(self, "kickstart")

    @property
    @pulumi.getter
    def autoyast(self) -> pulumi.Output[outputs.Answers | None]:
        """Answers for SUSE's installer."""
        return pulumi.get(self, "autoyast")

    @property
    @pulumi.getter
    def found(self) -> pulumi.Output[Sequence[str] | None]:
        """What a refresh found changed by others. zkvm's own; leave it out."""
        return pulumi.get(self, "found")

    @property
    @pulumi.getter
    def folder(self) -> pulumi.Output[str]:
        """The folder, by absolute path."""
        return pulumi.get(self, "folder")

    @property
    @pulumi.getter
    def files(self) -> pulumi.Output[Sequence[str]]:
        """Every file of the set, by absolute path."""
        return pulumi.get(self, "files")

    @property
    @pulumi.getter
    def made(self) -> pulumi.Output[Sequence[str]]:
        """Files and folders that zkvm made, and takes away on delete."""
        return pulumi.get(self, "made")

    @property
    @pulumi.getter
    def digests(self) -> pulumi.Output[Mapping[str, str]]:
        """SHA-256 of each file of the set; secret, for files hold passwords."""
        return pulumi.get(self, "digests")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI the files were written through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine they lie on."""
        return pulumi.get(self, "machine_id")
