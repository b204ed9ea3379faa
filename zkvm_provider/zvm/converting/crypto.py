"""CRYPTO: dedicated adapters and domains as a vfio-ap device of the host; a shared pool does not exist."""

from __future__ import annotations

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Work, lines_of
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Device, Said


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
    if not adapters:
        for each in every:
            note = "APVIRTUAL: KVM has no shared pool of adapters; the guest keeps CPACF, the CPU's own cryptography"
            work.put(each, Fate.NONE, note)
        return
    matrix = f"adapters {_hex(adapters)}, domains {_hex(domains)}"
    device = work.world.map.crypto.get(work.machine.userid)
    if device is None:
        for each in every:
            work.put(each, Fate.NONE, f"make a vfio-ap device with {matrix} on the host and name it in `crypto`")
        work.warn(every[0], f"it has no crypto adapter on KVM until `crypto` of the map names one with {matrix}")
        return
    _attach(work, every, device, matrix)


def _attach(work: Work, every: list[s.Crypto], device: str, matrix: str) -> None:
    arguments = {
        "name": Said(value="crypto"),
        "model": Said(value="vfio-ap"),
        "device": Said(value=device),
    }
    comment = "; ".join(each.text for each in every)
    work.plan.add("mdevs", Device(cls="MdevArgs", arguments=arguments, lines=lines_of(every), comment=comment))
    for each in every:
        work.put(each, Fate.APPROXIMATED, f"mediated device {device}, which must have {matrix}")


def _hex(numbers: list[int]) -> str:
    return " ".join(f"0x{number:02x}" for number in numbers)
