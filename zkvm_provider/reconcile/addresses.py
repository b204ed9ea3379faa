"""Numbers and names a guest's devices are known by: device numbers, disk targets, MAC addresses.

What a device has, it keeps. New ones get device numbers in libvirt's order for s390x (virtio disks by target,
interfaces, controllers, balloon), from 0x0000 upwards past the numbers that are spoken for; in an existing guest the
lowest number the guest never had, so that no number ever means another device by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import count
from string import ascii_lowercase

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault
from zkvm_provider.model.address import Devno, MacAddress

_LAST_DEVNO = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A device that needs a number. `path` is where the user wrote it (`disks[1].devno`), `label` its name."""

    label: str
    path: str = ""
    explicit: Devno | None = None
    carried: Devno | None = None


def allocate(claims: Sequence[Claim], used: Collection[Devno], faults: list[Fault]) -> dict[str, Devno]:
    """A device number for every claim, by label. Claims come in libvirt's order; faults are added to `faults`."""
    holders: dict[Devno, str] = {
        claim.carried: claim.label for claim in claims if claim.carried is not None and claim.explicit is None
    }
    given = {claim.label: claim.carried for claim in claims if claim.carried is not None and claim.explicit is None}
    spoken = {claim.explicit for claim in claims if claim.explicit is not None}
    taken = {*holders, *spoken, *used}
    free = (number for number in map(Devno, range(_LAST_DEVNO + 1)) if number not in taken)
    for claim in claims:
        if claim.explicit is None:
            continue
        if claim.explicit in holders:
            reason = f"{claim.explicit} is the device number of {holders[claim.explicit]}"
            faults.append(Fault(path=claim.path, reason=f"{reason}; {next(free)} is free"))
        holders.setdefault(claim.explicit, claim.label)
        given[claim.label] = claim.explicit
    for claim in claims:
        if claim.label not in given:
            number = next(free, None)
            if number is None:
                faults.append(Fault(path=claim.path, reason="no number is left that this guest never used; give one"))
                return given
            given[claim.label] = number
    return given


def target_order(target: str | None) -> tuple[int, str]:
    """libvirt's order of disks: vda … vdz, vdaa …; those without a target last."""
    return (len(target), target) if target else (99, "")


def free_targets(taken: Collection[str], prefix: str = "vd") -> Iterable[str]:
    """vda, vdb, … without those that are taken."""
    return (name for name in (_target(index, prefix) for index in count()) if name not in taken)


def derive_mac(name: str, derive: Callable[[str], str], taken: Collection[MacAddress]) -> MacAddress:
    """The guest's own address for an interface; another one in the unlikely case that it is taken."""
    for attempt in count():
        mac = MacAddress.parse(derive(name if attempt == 0 else f"{name}#{attempt}"))
        if mac not in taken:
            return mac
    raise AssertionError("count() does not end")


def _target(index: int, prefix: str) -> str:
    """0 → vda, 25 → vdz, 26 → vdaa (libvirt `virIndexToDiskName`)."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, len(ascii_lowercase))
        letters = ascii_lowercase[letter] + letters
    return f"{prefix}{letters}"
