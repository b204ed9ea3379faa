"""The language host over real gRPC: what it answers to every method."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2 as pb

from tests.tools.language_host_running import ENGINE, HOST, Running, running_host
from tests.tools.pulumi_fakes import DEADLINE_S, is_alive
from tools.pulumi.provision.pin import PINNED
from tools.waiting import wait_for


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Running]:
    with running_host(tmp_path) as running:
        yield running


def _venv(folder: Path, *distributions: tuple[str, str, str]) -> Path:
    """A virtual environment without pip that holds (name, version, requirement) by their metadata alone."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for name, version, requirement in distributions:
        info = site / f"{name}-{version}.dist-info"
        info.mkdir()
        needs = f"Requires-Dist: {requirement}\n" if requirement else ""
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
        (info / "METADATA").write_text(text, encoding="utf-8")
    return folder


def _refusal(call: Any) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    fault: Any = caught.value
    return fault.code(), fault.details()


def test_its_version_is_the_pinned_one(host: Running) -> None:
    assert host.stub.GetPluginInfo(empty_pb2.Empty()).version == PINNED
    asked = subprocess.run([sys.executable, str(HOST), "--version"], capture_output=True, text=True, check=True)
    assert asked.stdout == f"{PINNED}\n"


def test_a_missing_executor_is_told_before_the_port(tmp_path: Path) -> None:
    argv = [sys.executable, str(HOST), "--use-executor", str(tmp_path / "none"), ENGINE]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{tmp_path / 'none'} is missing" in done.stderr


def test_it_asks_for_no_plugin_and_no_option(host: Running) -> None:
    assert not host.stub.GetRequiredPackages(pb.GetRequiredPackagesRequest(info=host.info())).packages
    assert not host.stub.GetRequiredPlugins(pb.GetRequiredPluginsRequest(info=host.info())).plugins
    assert not host.stub.RuntimeOptionsPrompts(pb.RuntimeOptionsRequest(info=host.info())).prompts
    assert host.stub.Template(pb.TemplateRequest(info=host.info())) == pb.TemplateResponse()


def test_a_program_is_run_as_the_official_host_runs_it(host: Running) -> None:
    answer = host.stub.Run(host.run_request())
    assert (answer.error, answer.bail) == ("", False)
    note = host.note()
    expected = {
        "--monitor": "127.0.0.1:2",
        "--engine": ENGINE,
        "--project": "lab",
        "--root_directory": str(host.project),
        "--stack": "dev",
        "--pwd": str(host.project),
        "--dry_run": "true",
        "--parallel": "7",
        "--organization": "org",
    }
    assert note["argv"] == [*(part for pair in expected.items() for part in pair), ".", "one"]
    assert note["python"] == sys.executable
    assert note["secret"] == ["lab:password"]


def test_the_handshake_brings_the_engines_address(host: Running) -> None:
    host.stub.Handshake(pb.LanguageHandshakeRequest(engine_address="127.0.0.1:99"))
    host.stub.Run(host.run_request())
    argv = host.note()["argv"]
    assert argv[argv.index("--engine") + 1] == "127.0.0.1:99"


def test_what_the_program_prints_comes_out_of_the_host(host: Running) -> None:
    host.stub.Run(host.run_request())
    host.process.terminate()
    out, err = host.process.communicate(timeout=DEADLINE_S)
    assert out == "printed by the program\n"
    assert err == "complained by the program\n"


def test_exit_code_32_means_that_the_user_has_seen_the_message(host: Running) -> None:
    answer = host.stub.Run(host.run_request(exit="32"))
    assert (answer.error, answer.bail) == ("", True)


def test_another_exit_code_is_an_error(host: Running) -> None:
    answer = host.stub.Run(host.run_request(exit="1"))
    assert (answer.error, answer.bail) == ("program exited with non-zero exit code: 1", False)


def test_a_program_runs_in_its_virtual_environment(host: Running) -> None:
    _venv(host.project / "env")
    host.stub.Run(host.run_request(options={"virtualenv": "env"}))
    assert host.note()["python"] == str(host.project / "env" / "bin" / "python")


def test_a_missing_virtual_environment_is_named(host: Running) -> None:
    answer = host.stub.Run(host.run_request(options={"virtualenv": "env"}))
    assert f"no virtual environment in {host.project / 'env'}" in answer.error
    assert "pulumi install" in answer.error


def test_a_toolchain_it_does_not_know_is_refused(host: Running) -> None:
    answer = host.stub.Run(host.run_request(options={"toolchain": "poetry"}))
    assert "toolchain is 'poetry'" in answer.error
    code, text = _refusal(lambda: host.stub.About(pb.AboutRequest(info=host.info(toolchain="poetry"))))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert "not available with this language host" in text


def test_a_wished_debugger_is_refused_and_not_ignored(host: Running) -> None:
    request = host.run_request()
    request.attach_debugger = True
    assert "starting a debugger is not available" in host.stub.Run(request).error


def test_a_type_checker_that_fails_stops_the_program(host: Running) -> None:
    answer = host.stub.Run(host.run_request(options={"typechecker": "no_such_checker"}))
    assert "no_such_checker found faults, or is not installed" in answer.error
    assert not (host.project / "note.json").exists()


def test_about_tells_the_programs_python(host: Running) -> None:
    _venv(host.project / "env")
    answer = host.stub.About(pb.AboutRequest(info=host.info(virtualenv="env")))
    assert answer.executable == str(host.project / "env" / "bin" / "python")
    assert answer.version == ".".join(map(str, sys.version_info[:3]))
    assert answer.metadata["toolchain"] == "Pip"
    assert host.stub.About(pb.AboutRequest()).executable == sys.executable


@pytest.mark.parametrize(
    ("is_transitive", "expected"),
    [(True, ["Alpha_One 1.0", "beta.two 2.0", "gamma 3.0"]), (False, ["Alpha_One 1.0", "gamma 3.0"])],
)
def test_dependencies_are_those_of_the_programs_environment(
    host: Running, is_transitive: bool, expected: list[str]
) -> None:
    _venv(
        host.project / "env",
        ("Alpha_One", "1.0", "beta-two>=1"),
        ("beta.two", "2.0", 'gamma; extra == "all"'),
        ("gamma", "3.0", ""),
        ("pip", "99", ""),
    )
    request = pb.GetProgramDependenciesRequest(info=host.info(virtualenv="env"), transitiveDependencies=is_transitive)
    found = host.stub.GetProgramDependencies(request).dependencies
    assert [f"{each.name} {each.version}" for each in found] == expected


def _tiny_wheel(folder: Path) -> Path:
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr("tiny-1.0.dist-info/WHEEL", tag)
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    return wheel


def test_installing_makes_the_environment_and_shows_what_pip_says(host: Running) -> None:
    wheel = _tiny_wheel(host.project)
    (host.project / "requirements.txt").write_text(f"--no-index\n{wheel}\n", encoding="utf-8")
    request = pb.InstallDependenciesRequest(info=host.info(virtualenv="env"))
    said = b"".join(piece.stdout for piece in host.stub.InstallDependencies(request))
    assert said.startswith(b"Installing dependencies...")
    assert b"Successfully installed tiny-1.0" in said
    assert said.endswith(b"Finished installing dependencies\n\n")
    listed = pb.GetProgramDependenciesRequest(info=host.info(virtualenv="env"))
    assert [each.name for each in host.stub.GetProgramDependencies(listed).dependencies] == ["tiny"]


def test_a_failed_installation_is_an_error(host: Running) -> None:
    _venv(host.project / "env")
    (host.project / "requirements.txt").write_text("anything\n", encoding="utf-8")
    request = pb.InstallDependenciesRequest(info=host.info(virtualenv="env"))
    code, text = _refusal(lambda: list(host.stub.InstallDependencies(request)))
    assert code is grpc.StatusCode.INTERNAL
    assert "requirements.txt` ended with exit code 1" in text


def test_nothing_is_installed_into_an_environment_that_nobody_named(host: Running) -> None:
    code, text = _refusal(lambda: list(host.stub.InstallDependencies(pb.InstallDependenciesRequest(info=host.info()))))
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert "set the runtime option virtualenv" in text


def _plugin_request(host: Running, **more: Any) -> Any:
    info = host.info(virtualenv=sys.prefix)
    return pb.RunPluginRequest(info=info, pwd=str(host.project), args=["engine:1"], env=["KEY=a=b"], **more)


def test_a_plugin_streams_its_output_at_once_and_its_exit_code_last(host: Running) -> None:
    go_on = host.project / "go-on"
    (host.project / "__main__.py").write_text(
        "import os, sys, time\n"
        "os.write(1, ' '.join([sys.argv[1], os.environ['KEY'], os.getcwd()]).encode())\n"
        f"while not os.path.exists({str(go_on)!r}): time.sleep(0.01)\n"
        "os.write(2, b'late\\n')\n"
        "sys.exit(5)\n",
        encoding="utf-8",
    )
    answers = host.stub.RunPlugin(_plugin_request(host))
    assert next(answers).stdout == f"engine:1 a=b {host.project}".encode()
    go_on.touch()
    assert [(piece.stderr, piece.exitcode) for piece in answers] == [(b"late\n", 0), (b"", 5)]


def test_a_plugin_ends_with_its_call(host: Running) -> None:
    (host.project / "__main__.py").write_text(
        "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n", encoding="utf-8"
    )
    answers = host.stub.RunPlugin(_plugin_request(host))
    plugin = int(next(answers).stdout)
    answers.cancel()
    wait_for("the plugin has ended", lambda: not is_alive(plugin))
    assert host.process.poll() is None


def test_a_packaged_plugin_is_run_through_the_sdk(host: Running) -> None:
    (host.project / "pyproject.toml").write_text('[project]\nname = "no-such-plugin"\n', encoding="utf-8")
    answers = list(host.stub.RunPlugin(_plugin_request(host)))
    assert b"no_such_plugin" in b"".join(piece.stderr for piece in answers)
    assert answers[-1].exitcode == 1


def test_a_policy_pack_is_run_through_the_sdk_with_its_folder_as_the_program(host: Running) -> None:
    (host.project / "__main__.py").write_text("import sys\nprint(sys.modules['__main__'].__file__)\n", encoding="utf-8")
    answers = list(host.stub.RunPlugin(_plugin_request(host, kind="analyzer")))
    assert b"".join(piece.stdout for piece in answers) == f"{host.project}/__main__.py\n".encode()
    assert answers[-1].exitcode == 0


def test_a_folder_that_is_no_plugin_is_refused(host: Running) -> None:
    code, text = _refusal(lambda: list(host.stub.RunPlugin(_plugin_request(host))))
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert "neither a __main__.py nor a pyproject.toml" in text


def test_what_it_cannot_do_is_refused_with_a_way_out(host: Running) -> None:
    calls = [
        lambda: host.stub.GenerateProgram(pb.GenerateProgramRequest()),
        lambda: host.stub.GenerateProject(pb.GenerateProjectRequest()),
        lambda: host.stub.GeneratePackage(pb.GeneratePackageRequest()),
        lambda: host.stub.Pack(pb.PackRequest()),
        lambda: host.stub.Link(pb.LinkRequest()),
        lambda: list(host.stub.RunPlugin(_plugin_request(host, attach_debugger=True))),
    ]
    for call in calls:
        code, text = _refusal(call)
        assert code is grpc.StatusCode.UNIMPLEMENTED
        assert "not available with this language host" in text
        assert "install the official release" in text
    assert "--generate-code=false" in _refusal(calls[0])[1]
