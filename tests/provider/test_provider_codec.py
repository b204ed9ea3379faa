"""Property values: what the wire says, as trees, and back."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from zkvm_provider.errors import Bug, InvalidInput
from zkvm_provider.model.partial import UNKNOWN, Tree
from zkvm_provider.provider import paths, wire
from zkvm_provider.provider.codec import decode, encode, encode_beside, put

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def struct(value: dict[str, Any]) -> Any:
    return json_format.ParseDict(value, struct_pb2.Struct())


def plain(message: Any) -> Any:
    return json_format.MessageToDict(message)


def test_a_secret_is_its_value_and_its_path_is_remembered() -> None:
    partial = decode(struct({"user": {"password": {SIGNATURE: SECRET, "value": "s3cret"}}}))
    assert partial.tree == {"user": {"password": "s3cret"}}
    assert partial.secrets == {"user.password"}


def test_a_secret_that_is_not_known_yet_is_both_unknown_and_secret() -> None:
    partial = decode(struct({"disks": [{"serial": {SIGNATURE: SECRET, "value": UNKNOWN_ON_WIRE}}]}))
    assert partial.tree == {"disks": [{"serial": UNKNOWN}]}
    assert partial.secrets == {"disks[0].serial"}


@pytest.mark.parametrize("text", sorted(wire.UNKNOWN_TEXTS))
def test_every_spelling_of_unknown_is_unknown(text: str) -> None:
    assert decode(struct({"a": [text]})).tree == {"a": [UNKNOWN]}


def test_unknown_empty_and_absent_stay_three_things() -> None:
    tree = decode(struct({"unknown": UNKNOWN_ON_WIRE, "empty": "", "null": None, "none": [], "nothing": {}})).tree
    assert tree == {"unknown": UNKNOWN, "empty": "", "null": None, "none": [], "nothing": {}}
    assert "absent" not in tree


def test_an_output_value_without_a_value_is_unknown() -> None:
    partial = decode(struct({"a": {SIGNATURE: OUTPUT}, "b": {SIGNATURE: OUTPUT, "value": 1, "secret": True}}))
    assert partial.tree == {"a": UNKNOWN, "b": 1}
    assert partial.secrets == {"b"}


@pytest.mark.parametrize(
    ("identifier", "expected"), [("images/a", "images/a"), (UNKNOWN_ON_WIRE, UNKNOWN), ("", UNKNOWN)]
)
def test_a_resource_reference_is_its_id(identifier: str, expected: Tree) -> None:
    reference = {SIGNATURE: REFERENCE, "urn": "urn:x", "id": identifier, "packageVersion": "0.1.0"}
    assert decode(struct({"volume": reference})).tree == {"volume": expected}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"}, "an asset"),
        ({SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "path": "x"}, "an archive"),
        ({SIGNATURE: "something new"}, "unknown kind"),
        ({SIGNATURE: REFERENCE, "urn": "urn:x"}, "component"),
    ],
)
def test_what_has_no_meaning_is_refused_with_its_path(value: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        decode(struct({"boot": {"kernel": value}, "other": value}))
    assert [fault.path for fault in refused.value.faults] == ["boot.kernel", "other"]
    assert all(says in fault.reason for fault in refused.value.faults)


def test_integral_doubles_are_integers_and_others_stay() -> None:
    tree = decode(struct({"n": 4.0, "f": 1.5, "b": True, "large": 2.0**60})).tree
    assert tree == {"n": 4, "f": 1.5, "b": True, "large": 2.0**60}
    assert {key: type(value) for key, value in tree.items()} == {"n": int, "f": float, "b": bool, "large": float}


def test_secrets_and_unknowns_are_marked_as_the_engine_reads_them() -> None:
    tree: dict[str, Tree] = {"disks": [{"serial": "s3cret"}, {"serial": UNKNOWN}]}
    marked = encode(tree, {"disks[0].serial", "disks[7].serial"})
    assert plain(marked) == {"disks": [{"serial": {SIGNATURE: SECRET, "value": "s3cret"}}, {"serial": UNKNOWN_ON_WIRE}]}


def test_a_secret_list_is_wrapped_once_as_a_whole() -> None:
    assert plain(encode({"a": ["x"]}, {"a", "a[0]"})) == {"a": {SIGNATURE: SECRET, "value": ["x"]}}


@pytest.mark.parametrize("value", [2**53 + 1, object()])
def test_what_the_wire_cannot_carry_is_a_bug_not_a_wrong_number(value: Any) -> None:
    with pytest.raises(Bug, match=r"a\.b"):
        encode({"a": {"b": value}})


KEYS = st.text(min_size=1).filter(lambda key: key != SIGNATURE)
TEXTS = st.text().filter(lambda text: text not in wire.UNKNOWN_TEXTS)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS | st.just(UNKNOWN)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
OBJECTS = st.dictionaries(KEYS, TREES, max_size=4)


@given(tree=OBJECTS, data=st.data())
def test_decoding_what_was_encoded_gives_it_back(tree: dict[str, Tree], data: st.DataObject) -> None:
    places = [paths.join(path) for path, _ in paths.leaves(tree) if path]
    secrets = frozenset(data.draw(st.sets(st.sampled_from(places)))) if places else frozenset()
    partial = decode(encode(tree, secrets))
    assert partial.tree == tree
    assert partial.secrets == secrets


@given(path=st.lists(KEYS | st.integers(0, 10**6), min_size=1))
def test_a_property_path_taken_apart_is_what_it_was_made_of(path: list[str | int]) -> None:
    assert paths.split(paths.join(path)) == tuple(path)


def test_what_is_put_takes_the_place_of_what_was_there() -> None:
    struct = encode({"kept": 1, "list": ["a", "b"], "object": {"old": 1}, "text": "t"})
    put(struct, {"list": ["c"], "object": {"new": 2}, "text": {"now": "an object"}})
    assert decode(struct).tree == {"kept": 1, "list": ["c"], "object": {"new": 2}, "text": {"now": "an object"}}


@given(given=OBJECTS, data=st.data(), is_secret=st.booleans())
def test_what_is_encoded_beside_what_it_comes_from_is_what_is_encoded_alone(
    given: dict[str, Tree], data: st.DataObject, *, is_secret: bool
) -> None:
    keys = st.sampled_from(sorted(given)) if given else st.nothing()
    marked = {paths.join((key,)) for key in data.draw(st.sets(keys))} if is_secret else set()
    struct = encode(given, marked)
    partial = decode(struct)
    kept = {key: partial.tree[key] for key in data.draw(st.sets(keys))}
    tree = data.draw(OBJECTS) | data.draw(st.dictionaries(keys, TREES)) | kept
    assert encode_beside(struct, partial, tree, marked) == encode(tree, marked)


def test_a_reference_to_a_resource_is_its_id_beside_what_it_comes_from_too() -> None:
    given = struct({"a": {SIGNATURE: REFERENCE, "urn": "urn:x", "id": "i"}, "b": "plain"})
    partial = decode(given)
    assert plain(encode_beside(given, partial, {**partial.tree, "c": 1})) == {"a": "i", "b": "plain", "c": 1}
