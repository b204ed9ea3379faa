"""SPECIAL, NICDEF and COUPLE: one interface for each adapter, on what the map says about its LAN."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Work, host_argument, lines_of, variable
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.mapping import LanPlace
from zkvm_provider.zvm.plan import Call, Device, Ref, Resource, Said, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """Everything that several statements say about one adapter; the first to say a thing wins."""

    vdev: int
    statements: tuple[s.Nic, ...]

    @property
    def owner(self) -> str:
        """Owner of the LAN."""
        return next((each.owner for each in self.statements if each.lan), "")

    @property
    def lan(self) -> str:
        """The LAN; empty when it is never coupled."""
        return next((each.lan for each in self.statements if each.lan), "")

    @property
    def mac_id(self) -> str:
        """Low half of the MAC address."""
        return next((each.mac_id for each in self.statements if each.mac_id), "")

    @property
    def vlans(self) -> tuple[int, ...]:
        """VLANs it may use."""
        return next((each.vlans for each in self.statements if each.vlans), ())

    @property
    def is_trunk(self) -> bool:
        """Whether the guest sees tags."""
        return next((each.port_type for each in self.statements if each.port_type), "") == "TRUNK"


def adapters(work: Work) -> list[Adapter]:
    """The guest's adapters in order of their first statement."""
    by_vdev: dict[int, list[s.Nic]] = {}
    for each in work.machine.every(s.Nic):
        by_vdev.setdefault(each.vdev, []).append(each)
    return [Adapter(vdev=vdev, statements=tuple(found)) for vdev, found in by_vdev.items()]


def interfaces(work: Work) -> None:
    """Every network adapter of the guest; other SPECIAL devices have no counterpart."""
    for special in work.machine.every(s.Special):
        work.put(special, Fate.NONE, f"{special.kind} devices do not exist under KVM")
    dropped = {int(each, 16) for each in work.choice.drop}
    for adapter in adapters(work):
        if adapter.vdev in dropped:
            _put(work, adapter, Fate.SKIPPED, "the map drops it")
        elif not adapter.lan:
            _put(work, adapter, Fate.NONE, "it is coupled to no LAN; an interface of KVM is always plugged in")
        else:
            _interface(work, adapter)


def _interface(work: Work, adapter: Adapter) -> None:
    owner = work.machine.userid if adapter.owner == "*" else adapter.owner
    where = work.world.map.lan(owner, adapter.lan)
    first = next(each for each in adapter.statements if each.lan)
    if where is None:
        reason = "it is not said what this LAN or VSWITCH becomes"
        work.world.missing.add(f"networks.{owner} {adapter.lan}", reason, first.line)
        return
    if where.skip is not None:
        _put(work, adapter, Fate.SKIPPED, f"the map skips {adapter.lan}: {where.skip}")
        return
    argument, value, says = _plug(work, adapter.lan, where)
    mac = _mac(work, adapter)
    of_mac = tuple(each.line for each in adapter.statements if each.mac_id)[:1]
    arguments = {
        "name": Said(value=f"nic-{adapter.vdev:04x}"),
        argument: Said(value=value),
        **_vlan(adapter, where),
        **({"mac": Said(value=mac, lines=of_mac, note="MACID")} if mac else {}),
        "devno": Said(value=f"0x{adapter.vdev:04x}"),
    }
    comment = "; ".join(dict.fromkeys(each.text for each in adapter.statements))
    lines = lines_of(adapter.statements)
    work.plan.add("interfaces", Device(cls="InterfaceArgs", arguments=arguments, lines=lines, comment=comment))
    _account(work, adapter, where, says)


def _vlan(adapter: Adapter, where: LanPlace) -> dict[str, Said]:
    """`vlan` on Open vSwitch: one VLAN of an access port, or those of a trunk."""
    if where.ovs is None or not adapter.vlans:
        return {}
    lines = lines_of(each for each in adapter.statements if each.vlans)[:1]
    is_access = len(adapter.vlans) == 1 and not adapter.is_trunk
    arguments = {"access": Said(value=adapter.vlans[0])} if is_access else {"trunk": Said(value=tuple(adapter.vlans))}
    return {"vlan": Said(value=Call(cls="VlanArgs", arguments=arguments), lines=lines)}


def _account(work: Work, adapter: Adapter, where: LanPlace, says: str) -> None:
    for each in adapter.statements:
        lost = [f"{word} has no counterpart" for word in each.dropped]
        if each.vlans and where.ovs is None:
            lost.append(
                f"VLAN {', '.join(map(str, each.vlans))} must be set on the host: only `ovs` takes it from here"
            )
        elif each.vlans:
            says = f"{says}, VLAN {', '.join(map(str, each.vlans))}"
        if each.kind == "HIPERSOCKETS":
            lost.append("HiperSockets become an ordinary network")
        work.put(each, Fate.APPROXIMATED if lost else Fate.CONVERTED, "; ".join([says, *lost]))


def _plug(work: Work, lan: str, where: LanPlace) -> tuple[str, Value, str]:
    """The argument that plugs it in, its value, and words for the account."""
    if where.direct is not None:
        dev = {"dev": Said(value=where.direct)}
        return "macvtap", Call(cls="MacvtapArgs", arguments=dev), f"macvtap on {where.direct}"
    if where.network is not None:
        return "network", where.network, f"the host's network {where.network}"
    return "network", network(work, lan, where), f"network {lan.lower()}"


def network(work: Work, lan: str, where: LanPlace) -> Ref:
    """The libvirt network that stands for a LAN, made by the program."""
    kind, ways = _way(where)
    suffix = f"-{work.host}" if work.host else ""
    name = lan.lower()
    arguments = {**host_argument(work.host), "name": Said(value=name), **ways}
    resource = Resource(
        variable=variable(f"net-{name}{suffix}"), kind=kind, name=f"{name}{suffix}", arguments=arguments,
        comment=f"guest LAN or VSWITCH {lan}",
    )  # fmt: skip
    work.world.users[resource.variable].add("everybody")
    return work.world.make(resource, work.plan.key)


def _way(where: LanPlace) -> tuple[str, dict[str, Said]]:
    """The kind of network, and the arguments that make it this one."""
    if where.macvtap is not None:
        return "MacvtapNetwork", {"devices": Said(value=tuple(where.macvtap))}
    if where.ovs is not None:
        return "OvsNetwork", {"bridge": Said(value=where.ovs)}
    if where.nat is not None:
        return "NatNetwork", {"cidr": Said(value=where.nat)}
    if where.isolated is not None:
        return "NatNetwork", {"mode": Said(value="isolated"), "cidr": Said(value=where.isolated)}
    return "BridgeNetwork", {"bridge": Said(value=where.bridge or "")}


def _mac(work: Work, adapter: Adapter) -> str:
    """The prefix of the map and the MACID; empty without MACID, when zkvm derives an address that stays."""
    if not adapter.mac_id:
        return ""
    first = next(each for each in adapter.statements if each.mac_id)
    prefix = work.world.map.mac_prefix
    if prefix is None:
        reason = "MACID holds the last six digits only: say VMLAN USERPREFIX of the SYSTEM CONFIG (default MACPREFIX)"
        work.world.missing.add("mac_prefix", reason, first.line)
        return ""
    digits = (prefix + adapter.mac_id).lower()
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def _put(work: Work, adapter: Adapter, fate: Fate, note: str) -> None:
    for each in adapter.statements:
        work.put(each, fate, note)
