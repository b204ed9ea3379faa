"""Page, drawing and tree of real pictures: everything once, names as they are, nothing loaded, nothing secret."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable

import pytest
from lxml import etree, html

from tests.topology.pictured_labs import HIDDEN
from zkvm_provider.topology.page import page_of
from zkvm_provider.topology.picture import Guest, Host, Picture, Tone
from zkvm_provider.topology.svg import svg_of
from zkvm_provider.topology.tree import tree_of

EVIL = "</script><img src=x onerror=alert(1)> & \"quoted\" 'too'"
Writer = Callable[[Picture], str]


def keys_of(text: str) -> Counter[str]:
    root = etree.fromstring(text.encode()) if text.startswith("<svg") else html.document_fromstring(text)
    return Counter(each.get("data-key", "") for each in root.iter() if each.get("data-key"))


@pytest.mark.parametrize("write", [page_of, svg_of])
@pytest.mark.parametrize("name", ["small", "crowded"])
def test_every_object_appears_once(write: Writer, name: str, request: pytest.FixtureRequest) -> None:
    picture: Picture = request.getfixturevalue(name)
    found = keys_of(write(picture))
    assert found == Counter(picture.keys)
    assert set(found.values()) == {1}


@pytest.mark.parametrize("write", [page_of, svg_of])
def test_it_loads_nothing(write: Writer, small: Picture) -> None:
    text = write(small).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|@import|url\(|<link|<img|\ssrc=", text)


@pytest.mark.parametrize("write", [page_of, svg_of, tree_of])
def test_boot_parameters_are_nobodys_business(write: Writer, small: Picture) -> None:
    text = write(small)
    assert HIDDEN.partition("=")[2] not in text
    assert "boot.cmdline differs: next boot" in text


def test_names_are_text_whatever_is_in_them() -> None:
    guest = Guest(
        key="1/guest/x", name=EVIL, state="running\x07", tone=Tone.RUNNING, memory_bytes=0, vcpus=1, autostart=False
    )
    picture = Picture(hosts=(Host(key="1", name=EVIL, uri=EVIL, guests=(guest,), notes=(EVIL,)),))
    page = html.document_fromstring(page_of(picture))
    assert page.xpath("string(//details/summary/span[@class='name'])") == EVIL
    assert [sum(1 for _ in page.iter(name)) for name in ("img", "script")] == [0, 1]
    drawing = etree.fromstring(svg_of(picture).encode())
    titles = [each.text or "" for each in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert sum(title.startswith(EVIL) for title in titles) == 2


def test_a_host_that_is_not_reached_is_in_every_picture(small: Picture) -> None:
    lost = Host(key="9", name="qemu+ssh://lost/system", uri="qemu+ssh://lost/system", fault="no route to host")
    picture = dataclasses.replace(small, hosts=(*small.hosts, lost))
    for write in (page_of, svg_of, tree_of):
        assert "no route to host" in write(picture)


def test_many_guests_are_tiles_and_few_are_cards(small: Picture, crowded: Picture) -> None:
    assert page_of(small).count('<details class="guest') == page_of(small).count(' open="open"')
    assert ' open="open"' not in page_of(crowded)
    assert 'class="tie' in svg_of(small)
    assert 'class="tie' not in svg_of(crowded)
