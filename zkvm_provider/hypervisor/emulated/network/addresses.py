"""Socket addresses and ranges as libvirt's `virsocketaddr.c` reads and checks them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from zkvm_provider.hypervisor.emulated.network.shape import Address, Ip
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_LARGEST_RANGE = 65535


def parse_address(text: str) -> Address | None:
    """The address, or None where `text` is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def require_address(text: str) -> Address:
    """The address; raises SYSTEM_ERROR where libvirt leaves the resolver's own words."""
    found = parse_address(text)
    if found is None:
        reason = f"Cannot parse socket address '{text}': Name or service not known"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, reason)
    return found


def prefix_of(ip: Ip) -> int:
    """The prefix length in force: as given, from the netmask, or by the address's class; -1 for a broken netmask."""
    if ip.prefix > 0:
        return ip.prefix
    if ip.netmask is not None:
        return _netmask_bits(ip.netmask)
    if isinstance(ip.address, IPv6Address):
        return 64
    first = int(ip.address) >> 24
    for limit, prefix in ((128, 8), (192, 16), (224, 24)):
        if first < limit:
            return prefix
    return -1


def network_of(address: Address, prefix: int) -> tuple[Address, int]:
    """The network an address lies in: its lowest address and the prefix."""
    return ip_network((address, prefix), strict=False).network_address, prefix


def check_range(start: Address, end: Address, ip: Ip | None) -> None:
    """Refuse a range that is reversed, too large, or not inside the network of `ip` (virSocketAddrGetRange)."""
    words = f"{start} - {end}"
    if start.version != end.version or (ip is not None and ip.address.version != start.version):
        raise _bad_range(f"mismatch of address family in range {words}")
    if ip is not None:
        _check_inside(start, end, ip)
    size = int(end) - int(start)
    if size < 0:
        raise _bad_range(f"range {words} is reversed ")
    if size >= _LARGEST_RANGE:
        raise _bad_range(f"range {words} is too large (> {_LARGEST_RANGE})")


def _check_inside(start: Address, end: Address, ip: Ip) -> None:
    prefix = prefix_of(ip)
    words = f"{start} - {end}"
    if prefix < 0:
        raise _bad_range(f"bad prefix {prefix} for network {ip.address} when  checking range {words}")
    network = ip_network((ip.address, prefix), strict=False)
    if start not in network or end not in network:
        raise _bad_range(f"range {words} is not entirely within network {ip.address}/{prefix}")
    if isinstance(start, IPv4Address) and prefix < 31:
        if start == network.network_address:
            raise _bad_range(f"start of range {words} in network {ip.address}/{prefix} is the network address")
        if end == network.broadcast_address:
            raise _bad_range(f"end of range {words} in network {ip.address}/{prefix} is the broadcast address")


def _netmask_bits(netmask: Address) -> int:
    bits = format(int(netmask), f"0{netmask.max_prefixlen}b")
    return bits.count("1") if "01" not in bits else -1


def _bad_range(reason: str) -> Exception:
    return refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, reason)
