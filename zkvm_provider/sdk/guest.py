# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A virtual machine under KVM on IBM Z (z/VM: a user)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *
from ._inputs import *

if TYPE_CHECKING:
    from .bridge_network import BridgeNetwork
    from .cloud_init_disk import CloudInitDisk
    from .host import Host
    from .macvtap_network import MacvtapNetwork
    from .mediated_device import MediatedDevice
    from .nat_network import NatNetwork
    from .ovs_network import OvsNetwork
    from .qcow2_disk import Qcow2Disk
    from .scsi_lun import ScsiLun

__all__ = ["GuestArgs", "Guest"]


@pulumi.input_type
class GuestArgs:
    def __init__(
        __self__,
        *,
        memory: pulumi.Input[int | str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        current_memory: pulumi.Input[int | str] | None = None,
        vcpus: pulumi.Input[int] | None = None,
        max_vcpus: pulumi.Input[int] | None = None,
        machine: pulumi.Input[str] | None = None,
        boot: pulumi.Input[BootArgs | BootArgsDict] | None = None,
        disks: pulumi.Input[Sequence[pulumi.Input[DiskArgs | DiskArgsDict]]] | None = None,
        interfaces: pulumi.Input[Sequence[pulumi.Input[InterfaceArgs | InterfaceArgsDict]]] | None = None,
        consoles: pulumi.Input[Sequence[pulumi.Input[ConsoleArgs | ConsoleArgsDict]]] | None = None,
        luns: pulumi.Input[Sequence[pulumi.Input[LunArgs | LunArgsDict]]] | None = None,
        controllers: pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs | ScsiControllerArgsDict]]] | None = None,
        mdevs: pulumi.Input[Sequence[pulumi.Input[MdevArgs | MdevArgsDict]]] | None = None,
        filesystems: pulumi.Input[Sequence[pulumi.Input[FilesystemArgs | FilesystemArgsDict]]] | None = None,
        cpu: pulumi.Input[CpuArgs | CpuArgsDict] | None = None,
        watchdog: pulumi.Input[WatchdogArgs | WatchdogArgsDict] | None = None,
        rng: pulumi.Input[RngArgs | RngArgsDict] | None = None,
        agent: pulumi.Input[bool] | None = None,
        vsock: pulumi.Input[VsockArgs | VsockArgsDict] | None = None,
        launch_security: pulumi.Input[str | LaunchSecurity] | None = None,
        key_wrapping: pulumi.Input[KeyWrappingArgs | KeyWrappingArgsDict] | None = None,
        debug: pulumi.Input[DebugArgs | DebugArgsDict] | None = None,
        iothreads: pulumi.Input[int] | None = None,
        cpu_tune: pulumi.Input[CpuTuneArgs | CpuTuneArgsDict] | None = None,
        hugepages: pulumi.Input[bool] | None = None,
        memballoon: pulumi.Input[str | Memballoon] | None = None,
        autostart: pulumi.Input[bool] | None = None,
        power: pulumi.Input[str | Power] | None = None,
        shutdown: pulumi.Input[ShutdownArgs | ShutdownArgsDict] | None = None,
        wait_for: pulumi.Input[WaitForArgs | WaitForArgsDict] | None = None,
        migration: pulumi.Input[MigrationArgs | MigrationArgsDict] | None = None,
        next_boot: pulumi.Input[str | NextBoot] | None = None,
        xml_patches: pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs | XmlPatchArgsDict]]] | None = None,
        metadata: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        domain_type: pulumi.Input[str | DomainType] | None = None,
    ) -> None:
        """
        A virtual machine under KVM on IBM Z (z/VM: a user).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`. Example: `lpar1`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign. Example: `linux01`.
        :param pulumi.Input[int | str] memory: Maximum memory: `"1 GiB"`, or an integer in MiB. At least 1
            MiB. Example: `1 GiB`.
        :param pulumi.Input[int | str] current_memory: Memory the guest has now, through its balloon; at most
            `memory`. Absent: `memory`. At least 1 MiB.
        :param pulumi.Input[int] vcpus: Virtual CPUs the guest has now. Between 1 and 248. A new one starts
            with `1`.
        :param pulumi.Input[int] max_vcpus: Virtual CPUs that can be added while it runs. Absent: `vcpus`.
            Between 1 and 248.
        :param pulumi.Input[str] machine: QEMU machine type. The alias stands for the newest; what it became
            at creation is kept. Form: s390-ccw-virtio, or a version of it such as s390-ccw-virtio-7.2. A new
            one starts with `s390-ccw-virtio`.
        :param pulumi.Input[BootArgs | BootArgsDict] boot: How the guest starts. Absent: from its first disk.
        :param pulumi.Input[Sequence[pulumi.Input[DiskArgs | DiskArgsDict]]] disks: Disks. Order means
            nothing.
        :param pulumi.Input[Sequence[pulumi.Input[InterfaceArgs | InterfaceArgsDict]]] interfaces: Network
            interfaces. Order means nothing.
        :param pulumi.Input[Sequence[pulumi.Input[ConsoleArgs | ConsoleArgsDict]]] consoles: Consoles. The
            first is `virsh console`'s.
        :param pulumi.Input[Sequence[pulumi.Input[LunArgs | LunArgsDict]]] luns: SCSI LUNs. Order means
            nothing.
        :param pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs | ScsiControllerArgsDict]]] controllers:
            SCSI controllers beside the one that LUNs and SCSI disks bring. Order means nothing.
        :param pulumi.Input[Sequence[pulumi.Input[MdevArgs | MdevArgsDict]]] mdevs: Mediated devices. Order
            means nothing.
        :param pulumi.Input[Sequence[pulumi.Input[FilesystemArgs | FilesystemArgsDict]]] filesystems: Folders
            of the host that the guest mounts. Order means nothing.
        :param pulumi.Input[CpuArgs | CpuArgsDict] cpu: The CPU the guest sees. Absent: as the host's QEMU has
            it.
        :param pulumi.Input[WatchdogArgs | WatchdogArgsDict] watchdog: The watchdog diag288.
        :param pulumi.Input[RngArgs | RngArgsDict] rng: A random number generator.
        :param pulumi.Input[bool] agent: A channel for QEMU's guest agent: a guest that runs it is shut down
            by it and tells its addresses. A new one starts with `false`.
        :param pulumi.Input[VsockArgs | VsockArgsDict] vsock: Sockets to the host.
        :param pulumi.Input[str | LaunchSecurity] launch_security: Secure Execution: the host cannot look into
            the guest.
        :param pulumi.Input[KeyWrappingArgs | KeyWrappingArgsDict] key_wrapping: Which protected keys the
            guest may wrap.
        :param pulumi.Input[DebugArgs | DebugArgsDict] debug: Debugging the guest's kernel with gdb.
        :param pulumi.Input[int] iothreads: Threads that serve disks beside the main loop. Between 0 and 64. A
            new one starts with `0`.
        :param pulumi.Input[CpuTuneArgs | CpuTuneArgsDict] cpu_tune: Shares, limits and pinning (z/VM: SHARE,
            CPUAFFINITY).
        :param pulumi.Input[bool] hugepages: Back the guest's memory with the host's huge pages (on Z: 1 MiB,
            reserved on the host). A new one starts with `false`.
        :param pulumi.Input[str | Memballoon] memballoon: The balloon device. A new one starts with `virtio`.
        :param pulumi.Input[bool] autostart: Start with the host (z/VM: AUTOLOG). A new one starts with
            `false`.
        :param pulumi.Input[str | Power] power: The state to keep the guest in; `unmanaged` leaves it to
            others. Default: `running`.
        :param pulumi.Input[ShutdownArgs | ShutdownArgsDict] shutdown: How the guest is stopped.
        :param pulumi.Input[WaitForArgs | WaitForArgsDict] wait_for: What to wait for when zkvm starts the
            guest. Absent: nothing; it runs, that is all.
        :param pulumi.Input[MigrationArgs | MigrationArgsDict] migration: How the guest goes to another
            machine when `host` changes. Absent: live.
        :param pulumi.Input[str | NextBoot] next_boot: Changes a running guest cannot take: `defer` to its
            next start, or `restart` it now. Default: `defer`.
        :param pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs | XmlPatchArgsDict]]] xml_patches: Changes of
            the XML for what zkvm has no word for; what it owns they may not touch.
        :param pulumi.Input[Mapping[str, pulumi.Input[str]]] metadata: Your own notes, kept in the domain's
            metadata. Every libvirt client can read them: no secrets.
        :param pulumi.Input[str | DomainType] domain_type: `auto` takes KVM where the host offers it; decided
            once, at creation. Default: `auto`.
        """
        pulumi.set(__self__, "memory", memory)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if current_memory is not None:
            pulumi.set(__self__, "current_memory", current_memory)
        if vcpus is not None:
            pulumi.set(__self__, "vcpus", vcpus)
        if max_vcpus is not None:
            pulumi.set(__self__, "max_vcpus", max_vcpus)
        if machine is not None:
            pulumi.set(__self__, "machine", machine)
        if boot is not None:
            pulumi.set(__self__, "boot", boot)
        if disks is not None:
            pulumi.set(__self__, "disks", disks)
        if interfaces is not None:
            pulumi.set(__self__, "interfaces", interfaces)
        if consoles is not None:
            pulumi.set(__self__, "consoles", consoles)
        if luns is not None:
            pulumi.set(__self__, "luns", luns)
        if controllers is not None:
            pulumi.set(__self__, "controllers", controllers)
        if mdevs is not None:
            pulumi.set(__self__, "mdevs", mdevs)
        if filesystems is not None:
            pulumi.set(__self__, "filesystems", filesystems)
        if cpu is not None:
            pulumi.set(__self__, "cpu", cpu)
        if watchdog is not None:
            pulumi.set(__self__, "watchdog", watchdog)
        if rng is not None:
            pulumi.set(__self__, "rng", rng)
        if agent is not None:
            pulumi.set(__self__, "agent", agent)
        if vsock is not None:
            pulumi.set(__self__, "vsock", vsock)
        if launch_security is not None:
            pulumi.set(__self__, "launch_security", launch_security)
        if key_wrapping is not None:
            pulumi.set(__self__, "key_wrapping", key_wrapping)
        if debug is not None:
            pulumi.set(__self__, "debug", debug)
        if iothreads is not None:
            pulumi.set(__self__, "iothreads", iothreads)
        if cpu_tune is not None:
            pulumi.set(__self__, "cpu_tune", cpu_tune)
        if hugepages is not None:
            pulumi.set(__self__, "hugepages", hugepages)
        if memballoon is not None:
            pulumi.set(__self__, "memballoon", memballoon)
        if autostart is not None:
            pulumi.set(__self__, "autostart", autostart)
        if power is not None:
            pulumi.set(__self__, "power", power)
        if shutdown is not None:
            pulumi.set(__self__, "shutdown", shutdown)
        if wait_for is not None:
            pulumi.set(__self__, "wait_for", wait_for)
        if migration is not None:
            pulumi.set(__self__, "migration", migration)
        if next_boot is not None:
            pulumi.set(__self__, "next_boot", next_boot)
        if xml_patches is not None:
            pulumi.set(__self__, "xml_patches", xml_patches)
        if metadata is not None:
            pulumi.set(__self__, "metadata", metadata)
        if domain_type is not None:
            pulumi.set(__self__, "domain_type", domain_type)

    @property
    @pulumi.getter
    def memory(self) -> pulumi.Input[int | str]:
        """Maximum memory: `"1 GiB"`, or an integer in MiB. At least 1 MiB. Example: `1 GiB`."""
        return pulumi.get(self, "memory")

    @memory.setter
    def memory(self, value: pulumi.Input[int | str]) -> None:
        pulumi.set(self, "memory", value)

    @property
    @pulumi.getter
    def host(self) -> pulumi.Input[str] | None:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`. Example: `lpar1`.
        """
        return pulumi.get(self, "host")

    @host.setter
    def host(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "host", value)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Input[str] | None:
        """
        Name on the host. Absent: made from the resource's name. Form: letters, digits and `_ . + -`, at most
        63 characters, not beginning with a sign. Example: `linux01`.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter(name="currentMemory")
    def current_memory(self) -> pulumi.Input[int | str] | None:
        """
        Memory the guest has now, through its balloon; at most `memory`. Absent: `memory`. At least 1 MiB.
        """
        return pulumi.get(self, "current_memory")

    @current_memory.setter
    def current_memory(self, value: pulumi.Input[int | str] | None) -> None:
        pulumi.set(self, "current_memory", value)

    @property
    @pulumi.getter
    def vcpus(self) -> pulumi.Input[int] | None:
        """Virtual CPUs the guest has now. Between 1 and 248. A new one starts with `1`."""
        return pulumi.get(self, "vcpus")

    @vcpus.setter
    def vcpus(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "vcpus", value)

    @property
    @pulumi.getter(name="maxVcpus")
    def max_vcpus(self) -> pulumi.Input[int] | None:
        """Virtual CPUs that can be added while it runs. Absent: `vcpus`. Between 1 and 248."""
        return pulumi.get(self, "max_vcpus")

    @max_vcpus.setter
    def max_vcpus(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "max_vcpus", value)

    @property
    @pulumi.getter
    def machine(self) -> pulumi.Input[str] | None:
        """
        QEMU machine type. The alias stands for the newest; what it became at creation is kept. Form:
        s390-ccw-virtio, or a version of it such as s390-ccw-virtio-7.2. A new one starts with
        `s390-ccw-virtio`.
        """
        return pulumi.get(self, "machine")

    @machine.setter
    def machine(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "machine", value)

    @property
    @pulumi.getter
    def boot(self) -> pulumi.Input[BootArgs] | None:
        """How the guest starts. Absent: from its first disk."""
        return pulumi.get(self, "boot")

    @boot.setter
    def boot(self, value: pulumi.Input[BootArgs] | None) -> None:
        pulumi.set(self, "boot", value)

    @property
    @pulumi.getter
    def disks(self) -> pulumi.Input[Sequence[pulumi.Input[DiskArgs]]] | None:
        """Disks. Order means nothing."""
        return pulumi.get(self, "disks")

    @disks.setter
    def disks(self, value: pulumi.Input[Sequence[pulumi.Input[DiskArgs]]] | None) -> None:
        pulumi.set(self, "disks", value)

    @property
    @pulumi.getter
    def interfaces(self) -> pulumi.Input[Sequence[pulumi.Input[InterfaceArgs]]] | None:
        """Network interfaces. Order means nothing."""
        return pulumi.get(self, "interfaces")

    @interfaces.setter
    def interfaces(self, value: pulumi.Input[Sequence[pulumi.Input[InterfaceArgs]]] | None) -> None:
        pulumi.set(self, "interfaces", value)

    @property
    @pulumi.getter
    def consoles(self) -> pulumi.Input[Sequence[pulumi.Input[ConsoleArgs]]] | None:
        """Consoles. The first is `virsh console`'s."""
        return pulumi.get(self, "consoles")

    @consoles.setter
    def consoles(self, value: pulumi.Input[Sequence[pulumi.Input[ConsoleArgs]]] | None) -> None:
        pulumi.set(self, "consoles", value)

    @property
    @pulumi.getter
    def luns(self) -> pulumi.Input[Sequence[pulumi.Input[LunArgs]]] | None:
        """SCSI LUNs. Order means nothing."""
        return pulumi.get(self, "luns")

    @luns.setter
    def luns(self, value: pulumi.Input[Sequence[pulumi.Input[LunArgs]]] | None) -> None:
        pulumi.set(self, "luns", value)

    @property
    @pulumi.getter
    def controllers(self) -> pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs]]] | None:
        """SCSI controllers beside the one that LUNs and SCSI disks bring. Order means nothing."""
        return pulumi.get(self, "controllers")

    @controllers.setter
    def controllers(self, value: pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs]]] | None) -> None:
        pulumi.set(self, "controllers", value)

    @property
    @pulumi.getter
    def mdevs(self) -> pulumi.Input[Sequence[pulumi.Input[MdevArgs]]] | None:
        """Mediated devices. Order means nothing."""
        return pulumi.get(self, "mdevs")

    @mdevs.setter
    def mdevs(self, value: pulumi.Input[Sequence[pulumi.Input[MdevArgs]]] | None) -> None:
        pulumi.set(self, "mdevs", value)

    @property
    @pulumi.getter
    def filesystems(self) -> pulumi.Input[Sequence[pulumi.Input[FilesystemArgs]]] | None:
        """Folders of the host that the guest mounts. Order means nothing."""
        return pulumi.get(self, "filesystems")

    @filesystems.setter
    def filesystems(self, value: pulumi.Input[Sequence[pulumi.Input[FilesystemArgs]]] | None) -> None:
        pulumi.set(self, "filesystems", value)

    @property
    @pulumi.getter
    def cpu(self) -> pulumi.Input[CpuArgs] | None:
        """The CPU the guest sees. Absent: as the host's QEMU has it."""
        return pulumi.get(self, "cpu")

    @cpu.setter
    def cpu(self, value: pulumi.Input[CpuArgs] | None) -> None:
        pulumi.set(self, "cpu", value)

    @property
    @pulumi.getter
    def watchdog(self) -> pulumi.Input[WatchdogArgs] | None:
        """The watchdog diag288."""
        return pulumi.get(self, "watchdog")

    @watchdog.setter
    def watchdog(self, value: pulumi.Input[WatchdogArgs] | None) -> None:
        pulumi.set(self, "watchdog", value)

    @property
    @pulumi.getter
    def rng(self) -> pulumi.Input[RngArgs] | None:
        """A random number generator."""
        return pulumi.get(self, "rng")

    @rng.setter
    def rng(self, value: pulumi.Input[RngArgs] | None) -> None:
        pulumi.set(self, "rng", value)

    @property
    @pulumi.getter
    def agent(self) -> pulumi.Input[bool] | None:
        """
        A channel for QEMU's guest agent: a guest that runs it is shut down by it and tells its addresses. A
        new one starts with `false`.
        """
        return pulumi.get(self, "agent")

    @agent.setter
    def agent(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "agent", value)

    @property
    @pulumi.getter
    def vsock(self) -> pulumi.Input[VsockArgs] | None:
        """Sockets to the host."""
        return pulumi.get(self, "vsock")

    @vsock.setter
    def vsock(self, value: pulumi.Input[VsockArgs] | None) -> None:
        pulumi.set(self, "vsock", value)

    @property
    @pulumi.getter(name="launchSecurity")
    def launch_security(self) -> pulumi.Input[str | LaunchSecurity] | None:
        """Secure Execution: the host cannot look into the guest."""
        return pulumi.get(self, "launch_security")

    @launch_security.setter
    def launch_security(self, value: pulumi.Input[str | LaunchSecurity] | None) -> None:
        pulumi.set(self, "launch_security", value)

    @property
    @pulumi.getter(name="keyWrapping")
    def key_wrapping(self) -> pulumi.Input[KeyWrappingArgs] | None:
        """Which protected keys the guest may wrap."""
        return pulumi.get(self, "key_wrapping")

    @key_wrapping.setter
    def key_wrapping(self, value: pulumi.Input[KeyWrappingArgs] | None) -> None:
        pulumi.set(self, "key_wrapping", value)

    @property
    @pulumi.getter
    def debug(self) -> pulumi.Input[DebugArgs] | None:
        """Debugging the guest's kernel with gdb."""
        return pulumi.get(self, "debug")

    @debug.setter
    def debug(self, value: pulumi.Input[DebugArgs] | None) -> None:
        pulumi.set(self, "debug", value)

    @property
    @pulumi.getter
    def iothreads(self) -> pulumi.Input[int] | None:
        """Threads that serve disks beside the main loop. Between 0 and 64. A new one starts with `0`."""
        return pulumi.get(self, "iothreads")

    @iothreads.setter
    def iothreads(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "iothreads", value)

    @property
    @pulumi.getter(name="cpuTune")
    def cpu_tune(self) -> pulumi.Input[CpuTuneArgs] | None:
        """Shares, limits and pinning (z/VM: SHARE, CPUAFFINITY)."""
        return pulumi.get(self, "cpu_tune")

    @cpu_tune.setter
    def cpu_tune(self, value: pulumi.Input[CpuTuneArgs] | None) -> None:
        pulumi.set(self, "cpu_tune", value)

    @property
    @pulumi.getter
    def hugepages(self) -> pulumi.Input[bool] | None:
        """
        Back the guest's memory with the host's huge pages (on Z: 1 MiB, reserved on the host). A new one
        starts with `false`.
        """
        return pulumi.get(self, "hugepages")

    @hugepages.setter
    def hugepages(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "hugepages", value)

    @property
    @pulumi.getter
    def memballoon(self) -> pulumi.Input[str | Memballoon] | None:
        """The balloon device. A new one starts with `virtio`."""
        return pulumi.get(self, "memballoon")

    @memballoon.setter
    def memballoon(self, value: pulumi.Input[str | Memballoon] | None) -> None:
        pulumi.set(self, "memballoon", value)

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Input[bool] | None:
        """Start with the host (z/VM: AUTOLOG). A new one starts with `false`."""
        return pulumi.get(self, "autostart")

    @autostart.setter
    def autostart(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "autostart", value)

    @property
    @pulumi.getter
    def power(self) -> pulumi.Input[str | Power] | None:
        """The state to keep the guest in; `unmanaged` leaves it to others. Default: `running`."""
        return pulumi.get(self, "power")

    @power.setter
    def power(self, value: pulumi.Input[str | Power] | None) -> None:
        pulumi.set(self, "power", value)

    @property
    @pulumi.getter
    def shutdown(self) -> pulumi.Input[ShutdownArgs] | None:
        """How the guest is stopped."""
        return pulumi.get(self, "shutdown")

    @shutdown.setter
    def shutdown(self, value: pulumi.Input[ShutdownArgs] | None) -> None:
        pulumi.set(self, "shutdown", value)

    @property
    @pulumi.getter(name="waitFor")
    def wait_for(self) -> pulumi.Input[WaitForArgs] | None:
        """What to wait for when zkvm starts the guest. Absent: nothing; it runs, that is all."""
        return pulumi.get(self, "wait_for")

    @wait_for.setter
    def wait_for(self, value: pulumi.Input[WaitForArgs] | None) -> None:
        pulumi.set(self, "wait_for", value)

    @property
    @pulumi.getter
    def migration(self) -> pulumi.Input[MigrationArgs] | None:
        """How the guest goes to another machine when `host` changes. Absent: live."""
        return pulumi.get(self, "migration")

    @migration.setter
    def migration(self, value: pulumi.Input[MigrationArgs] | None) -> None:
        pulumi.set(self, "migration", value)

    @property
    @pulumi.getter(name="nextBoot")
    def next_boot(self) -> pulumi.Input[str | NextBoot] | None:
        """
        Changes a running guest cannot take: `defer` to its next start, or `restart` it now. Default: `defer`.
        """
        return pulumi.get(self, "next_boot")

    @next_boot.setter
    def next_boot(self, value: pulumi.Input[str | NextBoot] | None) -> None:
        pulumi.set(self, "next_boot", value)

    @property
    @pulumi.getter(name="xmlPatches")
    def xml_patches(self) -> pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs]]] | None:
        """Changes of the XML for what zkvm has no word for; what it owns they may not touch."""
        return pulumi.get(self, "xml_patches")

    @xml_patches.setter
    def xml_patches(self, value: pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs]]] | None) -> None:
        pulumi.set(self, "xml_patches", value)

    @property
    @pulumi.getter
    def metadata(self) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
        """Your own notes, kept in the domain's metadata. Every libvirt client can read them: no secrets."""
        return pulumi.get(self, "metadata")

    @metadata.setter
    def metadata(self, value: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "metadata", value)

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> pulumi.Input[str | DomainType] | None:
        """`auto` takes KVM where the host offers it; decided once, at creation. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @domain_type.setter
    def domain_type(self, value: pulumi.Input[str | DomainType] | None) -> None:
        pulumi.set(self, "domain_type", value)


class Guest(pulumi.CustomResource):
    """
    A virtual machine under KVM on IBM Z (z/VM: a user).

    Its id is the uuid of the domain. `pulumi import` and `get` take [HOST::]NAME-or-uuid.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: GuestArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A virtual machine under KVM on IBM Z (z/VM: a user).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        memory: pulumi.Input[int | str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        current_memory: pulumi.Input[int | str] | None = None,
        vcpus: pulumi.Input[int] | None = None,
        max_vcpus: pulumi.Input[int] | None = None,
        machine: pulumi.Input[str] | None = None,
        boot: pulumi.Input[BootArgs | BootArgsDict] | None = None,
        disks: pulumi.Input[Sequence[pulumi.Input[DiskArgs | DiskArgsDict]]] | None = None,
        interfaces: pulumi.Input[Sequence[pulumi.Input[InterfaceArgs | InterfaceArgsDict]]] | None = None,
        consoles: pulumi.Input[Sequence[pulumi.Input[ConsoleArgs | ConsoleArgsDict]]] | None = None,
        luns: pulumi.Input[Sequence[pulumi.Input[LunArgs | LunArgsDict]]] | None = None,
        controllers: pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs | ScsiControllerArgsDict]]] | None = None,
        mdevs: pulumi.Input[Sequence[pulumi.Input[MdevArgs | MdevArgsDict]]] | None = None,
        filesystems: pulumi.Input[Sequence[pulumi.Input[FilesystemArgs | FilesystemArgsDict]]] | None = None,
        cpu: pulumi.Input[CpuArgs | CpuArgsDict] | None = None,
        watchdog: pulumi.Input[WatchdogArgs | WatchdogArgsDict] | None = None,
        rng: pulumi.Input[RngArgs | RngArgsDict] | None = None,
        agent: pulumi.Input[bool] | None = None,
        vsock: pulumi.Input[VsockArgs | VsockArgsDict] | None = None,
        launch_security: pulumi.Input[str | LaunchSecurity] | None = None,
        key_wrapping: pulumi.Input[KeyWrappingArgs | KeyWrappingArgsDict] | None = None,
        debug: pulumi.Input[DebugArgs | DebugArgsDict] | None = None,
        iothreads: pulumi.Input[int] | None = None,
        cpu_tune: pulumi.Input[CpuTuneArgs | CpuTuneArgsDict] | None = None,
        hugepages: pulumi.Input[bool] | None = None,
        memballoon: pulumi.Input[str | Memballoon] | None = None,
        autostart: pulumi.Input[bool] | None = None,
        power: pulumi.Input[str | Power] | None = None,
        shutdown: pulumi.Input[ShutdownArgs | ShutdownArgsDict] | None = None,
        wait_for: pulumi.Input[WaitForArgs | WaitForArgsDict] | None = None,
        migration: pulumi.Input[MigrationArgs | MigrationArgsDict] | None = None,
        next_boot: pulumi.Input[str | NextBoot] | None = None,
        xml_patches: pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs | XmlPatchArgsDict]]] | None = None,
        metadata: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        domain_type: pulumi.Input[str | DomainType] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`. Example: `lpar1`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign. Example: `linux01`.
        :param pulumi.Input[int | str] memory: Maximum memory: `"1 GiB"`, or an integer in MiB. At least 1
            MiB. Example: `1 GiB`.
        :param pulumi.Input[int | str] current_memory: Memory the guest has now, through its balloon; at most
            `memory`. Absent: `memory`. At least 1 MiB.
        :param pulumi.Input[int] vcpus: Virtual CPUs the guest has now. Between 1 and 248. A new one starts
            with `1`.
        :param pulumi.Input[int] max_vcpus: Virtual CPUs that can be added while it runs. Absent: `vcpus`.
            Between 1 and 248.
        :param pulumi.Input[str] machine: QEMU machine type. The alias stands for the newest; what it became
            at creation is kept. Form: s390-ccw-virtio, or a version of it such as s390-ccw-virtio-7.2. A new
            one starts with `s390-ccw-virtio`.
        :param pulumi.Input[BootArgs | BootArgsDict] boot: How the guest starts. Absent: from its first disk.
        :param pulumi.Input[Sequence[pulumi.Input[DiskArgs | DiskArgsDict]]] disks: Disks. Order means
            nothing.
        :param pulumi.Input[Sequence[pulumi.Input[InterfaceArgs | InterfaceArgsDict]]] interfaces: Network
            interfaces. Order means nothing.
        :param pulumi.Input[Sequence[pulumi.Input[ConsoleArgs | ConsoleArgsDict]]] consoles: Consoles. The
            first is `virsh console`'s.
        :param pulumi.Input[Sequence[pulumi.Input[LunArgs | LunArgsDict]]] luns: SCSI LUNs. Order means
            nothing.
        :param pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs | ScsiControllerArgsDict]]] controllers:
            SCSI controllers beside the one that LUNs and SCSI disks bring. Order means nothing.
        :param pulumi.Input[Sequence[pulumi.Input[MdevArgs | MdevArgsDict]]] mdevs: Mediated devices. Order
            means nothing.
        :param pulumi.Input[Sequence[pulumi.Input[FilesystemArgs | FilesystemArgsDict]]] filesystems: Folders
            of the host that the guest mounts. Order means nothing.
        :param pulumi.Input[CpuArgs | CpuArgsDict] cpu: The CPU the guest sees. Absent: as the host's QEMU has
            it.
        :param pulumi.Input[WatchdogArgs | WatchdogArgsDict] watchdog: The watchdog diag288.
        :param pulumi.Input[RngArgs | RngArgsDict] rng: A random number generator.
        :param pulumi.Input[bool] agent: A channel for QEMU's guest agent: a guest that runs it is shut down
            by it and tells its addresses. A new one starts with `false`.
        :param pulumi.Input[VsockArgs | VsockArgsDict] vsock: Sockets to the host.
        :param pulumi.Input[str | LaunchSecurity] launch_security: Secure Execution: the host cannot look into
            the guest.
        :param pulumi.Input[KeyWrappingArgs | KeyWrappingArgsDict] key_wrapping: Which protected keys the
            guest may wrap.
        :param pulumi.Input[DebugArgs | DebugArgsDict] debug: Debugging the guest's kernel with gdb.
        :param pulumi.Input[int] iothreads: Threads that serve disks beside the main loop. Between 0 and 64. A
            new one starts with `0`.
        :param pulumi.Input[CpuTuneArgs | CpuTuneArgsDict] cpu_tune: Shares, limits and pinning (z/VM: SHARE,
            CPUAFFINITY).
        :param pulumi.Input[bool] hugepages: Back the guest's memory with the host's huge pages (on Z: 1 MiB,
            reserved on the host). A new one starts with `false`.
        :param pulumi.Input[str | Memballoon] memballoon: The balloon device. A new one starts with `virtio`.
        :param pulumi.Input[bool] autostart: Start with the host (z/VM: AUTOLOG). A new one starts with
            `false`.
        :param pulumi.Input[str | Power] power: The state to keep the guest in; `unmanaged` leaves it to
            others. Default: `running`.
        :param pulumi.Input[ShutdownArgs | ShutdownArgsDict] shutdown: How the guest is stopped.
        :param pulumi.Input[WaitForArgs | WaitForArgsDict] wait_for: What to wait for when zkvm starts the
            guest. Absent: nothing; it runs, that is all.
        :param pulumi.Input[MigrationArgs | MigrationArgsDict] migration: How the guest goes to another
            machine when `host` changes. Absent: live.
        :param pulumi.Input[str | NextBoot] next_boot: Changes a running guest cannot take: `defer` to its
            next start, or `restart` it now. Default: `defer`.
        :param pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs | XmlPatchArgsDict]]] xml_patches: Changes of
            the XML for what zkvm has no word for; what it owns they may not touch.
        :param pulumi.Input[Mapping[str, pulumi.Input[str]]] metadata: Your own notes, kept in the domain's
            metadata. Every libvirt client can read them: no secrets.
        :param pulumi.Input[str | DomainType] domain_type: `auto` takes KVM where the host offers it; decided
            once, at creation. Default: `auto`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(GuestArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        memory: pulumi.Input[int | str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        current_memory: pulumi.Input[int | str] | None = None,
        vcpus: pulumi.Input[int] | None = None,
        max_vcpus: pulumi.Input[int] | None = None,
        machine: pulumi.Input[str] | None = None,
        boot: pulumi.Input[BootArgs | BootArgsDict] | None = None,
        disks: pulumi.Input[Sequence[pulumi.Input[DiskArgs | DiskArgsDict]]] | None = None,
        interfaces: pulumi.Input[Sequence[pulumi.Input[InterfaceArgs | InterfaceArgsDict]]] | None = None,
        consoles: pulumi.Input[Sequence[pulumi.Input[ConsoleArgs | ConsoleArgsDict]]] | None = None,
        luns: pulumi.Input[Sequence[pulumi.Input[LunArgs | LunArgsDict]]] | None = None,
        controllers: pulumi.Input[Sequence[pulumi.Input[ScsiControllerArgs | ScsiControllerArgsDict]]] | None = None,
        mdevs: pulumi.Input[Sequence[pulumi.Input[MdevArgs | MdevArgsDict]]] | None = None,
        filesystems: pulumi.Input[Sequence[pulumi.Input[FilesystemArgs | FilesystemArgsDict]]] | None = None,
        cpu: pulumi.Input[CpuArgs | CpuArgsDict] | None = None,
        watchdog: pulumi.Input[WatchdogArgs | WatchdogArgsDict] | None = None,
        rng: pulumi.Input[RngArgs | RngArgsDict] | None = None,
        agent: pulumi.Input[bool] | None = None,
        vsock: pulumi.Input[VsockArgs | VsockArgsDict] | None = None,
        launch_security: pulumi.Input[str | LaunchSecurity] | None = None,
        key_wrapping: pulumi.Input[KeyWrappingArgs | KeyWrappingArgsDict] | None = None,
        debug: pulumi.Input[DebugArgs | DebugArgsDict] | None = None,
        iothreads: pulumi.Input[int] | None = None,
        cpu_tune: pulumi.Input[CpuTuneArgs | CpuTuneArgsDict] | None = None,
        hugepages: pulumi.Input[bool] | None = None,
        memballoon: pulumi.Input[str | Memballoon] | None = None,
        autostart: pulumi.Input[bool] | None = None,
        power: pulumi.Input[str | Power] | None = None,
        shutdown: pulumi.Input[ShutdownArgs | ShutdownArgsDict] | None = None,
        wait_for: pulumi.Input[WaitForArgs | WaitForArgsDict] | None = None,
        migration: pulumi.Input[MigrationArgs | MigrationArgsDict] | None = None,
        next_boot: pulumi.Input[str | NextBoot] | None = None,
        xml_patches: pulumi.Input[Sequence[pulumi.Input[XmlPatchArgs | XmlPatchArgsDict]]] | None = None,
        metadata: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        domain_type: pulumi.Input[str | DomainType] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"memory": memory})
        props = GuestArgs.__new__(GuestArgs)
        props.__dict__["memory"] = memory
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["current_memory"] = current_memory
        props.__dict__["vcpus"] = vcpus
        props.__dict__["max_vcpus"] = max_vcpus
        props.__dict__["machine"] = machine
        props.__dict__["boot"] = boot
        props.__dict__["disks"] = _utilities.referred_in(disks, {"volume": "id", "cdrom": "id"})
        props.__dict__["interfaces"] = _utilities.referred_in(interfaces, {"network": "id"})
        props.__dict__["consoles"] = consoles
        props.__dict__["luns"] = _utilities.referred_in(luns, {"lun": "id"})
        props.__dict__["controllers"] = controllers
        props.__dict__["mdevs"] = _utilities.referred_in(mdevs, {"device": "id"})
        props.__dict__["filesystems"] = filesystems
        props.__dict__["cpu"] = cpu
        props.__dict__["watchdog"] = watchdog
        props.__dict__["rng"] = rng
        props.__dict__["agent"] = agent
        props.__dict__["vsock"] = vsock
        props.__dict__["launch_security"] = launch_security
        props.__dict__["key_wrapping"] = key_wrapping
        props.__dict__["debug"] = debug
        props.__dict__["iothreads"] = iothreads
        props.__dict__["cpu_tune"] = cpu_tune
        props.__dict__["hugepages"] = hugepages
        props.__dict__["memballoon"] = memballoon
        props.__dict__["autostart"] = autostart
        props.__dict__["power"] = power
        props.__dict__["shutdown"] = shutdown
        props.__dict__["wait_for"] = wait_for
        props.__dict__["migration"] = migration
        props.__dict__["next_boot"] = next_boot
        props.__dict__["xml_patches"] = xml_patches
        props.__dict__["metadata"] = metadata
        props.__dict__["domain_type"] = domain_type
        props.__dict__["uuid"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["resolved_domain_type"] = None
        props.__dict__["power_state"] = None
        props.__dict__["power_reason"] = None
        props.__dict__["templates"] = None
        props.__dict__["devices"] = None
        props.__dict__["pending"] = None
        props.__dict__["observed_at"] = None
        super().__init__("zkvm:index:Guest", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Guest:
        """Read an object that is there already, without managing it. `id` is [HOST::]NAME-or-uuid."""
        found = Guest.__new__(Guest)
        opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        found._start(resource_name, opts)
        return found

    @property
    @pulumi.getter
    def host(self) -> pulumi.Output[str]:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`. Example: `lpar1`.
        """
        return pulumi.get(self, "host")

    @property
    @pulumi.getter
    def name(self) -> pulumi.Output[str]:
        """
        Name on the host. Absent: made from the resource's name. Form: letters, digits and `_ . + -`, at most
        63 characters, not beginning with a sign. Example: `linux01`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def memory(self) -> pulumi.Output[int | str]:
        """Maximum memory: `"1 GiB"`, or an integer in MiB. At least 1 MiB. Example: `1 GiB`."""
        return pulumi.get(self, "memory")

    @property
    @pulumi.getter(name="currentMemory")
    def current_memory(self) -> pulumi.Output[int | str | None]:
        """
        Memory the guest has now, through its balloon; at most `memory`. Absent: `memory`. At least 1 MiB.
        """
        return pulumi.get(self, "current_memory")

    @property
    @pulumi.getter
    def vcpus(self) -> pulumi.Output[int | None]:
        """Virtual CPUs the guest has now. Between 1 and 248. A new one starts with `1`."""
        return pulumi.get(self, "vcpus")

    @property
    @pulumi.getter(name="maxVcpus")
    def max_vcpus(self) -> pulumi.Output[int | None]:
        """Virtual CPUs that can be added while it runs. Absent: `vcpus`. Between 1 and 248."""
        return pulumi.get(self, "max_vcpus")

    @property
    @pulumi.getter
    def machine(self) -> pulumi.Output[str | None]:
        """
        QEMU machine type. The alias stands for the newest; what it became at creation is kept. Form:
        s390-ccw-virtio, or a version of it such as s390-ccw-virtio-7.2. A new one starts with
        `s390-ccw-virtio`.
        """
        return pulumi.get(self, "machine")

    @property
    @pulumi.getter
    def boot(self) -> pulumi.Output[outputs.Boot | None]:
        """How the guest starts. Absent: from its first disk."""
        return pulumi.get(self, "boot")

    @property
    @pulumi.getter
    def disks(self) -> pulumi.Output[Sequence[outputs.Disk] | None]:
        """Disks. Order means nothing."""
        return pulumi.get(self, "disks")

    @property
    @pulumi.getter
    def interfaces(self) -> pulumi.Output[Sequence[outputs.Interface] | None]:
        """Network interfaces. Order means nothing."""
        return pulumi.get(self, "interfaces")

    @property
    @pulumi.getter
    def consoles(self) -> pulumi.Output[Sequence[outputs.Console] | None]:
        """Consoles. The first is `virsh console`'s."""
        return pulumi.get(self, "consoles")

    @property
    @pulumi.getter
    def luns(self) -> pulumi.Output[Sequence[outputs.Lun] | None]:
        """SCSI LUNs. Order means nothing."""
        return pulumi.get(self, "luns")

    @property
    @pulumi.getter
    def controllers(self) -> pulumi.Output[Sequence[outputs.ScsiController] | None]:
        """SCSI controllers beside the one that LUNs and SCSI disks bring. Order means nothing."""
        return pulumi.get(self, "controllers")

    @property
    @pulumi.getter
    def mdevs(self) -> pulumi.Output[Sequence[outputs.Mdev] | None]:
        """Mediated devices. Order means nothing."""
        return pulumi.get(self, "mdevs")

    @property
    @pulumi.getter
    def filesystems(self) -> pulumi.Output[Sequence[outputs.Filesystem] | None]:
        """Folders of the host that the guest mounts. Order means nothing."""
        return pulumi.get(self, "filesystems")

    @property
    @pulumi.getter
    def cpu(self) -> pulumi.Output[outputs.Cpu | None]:
        """The CPU the guest sees. Absent: as the host's QEMU has it."""
        return pulumi.get(self, "cpu")

    @property
    @pulumi.getter
    def watchdog(self) -> pulumi.Output[outputs.Watchdog | None]:
        """The watchdog diag288."""
        return pulumi.get(self, "watchdog")

    @property
    @pulumi.getter
    def rng(self) -> pulumi.Output[outputs.Rng | None]:
        """A random number generator."""
        return pulumi.get(self, "rng")

    @property
    @pulumi.getter
    def agent(self) -> pulumi.Output[bool | None]:
        """
        A channel for QEMU's guest agent: a guest that runs it is shut down by it and tells its addresses. A
        new one starts with `false`.
        """
        return pulumi.get(self, "agent")

    @property
    @pulumi.getter
    def vsock(self) -> pulumi.Output[outputs.Vsock | None]:
        """Sockets to the host."""
        return pulumi.get(self, "vsock")

    @property
    @pulumi.getter(name="launchSecurity")
    def launch_security(self) -> pulumi.Output[str | None]:
        """Secure Execution: the host cannot look into the guest."""
        return pulumi.get(self, "launch_security")

    @property
    @pulumi.getter(name="keyWrapping")
    def key_wrapping(self) -> pulumi.Output[outputs.KeyWrapping | None]:
        """Which protected keys the guest may wrap."""
        return pulumi.get(self, "key_wrapping")

    @property
    @pulumi.getter
    def debug(self) -> pulumi.Output[outputs.Debug | None]:
        """Debugging the guest's kernel with gdb."""
        return pulumi.get(self, "debug")

    @property
    @pulumi.getter
    def iothreads(self) -> pulumi.Output[int | None]:
        """Threads that serve disks beside the main loop. Between 0 and 64. A new one starts with `0`."""
        return pulumi.get(self, "iothreads")

    @property
    @pulumi.getter(name="cpuTune")
    def cpu_tune(self) -> pulumi.Output[outputs.CpuTune | None]:
        """Shares, limits and pinning (z/VM: SHARE, CPUAFFINITY)."""
        return pulumi.get(self, "cpu_tune")

    @property
    @pulumi.getter
    def hugepages(self) -> pulumi.Output[bool | None]:
        """
        Back the guest's memory with the host's huge pages (on Z: 1 MiB, reserved on the host). A new one
        starts with `false`.
        """
        return pulumi.get(self, "hugepages")

    @property
    @pulumi.getter
    def memballoon(self) -> pulumi.Output[str | None]:
        """The balloon device. A new one starts with `virtio`."""
        return pulumi.get(self, "memballoon")

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Output[bool | None]:
        """Start with the host (z/VM: AUTOLOG). A new one starts with `false`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter
    def power(self) -> pulumi.Output[str]:
        """The state to keep the guest in; `unmanaged` leaves it to others. Default: `running`."""
        return pulumi.get(self, "power")

    @property
    @pulumi.getter
    def shutdown(self) -> pulumi.Output[outputs.Shutdown | None]:
        """How the guest is stopped."""
        return pulumi.get(self, "shutdown")

    @property
    @pulumi.getter(name="waitFor")
    def wait_for(self) -> pulumi.Output[outputs.WaitFor | None]:
        """What to wait for when zkvm starts the guest. Absent: nothing; it runs, that is all."""
        return pulumi.get(self, "wait_for")

    @property
    @pulumi.getter
    def migration(self) -> pulumi.Output[outputs.Migration | None]:
        """How the guest goes to another machine when `host` changes. Absent: live."""
        return pulumi.get(self, "migration")

    @property
    @pulumi.getter(name="nextBoot")
    def next_boot(self) -> pulumi.Output[str]:
        """
        Changes a running guest cannot take: `defer` to its next start, or `restart` it now. Default: `defer`.
        """
        return pulumi.get(self, "next_boot")

    @property
    @pulumi.getter(name="xmlPatches")
    def xml_patches(self) -> pulumi.Output[Sequence[outputs.XmlPatch] | None]:
        """Changes of the XML for what zkvm has no word for; what it owns they may not touch."""
        return pulumi.get(self, "xml_patches")

    @property
    @pulumi.getter
    def metadata(self) -> pulumi.Output[Mapping[str, str] | None]:
        """Your own notes, kept in the domain's metadata. Every libvirt client can read them: no secrets."""
        return pulumi.get(self, "metadata")

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> pulumi.Output[str]:
        """`auto` takes KVM where the host offers it; decided once, at creation. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @property
    @pulumi.getter
    def uuid(self) -> pulumi.Output[str]:
        """The domain's uuid, derived from owner and URN."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI the guest was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine it lives on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter(name="resolvedDomainType")
    def resolved_domain_type(self) -> pulumi.Output[str]:
        """`kvm` or `qemu`, decided at creation."""
        return pulumi.get(self, "resolved_domain_type")

    @property
    @pulumi.getter(name="powerState")
    def power_state(self) -> pulumi.Output[str]:
        """virsh's word for its state: `running`, `shut off`, `paused`, …"""
        return pulumi.get(self, "power_state")

    @property
    @pulumi.getter(name="powerReason")
    def power_reason(self) -> pulumi.Output[str | None]:
        """
        Why it is in that state, as `virsh domstate --reason` says: `booted`; `shutdown` when its operating
        system shut it down, `destroyed` when someone cut its power, `crashed`, …
        """
        return pulumi.get(self, "power_reason")

    @property
    @pulumi.getter
    def templates(self) -> pulumi.Output[str | None]:
        """Digest of your own templates that its XML was made with; absent without."""
        return pulumi.get(self, "templates")

    @property
    @pulumi.getter
    def devices(self) -> pulumi.Output[Sequence[outputs.DeviceRow]]:
        """Device table, in the guest's subchannel order."""
        return pulumi.get(self, "devices")

    @property
    @pulumi.getter
    def pending(self) -> pulumi.Output[Sequence[str]]:
        """Changes defined but waiting for the next start, in words."""
        return pulumi.get(self, "pending")

    @property
    @pulumi.getter(name="observedAt")
    def observed_at(self) -> pulumi.Output[str | None]:
        """When `pending` and `power_state` were seen (UTC)."""
        return pulumi.get(self, "observed_at")
