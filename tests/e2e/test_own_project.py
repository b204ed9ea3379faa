"""The provider in a user's own project in another folder, without an activated environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import REPOSITORY, Lab
from tests.e2e.programs import guest

pytestmark = pytest.mark.pulumi_cli


def test_plugin_install_makes_the_provider_found_from_any_project(lab: Lab, pulumi_cli: PulumiCli) -> None:
    project = lab.folder / "Pulumi.yaml"
    project.write_text(project.read_text().split("plugins:")[0])
    lab.environment["PATH"] = f"{pulumi_cli.binary.parent}:/usr/bin:/bin"
    lab.program('zkvm.Host("here")')
    missing = lab.up(expect=None)
    assert missing.code != 0

    told = lab.zkvm("plugin", "install", "--pulumi", str(pulumi_cli.binary))
    assert "is registered" in told
    assert "zkvm" in lab.run("plugin", "ls", expect=0)
    lab.up()
    assert lab.outputs_of("Host", "here")["hostname"] == "lpar1"


def test_a_users_templates_extend_the_built_in_ones(lab: Lab) -> None:
    folder = lab.folder / "templates"
    folder.mkdir()
    (folder / "guest.xml.j2").write_text(
        '{% extends "builtin/guest.xml.j2" %}\n'
        "{% block devices_extra %}{{ super() }}"
        "<input type='keyboard' bus='virtio'/>\n"
        "{% endblock %}\n"
    )
    lab.run("config", "set", "zkvm:templates", "templates", expect=0)
    lab.program(guest())
    lab.up()
    assert "<input type='keyboard' bus='virtio'>" in lab.zkvm("dumpxml", "linux01")
    lab.up("--expect-no-changes")


def test_a_broken_template_is_told_with_its_file_and_line(lab: Lab) -> None:
    folder = lab.folder / "templates"
    folder.mkdir()
    (folder / "guest.xml.j2").write_text(
        '{% extends "builtin/guest.xml.j2" %}\n{% block devices_extra %}{{ oops }}{% endblock %}\n'
    )
    lab.run("config", "set", "zkvm:templates", "templates", expect=0)
    lab.program(guest())
    outcome = lab.up(expect=None)
    assert outcome.code != 0
    assert "guest.xml.j2:2" in outcome
    assert "oops" in outcome


def test_the_readmes_program_runs(lab: Lab) -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    lab.program(program)
    lab.up()
    assert "running" in lab.zkvm("list")
    lab.up("--expect-no-changes")


def test_the_wheel_brings_templates_schema_and_launcher(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        str(tmp_path),
        str(REPOSITORY),
    ]
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(command, check=True, env=environment, timeout=240)
    (wheel,) = tmp_path.glob("*.whl")
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], check=True, capture_output=True, text=True
    ).stdout
    for part in (
        "templates/guest.xml.j2",
        "provider/schema.json",
        "provider/pulumi-resource-zkvm",
        "pulumi-plugin.json",
    ):
        assert part in listed
