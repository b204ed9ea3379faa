"""The steps that are the same for every kind of object, carried out. A pool may be busy with another volume."""

from __future__ import annotations

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.patience import patiently
from zkvm_provider.apply.perform import perform
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef
from zkvm_provider.reconcile import object_steps


def _ref(step: object_steps.Stop | object_steps.SetAutostart | object_steps.Undefine) -> ObjectRef:
    return ObjectRef(kind=ObjectKind(step.subject.value), uuid=step.uuid)


@perform.register
def _(step: object_steps.Stop, desk: Desk) -> None:
    patiently(desk, lambda: desk.endpoint.hypervisor.stop(_ref(step)))


@perform.register
def _(step: object_steps.SetAutostart, desk: Desk) -> None:
    desk.endpoint.hypervisor.set_autostart(_ref(step), step.autostart)


@perform.register
def _(step: object_steps.Undefine, desk: Desk) -> None:
    patiently(desk, lambda: desk.endpoint.hypervisor.undefine(_ref(step)))
