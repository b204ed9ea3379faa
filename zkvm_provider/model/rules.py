"""Rules that look at more than one field.

Each rule speaks only when everything it looks at can be read: an unknown value makes it wait, a faulty one has its own
fault already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from zkvm_provider.errors import Fault
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.definition import GUEST_AGENT, MEMBALLOON, RNG, VIRTIO_SCSI, VIRTIO_SERIAL, VSOCK
from zkvm_provider.model.disk import DiskCache, DiskIo
from zkvm_provider.model.guest import AfterGrace, Guest, Memballoon
from zkvm_provider.model.host_device_rules import HOST_DEVICE_RULES
from zkvm_provider.model.install_media import InstallMedia
from zkvm_provider.model.interface import MacvtapMode
from zkvm_provider.model.migration import MigrationMode
from zkvm_provider.model.nat_addresses import nat_addresses_fit
from zkvm_provider.model.network import MacvtapNetwork, NatNetwork, OvsNetwork
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.reading import FAULTY, Node, covers, join, unique
from zkvm_provider.model.rules_boot import BOOT_RULES
from zkvm_provider.model.rules_cdrom import CDROM_RULES
from zkvm_provider.model.rules_console import CONSOLE_RULES
from zkvm_provider.model.rules_cpu_tune import pins_are_of_threads
from zkvm_provider.model.rules_disks import DISK_RULES
from zkvm_provider.model.rules_media import lun_and_port_come_together, password_has_a_user, text_stands_alone
from zkvm_provider.model.rules_security import SECURITY_RULES
from zkvm_provider.model.rules_small_devices import DEVICE_RULES
from zkvm_provider.model.rules_storage import POOL_RULES, VOLUME_RULES
from zkvm_provider.model.rules_xml_patch import PATCH_RULES
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.units import format_size

Rule = Callable[[Node], Iterator[Fault]]

_DEVICE_LISTS = ("disks", "interfaces", "consoles", "filesystems", "luns", "mdevs", "controllers")
_AUTOMATIC = (VIRTIO_SERIAL, VIRTIO_SCSI, MEMBALLOON, RNG, VSOCK, GUEST_AGENT)
_DIRECT_CACHES = (DiskCache.NONE, DiskCache.DIRECTSYNC)


def broken_rules(node: Node, secrets: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Every fault that only shows when fields are looked at together.

    A fault that needs a value under a path of `secrets` names the rule, not the values.
    """
    masked = _masked(node, secrets) if secrets else None
    for rule in _RULES.get(node.cls, ()):
        open_faults = set(rule(masked)) if masked is not None else set()
        for fault in rule(node):
            yield fault if masked is None or fault in open_faults else _without_values(fault, rule)


def _masked(node: Node, secrets: frozenset[str]) -> Node:
    """The node with every secret value out of the rules' sight."""

    def mask(value: Any, path: str) -> Any:
        if covers(secrets, path):
            return FAULTY
        if isinstance(value, Node):
            return _masked(value, secrets)
        if isinstance(value, list):
            return [mask(item, f"{path}[{at}]") for at, item in enumerate(value)]
        if isinstance(value, dict):
            return {key: mask(item, join(path, key)) for key, item in value.items()}
        return value

    values = {name: mask(value, node.at(name)) for name, value in node.values.items()}
    return Node(cls=node.cls, path=node.path, values=values)


def _without_values(fault: Fault, rule: Rule) -> Fault:
    words = rule.__name__.strip("_").replace("_", " ")
    return Fault(path=fault.path, reason=f"breaks the rule '{words}'; a value in it is secret and not shown")


def _memory_fits(guest: Node) -> Iterator[Fault]:
    memory, current = guest.known("memory"), guest.known("current_memory")
    if current is None:
        return
    at = guest.at("current_memory")
    if memory is not None and current > memory:
        yield Fault(path=at, reason=f"{format_size(current)} is more than `memory`, {format_size(memory)}")
    elif memory is not None and current < memory and guest.known("memballoon") is Memballoon.NONE:
        yield Fault(path=at, reason="less than `memory` needs the balloon, and `memballoon` is none")


def _vcpus_fit(guest: Node) -> Iterator[Fault]:
    vcpus, limit = guest.known("vcpus"), guest.known("max_vcpus")
    if vcpus is not None and limit is not None and vcpus > limit:
        yield Fault(path=guest.at("vcpus"), reason=f"{vcpus} is more than `maxVcpus`, {limit}")


def _iothreads_exist(guest: Node) -> Iterator[Fault]:
    if not guest.is_settled("iothreads"):
        return
    count = guest.known("iothreads") or 0
    for user in (*guest.children("disks"), *guest.children("controllers")):
        number = user.known("iothread")
        if number is not None and number > count:
            yield Fault(path=user.at("iothread"), reason=f"there is no iothread {number}: `iothreads` is {count}")


def _names_are_unique(guest: Node) -> Iterator[Fault]:
    holders: dict[str, str] = {}
    for device in _devices(guest):
        name = device.known("name")
        if name is None:
            continue
        if name in _AUTOMATIC:
            yield Fault(
                path=device.at("name"), reason=f"{name!r} is the name of a device every guest may have by itself"
            )
        elif name in holders:
            yield Fault(path=device.at("name"), reason=f"{name!r} is already the name of {holders[name]}")
        else:
            holders[name] = device.path


def _devnos_are_unique(guest: Node) -> Iterator[Fault]:
    named = (guest.children(name) for name in ("disks", "interfaces", "filesystems", "mdevs", "controllers"))
    yield from unique([device for devices in named for device in devices], "devno")


def _macs_are_unique(guest: Node) -> Iterator[Fault]:
    yield from unique(guest.children("interfaces"), "mac")


def _targets_are_unique(guest: Node) -> Iterator[Fault]:
    yield from unique((*guest.children("disks"), *guest.children("luns")), "target")


def _native_io_is_direct(guest: Node) -> Iterator[Fault]:
    """QEMU starts with aio=native only when cache.direct is on."""
    for disk in guest.children("disks"):
        cache = disk.known("cache")
        if disk.known("io") is DiskIo.NATIVE and cache is not None and cache not in _DIRECT_CACHES:
            reason = f"native I/O goes past the page cache, and `cache` is {cache.value}; use cache none or directsync"
            yield Fault(path=disk.at("io"), reason=reason)


def _grace_is_consistent(guest: Node) -> Iterator[Fault]:
    shutdown = guest.child("shutdown")
    if shutdown is not None and shutdown.known("grace_s") == 0 and shutdown.known("then") is AfterGrace.FAIL:
        yield Fault(path=shutdown.at("then"), reason="nothing can fail: with `graceS` 0 the power is cut at once")


def _uplinks_are_named(network: Node) -> Iterator[Fault]:
    devices = network.known("devices")
    if devices is None:
        return
    if not devices:
        yield Fault(path=network.at("devices"), reason="is empty; a macvtap network needs at least one interface")
    for at, device in enumerate(devices):
        if isinstance(device, str) and device in devices[:at]:
            first = devices.index(device)
            reason = f"{device!r} is already {network.at('devices')}[{first}]"
            yield Fault(path=f"{network.at('devices')}[{at}]", reason=reason)


def _portgroups_are_consistent(network: Node) -> Iterator[Fault]:
    """Names once, one default (libvirt's rule), and VLANs that mean one thing."""
    groups = network.children("portgroups")
    yield from unique(groups, "name")
    first = ""
    for group in groups:
        if group.known("is_default"):
            if first:
                yield Fault(path=group.at("is_default"), reason=f"{first} is the default already, and there is one")
            first = first or group.path
        yield from _vlans_mean_one_thing(group)
    yield from _own_vlan_means_one_thing(network)


def _own_vlan_means_one_thing(owner: Node) -> Iterator[Fault]:
    vlan = owner.child("vlan")
    if vlan is None:
        return
    yield from _vlans_mean_one_thing(vlan)
    if not vlan.is_given("access") and not vlan.is_given("trunk") and vlan.all_settled("trunk"):
        yield Fault(path=owner.at("vlan"), reason="names no VLAN; give it `access` or `trunk`, or leave it out")


def _interfaces_fit_their_source(guest: Node) -> Iterator[Fault]:
    """A portgroup is a network's; a Linux bridge knows no VLANs before libvirt 11 (measured, 9.0.0)."""
    for interface in guest.children("interfaces"):
        yield from _own_vlan_means_one_thing(interface)
        if interface.known("portgroup") is not None and not interface.is_given("network"):
            yield Fault(path=interface.at("portgroup"), reason="means something only beside `network`")
        macvtap = interface.child("macvtap")
        bound = macvtap is not None and macvtap.is_settled("mode")
        bound = bound and macvtap is not None and macvtap.known("mode") is not MacvtapMode.PASSTHROUGH
        if interface.known("mtu") is not None and macvtap is not None:
            yield Fault(path=interface.at("mtu"), reason="libvirt sets none on macvtap; set that of the uplink")
        if interface.child("filter_ref") is not None and macvtap is not None:
            reason = "libvirt filters no macvtap: its packets do not pass the host's own network stack"
            yield Fault(path=interface.at("filter_ref"), reason=f"{reason}; use a bridge, or filter in the guest")
        if interface.child("vlan") is not None and (interface.is_given("bridge") or bound):
            what = "a Linux bridge" if interface.is_given("bridge") else "a macvtap device that is not passthrough"
            remedy = "use `ovs` or an OvsNetwork, or let the bridge's own port on the host carry the VLAN"
            yield Fault(path=interface.at("vlan"), reason=f"{what} has no VLANs of its own in libvirt 9; {remedy}")


def _vlans_mean_one_thing(group: Node) -> Iterator[Fault]:
    trunk = group.known("trunk")
    if group.is_given("access") and group.is_given("trunk"):
        yield Fault(path=group.at("access"), reason="is given beside `trunk`; an interface has one or the other")
    if trunk is not None and not trunk:
        yield Fault(path=group.at("trunk"), reason="is empty; name at least one VLAN, or leave it out")
    for at, tag in enumerate(trunk or ()):
        if isinstance(tag, int) and tag in trunk[:at]:
            yield Fault(path=f"{group.at('trunk')}[{at}]", reason=f"VLAN {tag} is in the trunk already")
    if group.is_given("native") and group.is_given("native_tagged"):
        yield Fault(path=group.at("native_tagged"), reason="is given beside `native`; a trunk has one native VLAN")
    if not group.is_settled("trunk") or not all(isinstance(tag, int) for tag in trunk or ()):
        return
    for name in ("native", "native_tagged"):
        tag = group.known(name)
        if tag is not None and tag not in (trunk or ()):
            yield Fault(path=group.at(name), reason=f"VLAN {tag} is not in `trunk`; add it there")


def _hosts_are_distinct(configuration: Node) -> Iterator[Fault]:
    """A name with a colon would be read as a URI, and one URI has one way to execute guests."""
    by_uri: dict[str, tuple[str, Any]] = {}
    for name, entry in (configuration.known("hosts") or {}).items():
        at = join(configuration.at("hosts"), name)
        if not name or ":" in name or name != name.strip():
            yield Fault(
                path=at, reason=f"{name!r} cannot name a host: a name is not empty, has no ':' and no outer blanks"
            )
        if not isinstance(entry, Node) or not entry.is_settled("domain_type"):
            continue
        uri, domain_type = entry.known("uri"), entry.known("domain_type")
        other, other_type = by_uri.setdefault(uri, (name, domain_type)) if uri else (name, domain_type)
        if other_type != domain_type:
            reason = f"has the URI of host {other!r}, but another `domainType`; one URI has one"
            yield Fault(path=at, reason=reason)


def _migration_is_consistent(guest: Node) -> Iterator[Fault]:
    how = guest.child("migration")
    mode = how.known("mode") if how is not None else None
    if how is None:
        return
    for name in ("tunnelled", "uri"):
        if how.known(name) and mode in {MigrationMode.DIRECT, MigrationMode.OFFLINE}:
            yield Fault(path=how.at(name), reason=f"it belongs to `mode` p2p, and `mode` is {mode}")
    if how.known("tunnelled") and how.known("post_copy"):
        yield Fault(path=how.at("post_copy"), reason="libvirt cannot tunnel post-copy; leave one of them out")
    if how.known("tunnelled") and how.known("data_uri"):
        yield Fault(path=how.at("data_uri"), reason="what is tunnelled has no way of its own; leave one out")
    live_only = ("auto_converge", "post_copy", "compressed", "copy_storage", "max_downtime_ms", "bandwidth_mib_s")
    for name in live_only if mode is MigrationMode.OFFLINE else ():
        if how.known(name):
            yield Fault(path=how.at(name), reason="it belongs to a live migration, and `mode` is offline")


def _default_host_is_known(configuration: Node) -> Iterator[Fault]:
    host = configuration.known("host")
    if host is not None and configuration.is_settled("hosts"):
        reason = unknown_host(host, configuration.known("hosts") or {})
        if reason:
            yield Fault(path=configuration.at("host"), reason=reason)


def unknown_host(host: str, names: dict[str, Any]) -> str:
    """Why `host` says no host, given the names that are configured; empty when it does."""
    if ":" in host or host in names:
        return ""
    have = f"known are {', '.join(sorted(names))}" if names else "none are configured"
    return f"no host {host!r} in the provider's `hosts` ({have}); give a name from there, or a libvirt URI"


def _devices(guest: Node) -> Iterator[Node]:
    for name in _DEVICE_LISTS:
        yield from guest.children(name)


_RULES: dict[type, tuple[Rule, ...]] = {
    Guest: (
        _memory_fits,
        _vcpus_fit,
        _iothreads_exist,
        _names_are_unique,
        _devnos_are_unique,
        _macs_are_unique,
        _interfaces_fit_their_source,
        _targets_are_unique,
        _native_io_is_direct,
        *CONSOLE_RULES,
        *BOOT_RULES,
        *CDROM_RULES,
        *DISK_RULES,
        *DEVICE_RULES,
        *SECURITY_RULES,
        *HOST_DEVICE_RULES,
        *PATCH_RULES,
        _grace_is_consistent,
        pins_are_of_threads,
        _migration_is_consistent,
    ),
    StoragePool: POOL_RULES,
    Qcow2Disk: VOLUME_RULES,
    OvsNetwork: (_portgroups_are_consistent,),
    NatNetwork: (nat_addresses_fit,),
    MacvtapNetwork: (_uplinks_are_named,),
    InstallMedia: (text_stands_alone, password_has_a_user, lun_and_port_come_together),
    Configuration: (_hosts_are_distinct, _default_host_is_known),
}
