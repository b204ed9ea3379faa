"""Random desired states of networks, pools and volumes, and what one emulated host shows of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import grpc
from hypothesis import strategies as st
from lxml import etree

from tests.moving.two_hosts import TwoHosts, two_hosts
from tests.provider.driver import CheckFailed, Resource
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree

Inputs = dict[str, Tree]
Strategy = st.SearchStrategy[Tree]

_POOL: Final = "<pool type='dir'><name>images</name><target><path>/var/lib/libvirt/images</path></target></pool>"
_GROUP: Final = (
    "<pool type='logical'><name>vg</name><source><name>system</name></source>"
    "<target><path>/dev/system</path></target></pool>"
)
_BASE: Final = (
    "<volume><name>{}.qcow2</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>"
)
_DRAWN: Final = (
    "uuid", "mac", "allocation", "available", "physical", "timestamps", "key", "permissions",
)  # fmt: skip
"""What depends on when and for whom the object was made, or on how much is in it."""
PEOPLE: Final = """
<domain type='qemu'>
  <name>user</name>
  <memory unit='MiB'>64</memory>
  <os><type arch='s390x'>hvm</type><kernel>/boot/vmlinux-4.4.0-rc5</kernel></os>
  <devices><interface type='network'><source network='n'/><model type='virtio'/></interface></devices>
</domain>
"""


@contextmanager
def world() -> Iterator[TwoHosts]:
    """One host with a folder of images and a volume group, which are not the tests' own."""
    with TemporaryDirectory() as folder, two_hosts(Path(folder)) as hosts:
        host = hosts.at("lpar1").hypervisor
        for xml in (_POOL, _GROUP):
            pool = host.define(ObjectKind.POOL, xml)
            if xml == _POOL:
                host.build_pool(pool)
            host.start(pool)
        for name in ("base", "other"):
            host.create_volume("images", _BASE.format(name))
        yield hosts


def _inputs(required: dict[str, Strategy], optional: dict[str, Strategy]) -> st.SearchStrategy[Inputs]:
    return st.fixed_dictionaries(required, optional=optional)


def _network(required: dict[str, Strategy], optional: dict[str, Strategy]) -> st.SearchStrategy[Inputs]:
    name: Strategy = st.sampled_from(("n", "n", "n", "m"))
    return _inputs({"name": name, **required}, {"autostart": st.booleans(), **optional})


def _named(names: str, more: dict[str, Strategy], optional: dict[str, Strategy]) -> Strategy:
    """A list of named parts, each at most once."""
    chosen = st.lists(st.sampled_from(names), unique=True, max_size=3)
    return chosen.flatmap(
        lambda each: st.tuples(
            *(st.fixed_dictionaries({"name": st.just(name), **more}, optional=optional) for name in each)
        ).map(list)
    )


def _dhcp_host(number: int) -> Strategy:
    addresses = st.sampled_from((f"192.168.150.{10 + number}", f"192.168.150.{20 + number}"))
    return addresses.map(lambda ip: {"name": f"h{number}", "mac": f"52:54:00:00:00:0{number}", "ip": ip})


def _dhcp_hosts() -> Strategy:
    chosen = st.lists(st.sampled_from((1, 2, 3)), unique=True, max_size=3)
    return chosen.flatmap(lambda each: st.tuples(*map(_dhcp_host, each)).map(list))


_UPLINKS = ("enccw0.0.4300", "enccw0.0.4310", "eth0")
_VLANS: Strategy = st.one_of(
    st.integers(1, 9).map(lambda tag: {"access": tag}),
    st.just({"trunk": [7, 9]}),
    st.just({"trunk": [7, 9], "native": 7}),
    st.just({"trunk": [7, 9], "nativeTagged": 9}),
)

KINDS: Final[dict[str, st.SearchStrategy[Inputs]]] = {
    "MacvtapNetwork": _network(
        {"devices": st.lists(st.sampled_from(_UPLINKS), unique=True, min_size=1, max_size=3).map(list)},
        {"mode": st.sampled_from(("bridge", "vepa", "private", "passthrough"))},
    ),
    "BridgeNetwork": _network({"bridge": st.just("br0")}, {}),
    "OvsNetwork": _network(
        {"bridge": st.just("ovsbr0")},
        {"vlan": _VLANS, "portgroups": _named("abc", {"access": st.integers(1, 9)}, {})},
    ),
    "NatNetwork": _network(
        {"cidr": st.sampled_from(("192.168.150.0/24", "192.168.150.0/25"))},
        {
            "mode": st.sampled_from(("nat", "route", "isolated")),
            "gateway": st.just("192.168.150.2"),
            "dhcpRanges": st.lists(
                st.sampled_from(("192.168.150.100-192.168.150.110", "192.168.150.50-192.168.150.60")), unique=True
            ).map(list),
            "dhcpHosts": _dhcp_hosts(),
            "domain": st.sampled_from(("a.test", "b.test")),
            "mtu": st.sampled_from((1400, 9000)),
            "dnsHosts": _named("xy", {"ip": st.sampled_from(("192.168.150.30", "192.168.150.31"))}, {}),
        },
    ),
    "StoragePool": _inputs(
        {"name": st.sampled_from(("p", "p", "q")), "target": st.sampled_from(("/srv/a", "/srv/b"))},
        {"build": st.just(True), "autostart": st.booleans(), "deleteContents": st.booleans()},
    ),
    "Qcow2Disk": _inputs(
        {
            "name": st.sampled_from(("d.qcow2", "d.qcow2", "d.qcow2", "e.qcow2")),
            "pool": st.just("images"),
            "capacity": st.sampled_from(("1 MiB", "8 MiB", "64 MiB")),
        },
        {
            "format": st.sampled_from(("qcow2", "qcow2", "raw")),
            "onShrink": st.sampled_from(("allow", "refuse")),
            "replaceData": st.booleans(),
        },
    ),
    "LvmDisk": _inputs(
        {
            "name": st.sampled_from(("l", "l", "l", "k")),
            "pool": st.just("vg"),
            "capacity": st.sampled_from(("8 MiB", "10 MiB", "64 MiB")),
        },
        {
            "onShrink": st.sampled_from(("allow", "refuse")),
            "replaceData": st.booleans(),
            "thinPool": st.just("thin"),
        },
    ),
}
"""Inputs of each kind that Check may let pass; what the host says of them is what the tests are about."""


def apply(hosts: TwoHosts, kind: str, inputs: Inputs, before: Resource | None = None) -> Resource | str:
    """Bring the object to the inputs as an `up` does, also by replacing it; the refusal where there is one."""
    try:
        return _applied(hosts, kind, inputs, before)
    except CheckFailed as failure:
        return str(failure)
    except grpc.RpcError as failure:
        return str(failure.details())


def _applied(hosts: TwoHosts, kind: str, inputs: Inputs, before: Resource | None) -> Resource:
    driver, of = hosts.driver, kind_of(kind)
    hosts.restart_provider()
    if before is None:
        return driver.create(of, "it", driver.check(of, "it", inputs))
    news = driver.check(of, "it", inputs, before.inputs)
    difference = driver.diff(before, news)
    if difference.replaces:
        driver.delete(before)
        return driver.create(of, "it", driver.check(of, "it", inputs))
    return driver.update(before, news) if difference.detailedDiff else before


def is_replaced(hosts: TwoHosts, before: Resource, inputs: Inputs) -> bool:
    """Whether the engine would delete the object and make another."""
    news = hosts.driver.check(before.kind, "it", inputs, before.inputs)
    return bool(hosts.driver.diff(before, news).replaces)


def preview(hosts: TwoHosts, before: Resource, inputs: Inputs) -> list[str]:
    """The effect lines. Raises the refusal."""
    driver = hosts.driver
    hosts.restart_provider()
    driver.engine.messages.clear()
    news = driver.check(before.kind, "it", inputs, before.inputs)
    difference = driver.diff(before, news)
    if not difference.replaces and difference.detailedDiff:
        driver.update(before, news, preview=True)
    return driver.engine.texts()


def seen(host: Hypervisor) -> dict[str, tuple[object, ...]]:
    """Every network, pool and volume as the host shows it."""
    shown: dict[str, tuple[object, ...]] = {}
    for kind in (ObjectKind.NETWORK, ObjectKind.POOL):
        for info in host.list(kind):
            texts = tuple(_plain(host.dump(info.ref, live=live)) for live in (False, True))
            shown[f"{kind.value} {info.ref.name}"] = (info.active, info.autostart, *texts)
            if kind is ObjectKind.POOL and info.active:
                for volume in host.list(ObjectKind.VOLUME, pool=info.ref.name):
                    shown[f"volume {info.ref.name}/{volume.ref.name}"] = (_plain(host.dump(volume.ref)),)
    return shown


def in_use(hosts: TwoHosts) -> ObjectRef:
    """A running guest of somebody's on the network `n`."""
    host = hosts.at("lpar1").hypervisor
    ref = host.define(ObjectKind.DOMAIN, PEOPLE)
    host.start(ref)
    return ref


def _plain(xml: str) -> str:
    root = etree.fromstring(xml.encode(), etree.XMLParser(remove_blank_text=True))
    root.attrib.pop("connections", "")
    for element in [*root.iter(*_DRAWN)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in root.iter():
        element.attrib.pop("connections", "")
        if element.tag in {"dns", "dhcp", "network", "forward"}:
            element[:] = sorted(element, key=etree.tostring)
    return re.sub(r"\s+", " ", etree.tostring(root, encoding="unicode"))
