"""Random desired states of a guest in a small world of two emulated hosts, and what the hosts show of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import grpc
from hypothesis import strategies as st
from lxml import etree

from tests.moving.two_hosts import NAMES, SHARED, TwoHosts, two_hosts
from tests.provider.driver import CheckFailed, Resource
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, PowerState
from zkvm_provider.model.partial import Tree

VOLUMES = ("a.qcow2", "b.qcow2", "c.qcow2")
_NETWORK = "<network><name>{}</name><forward mode='bridge'/><bridge name='br0'/></network>"
_POOL = f"<pool type='dir'><name>images</name><target><path>{SHARED}</path></target></pool>"
_VOLUME = "<volume><name>{}</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>"


@contextmanager
def world() -> Iterator[TwoHosts]:
    """Two hosts with the same networks, DASDs and a pool on a file system that both mount."""
    with TemporaryDirectory() as folder, two_hosts(Path(folder)) as hosts:
        for name in NAMES:
            host = hosts.at(name)
            host.devices.set_dasd_online("0.0.0e1e", True)
            for network in ("lan", "wan"):
                host.hypervisor.start(host.hypervisor.define(ObjectKind.NETWORK, _NETWORK.format(network)))
            pool = host.hypervisor.define(ObjectKind.POOL, _POOL)
            host.hypervisor.build_pool(pool)
            host.hypervisor.start(pool)
            for volume in VOLUMES if name == NAMES[0] else ():
                host.hypervisor.create_volume("images", _VOLUME.format(volume))
        yield hosts


def _optional(options: dict[str, st.SearchStrategy[Tree]]) -> st.SearchStrategy[dict[str, Tree]]:
    return st.fixed_dictionaries({}, optional=options)


def _disk(name: str) -> st.SearchStrategy[Tree]:
    source: st.SearchStrategy[dict[str, Tree]] = st.sampled_from(VOLUMES).map(lambda v: {"volume": f"images/{v}"})
    block = st.just({"block": "/dev/disk/by-path/ccw-0.0.0e1e-part1"})
    more = _optional({"cache": st.sampled_from(("none", "writeback")), "serial": st.just("S1")})
    return st.tuples(source | block, more).map(lambda parts: {"name": name, **parts[0], **parts[1]})


def _interface(name: str) -> st.SearchStrategy[Tree]:
    network: st.SearchStrategy[dict[str, Tree]] = st.sampled_from(("lan", "wan")).map(lambda n: {"network": n})
    macvtap: st.SearchStrategy[dict[str, Tree]] = st.just({"macvtap": {"dev": "enccw0.0.4300"}})
    link = _optional({"link": st.sampled_from(("up", "down"))})
    return st.tuples(network | macvtap, link).map(lambda parts: {"name": name, **parts[0], **parts[1]})


def _some(names: str, make: object) -> st.SearchStrategy[Tree]:
    chosen = st.lists(st.sampled_from(names), unique=True, max_size=2)
    return chosen.flatmap(lambda each: st.tuples(*(make(name) for name in each)).map(list))  # type: ignore[operator]


def guests() -> st.SearchStrategy[dict[str, Tree]]:
    """Inputs that Check lets pass; what the hosts say of them is what the tests are about."""
    base: dict[str, st.SearchStrategy[Tree]] = {
        "host": st.sampled_from(NAMES),
        "name": st.sampled_from(("g", "g", "g", "h")),
        "memory": st.sampled_from(("256 MiB", "512 MiB")),
        "boot": st.just({"kernel": "/boot/vmlinux-4.4.0-rc5"}),
        "maxVcpus": st.integers(3, 5),
        "disks": _some("pqr", _disk),
        "interfaces": _some("xy", _interface),
    }
    return st.fixed_dictionaries(
        base,
        optional={
            "vcpus": st.integers(1, 3),
            "currentMemory": st.just("128 MiB"),
            "iothreads": st.integers(0, 2),
            "autostart": st.booleans(),
            "power": st.sampled_from(("running", "stopped", "paused")),
            "nextBoot": st.sampled_from(("defer", "restart")),
            "metadata": st.just({"ticket": "4711"}),
            "consoles": st.just([{"name": "c", "kind": "sclp"}]),
            "shutdown": st.just({"graceS": 1}),
        },
    )


def apply(hosts: TwoHosts, inputs: dict[str, Tree], before: Resource | None = None) -> Resource | str:
    """Bring the guest to the inputs as an `up` does; the refusal where there is one."""
    try:
        return hosts.made(inputs) if before is None else hosts.updated(before, inputs)
    except CheckFailed as failure:
        return str(failure)
    except grpc.RpcError as failure:
        return str(failure.details())


def restart(hosts: TwoHosts, uuid: str) -> None:
    """A full stop and start of a guest that runs, so that nothing waits any more."""
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)
    for name in NAMES:
        host = hosts.at(name).hypervisor
        for info in host.list(ObjectKind.DOMAIN):
            if info.active:
                host.stop(ref)
                host.start(ref, paused=info.state is PowerState.PAUSED)


def seen(hosts: TwoHosts, *, exactly: bool = False) -> dict[str, tuple[object, ...]]:
    """Every domain as its host shows it, without device numbers, MAC addresses, uuid and what a start draws."""
    shown: dict[str, tuple[object, ...]] = {}
    for name in NAMES:
        host = hosts.at(name).hypervisor
        for info in host.list(ObjectKind.DOMAIN):
            texts = [host.dump(info.ref, live=live) for live in (False, True)]
            parts = texts if exactly else [_plain(text) for text in texts]
            shown[f"{name}/{info.ref.name}"] = (info.state, info.autostart, info.persistent, *parts)
    return shown


_DRAWN = ("address", "mac", "target", "alias")


def _plain(xml: str) -> str:
    root = etree.fromstring(xml.encode())
    root.attrib.pop("id", "")
    for tag in ("uuid", "metadata"):
        for element in root.findall(tag):
            root.remove(element)
    devices = root.find("devices")
    assert devices is not None
    for device in devices:
        name = next((alias.get("name") or "" for alias in device.findall("alias")), "")
        device.set("of", name if name.startswith("ua-") else "")
        for tag in _DRAWN:
            for element in device.findall(tag):
                device.remove(element)
        device.attrib.pop("tty", "")
        for source in device.findall("source"):
            for drawn in ("portid", "index", "path"):
                source.attrib.pop(drawn, "")
    texts = sorted(re.sub(r"\s+", " ", etree.tostring(device, encoding="unicode")) for device in devices)
    root.remove(devices)
    return re.sub(r"\s+", " ", etree.tostring(root, encoding="unicode")) + "\n".join(texts)
