"""Kickstart and AutoYaST from their templates: what the linter takes, and what a project may override."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.errors import InvalidInput, TemplateError
from zkvm_provider.install.lint import lint
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.install_media import Answers

FULL = Answers(
    language="de_DE.UTF-8",
    keyboard="de",
    timezone="Europe/Berlin",
    root_password_hash="$6$saltsalt$hash",
    ssh_keys=("ssh-ed25519 AAAA eric@frolic",),
    disks=("/dev/disk/by-path/ccw-0.0.0200",),
    packages=("qemu-kvm", "libvirt"),
)


@pytest.mark.parametrize("answers", [Answers(), FULL])
def test_answer_files_pass_the_linter(answers: Answers) -> None:
    templates = Templates(None)
    kickstart = templates.render_text("install/kickstart.j2", answers=answers, medium="eric")
    autoyast = templates.render("install/autoyast.j2", answers=answers, medium="eric")
    assert lint("eric.ks", kickstart.encode()) == ()
    assert lint("eric.xml", autoyast.encode()) == ()


def test_kickstart_says_what_was_declared() -> None:
    lines = Templates(None).render_text("install/kickstart.j2", answers=FULL, medium="eric").splitlines()
    for line in (
        "lang de_DE.UTF-8",
        "timezone Europe/Berlin --utc",
        "rootpw --iscrypted $6$saltsalt$hash",
        'sshkey --username=root "ssh-ed25519 AAAA eric@frolic"',
        "clearpart --all --initlabel --drives=/dev/disk/by-path/ccw-0.0.0200",
        "libvirt",
    ):
        assert line in lines


def test_a_value_cannot_bring_a_line_of_its_own() -> None:
    answers = Answers(timezone="UTC\nrootpw --plaintext x")
    with pytest.raises(InvalidInput, match="a line end"):
        Templates(None).render_text("install/kickstart.j2", answers=answers, medium="eric")


def test_a_project_overrides_the_kickstart_and_is_told_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "install").mkdir()
    own = tmp_path / "install" / "kickstart.j2"
    own.write_text('{% include "builtin/install/kickstart.j2" %}\n%post\ntrue\n%end\n')
    text = Templates(tmp_path).render_text("install/kickstart.j2", answers=FULL, medium="eric")
    assert text.endswith("%post\ntrue\n%end")
    own.write_text("text\n{{ answers.tiemzone }}\n")
    with pytest.raises(TemplateError) as wrong:
        Templates(tmp_path).render_text("install/kickstart.j2", answers=FULL, medium="eric")
    assert (wrong.value.file, wrong.value.line) == (str(own), 2)
