"""An object put into use."""

from __future__ import annotations

from tests.effects.scenes import FOUND_VOLUMES, IDS, USERS
from tests.effects.stage import Made, Stage
from tests.provider.conformance.laws import resolved
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.model.kinds import kind_of


def use_it(stage: Stage, made: Made, *, power: str = "running") -> None:
    """A guest that runs, or stands paused, takes the object."""
    ids = {
        **IDS,
        "it": made.id,
        "path": str(made.outputs.get("path")),
        "model": "vfio-ccw" if "parent" in made.inputs else "vfio-ap",
        "kernel": f"{made.inputs.get('directory')}/{made.inputs.get('kernel') or 'images/kernel.img'}",
    }
    steps = USERS[made.kind.name]
    if made.inputs.get("kind") in FOUND_VOLUMES:
        volumes = stage.hypervisor.list(ObjectKind.VOLUME, pool=made.inputs["name"])
        ids["used"], steps = f"{made.inputs['name']}/{volumes[0].ref.name}", steps[-1:]
    if made.inputs.get("kind") == "logical":
        steps = (("LvmDisk", steps[0][1]), *steps[1:])
    for name, inputs in steps:
        more = {"power": power} if name == "Guest" else {}
        user = stage.make(kind_of(name), {**resolved(inputs, ids), **more}, name="user")
        ids[inputs["name"]] = user.id
        if name == "Guest":
            stage.users = [*(each for each in stage.users if each.id != user.id), user]
