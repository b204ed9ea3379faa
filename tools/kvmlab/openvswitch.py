"""Open vSwitch of a host, with the datapath in user space: no kernel module is needed."""

from __future__ import annotations

from tools.kvmlab.command import inside, run
from tools.kvmlab.network import VSWITCH
from tools.kvmlab.places import OVS_BRIDGE, OVS_VLAN, HostPlace

_SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema"
_DATABASE = "/run/openvswitch/conf.db"
_SOCKET = "unix:/run/openvswitch/db.sock"


def prepare(host: HostPlace) -> None:
    """An empty database, once."""
    folder = host.run / "openvswitch"
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "conf.db"
    if not database.exists():
        run("ovsdb-tool", "create", str(database), _SCHEMA)


def daemons() -> list[list[str]]:
    """Database and switch, as the host runs them."""
    return [
        ["ovsdb-server", _DATABASE, f"--remote=p{_SOCKET}", "--unixctl=/run/openvswitch/ovsdb.ctl"],
        ["ovs-vswitchd", _SOCKET, "--unixctl=/run/openvswitch/vswitchd.ctl"],
    ]


def make_bridge(pid: int) -> None:
    """The bridge, and the cable to the LAN outside as an access port of one VLAN. Repeatable."""
    vsctl = ("ovs-vsctl", "--timeout=30")
    run(*inside(pid, (*vsctl, "--retry", "--no-wait", "init")))
    bridge = ("--may-exist", "add-br", OVS_BRIDGE, "--", "set", "bridge", OVS_BRIDGE, "datapath_type=netdev")
    run(*inside(pid, (*vsctl, *bridge)))
    port = ("--may-exist", "add-port", OVS_BRIDGE, VSWITCH.port, f"tag={OVS_VLAN}")
    run(*inside(pid, (*vsctl, *port)))
