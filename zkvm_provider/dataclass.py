"""Frozen, slotted dataclasses that cost little to define.

The standard library writes and compiles six methods a class when the class is defined. Every `pulumi` command defines
about 280 classes before its first operation and makes objects of a third of them. So here `__init__` is written when a
class makes its first object, and the other methods are shared. Objects are frozen when they have their fields, not
before: to set each past the refusing `__setattr__` takes three times as long. What all this does is what the standard
library does, and to a type checker this *is* the standard library's `dataclass`.
"""

from __future__ import annotations

import dataclasses
import operator
import sys
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final, NoReturn

_ORDER = ("lt", "le", "gt", "ge")


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, order: bool = False
) -> Callable[[type], type]:
    """A decorator for classes without `init=False` and without a `hash` of a field."""
    if not (frozen and slots):
        return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only, order=order)

    def define(cls: type) -> type:
        cls.__doc__ = cls.__doc__ or cls.__name__  # else the signature is made a text of
        made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
        for name, method in {"__init__": _Unwritten(made), **_compared(made, order=order), **_SHARED}.items():
            if vars(cls).get(name) is None:  # a class with its own __eq__ has None for a __hash__
                setattr(made, name, method)
        return made

    return define


class _Unwritten:
    """`__init__` of a class until someone asks for it."""

    __slots__ = ("_owner",)

    def __init__(self, owner: type) -> None:
        self._owner = owner

    def __get__(self, instance: object | None, _owner: type | None = None) -> Any:
        written = _write_init(self._owner)
        setattr(self._owner, "__init__", written)  # noqa: B010 - no assignment that a type checker allows
        return written if instance is None else written.__get__(instance)


def _write_init(cls: Any) -> Any:
    """The method that puts each argument into its slot, and freezes the object."""
    fields = sorted(dataclasses.fields(cls), key=attrgetter("kw_only"))
    known: dict[str, Any] = {
        "_missing": MISSING,
        "_frozen": cls,
        "_own": _pliant(cls),
        "_pliant": _pliant,
        "_open": _open,
    }
    parameters, body = ["self"], []
    for field in fields:
        if field.kw_only and "*" not in parameters:
            parameters.append("*")
        parameter, value = field.name, field.name
        if field.default_factory is not MISSING:
            known[f"_make_{field.name}"] = field.default_factory
            parameter, value = f"{value}=_missing", f"_make_{value}() if {value} is _missing else {value}"
        elif field.default is not MISSING:
            known[f"_default_{field.name}"] = field.default
            parameter = f"{value}=_default_{value}"
        parameters.append(parameter)
        body.append(f"self.{field.name} = {value}")
    pliant = "_own if _class is _frozen else _pliant(_class)"  # a subclass may have this method from its base
    body = ["_class = self.__class__", f"_open(self, {pliant})", *body, "self.__class__ = _class"]
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    text = f"def write({', '.join(known)}):\n def __init__({', '.join(parameters)}):\n  {'; '.join(body)}"
    scope: dict[str, Any] = {}
    exec(f"{text}\n return __init__", vars(sys.modules[cls.__module__]), scope)  # noqa: S102 - made of names of fields
    written = scope["write"](**known)
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    written.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return written


def _replace(value: Any, **changes: Any) -> Any:
    """The value with other fields; itself when that is what it has. Raises AttributeError for a field it has not."""
    cls, copied = value.__class__, None
    for name, new in changes.items():
        if getattr(value, name) is not new:
            if copied is None:
                copied = _write_copy(cls)(value)
            setattr(copied, name, new)
    if copied is None:
        return value
    copied.__class__ = cls
    return copied


@cache
def maker(cls: Any) -> Callable[..., Any]:
    """A function that makes objects of a value for every field, in half the time: for thousands of them.

    For classes of this `dataclass` without `__post_init__`.
    """
    names = [field.name for field in dataclasses.fields(cls)]
    return _write_making(cls, names, names, "_new.__class__ = _frozen")


@cache
def _write_copy(cls: Any) -> Callable[[Any], Any]:
    """A function that gives a copy of an object, not frozen yet."""
    return _write_making(cls, ["old"], [f"old.{field.name}" for field in dataclasses.fields(cls)])


def _write_making(cls: Any, parameters: list[str], values: list[str], *last: str) -> Callable[..., Any]:
    """A function that makes an object of these values, one for each field, and does what is to be done last."""
    names = (field.name for field in dataclasses.fields(cls))
    body = ["_new = _make(_own)", *(f"_new.{name} = {value}" for name, value in zip(names, values, strict=True)), *last]
    known: dict[str, Any] = {"_make": object.__new__, "_own": _pliant(cls), "_frozen": cls}
    exec(f"def making({', '.join(parameters)}):\n {'; '.join(body)}; return _new", known)  # noqa: S102 - as above
    return known["making"]  # type: ignore[no-any-return]


@cache
def _pliant(cls: Any) -> type:
    """The same class not frozen: an object is one of these while it gets its fields, which is far quicker.

    Python gives an object another class when both have the same slots (`object.__class__`, data model).
    """
    own = {name: value for name, value in vars(cls).items() if name in {"__slots__", "__orig_bases__", "__module__"}}
    made: type = type(cls)(cls.__name__, cls.__bases__, {**own, "__setattr__": object.__setattr__})
    return made


_open: Final = object.__dict__["__class__"].__set__


def _compared(cls: Any, *, order: bool) -> dict[str, Callable[..., Any]]:
    """Comparing and hashing by the fields, among objects of the same class."""
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    values: Callable[[object], Any] = attrgetter(*names) if names else lambda _: ()

    def by(compare: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
        def method(self: object, other: object) -> bool:
            return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

        return method

    ordering = {f"__{name}__": by(getattr(operator, name)) for name in _ORDER if order}
    return {"__eq__": by(operator.eq), "__hash__": lambda self: hash(values(self)), **ordering}


@recursive_repr()
def _repr(self: Any) -> str:
    shown = [f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_set(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED = {
    "__repr__": _repr,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:
    dataclass, replace = _dataclass, _replace
