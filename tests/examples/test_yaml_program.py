"""The program in YAML, through Pulumi's own YAML language host; and the schema that other languages need."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PulumiCli
from tests.needing import need
from tools import extras
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import connect

pytestmark = pytest.mark.pulumi_cli

REPOSITORY = Path(__file__).resolve().parents[2]


class Project:
    """The example in a folder of its own, with a stack."""

    def __init__(self, folder: Path, pulumi: PulumiCli, language_host: Path) -> None:
        folder.mkdir()
        self.folder, self._pulumi = folder, pulumi
        self.file = folder / "Pulumi.yaml"
        text = (REPOSITORY / "examples" / "yaml" / "Pulumi.yaml").read_text(encoding="utf-8")
        self.file.write_text(text.replace("../../zkvm_provider", str(REPOSITORY / "zkvm_provider")), encoding="utf-8")
        programs = folder / "bin"
        programs.mkdir()
        shutil.copy2(language_host, programs / "pulumi-language-yaml")
        own = pulumi.environment(folder / "pulumi")
        self.environment = {
            **own,
            "PATH": f"{programs}{os.pathsep}{own['PATH']}",
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "false",  # the language host lies on PATH
            "PULUMI_STACK": "test",
        }
        self.run("stack", "init", "test")

    def run(self, *arguments: str, check: bool = True) -> Any:
        return self._pulumi.run(*arguments, cwd=self.folder, env=self.environment, check=check)


@pytest.fixture
def project(tmp_path: Path, pulumi_cli: PulumiCli) -> Project:
    found = extras.find("pulumi-language-yaml")
    if found is None:
        need("YAML language host", "`python -m tools.extras pulumi-language-yaml` builds it")
    return Project(tmp_path / "yaml", pulumi_cli, found)


def test_the_program_in_yaml_makes_its_guest_and_a_second_up_changes_nothing(project: Project) -> None:
    project.run("up", "--yes", "--skip-preview")
    host = connect(f"emulated://{project.folder}/.zkvm/lab.sqlite").hypervisor
    assert [(info.ref.name, info.active) for info in host.list(ObjectKind.DOMAIN)] == [("linux01", True)]
    outputs = json.loads(project.run("stack", "output", "--json").stdout)
    assert outputs["state"] == "running"
    assert [(row["name"], row["devno"]) for row in outputs["devices"]][:2] == [("data", "0x0200"), ("lan", "0x0000")]
    project.run("up", "--yes", "--skip-preview", "--expect-no-changes")


@pytest.mark.parametrize(
    ("right", "wrong"), [("memory: 1 GiB", "memorry: 1 GiB"), ('devno: "0x0200"', 'devnr: "0x0200"')]
)
def test_a_misspelt_property_is_named_also_deep_inside(project: Project, right: str, wrong: str) -> None:
    text = project.file.read_text(encoding="utf-8")
    assert right in text
    project.file.write_text(text.replace(right, wrong), encoding="utf-8")
    done = project.run("preview", check=False)
    assert done.returncode != 0
    assert wrong.split(":", maxsplit=1)[0] in done.stdout + done.stderr


@pytest.mark.parametrize("source", ["plugin", "file"])
def test_other_languages_get_the_schema_from_the_plugin_or_its_file(
    tmp_path: Path, pulumi_cli: PulumiCli, source: str
) -> None:
    """What `pulumi package add` asks before it generates an SDK."""
    plugin = Path(sys.executable).with_name("pulumi-resource-zkvm")
    file = REPOSITORY / "zkvm_provider" / "provider" / "schema.json"
    where = plugin if source == "plugin" else file
    done = pulumi_cli.run("package", "get-schema", str(where), cwd=tmp_path, env=pulumi_cli.environment(tmp_path / "p"))
    assert json.loads(done.stdout)["resources"].keys() == json.loads(file.read_text())["resources"].keys()
