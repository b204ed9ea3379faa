"""VLANs of a network, a portgroup or a guest's interface."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta

HIGHEST_TAG = 4095
NATIVE_TAGGED_DOC = (
    "The VLAN of `trunk` that takes what the guest sends without tag, and that it sees tagged all the same. "
    "Not beside `native`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vlan:
    """One VLAN (`access`), or several that the guest sees tagged (`trunk`).

    One of a trunk may be native: frames without tag that the guest sends are of it. It is seen untagged (`native`) or
    tagged like the others (`native_tagged`); libvirt's `nativeMode`.
    """

    access: Annotated[
        int | None,
        Meta(doc="The one VLAN; the guest sees no tags.", minimum=0, maximum=HIGHEST_TAG, example="42"),
    ] = None
    trunk: Annotated[
        tuple[int, ...] | None, Meta(doc="VLANs the guest sees tagged.", minimum=0, maximum=HIGHEST_TAG)
    ] = None
    native: Annotated[
        int | None,
        Meta(doc="The VLAN of `trunk` that the guest sees without tag.", minimum=0, maximum=HIGHEST_TAG),
    ] = None
    native_tagged: Annotated[int | None, Meta(doc=NATIVE_TAGGED_DOC, minimum=0, maximum=HIGHEST_TAG)] = None
