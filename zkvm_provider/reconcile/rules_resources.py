"""Policy of hosts, pools, volumes, DASDs and networks.

Pools and networks are never replaced: they are stopped, redefined with the same uuid and started, which is refused
while that would cut running guests off. A volume is replaced only by someone who said that its data may go.
"""

from __future__ import annotations

from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import (
    NEEDED,
    NUMBER,
    PART,
    VALUE,
    Line,
    Rule,
    Turn,
    Unless,
    config,
    live,
    refused,
    reported,
)

_BEHAVIOUR = reported("it changes what zkvm does, not the machine")


def _stay(what: str) -> Rule:
    return refused(f"a {what} stays on its machine; declare another one there. Another URI of the same machine is fine")


_POOL_BUSY = refused("the pool would have to be stopped under running guests; stop them first")
_POOL = config("stopped, redefined with the same uuid and started", "stop", "define", "build_pool", "start")
_POOL_SOURCE = config(
    "stopped, redefined with the same uuid and started; nothing is formatted, what lies on the old source stays there",
    "stop",
    "define",
    "build_pool",
    "start",
)
_SOURCE_WORDS = ("devices", "volume_group", "host", "dir", "iqn", "initiator", "format", "nfs_version")
_ADAPTER_WORDS = ("kind", "name", "parent", "wwnn", "wwpn")
_POOL_NAME = config(
    "stopped, undefined, defined with the same uuid and started; files stay",
    "stop",
    "undefine",
    "define",
    "build_pool",
    "start",
    "set_autostart",
)
_AUTOSTART = config("", "set_autostart")

HOST: tuple[Line, ...] = (
    ("uri", VALUE, *(2 * (reported("another way to the same machine; a different machine is refused"),))),
    ("domain_type", VALUE, *(2 * (reported("it counts for guests made from now on"),))),
)

POOL: tuple[Line, ...] = (
    ("host", VALUE, _stay("pool"), _stay("pool")),
    ("name", VALUE, _POOL_BUSY, _POOL_NAME),
    ("kind", VALUE, _POOL_BUSY, _POOL),
    (
        "target",
        VALUE,
        _POOL_BUSY,
        config(
            "stopped, redefined with the same uuid and started; what lies in the old folder stays there",
            "stop",
            "define",
            "build_pool",
            "start",
        ),
    ),
    ("source", PART, _POOL_BUSY, _POOL_SOURCE),
    *((f"source.{name}", VALUE, _POOL_BUSY, _POOL_SOURCE) for name in _SOURCE_WORDS),
    ("source.port", NUMBER, _POOL_BUSY, _POOL_SOURCE),
    ("source.auth", PART, _POOL_BUSY, _POOL_SOURCE),
    ("source.auth.username", NEEDED, _POOL_BUSY, _POOL_SOURCE),
    ("source.auth.secret", NEEDED, _POOL_BUSY, _POOL_SOURCE),
    ("source.adapter", PART, _POOL_BUSY, _POOL_SOURCE),
    *((f"source.adapter.{name}", VALUE, _POOL_BUSY, _POOL_SOURCE) for name in _ADAPTER_WORDS),
    ("build", VALUE, _BEHAVIOUR, _BEHAVIOUR),
    ("autostart", VALUE, _AUTOSTART, _AUTOSTART),
    ("delete_contents", VALUE, _BEHAVIOUR, _BEHAVIOUR),
)

_REPLACE_DATA = Unless(
    field="replace_data",
    value=True,
    effect=Effect.REPLACE,
    reason="`replace_data` allows it: the volume and its data are deleted, an empty one is made",
)
_SHRINK = Unless(
    field="on_shrink",
    value="allow",
    effect=Effect.CONFIG,
    reason="`on_shrink` allows it: data past the end are cut off",
)
_IN_USE = refused("the volume would have to be made again while guests use it; detach it first")


def _data_lost(why: str) -> Rule:
    return refused(
        f"{why}, so its data would be lost; `replace_data=True` allows that",
        "delete_volume",
        "create_volume",
        unless=_REPLACE_DATA,
    )


VOLUME: tuple[Line, ...] = (
    ("host", VALUE, _stay("volume"), _stay("volume")),
    ("pool", NEEDED, _IN_USE, _data_lost("libvirt cannot move a volume to another pool")),
    ("name", VALUE, _IN_USE, _data_lost("libvirt cannot rename a volume")),
    (
        "capacity",
        (Turn.RAISE,),
        live("grown through the running guest that has it open", "resize_block"),
        config("", "resize_volume"),
    ),
    (
        "capacity",
        (Turn.LOWER,),
        refused("a volume that a running guest has open cannot shrink; stop the guest first"),
        refused("a smaller capacity cuts off data; `on_shrink='allow'` allows that", "resize_volume", unless=_SHRINK),
    ),
    ("format", VALUE, _IN_USE, _data_lost("libvirt cannot convert a volume in place")),
    ("backing", VALUE, _IN_USE, _data_lost("libvirt cannot give a volume another backing volume")),
    ("backing_format", VALUE, _IN_USE, _data_lost("libvirt cannot give a volume another backing volume")),
    ("source", VALUE, _IN_USE, _data_lost("a disk cannot begin as another image in place")),
    ("sha256", VALUE, _IN_USE, _data_lost("a disk cannot begin as another image in place")),
    ("on_shrink", VALUE, _BEHAVIOUR, _BEHAVIOUR),
    ("replace_data", VALUE, _BEHAVIOUR, _BEHAVIOUR),
)

LVM_DISK: tuple[Line, ...] = (
    ("host", VALUE, _stay("volume"), _stay("volume")),
    ("pool", NEEDED, _IN_USE, _data_lost("a logical volume cannot move to another volume group in place")),
    ("name", VALUE, _IN_USE, _data_lost("libvirt cannot rename a volume")),
    (
        "capacity",
        (Turn.RAISE,),
        live("lvextend on the host, then the running guest is told", "resize_logical_volume", "resize_block"),
        config("lvextend on the host", "resize_logical_volume"),
    ),
    (
        "capacity",
        (Turn.LOWER,),
        refused("a volume that a running guest has open cannot shrink; stop the guest first"),
        refused(
            "a smaller capacity cuts off data; `on_shrink='allow'` allows that", "resize_logical_volume", unless=_SHRINK
        ),
    ),
    ("thin_pool", VALUE, _IN_USE, _data_lost("LVM cannot make a plain volume thin in place, nor the other way round")),
    ("on_shrink", VALUE, _BEHAVIOUR, _BEHAVIOUR),
    ("replace_data", VALUE, _BEHAVIOUR, _BEHAVIOUR),
)

_SEED = config("written in place; a running guest reads it at its next boot", "upload")
_OTHER_SEED_IN_USE = Rule(
    effect=Effect.REPLACE,
    reason="another volume is made first; the old one goes once the guests that use it have taken the new one",
    verbs=("create_volume", "upload", "delete_volume"),
)
_OTHER_SEED = Rule(
    effect=Effect.REPLACE,
    reason="another volume; the seed image is written there, then the old one goes",
    verbs=("create_volume", "upload", "delete_volume"),
)

CLOUD_INIT_DISK: tuple[Line, ...] = (
    ("host", VALUE, _stay("volume"), _stay("volume")),
    ("pool", NEEDED, _OTHER_SEED_IN_USE, _OTHER_SEED),
    ("name", VALUE, _OTHER_SEED_IN_USE, _OTHER_SEED),
    ("user_data", NEEDED, _SEED, _SEED),
    ("meta_data", VALUE, _SEED, _SEED),
    ("network_config", VALUE, _SEED, _SEED),
)

_OTHER_DASD = Rule(
    effect=Effect.REPLACE,
    reason="another bus id is another volume; the old one is released and keeps its data",
    verbs=("set_dasd_online",),
)
_OTHER_DASD_IN_USE = Rule(
    effect=Effect.REPLACE,
    reason="another bus id is another volume; the old one stays online while guests use it",
    verbs=("set_dasd_online",),
)

DASD: tuple[Line, ...] = (
    ("host", VALUE, _stay("DASD"), _stay("DASD")),
    ("bus_id", NEEDED, _OTHER_DASD_IN_USE, _OTHER_DASD),
    ("partition", NUMBER, *(2 * (reported("only `path` changes; guests follow it with their own change"),))),
)

_NETWORK_BUSY = refused("the network would have to be stopped under running guests; unplug them first")
_PORTGROUPS = live(
    "changed while the network runs; interfaces that are plugged in keep their VLANs until they are plugged in anew",
    "update_network",
)
_UPLINKS = live(
    "changed while the network runs",
    "update_network",
    exception="another order, passthrough, and the first uplink's exchange need the network to be stopped",
)
_NETWORK = config("stopped, redefined with the same uuid and started", "stop", "define", "start")

_ANY_NETWORK: tuple[Line, ...] = (
    ("host", VALUE, _stay("network"), _stay("network")),
    (
        "name",
        VALUE,
        _NETWORK_BUSY,
        config(
            "stopped, undefined, defined with the same uuid and started",
            "stop",
            "undefine",
            "define",
            "start",
            "set_autostart",
        ),
    ),
    ("autostart", VALUE, _AUTOSTART, _AUTOSTART),
)

NETWORK: tuple[Line, ...] = (
    *_ANY_NETWORK,
    ("devices", NEEDED, _UPLINKS, _UPLINKS),
    ("mode", VALUE, _NETWORK_BUSY, _NETWORK),
)

BRIDGE_NETWORK: tuple[Line, ...] = (*_ANY_NETWORK, ("bridge", NEEDED, _NETWORK_BUSY, _NETWORK))

_RECORDS = live("changed while the network runs; guests keep the addresses they were given", "update_network")
_ANSWERS = live("changed while the network runs", "update_network")

NAT_NETWORK: tuple[Line, ...] = (
    *_ANY_NETWORK,
    *((field, NEEDED if field == "cidr" else VALUE, _NETWORK_BUSY, _NETWORK) for field in ("mode", "cidr", "gateway")),
    ("dhcp_ranges", VALUE, _RECORDS, _RECORDS),
    ("dhcp_hosts", PART, _RECORDS, _RECORDS),
    *((f"dhcp_hosts[].{field}", NEEDED, _RECORDS, _RECORDS) for field in ("name", "mac", "ip")),
    ("domain", VALUE, _NETWORK_BUSY, _NETWORK),
    ("forwarders", VALUE, _NETWORK_BUSY, _NETWORK),
    ("dns_hosts", PART, _ANSWERS, _ANSWERS),
    *((f"dns_hosts[].{field}", NEEDED, _ANSWERS, _ANSWERS) for field in ("name", "ip")),
    ("mtu", NUMBER, _NETWORK_BUSY, _NETWORK),
)

OVS_NETWORK: tuple[Line, ...] = (
    *_ANY_NETWORK,
    ("bridge", NEEDED, _NETWORK_BUSY, _NETWORK),
    ("vlan", PART, _NETWORK_BUSY, _NETWORK),
    ("vlan.access", NUMBER, _NETWORK_BUSY, _NETWORK),
    ("vlan.trunk", VALUE, _NETWORK_BUSY, _NETWORK),
    ("vlan.native", NUMBER, _NETWORK_BUSY, _NETWORK),
    ("vlan.native_tagged", NUMBER, _NETWORK_BUSY, _NETWORK),
    ("portgroups", PART, _PORTGROUPS, _PORTGROUPS),
    ("portgroups[].name", NEEDED, _PORTGROUPS, _PORTGROUPS),
    ("portgroups[].is_default", VALUE, _PORTGROUPS, _PORTGROUPS),
    ("portgroups[].access", NUMBER, _PORTGROUPS, _PORTGROUPS),
    ("portgroups[].trunk", VALUE, _PORTGROUPS, _PORTGROUPS),
    ("portgroups[].native", NUMBER, _PORTGROUPS, _PORTGROUPS),
    ("portgroups[].native_tagged", NUMBER, _PORTGROUPS, _PORTGROUPS),
)
