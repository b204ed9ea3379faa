"""Our `dataclass` does what the standard library's does."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import operator
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

import pytest

from zkvm_provider import dataclass as ours

T = TypeVar("T")
Define = Callable[..., Any]
FIXED: dict[str, Any] = {"frozen": True, "slots": True}


def keywords(define: Define) -> Any:
    @define(**FIXED, kw_only=True)
    class Keywords:
        """Keyword arguments, with every sort of default."""

        first: int
        second: str = "two"
        third: list[int] = field(default_factory=list)
        hidden: bytes = field(default=b"", repr=False)
        aside: int = field(default=0, compare=False)

        def doubled(self) -> int:
            return 2 * self.first

    return Keywords


def positions(define: Define) -> Any:
    @define(**FIXED, order=True)
    class Positions:
        first: int
        second: int = 2

        def __str__(self) -> str:
            return f"{self.first}-{self.second}"

    return Positions


def inherited(define: Define) -> Any:
    @define(**FIXED)
    class Inherited(keywords(define)):  # type: ignore[misc]  # noqa: PLW1641 - the base and the hash are the subject
        """A position beside inherited keywords, one of which it changes; it compares in its own way, and is checked."""

        place: int = 0
        second: str = "second"

        def __post_init__(self) -> None:
            if self.place < 0:
                raise ValueError("place")

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Inherited) and self.place == other.place

    return Inherited


def of_anything(define: Define) -> Any:
    @define(**FIXED)
    class OfAnything(Generic[T]):
        first: T
        second: T | None = None

    return OfAnything


def undecorated(define: Define) -> Any:
    class Undecorated(keywords(define)):  # type: ignore[misc]
        def tripled(self) -> int:
            return 3 * int(self.first)

        def __str__(self) -> str:
            return f"{type(self).__name__} {self.tripled()}"

    return Undecorated


def empty(define: Define) -> Any:
    @define(**FIXED, kw_only=True)
    class Empty:
        pass

    return Empty


ARGUMENTS: dict[Callable[[Define], Any], list[dict[str, Any]]] = {
    keywords: [
        {"first": 1},
        {"first": 1, "aside": 3},
        {"first": 1, "second": "x", "third": [1], "hidden": b"y"},
        {},
        {"first": 1, "fourth": 4},
    ],
    positions: [{"first": 1}, {"first": 1, "second": 3}, {"second": 1}],
    inherited: [{"first": 1, "place": 2}, {"first": 2, "place": 2}, {"first": 1, "place": -1}, {"first": 1}],
    of_anything: [{"first": 1}, {"first": "one", "second": "two"}, {"second": 1}],
    undecorated: [{"first": 1}, {"first": 1, "second": "x"}],
    empty: [{}, {"first": 1}],
}
OF_ONE = (
    repr,
    str,
    copy.copy,
    copy.deepcopy,
    dataclasses.asdict,
    partial(dataclasses.replace, first=7),
    object().__eq__,
)
OF_TWO = (operator.eq, operator.ne, operator.lt, operator.ge, lambda one, other: hash(one) == hash(other))


def told(ask: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[str, str]:
    """What came of it, in words: the answer or the fault."""
    try:
        return "answer", repr(ask(*arguments, **named))
    except (TypeError, ValueError, AttributeError) as fault:
        return type(fault).__name__, str(fault)


def behaviour(cls: Any, wanted: list[dict[str, Any]]) -> list[Any]:
    """Everything that can be asked of a class, and of each pair of its objects."""
    fields = [(each.name, each.type, each.default, each.kw_only) for each in dataclasses.fields(cls)]
    signature = [(one.name, one.kind, one.annotation) for one in inspect.signature(cls).parameters.values()]
    answers = [told(cls, **arguments) for arguments in wanted]
    made = [cls(**arguments) for arguments, answer in zip(wanted, answers, strict=True) if answer[0] == "answer"]
    changed = [(told(setattr, one, name, 5), told(delattr, one, name)) for one in made for name, *_ in fields]
    alone = [told(ask, one) for ask in OF_ONE for one in made]
    paired = [told(ask, one, other) for ask in OF_TWO for one in made for other in made]
    return [fields, signature, cls.__match_args__, cls.__slots__, *answers, *changed, *alone, *paired]


@pytest.mark.parametrize("written", ARGUMENTS, ids=lambda written: written.__name__)
def test_a_class_behaves_as_the_standard_librarys(written: Callable[[Define], Any]) -> None:
    assert behaviour(written(ours.dataclass), ARGUMENTS[written]) == behaviour(written(dataclass), ARGUMENTS[written])


def test_a_frozen_object_stays_as_it_is() -> None:
    one = keywords(ours.dataclass)(first=1)
    with pytest.raises(FrozenInstanceError):
        one.first = 2
    with pytest.raises(FrozenInstanceError):
        del one.first
    assert one.first == 1
    assert not hasattr(one, "__dict__")


def test_a_default_made_by_a_function_is_made_for_each() -> None:
    cls = keywords(ours.dataclass)
    assert cls(first=1).third is not cls(first=1).third


def test_an_object_is_pickled() -> None:
    from zkvm_provider.model.address import BusId
    from zkvm_provider.model.field import Meta

    for one in (BusId(0, 0, 0x1234), Meta(doc="a field", minimum=3)):
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - what we have just written


def test_init_is_written_once_for_the_first_object() -> None:
    cls = keywords(ours.dataclass)
    assert not inspect.isfunction(vars(cls)["__init__"])
    cls(first=1)
    written = vars(cls)["__init__"]
    cls(first=2)
    assert inspect.isfunction(written)
    assert vars(cls)["__init__"] is written


@pytest.mark.parametrize("changes", [{}, {"first": 1}, {"second": "2"}, {"third": [3], "hidden": b"4"}])
def test_another_with_other_fields_is_the_standard_librarys(changes: dict[str, Any]) -> None:
    one = keywords(ours.dataclass)(first=1, aside=7)
    other = ours.replace(one, **changes)
    assert dataclasses.astuple(other) == dataclasses.astuple(dataclasses.replace(one, **changes))
    assert one == keywords_like(one)
    assert (other is one) is (changes in ({}, {"first": 1}))


@pytest.mark.parametrize("written", [keywords, inherited, of_anything], ids=lambda written: written.__name__)
def test_another_is_of_the_same_class_and_as_frozen(written: Callable[[Define], Any]) -> None:
    one = written(ours.dataclass)(first=1)
    other = ours.replace(one, second="x")
    assert type(other) is type(one)
    assert not hasattr(other, "__dict__")
    with pytest.raises(FrozenInstanceError):
        other.second = "y"


def keywords_like(one: Any) -> Any:
    """What it was made as: a copy leaves the original alone."""
    return type(one)(first=1, aside=7)


def test_there_is_no_other_with_a_field_it_has_not() -> None:
    with pytest.raises(AttributeError, match="fourth"):
        ours.replace(keywords(ours.dataclass)(first=1), fourth=4)


def test_what_a_maker_makes_is_what_its_class_makes() -> None:
    cls: Any = keywords(ours.dataclass)
    values = {field.name: number for number, field in enumerate(dataclasses.fields(cls))}
    made = ours.maker(cls)(**values)
    assert made == cls(**values)
    assert (type(made), made.aside) == (cls, values["aside"])
    with pytest.raises(FrozenInstanceError):
        made.first = 4
    with pytest.raises(TypeError):
        ours.maker(cls)(first=3)


def test_a_maker_takes_fields_of_any_name() -> None:
    @ours.dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        cls: int
        own: int
        new: int
        make: int

    values = {"cls": 1, "own": 2, "new": 3, "make": 4}
    assert ours.maker(Named)(**values) == Named(**values)
