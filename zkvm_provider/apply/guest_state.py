"""A guest as the machine has it: the observation, and the same told as inputs."""

from __future__ import annotations

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.sight import glimpse_of, sight_of
from zkvm_provider.dataclass import dataclass, replace
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import MISSING, DomainStats, ObjectInfo, ObjectRef, PowerState
from zkvm_provider.libvirtxml.parse.guest import parse_definition
from zkvm_provider.libvirtxml.patches import held_patches
from zkvm_provider.model.debug import Debug
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk, DiskFormat
from zkvm_provider.model.guest import Guest, Power
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.units import whole_mib

CRASHED = "crashed"
"""libvirt's reason for the state of a guest that panicked, or found nothing to boot."""

_POWER = {
    PowerState.RUNNING: Power.RUNNING,
    PowerState.BLOCKED: Power.RUNNING,
    PowerState.SHUTDOWN: Power.RUNNING,
    PowerState.PAUSED: Power.PAUSED,
    PowerState.PMSUSPENDED: Power.PAUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldGuest:
    """What the host tells of one domain, before it is read."""

    info: ObjectInfo
    row: DomainStats
    config_xml: str
    live_xml: str | None

    @property
    def sight(self) -> str:
        return sight_of(self.info, self.row, self.config_xml, self.live_xml)

    @property
    def glimpse(self) -> str:
        return glimpse_of(self.info, self.row, self.config_xml, self.live_xml)


def observe_guest(desk: Desk, ref: ObjectRef) -> ObservedGuest | None:
    """The domain of that uuid or name; None when the host has none."""
    told = ask_for_guest(desk, ref)
    return understood(told) if told is not None else None


def _with_held_patches(definition: GuestDefinition, xml: str) -> GuestDefinition:
    """Without the patches that somebody took back: the next update makes them again."""
    patches = definition.guest.xml_patches
    if not patches:
        return definition
    return replace(definition, guest=replace(definition.guest, xml_patches=held_patches(xml, patches)))


def understood(told: ToldGuest) -> ObservedGuest:
    """What it means."""
    info, row, live = told.info, told.row, told.live_xml
    config = parse_definition(told.config_xml)
    return ObservedGuest(
        config=_with_held_patches(config, told.config_xml),
        live=_live(parse_definition(live), row) if live is not None else None,
        power=_POWER.get(info.state or PowerState.SHUTOFF, Power.STOPPED),
        state=_word(info, row),
        reason=row.state_reason if row else "",
        autostart=info.autostart,
        balloon_is_up=row.balloon_driver_is_up if row else False,
        sight=told.sight,
    )


def ask_for_guest(desk: Desk, ref: ObjectRef) -> ToldGuest | None:
    """What the host tells of the domain of that uuid or name; None when it has none."""
    try:
        found = desk.endpoint.hypervisor.domain(ref) if desk.fresh else desk.view.domain(ref)
        if found is None:
            return None
        info, stats = found
        config = desk.endpoint.hypervisor.dump(info.ref)
        live = desk.endpoint.hypervisor.dump(info.ref, live=True) if info.active else None
    except BackendError as refused:
        if refused.code in MISSING:
            return None  # it went away between the list and the look
        raise
    return ToldGuest(info=info, row=stats, config_xml=config, live_xml=live)


def _word(info: ObjectInfo, row: DomainStats | None) -> str:
    """virsh's word for the state; of a guest that is off because it crashed also that, as `domstate --reason` says."""
    word = (info.state or PowerState.NOSTATE).value
    has_crashed = not info.active and row is not None and row.state_reason == CRASHED
    return f"{word} ({CRASHED})" if has_crashed else word


def _live(definition: GuestDefinition, row: DomainStats | None) -> GuestDefinition:
    """The live definition with the current memory and vCPUs that the statistics tell."""
    if row is None:
        return definition
    guest = replace(definition.guest, current_memory=row.current_memory_kib * 1024, vcpus=row.vcpus_current)
    return replace(definition, guest=guest)


def as_inputs(observed: ObservedGuest, given: Guest | None) -> Guest:
    """The guest as a declaration: the definition from the persistent configuration, the rest from the live domain.

    A live value that only waits for the next start (a vCPU that cannot be unplugged, a balloon below a new maximum) is
    not told as drift.
    """
    guest = observed.config.guest
    if given is None:
        return replace(
            guest,
            power=observed.power,
            autostart=observed.autostart,
            current_memory=_given_memory(guest),
            domain_type=None,
            disks=tuple(_plain(disk) for disk in guest.disks or ()),
        )
    live = observed.live.guest if observed.live else None
    return replace(
        guest,
        host=given.host,
        power=given.power if given.power is Power.UNMANAGED or _is_frozen(observed, given) else observed.power,
        debug=_debug(guest, given),
        shutdown=given.shutdown,
        wait_for=given.wait_for,
        migration=given.migration,
        next_boot=given.next_boot,
        domain_type=given.domain_type,
        machine=given.machine if _is_version_of(guest.machine, given.machine) else guest.machine,
        autostart=observed.autostart,
        vcpus=_vcpus(guest, live, given),
        current_memory=_current_memory(observed, live, given),
    )


def _is_frozen(observed: ObservedGuest, given: Guest) -> bool:
    """Paused since its start, for a debugger: that is how it is to be."""
    freezes = given.debug is not None and bool(given.debug.freeze)
    return freezes and given.power is Power.RUNNING and observed.power is Power.PAUSED


def _debug(guest: Guest, given: Guest) -> Debug | None:
    """Freezing is how zkvm starts the guest: nothing on the host tells it."""
    if given.debug is None:
        return guest.debug
    return replace(guest.debug or Debug(), freeze=given.debug.freeze)


def _plain(disk: Disk) -> Disk:
    """Without what it has when nothing is given: a volume's own format, raw for anything else; a drive only reads."""
    derived = disk.volume is not None or disk.format is DiskFormat.RAW
    read_only = None if disk.is_cdrom else disk.read_only
    return replace(disk, format=None if derived else disk.format, read_only=read_only)


def _given_memory(guest: Guest) -> int | None:
    return None if guest.current_memory == guest.memory else guest.current_memory


def _is_version_of(machine: str | None, alias: str | None) -> bool:
    return bool(machine and alias and (machine == alias or machine.startswith(f"{alias}-")))


def _vcpus(guest: Guest, live: Guest | None, given: Guest) -> int | None:
    """The running guest's when others could be plugged at once; otherwise what it is to have after its next start."""
    if live is None or live.vcpus is None:
        return guest.vcpus
    most = live.max_vcpus or live.vcpus
    return live.vcpus if live.vcpus < min(given.vcpus or 1, most) else guest.vcpus


def _current_memory(observed: ObservedGuest, live: Guest | None, given: Guest) -> int | None:
    """The balloon's when it can move at once; otherwise the configuration's."""
    guest = observed.config.guest
    if live is None or not observed.balloon_is_up:
        return guest.current_memory
    reach = min(given.current_memory or given.memory, whole_mib(live.memory))
    has = live.current_memory or live.memory
    return guest.current_memory if has in {reach, whole_mib(reach)} else live.current_memory
