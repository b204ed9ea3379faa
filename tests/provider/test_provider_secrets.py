"""No secret leaves the process but marked: messages and logs are scrubbed, outputs re-marked."""

from __future__ import annotations

import base64
import io
import json
import logging
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.provider.log import ScrubbedFormatter
from zkvm_provider.provider.scrubber import MASK, Scrubber
from zkvm_provider.provider.secrecy import secret_paths, veiled
from zkvm_provider.reconcile.plan import Change, Effect

CANARY = "c4nary-\"ä<&>\n'x"
GUEST = kind_of("Guest")
VOLUME = kind_of("Qcow2Disk")


def scrubber_of(*secrets: Tree) -> Scrubber:
    scrubber = Scrubber()
    tree: dict[str, Tree] = {"s": list(secrets)}
    scrubber.learn(Partial(tree=tree, secrets=frozenset({"s"})))
    return scrubber


FORMS = {
    "raw": CANARY,
    "base64": base64.b64encode(CANARY.encode()).decode(),
    "urlsafe": base64.urlsafe_b64encode(CANARY.encode()).decode(),
    "json": json.dumps({"k": CANARY}),
    "json, not ascii": json.dumps({"k": CANARY}, ensure_ascii=False),
    "repr": repr({"k": CANARY}),
    "xml": quoteattr(CANARY, {}),
    "url": quote(CANARY, safe=""),
    "one line": CANARY.splitlines()[0],
}


@pytest.mark.parametrize("form", FORMS)
def test_a_known_secret_leaves_in_no_form(form: str) -> None:
    scrubbed = scrubber_of(CANARY).scrub(f"before {FORMS[form]} after")
    assert MASK in scrubbed
    assert "c4nary" not in scrubbed
    assert base64.b64encode(b"c4nary").decode()[:7] not in scrubbed
    assert scrubbed.startswith("before ")
    assert scrubbed.endswith(" after")


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_a_secret_inside_a_longer_base64_text_is_found(offset: int) -> None:
    text = base64.b64encode(b"#" * offset + b"password: hunter22\n").decode()
    scrubbed = scrubber_of("hunter22").scrub(text)
    assert MASK in scrubbed


@given(secret=st.text(min_size=4, max_size=40), around=st.text(max_size=20))
def test_a_secret_of_four_characters_is_removed_wherever_it_stands(secret: str, around: str) -> None:
    if secret not in MASK:
        assert secret not in scrubber_of(secret).scrub(around.replace(secret, "") + secret)


@pytest.mark.parametrize(
    ("secret", "text", "expected"),
    [
        ("ab", "'ab' is not about", f"'{MASK}' is not about"),
        (2048, "memory 2048 of 20480", f"memory {MASK} of 20480"),
        (True, "true", "true"),
        ("", "nothing", "nothing"),
        (UNKNOWN, "UNKNOWN", "UNKNOWN"),
    ],
)
def test_short_secrets_and_numbers_are_removed_where_they_stand_alone(secret: Tree, text: str, expected: str) -> None:
    assert scrubber_of(secret).scrub(text) == expected


def test_a_traceback_in_the_log_holds_no_secret() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ScrubbedFormatter(scrubber_of("hunter22")))
    logger = logging.Logger("canary")
    logger.addHandler(handler)
    try:
        raise ValueError("hunter22 was refused")
    except ValueError:
        logger.exception("while sending %s", "hunter22")
    assert "Traceback" in stream.getvalue()
    assert "hunter22" not in stream.getvalue()


def inputs(tree: dict[str, Tree], *secrets: str) -> Partial:
    return Partial(tree=tree, secrets=frozenset(secrets))


def test_a_secret_disk_property_stays_secret_when_the_outputs_list_disks_in_another_order() -> None:
    given = inputs({"disks": [{"name": "a", "serial": "x"}, {"name": "b", "serial": "y"}]}, "disks[0].serial")
    outputs: dict[str, Tree] = {"disks": [{"name": "b", "serial": "y"}, {"name": "a", "serial": "x"}]}
    assert secret_paths(outputs, GUEST, [given]) == {"disks[1].serial"}


def test_an_output_that_contains_a_secret_value_is_secret() -> None:
    given = inputs({"pool": "vault-7", "capacity": "20 GiB"}, "pool", "capacity")
    outputs: dict[str, Tree] = {"path": "/srv/vault-7/a.qcow2", "capacityBytes": 20 * 1024**3, "key": "other"}
    assert secret_paths(outputs, VOLUME, [given]) == {"path", "capacityBytes"}


def test_the_state_keeps_a_secret_that_the_inputs_no_longer_have() -> None:
    state = inputs({"path": "/srv/hidden"}, "path")
    assert secret_paths({"path": "/srv/hidden"}, VOLUME, [inputs({}), state]) == {"path"}


def test_an_effect_line_shows_no_secret_value() -> None:
    given = inputs({"memory": 2048, "disks": [{"name": "data", "serial": "12ab"}]}, "memory", "disks[0].serial")
    memory = Change(path="memory", old="1 GiB", new="2 GiB", effect=Effect.NEXT_BOOT, reason="2 GiB is more")
    serial = Change(path="disks[data].serial", old="", new="12ab", effect=Effect.NEXT_BOOT)
    assert str(veiled(memory, [given])) == f"memory {MASK} → {MASK}: next boot"
    assert "12ab" not in str(veiled(serial, [given]))
    assert veiled(Change(path="vcpus", old="1", new="2", effect=Effect.LIVE), [given]).new == "2"
