"""Canary secrets: given in every field that may hold one, found nowhere."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.e2e.lab import Lab

pytestmark = pytest.mark.pulumi_cli

CANARY = 'c4nary"\\sécret'


def forms(secret: str) -> list[bytes]:
    """The secret as it could leak: raw, JSON-escaped (twice), base64."""
    escaped = json.dumps(secret)[1:-1]
    plain = json.dumps(secret, ensure_ascii=False)[1:-1]
    texts = {secret, escaped, plain, json.dumps(escaped)[1:-1]}
    return [text.encode() for text in texts] + [base64.b64encode(secret.encode()).rstrip(b"=")]


def leaks(folder: Path, outputs: list[str], secret: str) -> list[str]:
    """Every file and every output in which one form of the secret stands, but for the program and its bytecode."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.partition(".")[0] != "__main__":
            content = path.read_bytes()
            found += [f"{path}" for form in forms(secret) if form in content]
    for number, text in enumerate(outputs):
        found += [f"output {number}: {text}" for form in forms(secret) if form in text.encode()]
    return found


def test_the_search_itself_finds_a_leak(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(json.dumps({"serial": CANARY}))
    assert leaks(tmp_path, [], CANARY)
    assert leaks(tmp_path, [f"error: {CANARY}"], CANARY)


def test_a_secret_in_a_public_field_is_refused_and_not_repeated(lab: Lab) -> None:
    lab.program(
        f"""
        secret = pulumi.Output.secret({CANARY!r})
        zkvm.Guest(
            "linux01",
            memory="512 MiB",
            boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.2.0", cmdline=secret),
            metadata={{"password": secret}},
        )
        """
    )
    outcome = lab.up(expect=None, ZKVM_LOG=str(lab.folder / "provider.log"))
    assert outcome.code != 0
    assert "boot.cmdline" in outcome
    assert "metadata" in outcome
    assert leaks(lab.folder, [outcome.text], CANARY) == []


def test_a_secret_in_any_other_field_stays_encrypted_and_out_of_every_message(lab: Lab) -> None:
    lab.program(
        """
        import os
        serial = pulumi.Output.secret(os.environ["CANARY"])
        dasd = zkvm.DasdDisk("dasd", bus_id="0.0.0e1e")
        zkvm.Guest(
            "linux01",
            memory="512 MiB",
            boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.2.0"),
            disks=[zkvm.DiskArgs(name="root", block=dasd.path, serial=serial)],
        )
        """
    )
    secret = "c4nary-serial-20-ch"
    log = str(lab.folder / "provider.log")
    made = lab.up("--show-config=false", expect=None, CANARY=secret, ZKVM_LOG=log)
    assert made.code == 0, made.text
    refused = lab.up(expect=None, CANARY=secret + "-far-too-long", ZKVM_LOG=log)
    assert refused.code != 0
    assert "disks[0].serial" in refused
    told = [made.text, refused.text, "\n".join(f"{row.object} {row.outcome}" for row in lab.journal())]
    machine = lab.store.parent
    outside = [leak for leak in leaks(lab.folder, told, secret) if not leak.startswith(str(machine))]
    assert outside == []
