# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a guest, also one zkvm did not make."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetGuestResult", "get_guest", "get_guest_output"]


@pulumi.output_type
class GetGuestResult:
    """Answer of `get_guest`. A virtual machine under KVM on IBM Z (z/VM: a user)."""

    def __init__(
        __self__,
        *,
        id: str,
        host: str,
        name: str,
        memory: int | str,
        uuid: str,
        host_uri: str,
        machine_id: str,
        resolved_domain_type: str,
        power_state: str,
        devices: Sequence[outputs.DeviceRow],
        pending: Sequence[str],
        current_memory: int | str | None = None,
        vcpus: int | None = None,
        max_vcpus: int | None = None,
        machine: str | None = None,
        boot: outputs.Boot | None = None,
        disks: Sequence[outputs.Disk] | None = None,
        interfaces: Sequence[outputs.Interface] | None = None,
        consoles: Sequence[outputs.Console] | None = None,
        luns: Sequence[outputs.Lun] | None = None,
        controllers: Sequence[outputs.ScsiController] | None = None,
        mdevs: Sequence[outputs.Mdev] | None = None,
        filesystems: Sequence[outputs.Filesystem] | None = None,
        cpu: outputs.Cpu | None = None,
        watchdog: outputs.Watchdog | None = None,
        rng: outputs.Rng | None = None,
        agent: bool | None = None,
        vsock: outputs.Vsock | None = None,
        launch_security: str | None = None,
        key_wrapping: outputs.KeyWrapping | None = None,
        debug: outputs.Debug | None = None,
        iothreads: int | None = None,
        cpu_tune: outputs.CpuTune | None = None,
        hugepages: bool | None = None,
        memballoon: str | None = None,
        autostart: bool | None = None,
        power: str | None = None,
        shutdown: outputs.Shutdown | None = None,
        wait_for: outputs.WaitFor | None = None,
        migration: outputs.Migration | None = None,
        next_boot: str | None = None,
        xml_patches: Sequence[outputs.XmlPatch] | None = None,
        metadata: Mapping[str, str] | None = None,
        domain_type: str | None = None,
        power_reason: str | None = None,
        templates: str | None = None,
        observed_at: str | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "memory", memory)
        pulumi.set(__self__, "current_memory", current_memory)
        pulumi.set(__self__, "vcpus", vcpus)
        pulumi.set(__self__, "max_vcpus", max_vcpus)
        pulumi.set(__self__, "machine", machine)
        pulumi.set(__self__, "boot", boot)
        pulumi.set(__self__, "disks", disks)
        pulumi.set(__self__, "interfaces", interfaces)
        pulumi.set(__self__, "consoles", consoles)
        pulumi.set(__self__, "luns", luns)
        pulumi.set(__self__, "controllers", controllers)
        pulumi.set(__self__, "mdevs", mdevs)
        pulumi.set(__self__, "filesystems", filesystems)
        pulumi.set(__self__, "cpu", cpu)
        pulumi.set(__self__, "watchdog", watchdog)
        pulumi.set(__self__, "rng", rng)
        pulumi.set(__self__, "agent", agent)
        pulumi.set(__self__, "vsock", vsock)
        pulumi.set(__self__, "launch_security", launch_security)
        pulumi.set(__self__, "key_wrapping", key_wrapping)
        pulumi.set(__self__, "debug", debug)
        pulumi.set(__self__, "iothreads", iothreads)
        pulumi.set(__self__, "cpu_tune", cpu_tune)
        pulumi.set(__self__, "hugepages", hugepages)
        pulumi.set(__self__, "memballoon", memballoon)
        pulumi.set(__self__, "autostart", autostart)
        pulumi.set(__self__, "power", power)
        pulumi.set(__self__, "shutdown", shutdown)
        pulumi.set(__self__, "wait_for", wait_for)
        pulumi.set(__self__, "migration", migration)
        pulumi.set(__self__, "next_boot", next_boot)
        pulumi.set(__self__, "xml_patches", xml_patches)
        pulumi.set(__self__, "metadata", metadata)
        pulumi.set(__self__, "domain_type", domain_type)
        pulumi.set(__self__, "uuid", uuid)
        pulumi.set(__self__, "host_uri", host_uri)
        pulumi.set(__self__, "machine_id", machine_id)
        pulumi.set(__self__, "resolved_domain_type", resolved_domain_type)
        pulumi.set(__self__, "power_state", power_state)
        pulumi.set(__self__, "power_reason", power_reason)
        pulumi.set(__self__, "templates", templates)
        pulumi.set(__self__, "devices", devices)
        pulumi.set(__self__, "pending", pending)
        pulumi.set(__self__, "observed_at", observed_at)

    @property
    @pulumi.getter
    def id(self) -> str:
        """The uuid of the domain."""
        return pulumi.get(self, "id")

    @property
    @pulumi.getter
    def host(self) -> str:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`. Example: `lpar1`.
        """
        return pulumi.get(self, "host")

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name on the host. Absent: made from the resource's name. Form: letters, digits and `_ . + -`, at most
        63 characters, not beginning with a sign. Example: `linux01`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def memory(self) -> int | str:
        """Maximum memory: `"1 GiB"`, or an integer in MiB. At least 1 MiB. Example: `1 GiB`."""
        return pulumi.get(self, "memory")

    @property
    @pulumi.getter(name="currentMemory")
    def current_memory(self) -> int | str | None:
        """
        Memory the guest has now, through its balloon; at most `memory`. Absent: `memory`. At least 1 MiB.
        """
        return pulumi.get(self, "current_memory")

    @property
    @pulumi.getter
    def vcpus(self) -> int | None:
        """Virtual CPUs the guest has now. Between 1 and 248. A new one starts with `1`."""
        return pulumi.get(self, "vcpus")

    @property
    @pulumi.getter(name="maxVcpus")
    def max_vcpus(self) -> int | None:
        """Virtual CPUs that can be added while it runs. Absent: `vcpus`. Between 1 and 248."""
        return pulumi.get(self, "max_vcpus")

    @property
    @pulumi.getter
    def machine(self) -> str | None:
        """
        QEMU machine type. The alias stands for the newest; what it became at creation is kept. Form:
        s390-ccw-virtio, or a version of it such as s390-ccw-virtio-7.2. A new one starts with
        `s390-ccw-virtio`.
        """
        return pulumi.get(self, "machine")

    @property
    @pulumi.getter
    def boot(self) -> outputs.Boot | None:
        """How the guest starts. Absent: from its first disk."""
        return pulumi.get(self, "boot")

    @property
    @pulumi.getter
    def disks(self) -> Sequence[outputs.Disk] | None:
        """Disks. Order means nothing."""
        return pulumi.get(self, "disks")

    @property
    @pulumi.getter
    def interfaces(self) -> Sequence[outputs.Interface] | None:
        """Network interfaces. Order means nothing."""
        return pulumi.get(self, "interfaces")

    @property
    @pulumi.getter
    def consoles(self) -> Sequence[outputs.Console] | None:
        """Consoles. The first is `virsh console`'s."""
        return pulumi.get(self, "consoles")

    @property
    @pulumi.getter
    def luns(self) -> Sequence[outputs.Lun] | None:
        """SCSI LUNs. Order means nothing."""
        return pulumi.get(self, "luns")

    @property
    @pulumi.getter
    def controllers(self) -> Sequence[outputs.ScsiController] | None:
        """SCSI controllers beside the one that LUNs and SCSI disks bring. Order means nothing."""
        return pulumi.get(self, "controllers")

    @property
    @pulumi.getter
    def mdevs(self) -> Sequence[outputs.Mdev] | None:
        """Mediated devices. Order means nothing."""
        return pulumi.get(self, "mdevs")

    @property
    @pulumi.getter
    def filesystems(self) -> Sequence[outputs.Filesystem] | None:
        """Folders of the host that the guest mounts. Order means nothing."""
        return pulumi.get(self, "filesystems")

    @property
    @pulumi.getter
    def cpu(self) -> outputs.Cpu | None:
        """The CPU the guest sees. Absent: as the host's QEMU has it."""
        return pulumi.get(self, "cpu")

    @property
    @pulumi.getter
    def watchdog(self) -> outputs.Watchdog | None:
        """The watchdog diag288."""
        return pulumi.get(self, "watchdog")

    @property
    @pulumi.getter
    def rng(self) -> outputs.Rng | None:
        """A random number generator."""
        return pulumi.get(self, "rng")

    @property
    @pulumi.getter
    def agent(self) -> bool | None:
        """
        A channel for QEMU's guest agent: a guest that runs it is shut down by it and tells its addresses. A
        new one starts with `false`.
        """
        return pulumi.get(self, "agent")

    @property
    @pulumi.getter
    def vsock(self) -> outputs.Vsock | None:
        """Sockets to the host."""
        return pulumi.get(self, "vsock")

    @property
    @pulumi.getter(name="launchSecurity")
    def launch_security(self) -> str | None:
        """Secure Execution: the host cannot look into the guest."""
        return pulumi.get(self, "launch_security")

    @property
    @pulumi.getter(name="keyWrapping")
    def key_wrapping(self) -> outputs.KeyWrapping | None:
        """Which protected keys the guest may wrap."""
        return pulumi.get(self, "key_wrapping")

    @property
    @pulumi.getter
    def debug(self) -> outputs.Debug | None:
        """Debugging the guest's kernel with gdb."""
        return pulumi.get(self, "debug")

    @property
    @pulumi.getter
    def iothreads(self) -> int | None:
        """Threads that serve disks beside the main loop. Between 0 and 64. A new one starts with `0`."""
        return pulumi.get(self, "iothreads")

    @property
    @pulumi.getter(name="cpuTune")
    def cpu_tune(self) -> outputs.CpuTune | None:
        """Shares, limits and pinning (z/VM: SHARE, CPUAFFINITY)."""
        return pulumi.get(self, "cpu_tune")

    @property
    @pulumi.getter
    def hugepages(self) -> bool | None:
        """
        Back the guest's memory with the host's huge pages (on Z: 1 MiB, reserved on the host). A new one
        starts with `false`.
        """
        return pulumi.get(self, "hugepages")

    @property
    @pulumi.getter
    def memballoon(self) -> str | None:
        """The balloon device. A new one starts with `virtio`."""
        return pulumi.get(self, "memballoon")

    @property
    @pulumi.getter
    def autostart(self) -> bool | None:
        """Start with the host (z/VM: AUTOLOG). A new one starts with `false`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter
    def power(self) -> str | None:
        """The state to keep the guest in; `unmanaged` leaves it to others. Default: `running`."""
        return pulumi.get(self, "power")

    @property
    @pulumi.getter
    def shutdown(self) -> outputs.Shutdown | None:
        """How the guest is stopped."""
        return pulumi.get(self, "shutdown")

    @property
    @pulumi.getter(name="waitFor")
    def wait_for(self) -> outputs.WaitFor | None:
        """What to wait for when zkvm starts the guest. Absent: nothing; it runs, that is all."""
        return pulumi.get(self, "wait_for")

    @property
    @pulumi.getter
    def migration(self) -> outputs.Migration | None:
        """How the guest goes to another machine when `host` changes. Absent: live."""
        return pulumi.get(self, "migration")

    @property
    @pulumi.getter(name="nextBoot")
    def next_boot(self) -> str | None:
        """
        Changes a running guest cannot take: `defer` to its next start, or `restart` it now. Default: `defer`.
        """
        return pulumi.get(self, "next_boot")

    @property
    @pulumi.getter(name="xmlPatches")
    def xml_patches(self) -> Sequence[outputs.XmlPatch] | None:
        """Changes of the XML for what zkvm has no word for; what it owns they may not touch."""
        return pulumi.get(self, "xml_patches")

    @property
    @pulumi.getter
    def metadata(self) -> Mapping[str, str] | None:
        """Your own notes, kept in the domain's metadata. Every libvirt client can read them: no secrets."""
        return pulumi.get(self, "metadata")

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> str | None:
        """`auto` takes KVM where the host offers it; decided once, at creation. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @property
    @pulumi.getter
    def uuid(self) -> str:
        """The domain's uuid, derived from owner and URN."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> str:
        """The URI the guest was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> str:
        """Identity of the machine it lives on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter(name="resolvedDomainType")
    def resolved_domain_type(self) -> str:
        """`kvm` or `qemu`, decided at creation."""
        return pulumi.get(self, "resolved_domain_type")

    @property
    @pulumi.getter(name="powerState")
    def power_state(self) -> str:
        """virsh's word for its state: `running`, `shut off`, `paused`, …"""
        return pulumi.get(self, "power_state")

    @property
    @pulumi.getter(name="powerReason")
    def power_reason(self) -> str | None:
        """
        Why it is in that state, as `virsh domstate --reason` says: `booted`; `shutdown` when its operating
        system shut it down, `destroyed` when someone cut its power, `crashed`, …
        """
        return pulumi.get(self, "power_reason")

    @property
    @pulumi.getter
    def templates(self) -> str | None:
        """Digest of your own templates that its XML was made with; absent without."""
        return pulumi.get(self, "templates")

    @property
    @pulumi.getter
    def devices(self) -> Sequence[outputs.DeviceRow]:
        """Device table, in the guest's subchannel order."""
        return pulumi.get(self, "devices")

    @property
    @pulumi.getter
    def pending(self) -> Sequence[str]:
        """Changes defined but waiting for the next start, in words."""
        return pulumi.get(self, "pending")

    @property
    @pulumi.getter(name="observedAt")
    def observed_at(self) -> str | None:
        """When `pending` and `power_state` were seen (UTC)."""
        return pulumi.get(self, "observed_at")

    def __await__(self) -> Generator[Any, None, GetGuestResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_guest(
    name: str,
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetGuestResult:
    """
    Describe a guest, also one zkvm did not make.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": host,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetGuestResult = pulumi.runtime.invoke("zkvm:index:getGuest", args, opts=opts, typ=GetGuestResult).value
    return answer


def get_guest_output(
    name: pulumi.Input[str],
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetGuestResult]:
    """
    Describe a guest, also one zkvm did not make.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": _utilities.referred(host, "uri"),
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getGuest", args, opts=opts, typ=GetGuestResult)
