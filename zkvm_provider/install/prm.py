"""The `.prm` file: typed parameters as the words the kernel, dracut and the installers read.

Syntax after dracut.cmdline(7) (`rd.zfcp`, `rd.dasd`, `rd.znet`, `ip`, `vlan`, `nameserver`) and the boot options of
Anaconda and linuxrc (`inst.repo`, `inst.ks`; `install`, `autoyast`). What is wrong in a value is the linter's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from zkvm_provider.model.boot_parameters import (
    BootParameters,
    ChannelNetwork,
    IpAddress,
    IpMethod,
    PrmLayout,
    ZfcpPath,
)


def render_prm(parameters: BootParameters) -> str:
    """The text of the file, with the password where there is one."""
    if parameters.text is not None:
        return parameters.text
    words = list(_words(parameters))
    return (" " if parameters.layout is PrmLayout.LINE else "\n").join(words) + "\n"


def _words(given: BootParameters) -> Iterator[str]:
    if given.first:
        yield given.first
    urls = {
        "inst.repo": given.repo,
        "install": given.install,
        "inst.ks": given.kickstart,
        "autoyast": given.autoyast,
    }
    for keyword, url in urls.items():
        if url:
            yield f"{keyword}={_with_login(url, given.repo_user, given.repo_password)}"
    yield from (f"rd.dasd={each}" for each in given.dasd or ())
    yield from (f"rd.zfcp={_zfcp(each)}" for each in given.zfcp or ())
    yield from (f"rd.znet={_znet(each)}" for each in given.znet or ())
    yield from (f"vlan={each.device}:{each.parent}" for each in given.vlan or ())
    yield from (f"ip={_ip(each)}" for each in given.ip or ())
    yield from (f"nameserver={_bracketed(each)}" for each in given.nameservers or ())
    yield from given.options or ()


def _with_login(url: str, user: str | None, password: str | None) -> str:
    """The URL with `USER:PASSWORD@` before its host; what a URL cannot hold is percent-encoded (RFC 3986)."""
    scheme, separator, rest = url.partition("://")
    if not user or not separator:
        return url
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    return f"{scheme}://{login}@{rest}"


def _zfcp(path: ZfcpPath) -> str:
    return ",".join(str(part) for part in (path.bus_id, path.wwpn, path.lun) if part is not None)


def _znet(net: ChannelNetwork) -> str:
    parts = [net.kind.value if net.kind else "qeth", *map(str, net.channels)]
    parts += [f"layer2={int(net.layer2)}"] if net.layer2 is not None else []
    parts += [f"portno={net.port}"] if net.port is not None else []
    return ",".join(parts)


def _ip(ip: IpAddress) -> str:
    """The seven fields of dracut; the second, the peer of a point-to-point line, stays empty."""
    method = (ip.method or IpMethod.NONE).value
    if not (ip.address or ip.gateway or ip.netmask or ip.hostname):
        return f"{ip.interface}:{method}" if ip.interface else method
    fields = (_bracketed(ip.address or ""), "", _bracketed(ip.gateway or ""), ip.netmask or "", ip.hostname or "")
    return ":".join([*fields, ip.interface or "", method])


def _bracketed(address: str) -> str:
    """IPv6 addresses hold colons, so dracut wants them in brackets."""
    return f"[{address}]" if ":" in address else address
