"""What images lie on, as `qemu-img` of a real host tells it: one call a layer, and what it cannot tell is said."""

from __future__ import annotations

import json
from collections.abc import Sequence

from zkvm_provider.hypervisor.access import Chain
from zkvm_provider.hypervisor.operator.chains import chains
from zkvm_provider.hypervisor.operator.shell import Done


class Images:
    """A shell whose `qemu-img` knows these headers; `asked` are the images of each call."""

    def __init__(self, **below: tuple[str, str]) -> None:
        self._below = {f"/{name}": file for name, file in below.items()}
        self.asked: list[list[str]] = []

    def run(self, argv: Sequence[str], *, stdin: bytes = b"") -> Done:
        assert not stdin
        assert [*argv[:2], argv[3]] == ["sh", "-c", "sh"]
        self.asked.append([*argv[4:]])
        return Done(code=0, out="".join(f"{self._told(image)}\0" for image in argv[4:]), err="")

    def _told(self, image: str) -> str:
        if image not in self._below:
            return ""  # qemu-img: Could not open …
        file, layout = self._below[image]
        backing = {"full-backing-filename": file, "backing-filename-format": layout} if file else {}
        return json.dumps({"filename": image, "format": "qcow2", **backing}, indent=4) + "\n"


def test_images_are_asked_layer_by_layer_in_one_call_each() -> None:
    shell = Images(a=("/m", "qcow2"), b=("/m", "qcow2"), m=("/base", "qcow2"), base=("", ""))
    assert chains(shell, ["/a", "/b"]) == (
        Chain(image="/a", files=("/m", "/base")),
        Chain(image="/b", files=("/m", "/base")),
    )
    assert shell.asked == [["/a", "/b"], ["/m"], ["/base"]]


def test_what_a_header_calls_raw_is_the_last() -> None:
    """Its bytes are the guest's, whatever they look like."""
    shell = Images(a=("/base", "raw"), base=("/secret", "qcow2"))
    assert chains(shell, ["/a"]) == (Chain(image="/a", files=("/base",)),)
    assert shell.asked == [["/a"]]


def test_what_is_no_file_of_the_host_ends_the_chain() -> None:
    shell = Images(a=("nbd://server/x", "raw"), b=('json:{"driver": "rbd"}', "raw"), c=("file:/base", "raw"))
    assert [each.files for each in chains(shell, ["/a", "/b", "/c"])] == [(), (), ("/base",)]


def test_what_nobody_could_read_is_told() -> None:
    shell = Images(a=("/hidden", "qcow2"))
    assert chains(shell, ["/a", "/closed"]) == (
        Chain(image="/a", files=("/hidden",), is_whole=False),
        Chain(image="/closed", is_whole=False),
    )


def test_images_that_lie_on_each_other_end() -> None:
    shell = Images(a=("/b", "qcow2"), b=("/a", "qcow2"))
    assert chains(shell, ["/a"])[0].files == ("/b",)
