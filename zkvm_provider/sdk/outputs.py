# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Objects inside the properties of resources and the answers of functions."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import pulumi

outputs = sys.modules[__name__]

__all__ = [
    "Answers",
    "Bandwidth",
    "Boot",
    "BootParameters",
    "ChannelNetwork",
    "Console",
    "Cpu",
    "CpuTune",
    "Debug",
    "DeviceRow",
    "DhcpHost",
    "Disk",
    "DnsHost",
    "Filesystem",
    "FilterRef",
    "Interface",
    "IpAddress",
    "Iscsi",
    "KeyWrapping",
    "Lun",
    "Macvtap",
    "Mdev",
    "Migration",
    "NodeDevice",
    "PoolAdapter",
    "PoolAuth",
    "PoolSource",
    "Portgroup",
    "Rate",
    "Rng",
    "ScsiController",
    "Shutdown",
    "Vlan",
    "VlanDevice",
    "Vsock",
    "WaitFor",
    "Watchdog",
    "XmlPatch",
    "ZfcpPath",
]


@pulumi.output_type
class Answers(dict):
    """What an installer asks, answered: the same for Kickstart and for AutoYaST."""

    def __init__(
        __self__,
        *,
        file: str | None = None,
        content: str | None = None,
        language: str | None = None,
        keyboard: str | None = None,
        timezone: str | None = None,
        root_password_hash: str | None = None,
        ssh_keys: Sequence[str] | None = None,
        disks: Sequence[str] | None = None,
        packages: Sequence[str] | None = None,
    ) -> None:
        if file is not None:
            pulumi.set(__self__, "file", file)
        if content is not None:
            pulumi.set(__self__, "content", content)
        if language is not None:
            pulumi.set(__self__, "language", language)
        if keyboard is not None:
            pulumi.set(__self__, "keyboard", keyboard)
        if timezone is not None:
            pulumi.set(__self__, "timezone", timezone)
        if root_password_hash is not None:
            pulumi.set(__self__, "root_password_hash", root_password_hash)
        if ssh_keys is not None:
            pulumi.set(__self__, "ssh_keys", ssh_keys)
        if disks is not None:
            pulumi.set(__self__, "disks", disks)
        if packages is not None:
            pulumi.set(__self__, "packages", packages)

    @property
    @pulumi.getter
    def file(self) -> str | None:
        """
        File below the folder. Absent: `NAME.ks` or `NAME.xml`. Form: a path below the folder, without `..`
        and blanks.
        """
        return pulumi.get(self, "file")

    @property
    @pulumi.getter
    def content(self) -> str | None:
        """The whole file as it is to be, in place of every other field."""
        return pulumi.get(self, "content")

    @property
    @pulumi.getter
    def language(self) -> str | None:
        """Language. Form: a locale. Default: `en_US.UTF-8`."""
        return pulumi.get(self, "language")

    @property
    @pulumi.getter
    def keyboard(self) -> str | None:
        """Keyboard. Form: a keymap. Default: `us`."""
        return pulumi.get(self, "keyboard")

    @property
    @pulumi.getter
    def timezone(self) -> str | None:
        """Time zone. Form: a time zone. Default: `UTC`. Example: `Europe/Berlin`."""
        return pulumi.get(self, "timezone")

    @property
    @pulumi.getter(name="rootPasswordHash")
    def root_password_hash(self) -> str | None:
        """
        Root's password, hashed (`openssl passwd -6`). Absent: root has none and is locked. Form: a hashed
        password, as `openssl passwd -6` prints it.
        """
        return pulumi.get(self, "root_password_hash")

    @property
    @pulumi.getter(name="sshKeys")
    def ssh_keys(self) -> Sequence[str] | None:
        """Public keys that may log in as root. Each: a public key as `ssh-keygen` writes it."""
        return pulumi.get(self, "ssh_keys")

    @property
    @pulumi.getter
    def disks(self) -> Sequence[str] | None:
        """
        Disks to install on, by path. Absent: the installer chooses. Each: the path of a disk. Example:
        `/dev/disk/by-path/ccw-0.0.0200`.
        """
        return pulumi.get(self, "disks")

    @property
    @pulumi.getter
    def packages(self) -> Sequence[str] | None:
        """Packages, for Kickstart also groups (`@virtualization-host`). Each: the name of a package."""
        return pulumi.get(self, "packages")


@pulumi.output_type
class Bandwidth(dict):
    """Limits of an interface, seen from the guest."""

    def __init__(
        __self__,
        *,
        inbound: outputs.Rate | None = None,
        outbound: outputs.Rate | None = None,
    ) -> None:
        if inbound is not None:
            pulumi.set(__self__, "inbound", inbound)
        if outbound is not None:
            pulumi.set(__self__, "outbound", outbound)

    @property
    @pulumi.getter
    def inbound(self) -> outputs.Rate | None:
        """What the guest receives. Absent: no limit."""
        return pulumi.get(self, "inbound")

    @property
    @pulumi.getter
    def outbound(self) -> outputs.Rate | None:
        """What the guest sends. Absent: no limit."""
        return pulumi.get(self, "outbound")


@pulumi.output_type
class Boot(dict):
    """
    How a guest starts (z/VM: IPL): a kernel of the host, one of its disks, or a DASD that is passed through.
    """

    def __init__(
        __self__,
        *,
        kernel: str | None = None,
        initrd: str | None = None,
        cmdline: str | None = None,
        disk: str | None = None,
        order: Sequence[str] | None = None,
        loadparm: str | None = None,
        loadparms: Mapping[str, str] | None = None,
    ) -> None:
        if kernel is not None:
            pulumi.set(__self__, "kernel", kernel)
        if initrd is not None:
            pulumi.set(__self__, "initrd", initrd)
        if cmdline is not None:
            pulumi.set(__self__, "cmdline", cmdline)
        if disk is not None:
            pulumi.set(__self__, "disk", disk)
        if order is not None:
            pulumi.set(__self__, "order", order)
        if loadparm is not None:
            pulumi.set(__self__, "loadparm", loadparm)
        if loadparms is not None:
            pulumi.set(__self__, "loadparms", loadparms)

    @property
    @pulumi.getter
    def kernel(self) -> str | None:
        """
        Kernel image on the host, by absolute path. At most one of `kernel`, `disk`, `order` is given. Form:
        an absolute path. Example: `/boot/vmlinux-4.4.0-rc5`.
        """
        return pulumi.get(self, "kernel")

    @property
    @pulumi.getter
    def initrd(self) -> str | None:
        """Initial RAM disk on the host, with `kernel`. Form: an absolute path."""
        return pulumi.get(self, "initrd")

    @property
    @pulumi.getter
    def cmdline(self) -> str | None:
        """
        Kernel parameters, with `kernel`. Every libvirt client can read them: no secrets. At most 4095 bytes.
        Example: `root=/dev/vda`.
        """
        return pulumi.get(self, "cmdline")

    @property
    @pulumi.getter
    def disk(self) -> str | None:
        """
        Name of the disk, LUN or `vfio-ccw` device to boot from. At most one of `kernel`, `disk`, `order` is
        given. Example: `root`.
        """
        return pulumi.get(self, "disk")

    @property
    @pulumi.getter
    def order(self) -> Sequence[str] | None:
        """
        Names of disks, LUNs, `vfio-ccw` devices and interfaces to try one after the other; one that is no
        interface alone is `disk`. At most one of `kernel`, `disk`, `order` is given. Example: `root, lan`.
        """
        return pulumi.get(self, "order")

    @property
    @pulumi.getter
    def loadparm(self) -> str | None:
        """
        Boot menu entry, with `disk` (z/VM: LOADPARM); not of what is passed through. Form: at most 8 letters,
        digits, blanks and dots.
        """
        return pulumi.get(self, "loadparm")

    @property
    @pulumi.getter
    def loadparms(self) -> Mapping[str, str] | None:
        """
        Boot menu entries of single devices, with `order`, by the device's name. libvirt 9.0 hands over that
        of the first device only. Each: at most 8 letters, digits, blanks and dots.
        """
        return pulumi.get(self, "loadparms")


@pulumi.output_type
class BootParameters(dict):
    """The content of a `.prm` file. In the file the fields come in this order."""

    def __init__(
        __self__,
        *,
        first: str | None = None,
        repo: str | None = None,
        repo_user: str | None = None,
        repo_password: str | None = None,
        install: str | None = None,
        kickstart: str | None = None,
        autoyast: str | None = None,
        dasd: Sequence[str] | None = None,
        zfcp: Sequence[outputs.ZfcpPath] | None = None,
        znet: Sequence[outputs.ChannelNetwork] | None = None,
        vlan: Sequence[outputs.VlanDevice] | None = None,
        ip: Sequence[outputs.IpAddress] | None = None,
        nameservers: Sequence[str] | None = None,
        options: Sequence[str] | None = None,
        text: str | None = None,
        layout: str | None = None,
    ) -> None:
        if first is not None:
            pulumi.set(__self__, "first", first)
        if repo is not None:
            pulumi.set(__self__, "repo", repo)
        if repo_user is not None:
            pulumi.set(__self__, "repo_user", repo_user)
        if repo_password is not None:
            pulumi.set(__self__, "repo_password", repo_password)
        if install is not None:
            pulumi.set(__self__, "install", install)
        if kickstart is not None:
            pulumi.set(__self__, "kickstart", kickstart)
        if autoyast is not None:
            pulumi.set(__self__, "autoyast", autoyast)
        if dasd is not None:
            pulumi.set(__self__, "dasd", dasd)
        if zfcp is not None:
            pulumi.set(__self__, "zfcp", zfcp)
        if znet is not None:
            pulumi.set(__self__, "znet", znet)
        if vlan is not None:
            pulumi.set(__self__, "vlan", vlan)
        if ip is not None:
            pulumi.set(__self__, "ip", ip)
        if nameservers is not None:
            pulumi.set(__self__, "nameservers", nameservers)
        if options is not None:
            pulumi.set(__self__, "options", options)
        if text is not None:
            pulumi.set(__self__, "text", text)
        if layout is not None:
            pulumi.set(__self__, "layout", layout)

    @property
    @pulumi.getter
    def first(self) -> str | None:
        """
        Words before all others. Form: words of printable ASCII, one blank between them. Example: `ro
        ramdisk_size=40000`.
        """
        return pulumi.get(self, "first")

    @property
    @pulumi.getter
    def repo(self) -> str | None:
        """
        Where the packages are (`inst.repo`), without password. Form: a URL such as
        ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        """
        return pulumi.get(self, "repo")

    @property
    @pulumi.getter(name="repoUser")
    def repo_user(self) -> str | None:
        """User in the URLs of `repo`, `install`, `kickstart` and `autoyast`. Form: a user name."""
        return pulumi.get(self, "repo_user")

    @property
    @pulumi.getter(name="repoPassword")
    def repo_password(self) -> str | None:
        """
        Password of `repoUser`. The file holds it in clear text and therefore has mode 0600. Form: one word of
        printable ASCII without blanks.
        """
        return pulumi.get(self, "repo_password")

    @property
    @pulumi.getter
    def install(self) -> str | None:
        """
        Where SUSE's packages are (`install`), without password. Form: a URL such as
        ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`.
        """
        return pulumi.get(self, "install")

    @property
    @pulumi.getter
    def kickstart(self) -> str | None:
        """
        URL of the Kickstart file (`inst.ks`). Form: a URL such as ftp://9.60.29.66/ftpboot/iso, its password
        in `repoPassword`.
        """
        return pulumi.get(self, "kickstart")

    @property
    @pulumi.getter
    def autoyast(self) -> str | None:
        """
        URL of the AutoYaST profile (`autoyast`). Form: a URL such as ftp://9.60.29.66/ftpboot/iso, its
        password in `repoPassword`.
        """
        return pulumi.get(self, "autoyast")

    @property
    @pulumi.getter
    def dasd(self) -> Sequence[str] | None:
        """
        `autodetect`, a bus id, or a range of bus ids, each one `rd.dasd`. Each: one word of printable ASCII
        without blanks.
        """
        return pulumi.get(self, "dasd")

    @property
    @pulumi.getter
    def zfcp(self) -> Sequence[outputs.ZfcpPath] | None:
        """LUNs, each one `rd.zfcp`."""
        return pulumi.get(self, "zfcp")

    @property
    @pulumi.getter
    def znet(self) -> Sequence[outputs.ChannelNetwork] | None:
        """Network devices, each one `rd.znet`."""
        return pulumi.get(self, "znet")

    @property
    @pulumi.getter
    def vlan(self) -> Sequence[outputs.VlanDevice] | None:
        """VLAN interfaces, each one `vlan`."""
        return pulumi.get(self, "vlan")

    @property
    @pulumi.getter
    def ip(self) -> Sequence[outputs.IpAddress] | None:
        """Addresses, each one `ip`."""
        return pulumi.get(self, "ip")

    @property
    @pulumi.getter
    def nameservers(self) -> Sequence[str] | None:
        """Name servers, each one `nameserver`. Each: an IP address."""
        return pulumi.get(self, "nameservers")

    @property
    @pulumi.getter
    def options(self) -> Sequence[str] | None:
        """
        Any other parameters, after all others. Each: words of printable ASCII, one blank between them.
        Example: `systemd.show_status=0`.
        """
        return pulumi.get(self, "options")

    @property
    @pulumi.getter
    def text(self) -> str | None:
        """The whole file as it is to be, in place of every other field. For what is imported."""
        return pulumi.get(self, "text")

    @property
    @pulumi.getter
    def layout(self) -> str | None:
        """One parameter a line, or all in one line. Default: `lines`."""
        return pulumi.get(self, "layout")


@pulumi.output_type
class ChannelNetwork(dict):
    """A network device of channels: `rd.znet=qeth,READ,WRITE,DATA,layer2=1`."""

    def __init__(
        __self__,
        *,
        channels: Sequence[str],
        kind: str | None = None,
        layer2: bool | None = None,
        port: int | None = None,
    ) -> None:
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        pulumi.set(__self__, "channels", channels)
        if layer2 is not None:
            pulumi.set(__self__, "layer2", layer2)
        if port is not None:
            pulumi.set(__self__, "port", port)

    @property
    @pulumi.getter
    def kind(self) -> str | None:
        """OSA and HiperSockets are qeth. Default: `qeth`."""
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter
    def channels(self) -> Sequence[str]:
        """Read, write and data channel of a qeth device; lcs and ctc have two channels."""
        return pulumi.get(self, "channels")

    @property
    @pulumi.getter
    def layer2(self) -> bool | None:
        """Work on layer 2; bridges, macvtap and Open vSwitch need it."""
        return pulumi.get(self, "layer2")

    @property
    @pulumi.getter
    def port(self) -> int | None:
        """Port of the adapter (`portno`). Between 0 and 1."""
        return pulumi.get(self, "port")


@pulumi.output_type
class Console(dict):
    """A console on a pseudo terminal of the host; `virsh console` connects to the first."""

    def __init__(
        __self__,
        *,
        name: str,
        kind: str | None = None,
        log_file: str | None = None,
        log_append: bool | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if log_file is not None:
            pulumi.set(__self__, "log_file", log_file)
        if log_append is not None:
            pulumi.set(__self__, "log_append", log_append)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the console, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `console`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def kind(self) -> str | None:
        """
        `sclp` is the operating system console (`ttysclp0`), `sclplm` its line mode form (`sclp_line0`), one
        of each; `virtio` is `hvc0`, `hvc1`, … A new one starts with `sclp`.
        """
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter(name="logFile")
    def log_file(self) -> str | None:
        """
        File on the host that keeps what the guest prints here. Form: an absolute path. Example:
        `/var/log/libvirt/qemu/linux01-console.log`.
        """
        return pulumi.get(self, "log_file")

    @property
    @pulumi.getter(name="logAppend")
    def log_append(self) -> bool | None:
        """A start adds to `log_file`; otherwise it begins anew. A new one starts with `false`."""
        return pulumi.get(self, "log_append")


@pulumi.output_type
class Cpu(dict):
    """The CPU model. With `host-model` a guest can move to hosts of the same model or a newer one."""

    def __init__(
        __self__,
        *,
        mode: str | None = None,
        model: str | None = None,
        features: Mapping[str, str] | None = None,
    ) -> None:
        if mode is not None:
            pulumi.set(__self__, "mode", mode)
        if model is not None:
            pulumi.set(__self__, "model", model)
        if features is not None:
            pulumi.set(__self__, "features", features)

    @property
    @pulumi.getter
    def mode(self) -> str | None:
        """`custom` names a `model`; the others take the host's. A new one starts with `host-model`."""
        return pulumi.get(self, "mode")

    @property
    @pulumi.getter
    def model(self) -> str | None:
        """
        With `custom`: a model of the host's list, `get_host(…).cpu_models`. Form: a model such as z14.
        Example: `z14`.
        """
        return pulumi.get(self, "model")

    @property
    @pulumi.getter
    def features(self) -> Mapping[str, str] | None:
        """Facilities by QEMU's names: `{"msa5": "disable", "vx": "require"}`; not with `maximum`."""
        return pulumi.get(self, "features")


@pulumi.output_type
class CpuTune(dict):
    """Weight, limits and pinning of a guest's threads. A limit is `quota` of each `period`; absent: none."""

    def __init__(
        __self__,
        *,
        shares: int | None = None,
        period: int | None = None,
        quota: int | None = None,
        global_period: int | None = None,
        global_quota: int | None = None,
        emulator_period: int | None = None,
        emulator_quota: int | None = None,
        iothread_period: int | None = None,
        iothread_quota: int | None = None,
        vcpu_pins: Mapping[str, str] | None = None,
        emulator_pin: str | None = None,
        iothread_pins: Mapping[str, str] | None = None,
    ) -> None:
        if shares is not None:
            pulumi.set(__self__, "shares", shares)
        if period is not None:
            pulumi.set(__self__, "period", period)
        if quota is not None:
            pulumi.set(__self__, "quota", quota)
        if global_period is not None:
            pulumi.set(__self__, "global_period", global_period)
        if global_quota is not None:
            pulumi.set(__self__, "global_quota", global_quota)
        if emulator_period is not None:
            pulumi.set(__self__, "emulator_period", emulator_period)
        if emulator_quota is not None:
            pulumi.set(__self__, "emulator_quota", emulator_quota)
        if iothread_period is not None:
            pulumi.set(__self__, "iothread_period", iothread_period)
        if iothread_quota is not None:
            pulumi.set(__self__, "iothread_quota", iothread_quota)
        if vcpu_pins is not None:
            pulumi.set(__self__, "vcpu_pins", vcpu_pins)
        if emulator_pin is not None:
            pulumi.set(__self__, "emulator_pin", emulator_pin)
        if iothread_pins is not None:
            pulumi.set(__self__, "iothread_pins", iothread_pins)

    @property
    @pulumi.getter
    def shares(self) -> int | None:
        """
        Weight beside other guests when CPUs are short (z/VM: relative SHARE); the host's default is 1024, or
        100 with version 2 of control groups. Between 2 and 262144. Example: `2048`.
        """
        return pulumi.get(self, "shares")

    @property
    @pulumi.getter
    def period(self) -> int | None:
        """Period of each vCPU's limit. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "period")

    @property
    @pulumi.getter
    def quota(self) -> int | None:
        """Time each vCPU may run in a period. Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "quota")

    @property
    @pulumi.getter(name="globalPeriod")
    def global_period(self) -> int | None:
        """Period of the whole guest's limit. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "global_period")

    @property
    @pulumi.getter(name="globalQuota")
    def global_quota(self) -> int | None:
        """Time the whole guest may run in a period (z/VM: LIMITHARD). Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "global_quota")

    @property
    @pulumi.getter(name="emulatorPeriod")
    def emulator_period(self) -> int | None:
        """Period of the limit of QEMU's own threads. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "emulator_period")

    @property
    @pulumi.getter(name="emulatorQuota")
    def emulator_quota(self) -> int | None:
        """Time QEMU's own threads may run in a period. Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "emulator_quota")

    @property
    @pulumi.getter(name="iothreadPeriod")
    def iothread_period(self) -> int | None:
        """Period of each iothread's limit. Absent: 100000. Between 1000 and 1000000 µs."""
        return pulumi.get(self, "iothread_period")

    @property
    @pulumi.getter(name="iothreadQuota")
    def iothread_quota(self) -> int | None:
        """Time each iothread may run in a period. Between 1000 and 17592186044415 µs."""
        return pulumi.get(self, "iothread_quota")

    @property
    @pulumi.getter(name="vcpuPins")
    def vcpu_pins(self) -> Mapping[str, str] | None:
        """The host's CPUs a vCPU may run on, by its number from 0: `{"0": "0-3", "1": "4"}`."""
        return pulumi.get(self, "vcpu_pins")

    @property
    @pulumi.getter(name="emulatorPin")
    def emulator_pin(self) -> str | None:
        """The host's CPUs QEMU's own threads may run on. Example: `0-1`."""
        return pulumi.get(self, "emulator_pin")

    @property
    @pulumi.getter(name="iothreadPins")
    def iothread_pins(self) -> Mapping[str, str] | None:
        """The host's CPUs an iothread may run on, by its number from 1: `{"1": "0"}`."""
        return pulumi.get(self, "iothread_pins")


@pulumi.output_type
class Debug(dict):
    """QEMU's server for gdb, on the host's loopback address only: whoever reaches it rules the guest."""

    def __init__(
        __self__,
        *,
        gdb_port: int | None = None,
        freeze: bool | None = None,
    ) -> None:
        if gdb_port is not None:
            pulumi.set(__self__, "gdb_port", gdb_port)
        if freeze is not None:
            pulumi.set(__self__, "freeze", freeze)

    @property
    @pulumi.getter(name="gdbPort")
    def gdb_port(self) -> int | None:
        """
        Port of 127.0.0.1 on the host: `gdb -ex 'target remote :1234'`. No other guest may have it. Between
        1024 and 65535. Example: `1234`.
        """
        return pulumi.get(self, "gdb_port")

    @property
    @pulumi.getter
    def freeze(self) -> bool | None:
        """
        A start leaves the guest paused before its first instruction, for gdb or you. A new one starts with
        `false`.
        """
        return pulumi.get(self, "freeze")


@pulumi.output_type
class DeviceRow(dict):
    """One device of the guest as its operating system numbers it (`lscss`)."""

    def __init__(
        __self__,
        *,
        name: str,
        kind: str,
        bus_id: str,
        devno: str,
        cu_type: str,
        target: str | None = None,
        mac: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "kind", kind)
        pulumi.set(__self__, "bus_id", bus_id)
        pulumi.set(__self__, "devno", devno)
        pulumi.set(__self__, "cu_type", cu_type)
        if target is not None:
            pulumi.set(__self__, "target", target)
        if mac is not None:
            pulumi.set(__self__, "mac", mac)

    @property
    @pulumi.getter
    def name(self) -> str:
        """The device's name in the declaration, or the fixed name of an automatic one."""
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def kind(self) -> str:
        """`disk`, `interface`, `mdev`, `filesystem`, `virtio-scsi`, `virtio-serial`, `memballoon`, `rng` …"""
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter(name="busId")
    def bus_id(self) -> str:
        """Bus id in the guest, `0.0.0e1e`."""
        return pulumi.get(self, "bus_id")

    @property
    @pulumi.getter
    def devno(self) -> str:
        """Device number, `0x0e1e`."""
        return pulumi.get(self, "devno")

    @property
    @pulumi.getter(name="cuType")
    def cu_type(self) -> str:
        """Control unit type and model as `lscss` prints it, `3832/02`."""
        return pulumi.get(self, "cu_type")

    @property
    @pulumi.getter
    def target(self) -> str | None:
        """libvirt's target name of a disk, `vda`."""
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def mac(self) -> str | None:
        """MAC address of an interface."""
        return pulumi.get(self, "mac")


@pulumi.output_type
class DhcpHost(dict):
    """A guest that is always given the same address."""

    def __init__(
        __self__,
        *,
        name: str,
        mac: str,
        ip: str,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "mac", mac)
        pulumi.set(__self__, "ip", ip)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Host name, unique in the network. Form: a host name: at most 64 letters, digits and inner `.` or `-`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def mac(self) -> str:
        """MAC address of its interface. Example: `52:54:00:12:34:56`."""
        return pulumi.get(self, "mac")

    @property
    @pulumi.getter
    def ip(self) -> str:
        """The address it is given. Form: an IPv4 address, like 192.168.150.1."""
        return pulumi.get(self, "ip")


@pulumi.output_type
class Disk(dict):
    """One disk of a guest: virtio-blk, a SCSI disk on a virtio-scsi controller, or a CD-ROM drive there."""

    def __init__(
        __self__,
        *,
        name: str,
        volume: str | None = None,
        block: str | None = None,
        file: str | None = None,
        iscsi: outputs.Iscsi | None = None,
        cdrom: str | None = None,
        format: str | None = None,
        bus: str | None = None,
        cache: str | None = None,
        io: str | None = None,
        iothread: int | None = None,
        read_only: bool | None = None,
        shareable: bool | None = None,
        serial: str | None = None,
        target: str | None = None,
        devno: str | None = None,
        controller: int | None = None,
        unit: int | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        if volume is not None:
            pulumi.set(__self__, "volume", volume)
        if block is not None:
            pulumi.set(__self__, "block", block)
        if file is not None:
            pulumi.set(__self__, "file", file)
        if iscsi is not None:
            pulumi.set(__self__, "iscsi", iscsi)
        if cdrom is not None:
            pulumi.set(__self__, "cdrom", cdrom)
        if format is not None:
            pulumi.set(__self__, "format", format)
        if bus is not None:
            pulumi.set(__self__, "bus", bus)
        if cache is not None:
            pulumi.set(__self__, "cache", cache)
        if io is not None:
            pulumi.set(__self__, "io", io)
        if iothread is not None:
            pulumi.set(__self__, "iothread", iothread)
        if read_only is not None:
            pulumi.set(__self__, "read_only", read_only)
        if shareable is not None:
            pulumi.set(__self__, "shareable", shareable)
        if serial is not None:
            pulumi.set(__self__, "serial", serial)
        if target is not None:
            pulumi.set(__self__, "target", target)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)
        if controller is not None:
            pulumi.set(__self__, "controller", controller)
        if unit is not None:
            pulumi.set(__self__, "unit", unit)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the disk, unique among the guest's devices. Disks are matched by it, never by position. Form:
        lower-case letters, digits and inner hyphens, at most 32 characters. Example: `data`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def volume(self) -> str | None:
        """
        A volume of a storage pool: the `id` of a `Qcow2Disk`, or `POOL/NAME`. Exactly one of `volume`,
        `block`, `file`, `iscsi`, `cdrom` is given. Example: `images/data.qcow2`.
        """
        return pulumi.get(self, "volume")

    @property
    @pulumi.getter
    def block(self) -> str | None:
        """
        A block device of the host by absolute path, for instance the `path` of a `DasdDisk`. Exactly one of
        `volume`, `block`, `file`, `iscsi`, `cdrom` is given. Form: an absolute path. Example:
        `/dev/disk/by-path/ccw-0.0.0e1e-part1`.
        """
        return pulumi.get(self, "block")

    @property
    @pulumi.getter
    def file(self) -> str | None:
        """
        An image file of the host by absolute path. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom`
        is given. Form: an absolute path. Example: `/var/lib/libvirt/images/linux01.qcow2`.
        """
        return pulumi.get(self, "file")

    @property
    @pulumi.getter
    def iscsi(self) -> outputs.Iscsi | None:
        """A unit of an iSCSI target. Exactly one of `volume`, `block`, `file`, `iscsi`, `cdrom` is given."""
        return pulumi.get(self, "iscsi")

    @property
    @pulumi.getter
    def cdrom(self) -> str | None:
        """
        A CD-ROM drive with this medium: a volume (the `id` of a `CloudInitDisk`, or `POOL/NAME`), an image or
        device of the host by absolute path, or `empty`. Exactly one of `volume`, `block`, `file`, `iscsi`,
        `cdrom` is given. Form: POOL/NAME, an absolute path, or empty. Example: `images/seed.iso`.
        """
        return pulumi.get(self, "cdrom")

    @property
    @pulumi.getter
    def format(self) -> str | None:
        """Layout of the data. Absent: the volume's own format for `volume`, `raw` for anything else."""
        return pulumi.get(self, "format")

    @property
    @pulumi.getter
    def bus(self) -> str | None:
        """
        `virtio`, a channel device of its own, or `scsi`, a unit of a virtio-scsi controller. A `cdrom` is
        always on SCSI and says nothing. A new one starts with `virtio`.
        """
        return pulumi.get(self, "bus")

    @property
    @pulumi.getter
    def cache(self) -> str | None:
        """Host page cache use. A new one starts with `none`."""
        return pulumi.get(self, "cache")

    @property
    @pulumi.getter
    def io(self) -> str | None:
        """How QEMU does its I/O. Absent: QEMU's choice."""
        return pulumi.get(self, "io")

    @property
    @pulumi.getter
    def iothread(self) -> int | None:
        """
        Number of the iothread that serves this virtio disk, from 1; on SCSI the controller's. At least 1.
        """
        return pulumi.get(self, "iothread")

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> bool | None:
        """The guest may not write; never into a `cdrom`. A new one starts with `false`."""
        return pulumi.get(self, "read_only")

    @property
    @pulumi.getter
    def shareable(self) -> bool | None:
        """
        Other guests may have the same data at the same time, each of them with `shareable` (z/VM: LINK MW):
        `raw`, past the page cache, and with a file system that is made for it. A new one starts with `false`.
        """
        return pulumi.get(self, "shareable")

    @property
    @pulumi.getter
    def serial(self) -> str | None:
        """
        Serial number the guest sees (`/sys/block/vda/serial`). Form: at most 20 letters, digits and `_ . +
        -`.
        """
        return pulumi.get(self, "serial")

    @property
    @pulumi.getter
    def target(self) -> str | None:
        """
        Device name libvirt keeps for the disk. Absent: the next free one. The guest's kernel may differ.
        Form: a disk name such as vda, on SCSI such as sda.
        """
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def devno(self) -> str | None:
        """
        Device number in the guest, of a virtio disk. Absent: the lowest this guest never used. Example:
        `0x0e1e`.
        """
        return pulumi.get(self, "devno")

    @property
    @pulumi.getter
    def controller(self) -> int | None:
        """
        On SCSI: index of its controller, one of `controllers`, or 0, which comes by itself. Between 0 and
        255. A new one starts with `0`.
        """
        return pulumi.get(self, "controller")

    @property
    @pulumi.getter
    def unit(self) -> int | None:
        """
        On SCSI: its unit on the controller, which is the LUN in the guest (from 256 on: unit + 16384).
        Absent: the lowest this guest never used. Between 0 and 16383.
        """
        return pulumi.get(self, "unit")


@pulumi.output_type
class DnsHost(dict):
    """A name that the network's DNS answers."""

    def __init__(
        __self__,
        *,
        name: str,
        ip: str,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "ip", ip)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Host name, unique in the network. Form: a host name: at most 64 letters, digits and inner `.` or `-`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def ip(self) -> str:
        """Its address, unique among the DNS hosts. Form: an IPv4 address, like 192.168.150.1."""
        return pulumi.get(self, "ip")


@pulumi.output_type
class Filesystem(dict):
    """A folder of the host, mounted in the guest by its `tag`: `mount -t virtiofs TAG /mnt`."""

    def __init__(
        __self__,
        *,
        name: str,
        source: str,
        tag: str | None = None,
        kind: str | None = None,
        read_only: bool | None = None,
        devno: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "source", source)
        if tag is not None:
            pulumi.set(__self__, "tag", tag)
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if read_only is not None:
            pulumi.set(__self__, "read_only", read_only)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the file system, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `shared`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def source(self) -> str:
        """The folder on the host. Form: an absolute path. Example: `/srv/shared`."""
        return pulumi.get(self, "source")

    @property
    @pulumi.getter
    def tag(self) -> str | None:
        """What the guest mounts. Absent: the name. Form: at most 31 letters, digits and `_ . -`."""
        return pulumi.get(self, "tag")

    @property
    @pulumi.getter
    def kind(self) -> str | None:
        """
        `virtiofs` is fast and makes the guest's memory shared with its daemon; `9p` needs nothing. A new one
        starts with `virtiofs`.
        """
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> bool | None:
        """The guest may not write (`9p` only). A new one starts with `false`."""
        return pulumi.get(self, "read_only")

    @property
    @pulumi.getter
    def devno(self) -> str | None:
        """Device number in the guest. Absent: the lowest this guest never used."""
        return pulumi.get(self, "devno")


@pulumi.output_type
class FilterRef(dict):
    """A network filter of the host (libvirt `<filterref>`, `virsh nwfilter-list`)."""

    def __init__(
        __self__,
        *,
        filter: str,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        pulumi.set(__self__, "filter", filter)
        if parameters is not None:
            pulumi.set(__self__, "parameters", parameters)

    @property
    @pulumi.getter
    def filter(self) -> str:
        """
        The filter's name on the host. Form: letters, digits and `_ . -`, not beginning with a digit or sign
        but `_`. Example: `clean-traffic`.
        """
        return pulumi.get(self, "filter")

    @property
    @pulumi.getter
    def parameters(self) -> Mapping[str, str] | None:
        """
        Values for the filter's variables; several of one variable with commas between them. Each: letters,
        digits and `_ . :`, several with commas between them. Example: `IP: 10.0.0.1`.
        """
        return pulumi.get(self, "parameters")


@pulumi.output_type
class Interface(dict):
    """One virtio-net interface of a guest."""

    def __init__(
        __self__,
        *,
        name: str,
        network: str | None = None,
        macvtap: outputs.Macvtap | None = None,
        bridge: str | None = None,
        ovs: str | None = None,
        portgroup: str | None = None,
        vlan: outputs.Vlan | None = None,
        mtu: int | None = None,
        queues: int | None = None,
        bandwidth: outputs.Bandwidth | None = None,
        filter_ref: outputs.FilterRef | None = None,
        mac: str | None = None,
        link: str | None = None,
        devno: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        if network is not None:
            pulumi.set(__self__, "network", network)
        if macvtap is not None:
            pulumi.set(__self__, "macvtap", macvtap)
        if bridge is not None:
            pulumi.set(__self__, "bridge", bridge)
        if ovs is not None:
            pulumi.set(__self__, "ovs", ovs)
        if portgroup is not None:
            pulumi.set(__self__, "portgroup", portgroup)
        if vlan is not None:
            pulumi.set(__self__, "vlan", vlan)
        if mtu is not None:
            pulumi.set(__self__, "mtu", mtu)
        if queues is not None:
            pulumi.set(__self__, "queues", queues)
        if bandwidth is not None:
            pulumi.set(__self__, "bandwidth", bandwidth)
        if filter_ref is not None:
            pulumi.set(__self__, "filter_ref", filter_ref)
        if mac is not None:
            pulumi.set(__self__, "mac", mac)
        if link is not None:
            pulumi.set(__self__, "link", link)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the interface, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `lan`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def network(self) -> str | None:
        """
        A libvirt network: the `id` of a network resource, or its name on the host. Exactly one of `network`,
        `macvtap`, `bridge`, `ovs` is given. Example: `lan`.
        """
        return pulumi.get(self, "network")

    @property
    @pulumi.getter
    def macvtap(self) -> outputs.Macvtap | None:
        """
        A macvtap device on an interface of the host. Exactly one of `network`, `macvtap`, `bridge`, `ovs` is
        given.
        """
        return pulumi.get(self, "macvtap")

    @property
    @pulumi.getter
    def bridge(self) -> str | None:
        """
        A Linux bridge of the host, without a libvirt network. Exactly one of `network`, `macvtap`, `bridge`,
        `ovs` is given. Form: an interface name: at most 15 of the letters, digits and `_ . : \\ -` that
        libvirt takes. Example: `br0`.
        """
        return pulumi.get(self, "bridge")

    @property
    @pulumi.getter
    def ovs(self) -> str | None:
        """
        An Open vSwitch bridge of the host, without a libvirt network. Exactly one of `network`, `macvtap`,
        `bridge`, `ovs` is given. Form: an interface name: at most 15 of the letters, digits and `_ . : \\ -`
        that libvirt takes. Example: `ovsbr0`.
        """
        return pulumi.get(self, "ovs")

    @property
    @pulumi.getter
    def portgroup(self) -> str | None:
        """
        Portgroup of `network`. Absent: the network's default one, if it has one. Form: lower-case letters,
        digits and inner hyphens, at most 32 characters. Example: `vlan42`.
        """
        return pulumi.get(self, "portgroup")

    @property
    @pulumi.getter
    def vlan(self) -> outputs.Vlan | None:
        """VLANs of this interface, in place of its portgroup's. Open vSwitch or macvtap passthrough only."""
        return pulumi.get(self, "vlan")

    @property
    @pulumi.getter
    def mtu(self) -> int | None:
        """Largest packet in bytes. Absent: that of the bridge. Not on macvtap. Between 68 and 65535."""
        return pulumi.get(self, "mtu")

    @property
    @pulumi.getter
    def queues(self) -> int | None:
        """Pairs of queues, for as many vCPUs. Between 1 and 256. A new one starts with `1`."""
        return pulumi.get(self, "queues")

    @property
    @pulumi.getter
    def bandwidth(self) -> outputs.Bandwidth | None:
        """Limits of its traffic. Absent: its portgroup's, or none; a portgroup's have no effect beside it."""
        return pulumi.get(self, "bandwidth")

    @property
    @pulumi.getter(name="filterRef")
    def filter_ref(self) -> outputs.FilterRef | None:
        """A packet filter of the host. Not on macvtap, where libvirt has none."""
        return pulumi.get(self, "filter_ref")

    @property
    @pulumi.getter
    def mac(self) -> str | None:
        """
        MAC address. Absent: derived from the guest's identity, so that it never changes. Example:
        `52:54:00:12:34:56`.
        """
        return pulumi.get(self, "mac")

    @property
    @pulumi.getter
    def link(self) -> str | None:
        """Whether the guest sees a carrier. A new one starts with `up`."""
        return pulumi.get(self, "link")

    @property
    @pulumi.getter
    def devno(self) -> str | None:
        """Device number in the guest. Absent: the lowest this guest never used."""
        return pulumi.get(self, "devno")


@pulumi.output_type
class IpAddress(dict):
    """An address of the installer: `ip=ADDRESS::GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD`."""

    def __init__(
        __self__,
        *,
        address: str | None = None,
        gateway: str | None = None,
        netmask: str | None = None,
        hostname: str | None = None,
        interface: str | None = None,
        method: str | None = None,
    ) -> None:
        if address is not None:
            pulumi.set(__self__, "address", address)
        if gateway is not None:
            pulumi.set(__self__, "gateway", gateway)
        if netmask is not None:
            pulumi.set(__self__, "netmask", netmask)
        if hostname is not None:
            pulumi.set(__self__, "hostname", hostname)
        if interface is not None:
            pulumi.set(__self__, "interface", interface)
        if method is not None:
            pulumi.set(__self__, "method", method)

    @property
    @pulumi.getter
    def address(self) -> str | None:
        """The address. Form: an IP address."""
        return pulumi.get(self, "address")

    @property
    @pulumi.getter
    def gateway(self) -> str | None:
        """The gateway. Form: an IP address."""
        return pulumi.get(self, "gateway")

    @property
    @pulumi.getter
    def netmask(self) -> str | None:
        """Netmask, or length of the prefix. Form: a netmask or prefix length."""
        return pulumi.get(self, "netmask")

    @property
    @pulumi.getter
    def hostname(self) -> str | None:
        """Name of the host. Form: a host name."""
        return pulumi.get(self, "hostname")

    @property
    @pulumi.getter
    def interface(self) -> str | None:
        """
        The interface; a qeth device is `encc` and `w` and its bus id. Form: the name of an interface.
        Example: `enccw0.0.4300`.
        """
        return pulumi.get(self, "interface")

    @property
    @pulumi.getter
    def method(self) -> str | None:
        """Where the address comes from. Default: `none`."""
        return pulumi.get(self, "method")


@pulumi.output_type
class Iscsi(dict):
    """A unit of an iSCSI target, reached by QEMU itself."""

    def __init__(
        __self__,
        *,
        host: str,
        target: str,
        lun: int,
        port: int | None = None,
    ) -> None:
        pulumi.set(__self__, "host", host)
        if port is not None:
            pulumi.set(__self__, "port", port)
        pulumi.set(__self__, "target", target)
        pulumi.set(__self__, "lun", lun)

    @property
    @pulumi.getter
    def host(self) -> str:
        """
        DNS name or IPv4 address of the portal. Form: a DNS name or an IPv4 address. Example: `9.60.29.70`.
        """
        return pulumi.get(self, "host")

    @property
    @pulumi.getter
    def port(self) -> int | None:
        """Port of the portal. Between 1 and 65535. A new one starts with `3260`."""
        return pulumi.get(self, "port")

    @property
    @pulumi.getter
    def target(self) -> str:
        """
        Name of the target. Form: an iSCSI name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
        `iqn.2016-01.com.ibm:ds8k.lovers`.
        """
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def lun(self) -> int:
        """Number of the unit. Between 0 and 16383."""
        return pulumi.get(self, "lun")


@pulumi.output_type
class KeyWrapping(dict):
    """
    Protected keys of the CPACF: whether the guest may wrap keys of each kind. A host allows both unless told.
    """

    def __init__(
        __self__,
        *,
        aes: bool | None = None,
        dea: bool | None = None,
    ) -> None:
        if aes is not None:
            pulumi.set(__self__, "aes", aes)
        if dea is not None:
            pulumi.set(__self__, "dea", dea)

    @property
    @pulumi.getter
    def aes(self) -> bool | None:
        """AES keys. Absent: as the host's QEMU has it (on)."""
        return pulumi.get(self, "aes")

    @property
    @pulumi.getter
    def dea(self) -> bool | None:
        """DEA and TDEA keys. Absent: as the host's QEMU has it (on)."""
        return pulumi.get(self, "dea")


@pulumi.output_type
class Lun(dict):
    """
    One SCSI LUN of a guest, behind its virtio-scsi controller (z/VM: a LUN behind a dedicated FCP device).
    """

    def __init__(
        __self__,
        *,
        name: str,
        lun: str | None = None,
        block: str | None = None,
        iscsi: outputs.Iscsi | None = None,
        attach_as: str | None = None,
        cache: str | None = None,
        read_only: bool | None = None,
        shareable: bool | None = None,
        raw_io: bool | None = None,
        reservations: bool | None = None,
        target: str | None = None,
        controller: int | None = None,
        unit: int | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        if lun is not None:
            pulumi.set(__self__, "lun", lun)
        if block is not None:
            pulumi.set(__self__, "block", block)
        if iscsi is not None:
            pulumi.set(__self__, "iscsi", iscsi)
        if attach_as is not None:
            pulumi.set(__self__, "attach_as", attach_as)
        if cache is not None:
            pulumi.set(__self__, "cache", cache)
        if read_only is not None:
            pulumi.set(__self__, "read_only", read_only)
        if shareable is not None:
            pulumi.set(__self__, "shareable", shareable)
        if raw_io is not None:
            pulumi.set(__self__, "raw_io", raw_io)
        if reservations is not None:
            pulumi.set(__self__, "reservations", reservations)
        if target is not None:
            pulumi.set(__self__, "target", target)
        if controller is not None:
            pulumi.set(__self__, "controller", controller)
        if unit is not None:
            pulumi.set(__self__, "unit", unit)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the LUN, unique among the guest's devices. Form: lower-case letters, digits and inner hyphens,
        at most 32 characters. Example: `db`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def lun(self) -> str | None:
        """
        A zFCP LUN of the host: the `id` of a `ScsiLun`, or BUS-ID/WWPN/LUN. Exactly one of `lun`, `block`,
        `iscsi` is given. Example: `0.0.1c98/0x500507630603c763/0x4022401100000000`.
        """
        return pulumi.get(self, "lun")

    @property
    @pulumi.getter
    def block(self) -> str | None:
        """
        A SCSI block device of the host by absolute path; for a LUN with several paths its multipath device.
        Exactly one of `lun`, `block`, `iscsi` is given. Form: an absolute path. Example:
        `/dev/mapper/36005076306ffc7630000000000004011`.
        """
        return pulumi.get(self, "block")

    @property
    @pulumi.getter
    def iscsi(self) -> outputs.Iscsi | None:
        """A unit of an iSCSI target. Exactly one of `lun`, `block`, `iscsi` is given."""
        return pulumi.get(self, "iscsi")

    @property
    @pulumi.getter(name="attachAs")
    def attach_as(self) -> str | None:
        """
        `disk` names the LUN by its by-path name; `hostdev` by the host's SCSI numbers, which move and are
        looked up anew before each start. A new one starts with `disk`.
        """
        return pulumi.get(self, "attach_as")

    @property
    @pulumi.getter
    def cache(self) -> str | None:
        """Host page cache use, as `disk`. A new one starts with `none`."""
        return pulumi.get(self, "cache")

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> bool | None:
        """The guest may not write. A new one starts with `false`."""
        return pulumi.get(self, "read_only")

    @property
    @pulumi.getter
    def shareable(self) -> bool | None:
        """Other guests may have it too. A new one starts with `false`."""
        return pulumi.get(self, "shareable")

    @property
    @pulumi.getter(name="rawIo")
    def raw_io(self) -> bool | None:
        """QEMU may send any SCSI command (CAP_SYS_RAWIO). A new one starts with `false`."""
        return pulumi.get(self, "raw_io")

    @property
    @pulumi.getter
    def reservations(self) -> bool | None:
        """
        Persistent reservations through libvirt's helper, as `disk` of the host. A new one starts with
        `false`.
        """
        return pulumi.get(self, "reservations")

    @property
    @pulumi.getter
    def target(self) -> str | None:
        """
        Device name libvirt keeps for it, as `disk`. Absent: the next free one; the guest's may differ. Form:
        a SCSI disk name such as sda.
        """
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def controller(self) -> int | None:
        """
        Index of the controller it sits on: one of `controllers`, or 0, which LUNs bring by themselves.
        Between 0 and 255. A new one starts with `0`.
        """
        return pulumi.get(self, "controller")

    @property
    @pulumi.getter
    def unit(self) -> int | None:
        """
        Unit on its virtio-scsi controller, which is the LUN in the guest (from 256 on: unit + 16384). Absent:
        the lowest this guest never used. Between 0 and 16383.
        """
        return pulumi.get(self, "unit")


@pulumi.output_type
class Macvtap(dict):
    """A macvtap device straight on a network interface of the host, without a libvirt network."""

    def __init__(
        __self__,
        *,
        dev: str,
        mode: str | None = None,
    ) -> None:
        pulumi.set(__self__, "dev", dev)
        if mode is not None:
            pulumi.set(__self__, "mode", mode)

    @property
    @pulumi.getter
    def dev(self) -> str:
        """
        The host's network interface (the uplink). Form: an interface name: at most 15 of the letters, digits
        and `_ . : \\ -` that libvirt takes. Example: `enccw0.0.4300`.
        """
        return pulumi.get(self, "dev")

    @property
    @pulumi.getter
    def mode(self) -> str | None:
        """How guests on the same uplink reach each other. A new one starts with `bridge`."""
        return pulumi.get(self, "mode")


@pulumi.output_type
class Mdev(dict):
    """One mediated device of a guest (z/VM: DEDICATE of a DASD, or CRYPTO)."""

    def __init__(
        __self__,
        *,
        name: str,
        model: str,
        device: str,
        devno: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "model", model)
        pulumi.set(__self__, "device", device)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the device, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `crypto`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def model(self) -> str:
        """`vfio-ccw` for a DASD, `vfio-ap` for crypto; a guest has one `vfio-ap`."""
        return pulumi.get(self, "model")

    @property
    @pulumi.getter
    def device(self) -> str:
        """The mediated device: the `id` of a `MediatedDevice`, or its uuid on the host."""
        return pulumi.get(self, "device")

    @property
    @pulumi.getter
    def devno(self) -> str | None:
        """
        Device number of a DASD in the guest. Absent: the lowest this guest never used. Example: `0x0200`.
        """
        return pulumi.get(self, "devno")


@pulumi.output_type
class Migration(dict):
    """Live migration, in virsh's words (`virsh migrate --live --p2p --tunnelled …`)."""

    def __init__(
        __self__,
        *,
        mode: str | None = None,
        tunnelled: bool | None = None,
        uri: str | None = None,
        data_uri: str | None = None,
        auto_converge: bool | None = None,
        post_copy: bool | None = None,
        compressed: bool | None = None,
        copy_storage: str | None = None,
        unsafe: bool | None = None,
        max_downtime_ms: int | None = None,
        bandwidth_mib_s: int | None = None,
        timeout_s: int | None = None,
    ) -> None:
        if mode is not None:
            pulumi.set(__self__, "mode", mode)
        if tunnelled is not None:
            pulumi.set(__self__, "tunnelled", tunnelled)
        if uri is not None:
            pulumi.set(__self__, "uri", uri)
        if data_uri is not None:
            pulumi.set(__self__, "data_uri", data_uri)
        if auto_converge is not None:
            pulumi.set(__self__, "auto_converge", auto_converge)
        if post_copy is not None:
            pulumi.set(__self__, "post_copy", post_copy)
        if compressed is not None:
            pulumi.set(__self__, "compressed", compressed)
        if copy_storage is not None:
            pulumi.set(__self__, "copy_storage", copy_storage)
        if unsafe is not None:
            pulumi.set(__self__, "unsafe", unsafe)
        if max_downtime_ms is not None:
            pulumi.set(__self__, "max_downtime_ms", max_downtime_ms)
        if bandwidth_mib_s is not None:
            pulumi.set(__self__, "bandwidth_mib_s", bandwidth_mib_s)
        if timeout_s is not None:
            pulumi.set(__self__, "timeout_s", timeout_s)

    @property
    @pulumi.getter
    def mode(self) -> str | None:
        """
        `p2p`: the old host's libvirt connects to the new one's; `direct`: zkvm speaks to both; `offline`:
        shut down, move, start. Absent: `p2p` where the new host's URI names a machine, otherwise `direct`.
        """
        return pulumi.get(self, "mode")

    @property
    @pulumi.getter
    def tunnelled(self) -> bool | None:
        """Send the guest's memory through libvirt's own connection, with `p2p`. Default: `false`."""
        return pulumi.get(self, "tunnelled")

    @property
    @pulumi.getter
    def uri(self) -> str | None:
        """
        The new host as the old one reaches it, with `p2p`. Absent: the URI of the new host. Form: a libvirt
        URI. Example: `qemu+tls://lpar2/system`.
        """
        return pulumi.get(self, "uri")

    @property
    @pulumi.getter(name="dataUri")
    def data_uri(self) -> str | None:
        """
        Where the guest's memory goes, when it is not the new host's own name (virsh: --migrateuri). Form:
        such as tcp://10.1.2.3. Example: `tcp://10.1.2.3`.
        """
        return pulumi.get(self, "data_uri")

    @property
    @pulumi.getter(name="autoConverge")
    def auto_converge(self) -> bool | None:
        """Slow a guest down that writes faster than its memory can be sent. Default: `false`."""
        return pulumi.get(self, "auto_converge")

    @property
    @pulumi.getter(name="postCopy")
    def post_copy(self) -> bool | None:
        """Let the guest run on the new host before all of its memory is there. Default: `false`."""
        return pulumi.get(self, "post_copy")

    @property
    @pulumi.getter
    def compressed(self) -> bool | None:
        """Compress pages that are sent again. Default: `false`."""
        return pulumi.get(self, "compressed")

    @property
    @pulumi.getter(name="copyStorage")
    def copy_storage(self) -> str | None:
        """
        Copy the contents of disks that are not shared: `all`, or what lies above a backing file
        (`incremental`: disks by `file`, on both hosts over the same backing file).
        """
        return pulumi.get(self, "copy_storage")

    @property
    @pulumi.getter
    def unsafe(self) -> bool | None:
        """
        Also where nobody can tell that the storage is shared: two guests' worth of writes on one disk, or an
        empty one, are yours to answer for. Default: `false`.
        """
        return pulumi.get(self, "unsafe")

    @property
    @pulumi.getter(name="maxDowntimeMs")
    def max_downtime_ms(self) -> int | None:
        """How long the guest may stand still at the end. Between 1 and 2000000 ms."""
        return pulumi.get(self, "max_downtime_ms")

    @property
    @pulumi.getter(name="bandwidthMibS")
    def bandwidth_mib_s(self) -> int | None:
        """The most that is sent in a second. Between 1 and 1000000 MiB/s."""
        return pulumi.get(self, "bandwidth_mib_s")

    @property
    @pulumi.getter(name="timeoutS")
    def timeout_s(self) -> int | None:
        """Give up after that time: the guest goes on where it is. Absent: never. Between 1 and 604800 s."""
        return pulumi.get(self, "timeout_s")


@pulumi.output_type
class NodeDevice(dict):
    """A device of the host."""

    def __init__(
        __self__,
        *,
        name: str,
        kind: str,
        online: bool,
        path: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "kind", kind)
        pulumi.set(__self__, "online", online)
        if path is not None:
            pulumi.set(__self__, "path", path)

    @property
    @pulumi.getter
    def name(self) -> str:
        """Bus id of a DASD or FCP device, BUS-ID/WWPN/LUN of a LUN, else the device's own name."""
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def kind(self) -> str:
        """`dasd`, `fcp`, `lun`, `nic`, `bridge`, `ovs`, `css`, `ap_card`, `ap_queue`, `mdev`."""
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter
    def online(self) -> bool:
        """Whether it is usable now."""
        return pulumi.get(self, "online")

    @property
    @pulumi.getter
    def path(self) -> str | None:
        """Device node, for a DASD that is online and for a LUN."""
        return pulumi.get(self, "path")


@pulumi.output_type
class PoolAdapter(dict):
    """The adapter behind which a `scsi` pool finds its LUNs."""

    def __init__(
        __self__,
        *,
        kind: str | None = None,
        name: str | None = None,
        parent: str | None = None,
        wwnn: str | None = None,
        wwpn: str | None = None,
    ) -> None:
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if name is not None:
            pulumi.set(__self__, "name", name)
        if parent is not None:
            pulumi.set(__self__, "parent", parent)
        if wwnn is not None:
            pulumi.set(__self__, "wwnn", wwnn)
        if wwpn is not None:
            pulumi.set(__self__, "wwpn", wwpn)

    @property
    @pulumi.getter
    def kind(self) -> str | None:
        """`scsi_host`: one of the host; `fc_host`: a virtual one (vHBA, needs NPIV). Default: `scsi_host`."""
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter
    def name(self) -> str | None:
        """For `scsi_host`: its name on the host. Form: a name such as scsi_host0. Example: `scsi_host0`."""
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def parent(self) -> str | None:
        """For `fc_host`: the adapter that carries it. Example: `scsi_host0`."""
        return pulumi.get(self, "parent")

    @property
    @pulumi.getter
    def wwnn(self) -> str | None:
        """For `fc_host`: its node name. Form: 16 hexadecimal digits. Example: `20000000c9831b4b`."""
        return pulumi.get(self, "wwnn")

    @property
    @pulumi.getter
    def wwpn(self) -> str | None:
        """For `fc_host`: its port name. Form: 16 hexadecimal digits. Example: `10000000c9831b4b`."""
        return pulumi.get(self, "wwpn")


@pulumi.output_type
class PoolAuth(dict):
    """How an iSCSI target is logged into (CHAP). The password itself lies in a libvirt secret of the host."""

    def __init__(
        __self__,
        *,
        username: str,
        secret: str,
    ) -> None:
        pulumi.set(__self__, "username", username)
        pulumi.set(__self__, "secret", secret)

    @property
    @pulumi.getter
    def username(self) -> str:
        """The user's name at the target. Example: `lovers`."""
        return pulumi.get(self, "username")

    @property
    @pulumi.getter
    def secret(self) -> str:
        """The libvirt secret that holds the password: its uuid, or its usage name. Example: `ds8k-chap`."""
        return pulumi.get(self, "secret")


@pulumi.output_type
class PoolSource(dict):
    """What a pool lies on. Which fields there are follows from the pool's `kind`."""

    def __init__(
        __self__,
        *,
        devices: Sequence[str] | None = None,
        volume_group: str | None = None,
        host: str | None = None,
        port: int | None = None,
        dir: str | None = None,
        iqn: str | None = None,
        initiator: str | None = None,
        auth: outputs.PoolAuth | None = None,
        adapter: outputs.PoolAdapter | None = None,
        format: str | None = None,
        nfs_version: str | None = None,
    ) -> None:
        if devices is not None:
            pulumi.set(__self__, "devices", devices)
        if volume_group is not None:
            pulumi.set(__self__, "volume_group", volume_group)
        if host is not None:
            pulumi.set(__self__, "host", host)
        if port is not None:
            pulumi.set(__self__, "port", port)
        if dir is not None:
            pulumi.set(__self__, "dir", dir)
        if iqn is not None:
            pulumi.set(__self__, "iqn", iqn)
        if initiator is not None:
            pulumi.set(__self__, "initiator", initiator)
        if auth is not None:
            pulumi.set(__self__, "auth", auth)
        if adapter is not None:
            pulumi.set(__self__, "adapter", adapter)
        if format is not None:
            pulumi.set(__self__, "format", format)
        if nfs_version is not None:
            pulumi.set(__self__, "nfs_version", nfs_version)

    @property
    @pulumi.getter
    def devices(self) -> Sequence[str] | None:
        """
        Block devices of the host by absolute path: the one of `fs` and `disk`, those of a volume group. Each:
        an absolute path. Example: `/dev/disk/by-path/ccw-0.0.0e20-part1`.
        """
        return pulumi.get(self, "devices")

    @property
    @pulumi.getter(name="volumeGroup")
    def volume_group(self) -> str | None:
        """For `logical`: the LVM volume group. Form: letters, digits and `_ + . -`. Example: `data`."""
        return pulumi.get(self, "volume_group")

    @property
    @pulumi.getter
    def host(self) -> str | None:
        """For `netfs` and iSCSI: the machine that serves it. Example: `9.60.29.70`."""
        return pulumi.get(self, "host")

    @property
    @pulumi.getter
    def port(self) -> int | None:
        """For iSCSI: the port. Absent: 3260. Between 1 and 65535. A new one starts with `3260`."""
        return pulumi.get(self, "port")

    @property
    @pulumi.getter
    def dir(self) -> str | None:
        """For `netfs`: the directory it exports. Form: an absolute path. Example: `/export/images`."""
        return pulumi.get(self, "dir")

    @property
    @pulumi.getter
    def iqn(self) -> str | None:
        """
        For iSCSI: the target. Form: an iSCSI qualified name such as iqn.2016-01.com.ibm:ds8k.lovers. Example:
        `iqn.2016-01.com.ibm:ds8k.lovers`.
        """
        return pulumi.get(self, "iqn")

    @property
    @pulumi.getter
    def initiator(self) -> str | None:
        """
        For iSCSI: the name this host logs in with; `iscsi-direct` needs one. Form: an iSCSI qualified name
        such as iqn.2016-01.com.ibm:ds8k.lovers. Example: `iqn.2016-01.com.ibm:lpar1`.
        """
        return pulumi.get(self, "initiator")

    @property
    @pulumi.getter
    def auth(self) -> outputs.PoolAuth | None:
        """For iSCSI: user and secret."""
        return pulumi.get(self, "auth")

    @property
    @pulumi.getter
    def adapter(self) -> outputs.PoolAdapter | None:
        """For `scsi`: the adapter."""
        return pulumi.get(self, "adapter")

    @property
    @pulumi.getter
    def format(self) -> str | None:
        """
        File system of `fs` (`ext4`, `xfs`, …; absent: what is found), protocol of `netfs` (`nfs`, `cifs`,
        `glusterfs`), partition table of `disk` (`gpt`, `dos`, …). Example: `ext4`.
        """
        return pulumi.get(self, "format")

    @property
    @pulumi.getter(name="nfsVersion")
    def nfs_version(self) -> str | None:
        """For `netfs`: version of NFS. Form: a version such as 4.2."""
        return pulumi.get(self, "nfs_version")


@pulumi.output_type
class Portgroup(dict):
    """
    A named set of VLANs that an interface can be put into. Without `access` and `trunk`: the switch's own
    way.
    """

    def __init__(
        __self__,
        *,
        name: str,
        is_default: bool | None = None,
        access: int | None = None,
        trunk: Sequence[int] | None = None,
        native: int | None = None,
        native_tagged: int | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        if is_default is not None:
            pulumi.set(__self__, "is_default", is_default)
        if access is not None:
            pulumi.set(__self__, "access", access)
        if trunk is not None:
            pulumi.set(__self__, "trunk", trunk)
        if native is not None:
            pulumi.set(__self__, "native", native)
        if native_tagged is not None:
            pulumi.set(__self__, "native_tagged", native_tagged)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the portgroup, unique in the network. Form: lower-case letters, digits and inner hyphens, at
        most 32 characters. Example: `vlan42`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter(name="isDefault")
    def is_default(self) -> bool | None:
        """Whether interfaces that name no portgroup are in this one. A new one starts with `false`."""
        return pulumi.get(self, "is_default")

    @property
    @pulumi.getter
    def access(self) -> int | None:
        """The one VLAN; the guest sees no tags. Between 0 and 4095. Example: `42`."""
        return pulumi.get(self, "access")

    @property
    @pulumi.getter
    def trunk(self) -> Sequence[int] | None:
        """VLANs the guest sees tagged. Between 0 and 4095."""
        return pulumi.get(self, "trunk")

    @property
    @pulumi.getter
    def native(self) -> int | None:
        """The VLAN of `trunk` that the guest sees without tag. Between 0 and 4095."""
        return pulumi.get(self, "native")

    @property
    @pulumi.getter(name="nativeTagged")
    def native_tagged(self) -> int | None:
        """
        The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same.
        Not beside `native`. Between 0 and 4095.
        """
        return pulumi.get(self, "native_tagged")


@pulumi.output_type
class Rate(dict):
    """How much may pass in one direction, in the units of libvirt's `<bandwidth>` (formatdomain)."""

    def __init__(
        __self__,
        *,
        average: int,
        peak: int | None = None,
        burst: int | None = None,
    ) -> None:
        pulumi.set(__self__, "average", average)
        if peak is not None:
            pulumi.set(__self__, "peak", peak)
        if burst is not None:
            pulumi.set(__self__, "burst", burst)

    @property
    @pulumi.getter
    def average(self) -> int:
        """Sustained rate in KiB/s. Between 1 and 4294967295 KiB/s. Example: `125000`."""
        return pulumi.get(self, "average")

    @property
    @pulumi.getter
    def peak(self) -> int | None:
        """Highest rate in KiB/s, for a burst. Between 1 and 4294967295 KiB/s."""
        return pulumi.get(self, "peak")

    @property
    @pulumi.getter
    def burst(self) -> int | None:
        """KiB that may pass at peak rate in one go. Between 1 and 4294967295 KiB."""
        return pulumi.get(self, "burst")


@pulumi.output_type
class Rng(dict):
    """A virtio random number generator, fed from a device of the host."""

    def __init__(
        __self__,
        *,
        source: str | None = None,
        rate_bytes: int | None = None,
        rate_period_ms: int | None = None,
    ) -> None:
        if source is not None:
            pulumi.set(__self__, "source", source)
        if rate_bytes is not None:
            pulumi.set(__self__, "rate_bytes", rate_bytes)
        if rate_period_ms is not None:
            pulumi.set(__self__, "rate_period_ms", rate_period_ms)

    @property
    @pulumi.getter
    def source(self) -> str | None:
        """
        Where its random bytes come from on the host. Form: an absolute path. A new one starts with
        `/dev/urandom`. Example: `/dev/hwrng`.
        """
        return pulumi.get(self, "source")

    @property
    @pulumi.getter(name="rateBytes")
    def rate_bytes(self) -> int | None:
        """Bytes the guest may take in each `rate_period_ms`. Absent: as many as it wants. At least 1."""
        return pulumi.get(self, "rate_bytes")

    @property
    @pulumi.getter(name="ratePeriodMs")
    def rate_period_ms(self) -> int | None:
        """Period of `rate_bytes`. Absent: one second. At least 1 ms."""
        return pulumi.get(self, "rate_period_ms")


@pulumi.output_type
class ScsiController(dict):
    """One virtio-scsi controller; LUNs and SCSI disks name it by its index (z/VM: a further FCP device)."""

    def __init__(
        __self__,
        *,
        name: str,
        index: int,
        queues: int | None = None,
        iothread: int | None = None,
        devno: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "index", index)
        if queues is not None:
            pulumi.set(__self__, "queues", queues)
        if iothread is not None:
            pulumi.set(__self__, "iothread", iothread)
        if devno is not None:
            pulumi.set(__self__, "devno", devno)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the controller, unique among the guest's devices. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `fast`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def index(self) -> int:
        """
        libvirt's number of it, from 1 without gaps; 0 is the controller that LUNs and SCSI disks bring by
        themselves. Between 1 and 255. Example: `1`.
        """
        return pulumi.get(self, "index")

    @property
    @pulumi.getter
    def queues(self) -> int | None:
        """Request queues. Absent: QEMU's choice, one for each vCPU. Between 1 and 1024."""
        return pulumi.get(self, "queues")

    @property
    @pulumi.getter
    def iothread(self) -> int | None:
        """Number of the iothread that serves what sits on it, from 1. At least 1."""
        return pulumi.get(self, "iothread")

    @property
    @pulumi.getter
    def devno(self) -> str | None:
        """Device number in the guest. Absent: the lowest this guest never used."""
        return pulumi.get(self, "devno")


@pulumi.output_type
class Shutdown(dict):
    """How a guest is stopped."""

    def __init__(
        __self__,
        *,
        grace_s: int | None = None,
        then: str | None = None,
    ) -> None:
        if grace_s is not None:
            pulumi.set(__self__, "grace_s", grace_s)
        if then is not None:
            pulumi.set(__self__, "then", then)

    @property
    @pulumi.getter(name="graceS")
    def grace_s(self) -> int | None:
        """
        Seconds the guest's operating system has to shut down; 0 cuts its power at once. Between 0 and 86400
        s. Default: `120`.
        """
        return pulumi.get(self, "grace_s")

    @property
    @pulumi.getter
    def then(self) -> str | None:
        """What follows when it did not: cut its power, or stop with an error. Default: `destroy`."""
        return pulumi.get(self, "then")


@pulumi.output_type
class Vlan(dict):
    """One VLAN (`access`), or several that the guest sees tagged (`trunk`)."""

    def __init__(
        __self__,
        *,
        access: int | None = None,
        trunk: Sequence[int] | None = None,
        native: int | None = None,
        native_tagged: int | None = None,
    ) -> None:
        if access is not None:
            pulumi.set(__self__, "access", access)
        if trunk is not None:
            pulumi.set(__self__, "trunk", trunk)
        if native is not None:
            pulumi.set(__self__, "native", native)
        if native_tagged is not None:
            pulumi.set(__self__, "native_tagged", native_tagged)

    @property
    @pulumi.getter
    def access(self) -> int | None:
        """The one VLAN; the guest sees no tags. Between 0 and 4095. Example: `42`."""
        return pulumi.get(self, "access")

    @property
    @pulumi.getter
    def trunk(self) -> Sequence[int] | None:
        """VLANs the guest sees tagged. Between 0 and 4095."""
        return pulumi.get(self, "trunk")

    @property
    @pulumi.getter
    def native(self) -> int | None:
        """The VLAN of `trunk` that the guest sees without tag. Between 0 and 4095."""
        return pulumi.get(self, "native")

    @property
    @pulumi.getter(name="nativeTagged")
    def native_tagged(self) -> int | None:
        """
        The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same.
        Not beside `native`. Between 0 and 4095.
        """
        return pulumi.get(self, "native_tagged")


@pulumi.output_type
class VlanDevice(dict):
    """A VLAN interface: `vlan=DEVICE:PARENT`."""

    def __init__(
        __self__,
        *,
        device: str,
        parent: str,
    ) -> None:
        pulumi.set(__self__, "device", device)
        pulumi.set(__self__, "parent", parent)

    @property
    @pulumi.getter
    def device(self) -> str:
        """Name of the new interface. Form: the name of an interface."""
        return pulumi.get(self, "device")

    @property
    @pulumi.getter
    def parent(self) -> str:
        """The interface it lies on. Form: the name of an interface."""
        return pulumi.get(self, "parent")


@pulumi.output_type
class Vsock(dict):
    """A virtio socket device; programs on the host reach the guest by its context id (CID)."""

    def __init__(
        __self__,
        *,
        cid: int | None = None,
    ) -> None:
        if cid is not None:
            pulumi.set(__self__, "cid", cid)

    @property
    @pulumi.getter
    def cid(self) -> int | None:
        """
        The guest's context id, which no other running guest of the host may have. Absent: a free one at each
        start. Between 3 and 4294967295. Example: `42`.
        """
        return pulumi.get(self, "cid")


@pulumi.output_type
class WaitFor(dict):
    """Waiting happens when zkvm starts the guest, never in a preview or a refresh."""

    def __init__(
        __self__,
        *,
        source: str,
        timeout_s: int | None = None,
    ) -> None:
        pulumi.set(__self__, "source", source)
        if timeout_s is not None:
            pulumi.set(__self__, "timeout_s", timeout_s)

    @property
    @pulumi.getter
    def source(self) -> str:
        """
        `agent`: the guest's agent answers, which needs `agent`. `lease`: an interface on a `NatNetwork` has
        an address of libvirt's DHCP server.
        """
        return pulumi.get(self, "source")

    @property
    @pulumi.getter(name="timeoutS")
    def timeout_s(self) -> int | None:
        """
        Seconds to wait; then the operation fails, and the guest stays. Between 1 and 86400 s. Default: `300`.
        """
        return pulumi.get(self, "timeout_s")


@pulumi.output_type
class Watchdog(dict):
    """
    The s390 watchdog diag288, fed by the guest's `diag288_wdt` (z/VM: SET VTIMER and a restart by an
    operator).
    """

    def __init__(
        __self__,
        *,
        action: str | None = None,
    ) -> None:
        if action is not None:
            pulumi.set(__self__, "action", action)

    @property
    @pulumi.getter
    def action(self) -> str | None:
        """
        What happens when it is not fed; `inject-nmi` is a restart interruption, which takes a dump. A new one
        starts with `reset`.
        """
        return pulumi.get(self, "action")


@pulumi.output_type
class XmlPatch(dict):
    """
    One change of the domain XML, made after everything else. Patches are applied in the order of their names.
    """

    def __init__(
        __self__,
        *,
        name: str,
        path: str,
        op: str | None = None,
        value: str | None = None,
    ) -> None:
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "path", path)
        if op is not None:
            pulumi.set(__self__, "op", op)
        if value is not None:
            pulumi.set(__self__, "value", value)

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the patch, unique among the guest's patches. Form: lower-case letters, digits and inner
        hyphens, at most 32 characters. Example: `keep-crashed`.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def path(self) -> str:
        """
        Where, from `<domain>` on: `on_crash`, `devices/memballoon/stats/@period`,
        `devices/disk[target='vda']`, or `.` for the domain. It must mean one place. Form: a path such as
        devices/memballoon/@autodeflate, of elements with conditions in brackets. Example: `on_crash`.
        """
        return pulumi.get(self, "path")

    @property
    @pulumi.getter
    def op(self) -> str | None:
        """
        `set` an attribute or the text of an element, which is made when it is missing; `add` an element below
        the place; `remove` what is there. A new one starts with `set`.
        """
        return pulumi.get(self, "op")

    @property
    @pulumi.getter
    def value(self) -> str | None:
        """The text to set, or the element to add. Every libvirt client can read it: no secrets."""
        return pulumi.get(self, "value")


@pulumi.output_type
class ZfcpPath(dict):
    """A LUN behind an FCP device: `rd.zfcp=BUS-ID,WWPN,LUN`."""

    def __init__(
        __self__,
        *,
        bus_id: str,
        wwpn: str | None = None,
        lun: str | None = None,
    ) -> None:
        pulumi.set(__self__, "bus_id", bus_id)
        if wwpn is not None:
            pulumi.set(__self__, "wwpn", wwpn)
        if lun is not None:
            pulumi.set(__self__, "lun", lun)

    @property
    @pulumi.getter(name="busId")
    def bus_id(self) -> str:
        """The FCP device. Example: `0.0.1c98`."""
        return pulumi.get(self, "bus_id")

    @property
    @pulumi.getter
    def wwpn(self) -> str | None:
        """
        Port of the storage; absent with `lun`: the device finds its LUNs itself (NPIV). Form: a WWPN: 0x and
        16 hex digits.
        """
        return pulumi.get(self, "wwpn")

    @property
    @pulumi.getter
    def lun(self) -> str | None:
        """The LUN, eight bytes. Form: a LUN: 0x and 16 hex digits."""
        return pulumi.get(self, "lun")
