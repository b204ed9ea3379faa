"""CRYPTO: dedicated adapters and domains as a vfio-ap device of the host; a shared pool does not exist."""

from __future__ import annotations

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.mediated import crypto_device
from zkvm_provider.zvm.converting.workbench import Work, lines_of
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.mapping import CryptoPlace
from zkvm_provider.zvm.plan import Device, Said, Value

_CPACF = "the guest keeps CPACF, the CPU's own cryptography"


def crypto(work: Work) -> None:
    """The guest's one vfio-ap device. A subconfiguration's CRYPTO replaces the identity's (CP's rule)."""
    part = work.machine.subconfig
    own = [each for each in (part.body if part else ()) if isinstance(each, s.Crypto)]
    every = own or work.machine.every(s.Crypto)
    for each in work.machine.every(s.Crypto):
        if each not in every:
            work.put(each, Fate.SKIPPED, "the subconfiguration's CRYPTO statements win")
    adapters = sorted({number for each in every for number in each.adapters})
    domains = sorted({number for each in every for number in each.domains})
    where = work.world.map.crypto.get(work.machine.userid) or CryptoPlace()
    if where.skip is not None and every:
        _put(work, every, Fate.SKIPPED, f"the map skips it: {where.skip}")
    elif not adapters:
        _put(work, every, Fate.NONE, f"APVIRTUAL: KVM has no shared pool of adapters; {_CPACF}")
    elif where.device is not None:
        note = f"mediated device {where.device}, which must have {_matrix(adapters, domains)}"
        _attach(work, every, where.device, Fate.APPROXIMATED, note)
    else:
        _dedicated(work, every, list(where.adapters or adapters), list(where.domains or domains))


def _dedicated(work: Work, every: list[s.Crypto], adapters: list[int], domains: list[int]) -> None:
    if not domains:
        _put(work, every, Fate.NONE, f"adapters are of no use without a DOMAIN; {_CPACF}")
        return
    ref = crypto_device(work, adapters, domains, "; ".join(each.text for each in every))
    note = f"passed through (vfio-ap): {_matrix(adapters, domains)} of the host"
    _attach(work, every, ref, Fate.CONVERTED, note)
    if work.machine.userid not in work.world.map.crypto:
        warning = f"its crypto has {_matrix(adapters, domains)}, as on z/VM: the KVM host may number them otherwise"
        work.warn(every[0], f"{warning} (`crypto` of the map)")


def _attach(work: Work, every: list[s.Crypto], device: Value, fate: Fate, note: str) -> None:
    arguments = {
        "name": Said(value="crypto"),
        "model": Said(value="vfio-ap"),
        "device": Said(value=device),
    }
    comment = "; ".join(each.text for each in every)
    work.plan.add("mdevs", Device(cls="MdevArgs", arguments=arguments, lines=lines_of(every), comment=comment))
    for each in every:
        if each.is_shared:
            work.put(each, Fate.APPROXIMATED, f"{note}; APVIRTUAL beside it has no counterpart")
        else:
            work.put(each, fate, note)


def _put(work: Work, every: list[s.Crypto], fate: Fate, note: str) -> None:
    for each in every:
        work.put(each, fate, note)


def _matrix(adapters: list[int], domains: list[int]) -> str:
    return f"adapters {_hex(adapters)}, domains {_hex(domains)}"


def _hex(numbers: list[int]) -> str:
    return " ".join(f"0x{number:02x}" for number in numbers)
